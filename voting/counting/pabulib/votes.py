"""The VOTES section: the only one that is long, so equal ballots are understood once."""

from __future__ import annotations

from collections.abc import Callable

from voting.counting.ballots import Ballots, Builder, Format
from voting.counting.pabulib.marks import Marks
from voting.counting.pabulib.meta import Meta
from voting.counting.pabulib.projects import Projects
from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.table import Header
from voting.counting.pabulib.text import Row, Rows

OnBallot = Callable[[str, tuple[tuple[int, int], ...]], None]
"""Told a voter id and the marks `(ballot number, value)`, by number, once per ballot."""


class PabulibVotes:
    """Takes the ballots of one file. `repeats` counts those that name a project twice."""

    def __init__(
        self, rows: Rows, meta: Meta, projects: Projects, on_ballot: OnBallot | None
    ) -> None:
        self._rows = rows
        self._on_ballot = on_ballot
        self._meta = meta
        self._with_points = meta.format in (Format.POINTS, Format.SCORES)
        self._builder = Builder(
            projects.projects,
            budget=projects.budget,
            format=meta.format,
            currency=meta.currency,
            minor_digits=projects.minor_digits,
            max_length=meta.limits.max_length,
            incompatible=projects.incompatible,
            withdrawn=projects.withdrawn,
        )
        position = {project.id: index for index, project in enumerate(projects.projects)}
        self._reading = Marks(rows, meta.format, meta.limits, position)
        self._known: dict[str, int] = {}
        self._marks: list[tuple[tuple[int, int], ...]] = []
        self._slots: list[int] = []
        self._people: list[int] = []
        self._repeated: set[int] = set()

    def read(self) -> Ballots:
        """Take VOTES, to the end of the file."""
        taken = self._rows.section("VOTES", ends_at=None)
        header = self._header(next(taken, None))
        who, what = header.position("voter_id"), header.position("vote")
        given = header.position("points") if self._with_points else None
        voters: set[str] = set()
        for line, cells in taken:
            if len(cells) != header.width:
                header.check(line, cells)
                cells += [""] * (header.width - len(cells))
            # No file holds the character in between.
            written = cells[what] if given is None else f"{cells[what]}\0{cells[given]}"
            ballot = self._known.get(written)
            if ballot is None:
                ballot = self._understand(line, written)
            self._people[ballot] += 1
            voter = cells[who].strip()
            if voter in voters or not voter:
                fault = f"{shown(voter)} comes twice" if voter else "is empty"
                raise self._rows.refuse(line, f"voter_id {fault}")
            voters.add(voter)
            if self._on_ballot:
                self._on_ballot(voter, self._marks[ballot])
        self._check_number(len(voters))
        return self._built()

    @property
    def repeats(self) -> int:
        """How many ballots name a project twice; each such choice counted once."""
        return sum(self._people[ballot] for ballot in self._repeated)

    def _header(self, first: Row | None) -> Header:
        if first is None:
            raise self._rows.refuse(self._rows.line, "VOTES is empty")
        points = ("points",) if self._with_points else ()
        needs = ("voter_id", "vote", *points)
        return Header(self._rows, first, section="VOTES", needs=needs, may_end_before=points)

    def _understand(self, line: int, written: str) -> int:
        """A ballot as it is written, seen for the first time."""
        vote, _, points = written.partition("\0")
        slip = self._reading.understand(line, vote, points)
        ballot = self._known[written] = len(self._slots)
        approval = self._meta.format is Format.APPROVAL
        self._slots.append(self._builder.slot(slip.choices, None if approval else slip.values))
        self._marks.append(slip.marks if self._on_ballot else ())
        self._people.append(0)
        if slip.repeats:
            self._repeated.add(ballot)
        return ballot

    def _check_number(self, found: int) -> None:
        if not found:
            raise self._rows.refuse(self._rows.line, "there are no ballots")
        said = self._meta.num_votes
        if said not in (None, found):
            line = self._meta.lines["num_votes"]
            raise self._rows.refuse(line, f"num_votes says {said}, the file holds {found}")

    def _built(self) -> Ballots:
        for slot, people in zip(self._slots, self._people, strict=True):
            self._builder.cast(slot, people)
        return self._builder.build()
