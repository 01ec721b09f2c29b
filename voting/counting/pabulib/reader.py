"""Reading one Pabulib file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voting.counting.ballots import Ballots, Project
from voting.counting.pabulib.meta import read_meta
from voting.counting.pabulib.projects import read_projects
from voting.counting.pabulib.text import Progress, Rows
from voting.counting.pabulib.votes import OnBallot, PabulibVotes


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """A file that was read to its end. No voter id, age or sex is kept.

    `meta` has the fields as written, `ballots` the election with money in minor units.
    `selected` are the ids that the file marks as officially funded, or None when it doesn't say.
    `votes_column` and `score_column` are the totals that the file itself states, by id, or None
    without such a column; nothing is counted from them. `repeats` counts ballots that name a
    project twice. `sha256` is of the file's bytes.
    """

    path: str
    sha256: str
    meta: Mapping[str, str]
    ballots: Ballots
    selected: frozenset[str] | None
    repeats: int
    votes_column: Mapping[str, int] | None = None
    score_column: Mapping[str, int] | None = None

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects, numbered in the order of the file."""
        return self.ballots.projects


def read(
    path: str | Path,
    *,
    on_ballot: OnBallot | None = None,
    on_progress: Progress | None = None,
) -> PabulibFile:
    """Read an election with ballots of any format. Raises `BadFile`.

    `on_ballot(voter_id, marks)` hears each ballot once, in the order of the file, and
    `on_progress(bytes_read, bytes_in_all)` about every megabyte. A fault further down is found
    after earlier ballots were heard: whoever keeps them must be ready to drop them. The hash is
    known at the end; `fingerprint(path)` gives it before.
    """
    rows = Rows(path, on_progress)
    rows.begin()
    meta = read_meta(rows)
    projects = read_projects(rows, meta)
    votes = PabulibVotes(rows, meta, projects, on_ballot)
    ballots = votes.read()
    return PabulibFile(
        path=str(path),
        sha256=rows.sha256,
        meta=meta.fields,
        ballots=ballots,
        selected=projects.selected,
        repeats=votes.repeats,
        votes_column=projects.votes,
        score_column=projects.score,
    )
