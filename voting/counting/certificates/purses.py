"""What every ballot has left, exactly, while the published purchases are paid one after another.

Ballots that have the same money are one group, so that few numbers are needed. All of them stand
over one common denominator, which grows with the prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from voting.counting.equal_shares.market import Floats, Indices, Lot


@dataclass(frozen=True, slots=True, eq=False)
class Payments:
    """What the supporters of a project pay at a price, each no more than they have.

    `classes` says for each payer of the lot which class they are in; of each class `people` are
    how many, `use` what each gets, `has` what each has and `pays` what each pays, both over `under`
    in minor units.
    """

    classes: Indices
    people: list[int]
    use: list[int]
    has: list[int]
    pays: list[int]
    under: int
    each: Fraction

    @property
    def total(self) -> Fraction:
        """What they pay together."""
        return Fraction(sum(map(int.__mul__, self.people, self.pays)), self.under)

    @property
    def full(self) -> int:
        """How many people have money and pay the full price."""
        return sum(n for n, has, whole in self._classes() if has and whole)

    @property
    def full_use(self) -> int:
        """What those who pay the full price get together."""
        classes = zip(self._classes(), self.use, strict=True)
        return sum(n * use for (n, has, whole), use in classes if has and whole)

    @property
    def short(self) -> int:
        """How many people have money, and less than the full price."""
        return sum(n for n, has, whole in self._classes() if has and not whole)

    def _classes(self) -> list[tuple[int, int, bool]]:
        price = self.each * self.under
        return [
            (n, has, has >= price * use)
            for n, has, use in zip(self.people, self.has, self.use, strict=True)
        ]


class Purses:
    """The money of all ballots of one stage; everybody begins with `share`, in minor units."""

    def __init__(self, ballots: int, share: Fraction) -> None:
        self._group: Indices = np.zeros(ballots, dtype=np.int64)
        self._money = [share.numerator]
        self._under = share.denominator

    def left(self) -> Floats:
        """Per ballot what it has left, each correctly rounded."""
        money = np.array([top / self._under for top in self._money])
        per_ballot: NDArray[np.float64] = money[self._group]
        return per_ballot

    def behind(self, lot: Lot) -> Fraction:
        """What the supporters of a project have together."""
        people = np.bincount(self._group[lot.payers], lot.people, minlength=len(self._money))
        tops = zip(people.tolist(), self._money, strict=True)
        return Fraction(sum(int(n) * top for n, top in tops if n), self._under)

    def payments(self, lot: Lot, each: Fraction) -> Payments:
        """What its supporters would pay at `each` for a unit of use."""
        under = lcm(self._under, each.denominator)
        grow, price = under // self._under, each.numerator * (under // each.denominator)
        use = np.ones(len(lot.payers)) if lot.use is None else lot.use
        base = int(use.max(initial=0)) + 1
        keys, classes = np.unique(
            self._group[lot.payers] * base + use.astype(np.int64), return_inverse=True
        )
        people = np.bincount(classes, lot.people, minlength=len(keys))
        uses = [key % base for key in keys.tolist()]
        has = [self._money[key // base] * grow for key in keys.tolist()]
        return Payments(
            classes=classes,
            people=[int(n) for n in people.tolist()],
            use=uses,
            has=has,
            pays=[min(top, price * unit) for top, unit in zip(has, uses, strict=True)],
            under=under,
            each=each,
        )

    def pay(self, lot: Lot, payments: Payments) -> None:
        """Take the payments."""
        grow = payments.under // self._under
        money = [top * grow for top in self._money]
        self._group[lot.payers] = payments.classes + len(money)
        money += [has - paid for has, paid in zip(payments.has, payments.pays, strict=True)]
        used, groups = np.unique(self._group, return_inverse=True)
        same: dict[int, int] = {}
        joined = [same.setdefault(money[at], len(same)) for at in used.tolist()]
        self._group = np.array(joined, dtype=np.int64)[groups]
        self._money = list(same)
        self._under = payments.under
