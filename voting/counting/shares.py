"""What a count by equal shares says: prices, payments, and what those who lost had left.

All money here is exact: minor units (pence) as fractions. Nothing is rounded before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voting.counting.ballots import Project
from voting.counting.stages import Stage


@dataclass(frozen=True, slots=True)
class Step:
    """A project bought from shares. `number` counts from 1 over the whole count.

    `price` is what one unit of use costs (the rule's rho). `each` is the most that anybody paid,
    per point under points utility; `full` people paid that and `short` people had less left and
    paid all of it. `full_paid + short_paid` is the cost. `before` is what its supporters had left
    together.
    """

    number: int
    project: Project
    price: Fraction
    each: Fraction
    full: int
    full_paid: Fraction
    short: int
    short_paid: Fraction
    before: Fraction

    def to_data(self) -> dict[str, object]:
        """As plain JSON values, fractions as text."""
        return {
            "number": self.number,
            "id": self.project.id,
            "price": str(self.price),
            "each": str(self.each),
            "full": self.full,
            "full_paid": str(self.full_paid),
            "short": self.short,
            "short_paid": str(self.short_paid),
            "before": str(self.before),
        }


@dataclass(frozen=True, slots=True)
class Loss:
    """A project that its supporters' shares did not reach.

    `supporters` people began with `began` together. After step `after` (0: from the start) they had
    only `left`, which is less than the cost. The rest had gone to the projects in `went_to`, in
    order of the steps: `began = left + everything in went_to`.
    """

    supporters: int
    after: int
    began: Fraction
    left: Fraction
    lacked: Fraction
    went_to: tuple[tuple[Project, Fraction], ...]

    @property
    def support(self) -> Fraction:
        """The most money that was ever behind it, as a part of its cost (1 is all of it)."""
        cost = self.left + self.lacked
        return self.began / cost if cost else Fraction(1)

    def to_data(self) -> dict[str, object]:
        """As plain JSON values, fractions as text."""
        return {
            "supporters": self.supporters,
            "after": self.after,
            "began": str(self.began),
            "left": str(self.left),
            "lacked": str(self.lacked),
            "went_to": [[project.id, str(paid)] for project, paid in self.went_to],
        }


class Stop(StrEnum):
    """Why shares were not raised further."""

    NOT_RAISED = "not-raised"
    ALL_PICKED = "all-picked"
    NOTHING_FITS = "nothing-fits"
    NEXT_COSTS_TOO_MUCH = "next-costs-too-much"


@dataclass(frozen=True, slots=True)
class Shares:
    """How one stage was counted by equal shares.

    `share` is what each of `voters` people had, in minor units; it began at `start` and was raised
    `raised` times by the rules' step. `next_cost` is what the picks of one more step would have
    cost, where that was too much for the budget.
    """

    voters: int
    start: Fraction
    raised: int
    share: Fraction
    stop: Stop
    next_cost: int | None
    steps: tuple[Step, ...]

    def to_data(self) -> dict[str, object]:
        """As plain JSON values, fractions as text."""
        return {
            "voters": self.voters,
            "start": str(self.start),
            "raised": self.raised,
            "share": str(self.share),
            "stop": self.stop.value,
            "next_cost": self.next_cost,
            "steps": [step.to_data() for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Run:
    """One stage of a count, `stage` None for the whole. Money in minor units.

    `funded` are the ids that it picked, in order; the first of them come from `shares`, if any.
    """

    stage: Stage | None
    budget: int
    funded: tuple[str, ...]
    spent: int
    shares: Shares | None

    @property
    def explains(self) -> bool:
        """Whether it says more than the outcomes do."""
        return self.stage is not None or self.shares is not None

    def to_data(self) -> dict[str, object]:
        """As plain JSON values."""
        return {
            "stage": str(self.stage) if self.stage else None,
            "budget": self.budget,
            "funded": list(self.funded),
            "spent": self.spent,
            "shares": self.shares.to_data() if self.shares else None,
        }
