"""A counted election as two files that others can read: a Pabulib file, and the facts beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from voting.counting.ballots import Ballots, Format
from voting.counting.options import Rule
from voting.counting.pabulib.facts import NAME, Rows, write_facts
from voting.counting.pabulib.meta import ONE_CHOICE
from voting.counting.pabulib.plan import OWN, Plan, plan, without
from voting.counting.pabulib.writer import write
from voting.counting.rules import Rules

_ORDER = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "min_project_score_threshold",
    "currency",
    "fully_funded",
    "comment",
)
_BY = {Rule.GREEDY: "Counted by most votes", Rule.EQUAL_SHARES: "Counted by equal shares"}


@dataclass(frozen=True, slots=True)
class Published:
    """Both files of one counted election. `rows` gives all its ballots, as often as it is asked.

    `said` are fields of META that neither ballots nor rules settle, and `notes` what has to be said
    about those.
    """

    ballots: Ballots
    rules: Rules
    plan: Plan
    rows: Callable[[], Rows]
    said: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def pabulib(self) -> Iterator[str]:
        """The lines of the Pabulib file."""
        return write(
            self.plan.ballots,
            meta=self._meta(),
            rows=self._rows(),
            selected=self.plan.selected,
        )

    def facts(self) -> Iterator[str]:
        """The lines of the file beside it."""
        return write_facts(self.ballots, self.rules, self.plan, self.rows())

    def _rows(self) -> Rows:
        kept = {project.number for project in self.plan.ballots.projects}
        for voter, marks in self.rows():
            held = without(marks, kept, self.ballots.format)
            if held:
                yield voter, held

    def _meta(self) -> dict[str, str]:
        """The fields of META, in the order in which the format has them."""
        held = self.plan.ballots
        settled = dict.fromkeys(("num_projects", "num_votes", "budget"), "")
        given = {"min_length": "1", **self.said, **settled, "rule": self.plan.rule}
        given["vote_type"] = ONE_CHOICE if _one_choice(held) else ""
        given["currency"] = held.currency
        if held.max_length and not _one_choice(held):
            given["max_length"] = str(held.max_length)
        else:
            given.pop("max_length", None)
        if self.plan.least:
            given["min_project_score_threshold"] = str(self.plan.least)
        if held.format is Format.POINTS:
            given["max_sum_points"] = str(max(_largest_sum(held), _number(given)))
        if self.plan.everything_fits:
            given["fully_funded"] = "1"
        notes = self._notes()
        if notes:
            given["comment"] = " ".join(f"#{at}: {note}" for at, note in enumerate(notes, 1))
        return {name: given[name] for name in _ORDER if name in given}

    def _notes(self) -> list[str]:
        """What a reader of the Pabulib file alone has to know."""
        return [*self._left_out(), *self._otherwise(), *filter(None, self.notes)]

    def _left_out(self) -> Iterator[str]:
        plan, gone = self.plan, self.ballots.voters - self.plan.ballots.voters
        if plan.left_out:
            yield (
                f"Not in this file: {_many(len(plan.left_out), 'project')} of the ballot that could"
                " not be picked, or not by this rule alone, and the marks for them. They are in"
                f" {NAME}, published beside it; with both the count gives the published result."
            )
        if gone:
            yield f"Ballots with nothing else on them that are in {NAME} alone: {gone}."
        if plan.left_out and plan.everything_fits:
            yield "fully_funded speaks of the projects in this file alone."

    def _otherwise(self) -> Iterator[str]:
        held, plan = self.plan.ballots, self.plan
        if 2 in plan.selected.values():
            yield f"selected 2: picked by a further rule of this vote, which {NAME} says in full."
        costs = {project.id: project.cost for project in self.ballots.projects}
        if any(project.cost != costs[project.id] for project in held.projects):
            yield f"1 stands for a cost of less than 1, which is in {NAME}."
        if plan.rule == OWN or self.rules.stages:
            by = _BY[self.rules.rule]
            yield f"{by} in a way that the format has no word for; it is in {NAME}."


def publish(
    ballots: Ballots,
    rules: Rules,
    *,
    funded: Collection[str],
    rows: Callable[[], Rows],
    said: Mapping[str, str],
    notes: tuple[str, ...] = (),
) -> Published | None:
    """Both files, or None where nothing of the election can stand in a Pabulib file."""
    made = plan(ballots, rules, funded)
    if not made.ballots.projects:
        return None
    return Published(ballots, rules, made, rows, said, notes)


def _one_choice(ballots: Ballots) -> bool:
    return ballots.format is Format.APPROVAL and ballots.max_length == 1


def _largest_sum(ballots: Ballots) -> int:
    sums = np.zeros(ballots.distinct, dtype=np.int64)
    np.add.at(sums, ballots.owners(), ballots.values)
    return int(sums.max(initial=1))


def _number(given: Mapping[str, str]) -> int:
    return int(given.get("max_sum_points") or 0)


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
