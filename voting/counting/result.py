"""What a count says: the winners in order, and for every project what happened to it and why.

All rules share these types. A rule that has more to tell about a project (who paid how much, say)
adds an optional part beside `turn`; what is here keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voting.counting.ballots import Project
from voting.counting.rules import Rules, TieKey


class Verdict(StrEnum):
    """Why a project was or was not picked."""

    PICKED = "picked"
    DID_NOT_FIT = "did-not-fit"
    STOPPED = "stopped"
    TOO_FEW_VOTES = "too-few-votes"
    NO_VOTES = "no-votes"


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment when the rule looked at a project. Money in minor units (pence).

    `number` counts turns from 1; `before` is what was left of the budget.
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
    """Another project with exactly as many votes, and the key that put one before the other."""

    other: Project
    key: TieKey
    ahead: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one project.

    `votes` are people who named it, `score` is what the rule ranks by. `place` is 1 for the
    highest score and shared by equals; `level` says how many projects share it, this one included.
    `ties` are in the published order. `stopped_by` is the project at which a stopping count ended.
    """

    project: Project
    verdict: Verdict
    votes: int
    score: int
    place: int
    level: int
    turn: Turn | None = None
    ties: tuple[Tie, ...] = ()
    stopped_by: Project | None = None

    @property
    def funded(self) -> bool:
        """Whether the vote picked it."""
        return self.verdict is Verdict.PICKED

    def to_data(self) -> dict[str, object]:
        """As plain JSON values; money in minor units."""
        turn = self.turn
        return {
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


@dataclass(frozen=True, slots=True)
class Result:
    """A finished count. Money in minor units (pence).

    `funded` are project ids in order of selection. `outcomes` has every project once, in the order
    in which the rule ranks them.
    """

    rules: Rules
    budget: int
    funded: tuple[str, ...]
    spent: int
    outcomes: tuple[Outcome, ...]

    @property
    def left(self) -> int:
        """What the count did not spend."""
        return self.budget - self.spent

    def outcome(self, project_id: str) -> Outcome:
        """What happened to this project. Raises `KeyError` when it was not in the vote."""
        for outcome in self.outcomes:
            if outcome.project.id == project_id:
                return outcome
        raise KeyError(project_id)

    def to_data(self) -> dict[str, object]:
        """As plain JSON values, for storing and publishing; money in minor units."""
        return {
            "rules": self.rules.to_manifest(),
            "budget": self.budget,
            "funded": list(self.funded),
            "spent": self.spent,
            "outcomes": [outcome.to_data() for outcome in self.outcomes],
        }
