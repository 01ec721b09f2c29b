"""A count as its page shows it. Everything is read from the stored count; no ballot is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kit.bars import Bar, Part
from rounds.models import Round
from voting import terms
from voting.counting import Format
from voting.counting.money import Money, in_currency
from voting.counting.options import Score
from voting.models import BallotLine, Count

_MOST_PARTS = 12


@dataclass(frozen=True)
class Line:
    """What became of one idea: its place on the ballot, and one sentence why. `votes` are people,
    `score` is what the count ranks by.
    """

    line: BallotLine
    picked: bool
    votes: int
    score: int
    cost: str
    left: str
    sentence: str

    @property
    def people(self) -> str:
        """How many people chose it."""
        return f"{self.votes:,}"

    @property
    def points(self) -> str:
        """How many points it got, where ballots give points."""
        return f"{self.score:,}"


@dataclass(frozen=True)
class Results:
    """The newest count of a round; money in words of the round's own currency."""

    round: Round
    count: Count
    times: int
    lines: list[Line]
    gone: list[BallotLine] = field(default_factory=list)

    @property
    def data(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.count.result
        return told

    @property
    def picked(self) -> list[Line]:
        """Those that the vote picked, in the order in which the count took them."""
        return [line for line in self.lines if line.picked]

    @property
    def lost(self) -> list[Line]:
        return [line for line in self.lines if not line.picked]

    @cached_property
    def by_points(self) -> bool:
        """Whether ideas are ranked by points, not by people alone."""
        valued = terms.ballot_format(self.round) is not Format.APPROVAL
        return valued and self.count.rules.get("score", Score.POINTS) == Score.POINTS

    @cached_property
    def money(self) -> Money:
        return money_of(self.round)

    @property
    def voters(self) -> str:
        return f"{self.count.ballots:,}"

    @property
    def spent(self) -> str:
        return self.money(self.data["spent"])

    @property
    def budget(self) -> str:
        return self.money(self.data["budget"])

    @property
    def left(self) -> str:
        return self.money(self.data["budget"] - self.data["spent"])

    @property
    def whole_ballots(self) -> bool:
        """Whether there are enough ballots for everybody to see each one."""
        return self.count.ballots >= terms.whole_ballots_from(self.round)

    @property
    def served_percent(self) -> int | None:
        """Per cent of voters who get at least one idea they chose."""
        served, voters = self.data["served"], self.count.ballots
        return (200 * served + voters) // (2 * voters) if voters else None

    @property
    def bar(self) -> Bar | None:
        """The pot, where it is in pounds and its parts can be told apart."""
        if self.round.currency != "GBP" or len(self.picked) > _MOST_PARTS:
            return None
        return Bar(
            self.data["budget"],
            [
                Part(row.line.name, row.line.pence, "green" if at % 2 else "leaf")
                for at, row in enumerate(self.picked)
            ],
        )

    @property
    def differing(self) -> list[BallotLine]:
        """Of an imported vote: ideas on which this count and the file's own marks differ."""
        return [
            row.line
            for row in self.lines
            if row.line.marked_selected is not None and row.line.marked_selected != row.picked
        ]

    @property
    def marked(self) -> bool:
        """Whether the imported file says which ideas won."""
        return any(row.line.marked_selected is not None for row in self.lines)


def money_of(round: Round) -> Money:
    """Amounts of a round in words."""
    source = getattr(round, "imported_from", None)
    return in_currency(round.currency, source.minor_digits if source else 2)


def results_of(round: Round) -> Results | None:
    """The newest count of a round, or None before the first."""
    counts = list(Count.objects.filter(round=round).order_by("counted_at"))
    if not counts:
        return None
    newest = counts[-1]
    rows = BallotLine.objects.filter(round=round).select_related("proposal")
    lines = {line.number: line for line in rows}
    money = money_of(round)
    told = newest.result
    shown = [
        _line(lines.pop(outcome["number"]), outcome, told["sentences"][outcome["id"]], money)
        for outcome in told["outcomes"]
    ]
    same = [count for count in counts if count.result == told]
    return Results(round, newest, len(same), shown, list(lines.values()))


def _line(line: BallotLine, outcome: Mapping[str, Any], sentence: str, money: Money) -> Line:
    left = outcome["balance_after"]
    return Line(
        line=line,
        picked=outcome["verdict"] == "picked",
        votes=outcome["votes"],
        score=outcome["score"],
        cost=money(line.pence),
        left="" if left is None else money(left),
        sentence=sentence,
    )
