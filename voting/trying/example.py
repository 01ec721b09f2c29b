"""A small made-up vote that is counted by both rules while a page is read: four ideas, ten people.

It is kept as small as its sums can be done in the head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kit.money import pounds
from voting import counting
from voting.counting import Builder, Completion, Project, Result, Rule, Rules, TieKey

IDEAS = ("Gate", "Lamps", "Bins", "Trees")
PEOPLE = 10
POT = 100_000
COSTS = (30_000, 30_000, 30_000, 40_000)
MOST = 10_000_000
# Six people want the first three, four people want the fourth.
TICKS = frozenset(
    (person, idea)
    for person in range(1, PEOPLE + 1)
    for idea in ((1, 2, 3) if person <= 6 else (4,))
)
_TIES = (TieKey.COST, TieKey.VOTES, TieKey.NUMBER)
GREEDY = Rules(ties=_TIES)
SHARES = Rules(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1_GREEDY, ties=_TIES)

Ticks = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Told:
    """One idea under one rule."""

    name: str
    cost: str
    picked: bool
    why: str


@dataclass(frozen=True)
class Counted:
    """The example under one rule."""

    name: str
    result: Result
    served: int

    @property
    def people(self) -> str:
        """How many of the ten get something."""
        return f"{self.served} of {PEOPLE} people get something they chose."

    @property
    def money(self) -> str:
        """What was spent."""
        return f"{pounds(self.result.spent)} is spent, {pounds(self.result.left)} is left."

    @property
    def ideas(self) -> list[Told]:
        """Every idea, those that win first."""
        why = counting.sentences(self.result)
        found = [
            Told(each.project.name, pounds(each.project.cost), each.funded, why[each.project.id])
            for each in self.result.outcomes
        ]
        return sorted(found, key=lambda facts: not facts.picked)


@dataclass(frozen=True)
class Example:
    """Costs and pot in pence; a tick is (person, idea), both from 1."""

    costs: Sequence[int] = COSTS
    pot: int = POT
    ticks: Ticks = TICKS

    @cached_property
    def rules(self) -> list[Counted]:
        """Counted by most votes that fit, and by equal shares."""
        return [
            self._by("Most votes that fit", GREEDY),
            self._by("Equal shares", SHARES),
        ]

    @property
    def share(self) -> str:
        """What each person has at the start under equal shares, in words; of people who chose
        anything.
        """
        people = len({person for person, _ in self.ticks})
        if not people:
            return ""
        whole, rest = divmod(self.pot, people)
        about = "about " if rest else ""
        if people == 1:
            return f"One person alone has the whole {pounds(self.pot)}."
        return f"{pounds(self.pot)} shared by {people} people is {about}{pounds(whole)} each."

    def _by(self, name: str, rules: Rules) -> Counted:
        builder = Builder(
            [
                Project(str(number), idea, cost, number)
                for number, (idea, cost) in enumerate(zip(IDEAS, self.costs, strict=True), 1)
            ],
            budget=self.pot,
        )
        for choices in self._ballots():
            builder.add(choices)
        ballots = builder.build()
        result = counting.count(ballots, rules)
        return Counted(name, result, ballots.served(frozenset(result.funded)))

    def _ballots(self) -> Iterator[list[int]]:
        for person in range(1, PEOPLE + 1):
            yield [idea - 1 for who, idea in sorted(self.ticks) if who == person]
