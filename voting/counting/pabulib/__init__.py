"""Elections in the Pabulib format (`.pb`): a tolerant reader and an exact writer, both streaming.

What the format has no word for is published in a second file (`publish`, `read_with_facts`).

A file has three sections, META, PROJECTS and VOTES, each a table with columns split by `;`.
A ballot says which projects in its cell `vote`, and beside it in `points` how many for each
(cumulative and scoring ballots); a ranking is the order of `vote`, best first.

What is odd but clear is read: a byte order mark, CRLF, blank lines, quoted fields, empty cells and
commas at the end, decimal money, whole points written as 3.0, projects that cost nothing or that
nobody chose, and a ballot that names a project twice: it counts once, with the points of both
together, as the totals that published files state do. What is in doubt is refused with the file,
the line and the reason.
"""

from __future__ import annotations

from voting.counting.pabulib.facts import NAME as FACTS
from voting.counting.pabulib.facts import Facts, read_with_facts
from voting.counting.pabulib.meta import whole
from voting.counting.pabulib.publish import Published, publish
from voting.counting.pabulib.reader import PabulibFile, read
from voting.counting.pabulib.refusals import BadFile, CannotRead
from voting.counting.pabulib.text import fingerprint
from voting.counting.pabulib.writer import write

__all__ = [
    "FACTS",
    "BadFile",
    "CannotRead",
    "Facts",
    "PabulibFile",
    "Published",
    "fingerprint",
    "publish",
    "read",
    "read_with_facts",
    "whole",
    "write",
]
