"""The VOTES section: the only one that is long, so equal ballots are understood once."""

from __future__ import annotations

from collections.abc import Callable

from voting.counting.ballots import Ballots, Builder
from voting.counting.pabulib.meta import Meta
from voting.counting.pabulib.projects import Projects
from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.table import Header
from voting.counting.pabulib.text import Rows

OnBallot = Callable[[str, tuple[int, ...]], None]
"""Told a voter id and the ballot numbers that this voter chose, ascending, once per ballot."""


class Votes:
    """Takes the ballots of one file. `repeats` counts those that name a project twice."""

    def __init__(self, rows: Rows, meta: Meta, projects: Projects) -> None:
        self._rows = rows
        self._meta = meta
        self._builder = Builder(
            projects.projects,
            budget=projects.budget,
            format=meta.format,
            currency=meta.currency,
            minor_digits=projects.minor_digits,
        )
        self._index = {project.id: index for index, project in enumerate(projects.projects)}
        self._known: dict[str, int] = {}
        self._numbers: list[tuple[int, ...]] = []
        self._slots: list[int] = []
        self._people: list[int] = []
        self._repeated: set[int] = set()

    def read(self, on_ballot: OnBallot | None) -> Ballots:
        """Take VOTES, to the end of the file."""
        taken = self._rows.section("VOTES", ends_at=None)
        first = next(taken, None)
        if first is None:
            raise self._rows.refuse(self._rows.line, "VOTES is empty")
        header = Header(self._rows, first, section="VOTES", needs=("voter_id", "vote"))
        who, what = header.position("voter_id"), header.position("vote")
        voters: set[str] = set()
        for line, cells in taken:
            if len(cells) != header.width:
                header.check(line, cells)
            ballot = self._known.get(cells[what])
            if ballot is None:
                ballot = self._understand(line, cells[what])
            self._people[ballot] += 1
            voter = cells[who].strip()
            if voter in voters or not voter:
                fault = f"{shown(voter)} comes twice" if voter else "is empty"
                raise self._rows.refuse(line, f"voter_id {fault}")
            voters.add(voter)
            if on_ballot:
                on_ballot(voter, self._numbers[ballot])
        self._check_number(len(voters))
        return self._built()

    @property
    def repeats(self) -> int:
        """How many ballots name a project twice; each such choice counted once."""
        return sum(self._people[ballot] for ballot in self._repeated)

    def _understand(self, line: int, text: str) -> int:
        """A ballot as it is written, seen for the first time."""
        ids = [part.strip() for part in text.split(",")] if text.strip() else []
        for project_id in ids:
            if project_id not in self._index:
                raise self._rows.refuse(line, f"{shown(project_id)} is not a project of this vote")
        chosen = sorted({self._index[project_id] for project_id in ids})
        self._check_length(line, len(ids), len(chosen))
        ballot = self._known[text] = len(self._slots)
        self._slots.append(self._builder.slot(chosen))
        self._numbers.append(tuple(index + 1 for index in chosen))
        self._people.append(0)
        if len(chosen) < len(ids):
            self._repeated.add(ballot)
        return ballot

    def _check_length(self, line: int, written: int, chosen: int) -> None:
        """A repeated choice is held against nobody: it counts where that makes the ballot fit."""
        most, least = self._meta.max_length, self._meta.min_length
        if most is not None and chosen > most:
            raise self._rows.refuse(line, f"the ballot has {chosen} choices; max_length is {most}")
        if least is not None and written < least:
            raise self._rows.refuse(
                line, f"the ballot has {written} choices; min_length is {least}"
            )

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
