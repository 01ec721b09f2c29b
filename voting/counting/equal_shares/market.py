"""The projects that can be bought in one stage, and the ballots that can pay for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.counting.options import Utility
from voting.counting.tally import Tally

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """One project on offer. `at` is its position in the election.

    `payers` are distinct ballots, `people` how many cast each, `use` what a unit of price buys: 1
    each under cost and cardinality utility, the points under points utility. `cost` is in minor
    units. `scale` turns what is paid per unit of `use` into the rule's price: the cost under cost
    utility, else 1. `rank` settles equal prices, the smaller first.
    """

    at: int
    cost: int
    scale: int
    rank: int
    payers: Indices
    people: Floats
    use: Floats | None
    whole_use: int
    supporters: int

    def used(self, people: Floats) -> Floats:
        """People times what each of them gets."""
        return people if self.use is None else people * self.use


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A stage: its money in minor units, the number of people who share it, what is on offer.

    `use_type` holds any one ballot's use of a project.
    """

    budget: int
    voters: int
    ballots: int
    lots: dict[int, Lot]
    partners: dict[int, frozenset[int]]
    use_type: np.dtype[np.unsignedinteger[Any]]

    @property
    def share(self) -> Fraction:
        """The budget over the voters, exactly; 0 where there is nobody."""
        return Fraction(self.budget, self.voters) if self.voters else Fraction(0)


def market(tally: Tally, among: Collection[int], blocked: Collection[int], budget: int) -> Market:
    """A stage of the projects at `among`, all that were not picked before. On offer are those in
    the running that somebody supports, without the `blocked`.
    """
    points = tally.rules.utility is Utility.POINTS
    cost = [project.cost for project in tally.projects]
    marks = tally.mask(tally.running.intersection(among).difference(blocked))[tally.choice]
    if points:
        marks &= (tally.worth > 0) | (np.array(cost, dtype=np.int64) == 0)[tally.choice]
    owner, choice = tally.owner[marks], tally.choice[marks]
    # Few projects fit sixteen bits, which NumPy sorts by radix.
    keys = choice.astype(np.int16) if len(cost) < 2**15 else choice
    by_project = np.argsort(keys, kind="stable")
    owner, choice = owner[by_project], choice[by_project]
    worth = tally.worth[marks][by_project] if points else None
    people = tally.ballots.weights[owner].astype(np.float64)
    ends = np.cumsum(np.bincount(choice, minlength=len(tally.projects)))
    lots: dict[int, Lot] = {}
    for at in sorted(set(choice.tolist())):
        part = slice(int(ends[at - 1]) if at else 0, int(ends[at]))
        use = None if worth is None else worth[part].astype(np.float64)
        folk = people[part]
        lots[at] = Lot(
            at=at,
            cost=cost[at],
            scale=cost[at] if tally.rules.utility is Utility.COST else 1,
            rank=tally.rank[at],
            payers=owner[part],
            people=folk,
            use=use,
            whole_use=int((folk if use is None else folk * use).sum()),
            supporters=int(folk.sum()),
        )
    return Market(
        budget=budget,
        voters=tally.voters(among),
        ballots=tally.ballots.distinct,
        lots=lots,
        partners=tally.partners,
        use_type=np.min_scalar_type(int(worth.max(initial=1)) if worth is not None else 1),
    )
