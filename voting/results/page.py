"""The newest count of a round: what was picked, and one line for every idea."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rounds.models import Round
from voting import terms
from voting.counting import Format
from voting.counting.money import Money, in_currency
from voting.counting.options import Rule, Score
from voting.counting.result import LineVerdict
from voting.models import BallotLine, Count
from voting.results.behind import Behind, behind
from voting.results.sharing import SharingStep, staged, steps


@dataclass(frozen=True)
class ResultLine:
    """What became of one idea: its place on the ballot, and one sentence why. `votes` are people,
    `score` is what the count ranks by. `step` is when it was picked, from 1. `part` is what a
    part-funded idea gets, in minor units.
    """

    line: BallotLine
    verdict: str
    votes: int
    score: int
    cost: str
    sentence: str
    step: int | None
    part: int | None
    behind: Behind | None

    @property
    def picked(self) -> bool:
        """Whether the vote picked it, at its whole cost."""
        return self.verdict == LineVerdict.PICKED

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
    lines: list[ResultLine]
    gone: list[BallotLine] = field(default_factory=list)

    @property
    def data(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self.count.result
        return facts

    @cached_property
    def picked(self) -> list[ResultLine]:
        """Those that the vote picked, in the order in which the count took them."""
        return sorted((line for line in self.lines if line.step), key=lambda line: line.step or 0)

    @property
    def stood(self) -> list[ResultLine]:
        """Those that could be picked: without the ones that were taken back."""
        return [line for line in self.lines if line.verdict != LineVerdict.WITHDRAWN]

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
        return self.money(self.left_amount)

    @property
    def whole_ballots(self) -> bool:
        """Whether there are enough ballots for everybody to see each one."""
        return self.count.ballots >= terms.whole_ballots_from(self.round)

    @property
    def served_percent(self) -> int | None:
        """Per cent of voters who get at least one idea they chose; None of few ballots, of which it
        can tell who chose two of the ideas.
        """
        served, voters = self.data["served"], self.count.ballots
        if not self.whole_ballots:
            return None
        return (200 * served + voters) // (2 * voters) if voters else None

    @cached_property
    def steps(self) -> list[SharingStep]:
        """How the pot was shared out, one idea after the other."""
        names = {outcome["id"]: line.line.name for outcome, line in self._told_lines()}
        return steps(self.data, names, self.money, whole=self.whole_ballots)

    @cached_property
    def table(self) -> list[tuple[ResultLine, SharingStep]]:
        """Every step beside the line of its idea."""
        return list(zip(self.picked, self.steps, strict=True))

    @property
    def about(self) -> list[str]:
        """The count as a whole, in a few sentences; none in counts that were kept before."""
        facts: list[str] = self.data.get("about", [])
        return facts

    @property
    def by_shares(self) -> bool:
        """Whether the rule is equal shares, whichever result stands."""
        return bool(self.count.rules.get("rule") == Rule.EQUAL_SHARES)

    @cached_property
    def has_payments(self) -> bool:
        """Whether it may be told who put in what."""
        return any(step.payments for step in self.steps)

    @property
    def left_amount(self) -> int:
        """Minor units that the count did not spend."""
        amount: int = self.data["budget"] - self.data["spent"]
        return amount

    def _told_lines(self) -> Iterator[tuple[Mapping[str, Any], ResultLine]]:
        return zip(self.data["outcomes"], self.lines, strict=True)

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
    return in_currency(round.currency, terms.minor_digits(round))


def results_of(round: Round) -> Results | None:
    """The newest count of a round, or None before the first."""
    counts = list(Count.objects.filter(round=round).order_by("counted_at"))
    if not counts:
        return None
    newest = counts[-1]
    rows = BallotLine.objects.filter(round=round).select_related("proposal")
    lines = {line.number: line for line in rows}
    money = money_of(round)
    facts = newest.result
    whole = newest.ballots >= terms.whole_ballots_from(round)
    step = {id: number for number, id in enumerate(facts["funded"], 1)}
    shown = [
        _line(
            lines.pop(outcome["number"]),
            outcome,
            facts["sentences"][outcome["id"]],
            step.get(outcome["id"]),
            behind(outcome, money, whole=whole, staged=staged(facts)),
            money,
        )
        for outcome in facts["outcomes"]
    ]
    same = [count for count in counts if _figures(count.result) == _figures(facts)]
    return Results(round, newest, len(same), shown, list(lines.values()))


def _figures(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A stored count without its sentences, whose wording may get better."""
    return {key: value for key, value in facts.items() if key not in ("sentences", "about")}


def _line(
    line: BallotLine,
    outcome: Mapping[str, Any],
    sentence: str,
    step: int | None,
    behind: Behind | None,
    money: Money,
) -> ResultLine:
    return ResultLine(
        line=line,
        verdict=outcome["verdict"],
        votes=outcome["votes"],
        score=outcome["score"],
        cost=money(line.pence),
        sentence=sentence,
        step=step,
        part=outcome.get("part"),
        behind=behind,
    )
