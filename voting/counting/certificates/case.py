"""The election that a result is checked against, and the words to name what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from voting.counting.ballots import Ballots, BallotsError
from voting.counting.certificates.claims import (
    Fault,
    Json,
    Record,
    record,
    shown,
    text,
    value,
)
from voting.counting.money import in_currency
from voting.counting.rules import Rules, RulesError
from voting.counting.stages import Group, Stage
from voting.counting.tally import Tally, tally
from voting.counting.ties import deciding_key

_LARGEST = 10**30
NOT_FROM_THE_RULES = "The rules in the result are not rules"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An election under the rules that a result names. Projects go by position."""

    tally: Tally
    position: dict[str, int]

    @property
    def rules(self) -> Rules:
        """The rules that the result names."""
        return self.tally.rules

    @property
    def budget(self) -> int:
        """The election's money, in minor units."""
        return self.tally.ballots.budget

    def id(self, at: int) -> str:
        """A project's id."""
        return self.tally.projects[at].id

    def cost(self, at: int) -> int:
        """What a project costs, in minor units."""
        return self.tally.projects[at].cost

    def name(self, at: int) -> str:
        """A project as people know it: "Benches (P1)"."""
        project = self.tally.projects[at]
        return f"{project.name} ({project.id})" if project.name else f"Project {project.id}"

    def money(self, amount: int | Fraction) -> str:
        """An amount of minor units in words, parts of a minor unit cut off."""
        ballots = self.tally.ballots
        words = in_currency(ballots.currency, ballots.minor_digits)(int(amount))
        return words if amount == int(amount) else f"about {words}"

    def positions(self, found: Json, where: str) -> list[int]:
        """The positions of a list of ids, each at most once. Raises `Fault`."""
        if not isinstance(found, list):
            raise Fault(f"{where} is {shown(found)} and not a list.")
        positions = [self.at(one, where) for one in found]
        for place, at in enumerate(positions):
            if at in positions[:place]:
                raise Fault(f"{where} names {self.name(at)} twice.")
        return positions

    def at(self, found: Json, where: str) -> int:
        """The position of one id. Raises `Fault`."""
        project_id = text(found, f"An id in {where}")
        if project_id not in self.position:
            raise Fault(f"{where} names {shown(project_id)}, which is not in this vote.")
        return self.position[project_id]

    def group(self, stage: Stage | None, picked: Collection[int]) -> list[int]:
        """The projects of a stage that can still be picked in it, by position."""
        out = {self.position[one] for one in self.tally.ballots.withdrawn} | set(picked)
        return [
            at
            for at, project in enumerate(self.tally.projects)
            if at not in out
            and (
                stage is None
                or stage.name == (project.theme if stage.by is Group.THEME else project.area)
            )
        ]

    def ties(self, at: int, others: Iterable[int]) -> list[Json]:
        """What is told of a project's equals."""
        mine, order = self.tally.ties[at], self.rules.ties
        return [
            {
                "id": self.id(other),
                "key": deciding_key(mine, self.tally.ties[other], order).value,
                "ahead": mine < self.tally.ties[other],
            }
            for other in others
        ]


def open_case(ballots: Ballots, data: Record) -> Case:
    """The election under the rules of this result. Raises `Fault` for rules that can't be."""
    manifest = record(value(data, "rules", "The result"), "The rules")
    flat = {key: one for key, one in manifest.items() if isinstance(one, int | str)}
    if len(flat) < len(manifest):
        raise Fault(f"{NOT_FROM_THE_RULES}: they hold more than text and whole numbers.")
    try:
        rules = Rules.from_manifest(flat)
        totals = tally(ballots, rules)
    except (RulesError, BallotsError, OverflowError) as error:
        raise Fault(
            f"{NOT_FROM_THE_RULES} that this election can be counted by: {error}."
        ) from error
    for fault in _too_large(rules, ballots):
        raise Fault(f"{NOT_FROM_THE_RULES} that this election can be counted by: {fault}.")
    return Case(totals, {project.id: at for at, project in enumerate(ballots.projects)})


def _too_large(rules: Rules, ballots: Ballots) -> Iterator[str]:
    if rules.add1_step > _LARGEST:
        yield "add1_step is too large to be real"
    if sum(stage.money(ballots.budget) for stage in rules.stages) > ballots.budget:
        yield "the stages keep more money than there is"
