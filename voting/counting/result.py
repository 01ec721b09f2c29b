"""What a count says: the winners in order, and for every project what happened to it and why.

All rules share these types. A rule that has more to tell about a project (who paid how much, say)
adds an optional part beside `turn`; what is here keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voting.counting.ballots import Project
from voting.counting.options import Rule, TieKey
from voting.counting.rules import Rules
from voting.counting.shares import Loss, Run, Step


class LineVerdict(StrEnum):
    """Why a project was or was not picked."""

    PICKED = "picked"
    PART_FUNDED = "part-funded"
    DID_NOT_FIT = "did-not-fit"
    NOT_REACHED = "not-reached"
    STOPPED = "stopped"
    INCOMPATIBLE = "incompatible"
    TOO_FEW_VOTES = "too-few-votes"
    NO_VOTES = "no-votes"
    NO_POINTS = "no-points"
    COSTS_NOTHING = "costs-nothing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment when the rule looked at a project by most votes. Money in minor units (pence).

    `number` counts turns from 1; `before` is what was left of the money.
    """

    number: int
    before: int
    cost: int

    @property
    def fits(self) -> bool:
        """Whether what was left paid for it."""
        return self.cost <= self.before

    @property
    def after(self) -> int:
        """What was left when the turn was over."""
        return self.before - self.cost if self.fits else self.before

    @property
    def shortfall(self) -> int:
        """How much was missing; 0 when it fits."""
        return max(0, self.cost - self.before)


@dataclass(frozen=True, slots=True)
class Tie:
    """Another project that stood exactly equal, and the key that put one before the other."""

    other: Project
    key: TieKey
    ahead: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one project.

    `votes` are people who named it, `score` is what greedy ranks by. `place` is 1 for the highest
    score and shared by equals; `level` says how many projects share it, this one included.
    `turn` is there when it came to its turn by most votes, `step` when it was bought from shares,
    `loss` when its supporters' shares did not reach. `part` is what a part-funded one gets, in
    minor units. `ties` are in the published order: others with the same score, or, of one bought
    from shares, others that cost exactly as much for what their buyers got; of one that lost, those
    that were bought when both cost the same. `stopped_by` is the project at which a stopping count
    ended, `blocked_by` the incompatible one that was picked.
    """

    project: Project
    verdict: LineVerdict
    votes: int
    score: int
    place: int
    level: int
    turn: Turn | None = None
    ties: tuple[Tie, ...] = ()
    stopped_by: Project | None = None
    step: Step | None = None
    loss: Loss | None = None
    part: int | None = None
    blocked_by: Project | None = None

    @property
    def funded(self) -> bool:
        """Whether the vote picked it, at its whole cost."""
        return self.verdict is LineVerdict.PICKED

    def to_data(self) -> dict[str, object]:
        """As plain JSON values; money in minor units, fractions as text such as "1000/7"."""
        turn = self.turn
        data: dict[str, object] = {
            "id": self.project.id,
            "number": self.project.number,
            "cost": self.project.cost,
            "verdict": self.verdict.value,
            "votes": self.votes,
            "score": self.score,
            "place": self.place,
            "turn": turn.number if turn else None,
            "balance_before": turn.before if turn else None,
            "balance_after": turn.after if turn else None,
            "shortfall": turn.shortfall if turn else None,
            "ties": [
                {"id": tie.other.id, "key": tie.key.value, "ahead": tie.ahead} for tie in self.ties
            ],
            "stopped_by": self.stopped_by.id if self.stopped_by else None,
        }
        extra: dict[str, object] = {
            "step": self.step.to_data() if self.step else None,
            "loss": self.loss.to_data() if self.loss else None,
            "part": self.part,
            "blocked_by": self.blocked_by.id if self.blocked_by else None,
        }
        return data | {key: value for key, value in extra.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many people have more picked projects under each rule, and which result stands.

    `other` are the funded ids of the result that does not stand, in order of selection. Where that
    is the one by equal shares, `runs` are its stages with every payment, so that it can be checked.
    """

    more_with_shares: int
    more_with_greedy: int
    other: tuple[str, ...]
    runs: tuple[Run, ...] = ()

    @property
    def stands(self) -> Rule:
        """Equal shares, unless more people have more under greedy."""
        greedy = self.more_with_greedy > self.more_with_shares
        return Rule.GREEDY if greedy else Rule.EQUAL_SHARES

    def to_data(self) -> dict[str, object]:
        """As plain JSON values."""
        data: dict[str, object] = {
            "more_with_shares": self.more_with_shares,
            "more_with_greedy": self.more_with_greedy,
            "stands": self.stands.value,
            "other": list(self.other),
        }
        if self.runs:
            data["runs"] = [run.to_data() for run in self.runs]
        return data


@dataclass(frozen=True, slots=True)
class Result:
    """A finished count. Money in minor units (pence).

    `funded` are project ids in order of selection; `spent` is what they cost and what a part-funded
    one gets. `outcomes` has every project once: those bought from shares in order, then the rest in
    the order in which the rule ranks them. `runs` has one entry per stage.
    """

    rules: Rules
    budget: int
    funded: tuple[str, ...]
    spent: int
    outcomes: tuple[Outcome, ...]
    runs: tuple[Run, ...] = ()
    comparison: Comparison | None = None

    @property
    def left(self) -> int:
        """What the count did not spend."""
        return self.budget - self.spent

    @property
    def part_funded(self) -> Outcome | None:
        """The project that gets a part of its cost."""
        return next((found for found in self.outcomes if found.part is not None), None)

    def outcome(self, project_id: str) -> Outcome:
        """What happened to this project. Raises `KeyError` when it was not in the vote."""
        for outcome in self.outcomes:
            if outcome.project.id == project_id:
                return outcome
        raise KeyError(project_id)

    def to_data(self) -> dict[str, object]:
        """As plain JSON values, for storing and publishing; money in minor units."""
        data: dict[str, object] = {
            "rules": self.rules.to_manifest(),
            "budget": self.budget,
            "funded": list(self.funded),
            "spent": self.spent,
            "outcomes": [outcome.to_data() for outcome in self.outcomes],
        }
        if any(run.explains for run in self.runs):
            data["runs"] = [run.to_data() for run in self.runs]
        if self.comparison:
            data["comparison"] = self.comparison.to_data()
        return data
