"""Elections in the Pabulib format (`.pb`): a tolerant reader that streams.

A file has three sections, META, PROJECTS and VOTES, each a table with columns split by `;`.
What is odd but clear is read: a byte order mark, CRLF, blank lines, quoted fields, decimal money, a
ballot that names a project twice (it counts once), projects that cost nothing or that nobody chose.
What is in doubt is refused with the file, the line and the reason.
"""

from __future__ import annotations

from voting.counting.pabulib.reader import PabulibFile, read
from voting.counting.pabulib.refusals import BadFile, CannotRead, NotYetCounted
from voting.counting.pabulib.text import fingerprint

__all__ = ["BadFile", "CannotRead", "NotYetCounted", "PabulibFile", "fingerprint", "read"]
