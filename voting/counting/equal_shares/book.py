"""Who paid what, exactly.

A ballot that still has money has paid the full price of everything it bought: whoever could not pay
in full has nothing left. So the exact money of any group is

    people · share − Σ over steps k of price_k · (use that the group's people got at step k)

and needs no fraction per ballot: `paid` holds that use per ballot and step, and all prices stand
over one common denominator. `left` holds the same balances in floating point, never further than
`slack` from the exact ones, to narrow down where exact comparisons are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from voting.counting.equal_shares.market import Floats, Indices, Lot, Market

UNIT = 2.0**-53
_COLUMNS = 16
_A_LITTLE = 1e-300
_NEAR = 1e-9
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """What a project costs its supporters just now.

    `each` is paid per unit of use, in minor units; `full` marks the payers who can pay that, the
    others pay all they have. `about` is the rule's price (rho) to within three roundings.
    """

    each: Fraction
    scale: int
    full: Mask
    about: float

    @property
    def value(self) -> Fraction:
        """The rule's price (rho), exactly."""
        return self.each / self.scale


@dataclass(frozen=True, slots=True, eq=False)
class Bought:
    """A purchase: the project, its price, and per ballot that paid, whether it paid in full."""

    lot: Lot
    price: Price
    paying: Mask


class Book:
    """The balances of all ballots of one run; every ballot begins with `share`, in minor units."""

    def __init__(self, market: Market, share: Fraction, steps: int = _COLUMNS) -> None:
        """`steps` is a guess at how many purchases there will be."""
        self.share = share
        self.bought: list[Bought] = []
        self.left: Floats = np.full(market.ballots, float(share))
        self._about = float(share)
        self._top = share.numerator
        self._under = share.denominator
        self._prices: list[int] = []
        self._paid = np.zeros((market.ballots, steps), dtype=market.use_type)
        # NumPy sorts sixteen bits by radix; step numbers fit them in all but absurd elections.
        steps_fit = len(market.lots) < 2**15
        self._short_at = np.full(market.ballots, -1, dtype=np.int16 if steps_fit else np.int64)

    @property
    def slack(self) -> float:
        """How far `left` can be from the exact balance. Each step adds at most three roundings of a
        number no larger than the share.
        """
        return 4 * (len(self.bought) + 2) * UNIT * self._about

    def reaches(self, lot: Lot) -> bool:
        """Whether the supporters' money is at least the cost, exactly."""
        return self.money(lot) >= lot.cost

    def money(self, lot: Lot) -> Fraction:
        """What a project's supporters have left together, in minor units."""
        top = self._sum(lot.payers, lot.people, self.left[lot.payers] > 0)
        return Fraction(top, self._under)

    def price(self, lot: Lot, about: float = 0.0) -> Price:
        """The exact price. The supporters' money must reach, and the cost be above 0. `about` is a
        guess, per unit of use; a bad one costs time and nothing else.

        Newton's method on the sum of payments, which is concave and rising in the price: from any
        first guess it is at or below the answer after one step, and rises to it.
        """
        has = self.left[lot.payers]
        ratio = has if lot.use is None else has / lot.use
        full = ratio >= about * (1 - _NEAR) if about else ratio > 0
        if not full.any():
            full = ratio >= ratio.max()
        while True:
            top, use = self._open(lot, full, has)
            each = Fraction(top, self._under * use)
            can = self._can_pay(lot, each, ratio)
            if not (can != full).any():
                return Price(each, lot.scale, full, float(each) / lot.scale)
            full = can

    def buy(self, lot: Lot, price: Price) -> None:
        """Take the payments. `price` must be this moment's price of the lot."""
        step = self._next_step()
        has = self.left[lot.payers]
        full = price.full
        payers = lot.payers[full]
        use = 1.0 if lot.use is None else lot.use[full]
        spent_all = self._exactly_all(lot, price, has)
        self._paid[payers, step] = use
        each = self._over_common(price.each)
        self._prices.append(each)
        self._short_at[lot.payers[~full & (has > 0)]] = step
        # Rounding must not make somebody look penniless who has a little left.
        self.left[payers] = np.maximum(has[full] - float(price.each) * use, _A_LITTLE)
        self.left[lot.payers[~full | spent_all]] = 0.0
        self.bought.append(Bought(lot, price, has > 0))

    def give(self, lot: Lot) -> None:
        """A project that costs nothing: everybody who supports it gets it for nothing."""
        nobody = np.zeros(len(lot.payers), dtype=bool)
        self._next_step()
        self._prices.append(0)
        self.bought.append(Bought(lot, Price(Fraction(0), 1, ~nobody, 0.0), nobody))

    def payments(self, lot: Lot) -> list[Fraction]:
        """What the supporters of a project paid at each step together, in minor units.

        Whoever ran short at a step paid there what was left after the steps before it.
        """
        short_at = self._short_at[lot.payers]
        order = np.argsort(short_at, kind="stable")
        groups, firsts = np.unique(short_at[order], return_index=True)
        people = lot.people[order]
        used = self._paid[lot.payers[order], : len(self._prices)] * people[:, None]
        used_by_group = np.add.reduceat(used, firsts, axis=0)
        folk = np.add.reduceat(people, firsts)
        in_full = used_by_group.sum(axis=0).tolist()
        tops = [int(use) * price for use, price in zip(in_full, self._prices, strict=True)]
        for step, had, uses in zip(groups.tolist(), folk.tolist(), used_by_group, strict=True):
            if step >= 0:
                tops[step] += self._rest(int(had), uses[:step])
        return [Fraction(top, self._under) for top in tops]

    def _rest(self, people: int, used: Floats) -> int:
        """What these people had left after steps at which they got so much use together, over the
        common denominator.
        """
        prices = self._prices[: len(used)]
        spent = sum(int(use) * each for use, each in zip(used.tolist(), prices, strict=True) if use)
        return self._top * people - spent

    def _next_step(self) -> int:
        step = len(self.bought)
        if step == self._paid.shape[1]:
            self._paid = np.hstack([self._paid, np.zeros_like(self._paid)])
        return step

    def _open(self, lot: Lot, full: Mask, has: Floats) -> tuple[int, int]:
        """What the full payers must cover, over the common denominator, and the use they get."""
        short = ~full & (has > 0)
        poor = self._sum(lot.payers, lot.people, short)
        use = int(lot.used(lot.people)[full].sum())
        return lot.cost * self._under - poor, use

    def _can_pay(self, lot: Lot, each: Fraction, ratio: Floats) -> Mask:
        """Who has at least `each` per unit of use, exactly."""
        at = float(each)
        # Bounds the error of the balance over a use of at least 1, and of the division.
        near = self.slack + 8 * UNIT * (at + self._about)
        can = ratio >= at
        for index in np.flatnonzero(np.abs(ratio - at) <= near).tolist():
            can[index] = self._ratio(lot, index) >= each
        return can & (ratio > 0)

    def _exactly_all(self, lot: Lot, price: Price, has: Floats) -> Mask:
        """Those who pay in full and have nothing left."""
        pays = float(price.each) if lot.use is None else float(price.each) * lot.use
        near = self.slack + 8 * UNIT * self._about
        all_of_it = np.zeros(len(has), dtype=bool)
        for index in np.flatnonzero(price.full & (np.abs(has - pays) <= near)).tolist():
            all_of_it[index] = self._ratio(lot, index) == price.each
        return all_of_it

    def _ratio(self, lot: Lot, index: int) -> Fraction:
        """The exact balance of one payer per unit of use; 0 for one who has nothing."""
        ballot = int(lot.payers[index])
        if self.left[ballot] == 0:
            return Fraction(0)
        use = 1 if lot.use is None else int(lot.use[index])
        row = self._paid[ballot, : len(self._prices)]
        spent = sum(int(got) * self._prices[k] for k, got in enumerate(row) if got)
        return Fraction(self._top - spent, self._under * use)

    def _sum(self, payers: Indices, people: Floats, which: Mask) -> int:
        """The exact money of these payers over the common denominator; they must have some left."""
        folk = people[which]
        if not folk.size:
            return 0
        paid = self._paid[payers[which], : len(self._prices)]
        # Whole numbers below 2**53: floating point adds them exactly.
        return self._rest(int(folk.sum()), folk @ paid.astype(np.float64))

    def _over_common(self, each: Fraction) -> int:
        """The numerator of `each` over the common denominator, which grows where it must."""
        grow = each.denominator // gcd(each.denominator, self._under)
        if grow > 1:
            self._under *= grow
            self._top *= grow
            self._prices = [price * grow for price in self._prices]
        return each.numerator * (self._under // each.denominator)
