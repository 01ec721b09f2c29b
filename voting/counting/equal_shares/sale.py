"""One run of the rule: who is bought next, until nobody can pay for anything.

Prices never fall while money is spent, so an old price is a lower bound, and only projects whose
bound is low enough are looked at. A look is floating point with a proven margin. Projects whose
margins overlap are compared exactly, equal prices by the tie order.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from voting.counting.equal_shares.book import UNIT, Book, Price
from voting.counting.equal_shares.market import Lot, Market
from voting.counting.equal_shares.replay import Replay

_MARGIN = 1e-9
_MOST_LOOKS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """A purchase, and the others on offer whose price was exactly the same, by position in the tie
    order.
    """

    lot: Lot
    price: Price
    equals: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sale:
    """A finished run at `share` per person, in minor units.

    `proven` says that every share from an earlier run's up to this one leads to the same purchases
    in the same order: see `add1`.
    """

    share: Fraction
    picks: tuple[Pick, ...]
    book: Book
    proven: bool

    @property
    def positions(self) -> tuple[int, ...]:
        """What was bought, in order, by position."""
        return tuple(pick.lot.at for pick in self.picks)

    @property
    def cost(self) -> int:
        """What it costs, in minor units."""
        return sum(pick.lot.cost for pick in self.picks)


@dataclass(frozen=True, slots=True)
class _Look:
    """A price between `low` and `high`; `about` is what is paid per unit of use."""

    lot: Lot
    low: float
    high: float
    about: float
    exact: Price | None = None


def sell(market: Market, share: Fraction, since: Sale | None = None) -> Sale:
    """Run the rule at this share. With `since`, a run at a smaller share, `proven` is found too."""
    run = _Run(market, share, since, must_prove=False)
    run.finish()
    return run.sale()


def sell_if_proven(market: Market, share: Fraction, since: Sale) -> Sale | None:
    """The run at this share, or None as soon as it can't be proven to be like `since`."""
    run = _Run(market, share, since, must_prove=True)
    return run.sale() if run.finish() else None


class _Run:
    """`since` is the run that this one is to be compared with, `before` are its picks."""

    def __init__(
        self, market: Market, share: Fraction, since: Sale | None, *, must_prove: bool
    ) -> None:
        self.market = market
        self.share = share
        self.before = since.picks if since else ()
        self.must_prove = must_prove
        self.proven = since is not None
        self.replay = Replay(market, since.book) if since else None
        self.book = Book(market, share, len(self.before) + 2 if self.before else 16)
        self.picks: list[Pick] = []
        self.gone: set[int] = set()
        self.floor: dict[int, float] = {}
        self.heap: list[tuple[float, int]] = []
        most = float(share) * (1 + 8 * UNIT)
        for at, lot in market.lots.items():
            # Its supporters' whole shares must reach, or it is never looked at.
            if lot.cost and lot.supporters * most >= lot.cost:
                self.floor[at] = lot.cost / lot.whole_use * (1 - 4 * UNIT)
                self.heap.append((self.floor[at] / lot.scale * (1 - 4 * UNIT), at))
        heapq.heapify(self.heap)

    def sale(self) -> Sale:
        return Sale(self.share, tuple(self.picks), self.book, self.proven)

    def finish(self) -> bool:
        """Buy until nothing can be bought. False when a proof is wanted and there is none."""
        self._give_free()
        while looks := self._look_around():
            if not self._take(looks):
                return False
        self.proven = self.proven and len(self.before) == len(self.picks)
        return self.proven or not self.must_prove

    def _give_free(self) -> None:
        """What costs nothing has price 0 and is first, in the tie order."""
        free = [lot for lot in self.market.lots.values() if not lot.cost]
        free.sort(key=lambda lot: lot.rank)
        for place, lot in enumerate(free, 1):
            if lot.at not in self.gone:
                equals = tuple(other.at for other in free[place:] if other.at not in self.gone)
                self.book.give(lot)
                self._picked(lot, self.book.bought[-1].price, equals)

    def _picked(self, lot: Lot, price: Price, equals: tuple[int, ...]) -> None:
        self.picks.append(Pick(lot, price, equals))
        self.gone.add(lot.at)
        self.gone.update(self.market.partners.get(lot.at, ()))

    def _look_around(self) -> list[_Look]:
        """Every project that could be next, and, where a proof is wanted, every one that could be
        cheaper than what was bought at this step before.
        """
        looks: list[_Look] = []
        best, bound = inf, self._bound()
        while self.heap and (self.heap[0][0] <= best or self.heap[0][0] <= bound):
            at = heapq.heappop(self.heap)[1]
            look = None if at in self.gone else self._look(self.market.lots[at])
            if look is not None:
                looks.append(look)
                best = min(best, look.high)
        return looks

    def _bound(self) -> float:
        """No less than what this step's purchase cost before; 0 where no proof is wanted."""
        step = len(self.picks)
        if not self.proven or step >= len(self.before):
            return 0.0
        return self.before[step].price.about * (1 + 8 * UNIT)

    def _take(self, looks: list[_Look]) -> bool:
        """Buy the cheapest. False when a proof is wanted and this is not like before."""
        best = min(look.high for look in looks)
        first, price, equals = self._cheapest([look for look in looks if look.low <= best])
        if self.proven and not self._like_before(first, price, looks):
            self.proven = False
            if self.must_prove:
                return False
        self.book.buy(first.lot, price)
        self._picked(first.lot, price, equals)
        for look in looks:
            if look is not first:
                self.floor[look.lot.at] = look.low * look.lot.scale * (1 - 4 * UNIT)
                heapq.heappush(self.heap, (look.low, look.lot.at))
        return True

    def _cheapest(self, looks: list[_Look]) -> tuple[_Look, Price, tuple[int, ...]]:
        prices = [look.exact or self.book.price(look.lot, look.about) for look in looks]
        if len(looks) == 1:
            return looks[0], prices[0], ()
        least = min(price.value for price in prices)
        equal = [
            (look.lot.rank, look, price)
            for look, price in zip(looks, prices, strict=True)
            if price.value == least
        ]
        equal.sort(key=lambda found: found[0])
        _, first, price = equal[0]
        return first, price, tuple(look.lot.at for _, look, _ in equal[1:])

    def _like_before(self, first: _Look, price: Price, looks: list[_Look]) -> bool:
        """Whether the same project is bought at this step at every share in between.

        There it costs no more than it did before, and any other no less than it does now; or the
        prices of both run in straight lines, and it is the cheaper at both ends.
        """
        step = len(self.picks)
        if step >= len(self.before) or self.before[step].lot.at != first.lot.at:
            return False
        bound = self._bound()
        return all(
            look is first or look.low > bound or self._stays_behind(look, price) for look in looks
        )

    def _stays_behind(self, look: _Look, first: Price) -> bool:
        before = self.before[len(self.picks)]
        now = look.exact or self.book.price(look.lot, look.about)
        least, price = before.price.value, now.value
        if price > least or (price == least and look.lot.rank > before.lot.rank):
            return True
        prices = [*(pick.price for pick in self.picks), first]
        return self.replay is not None and self.replay.in_line(prices, look.lot, now)

    def _look(self, lot: Lot) -> _Look | None:
        """The price within proven bounds, or None when the money does not reach any more.

        Let F(x) be what the supporters pay at x per unit of use, each no more than they have. F is
        concave and rising. `sure` is a lower bound of its slope from just left of x to x + 1e-9 x,
        so the root of F = cost is no further from x than the error of F(x) - cost over `sure`.
        """
        has = self.book.left[lot.payers]
        money = float(lot.people @ has)
        people = float(lot.supporters)
        rough = self.book.slack * people + (len(has) + 8) * 4 * UNIT * max(money, lot.cost)
        if money < lot.cost - rough:
            return None
        if money < lot.cost + rough:
            return self._exact(lot) if self.book.reaches(lot) else None
        about, rich = self.floor[lot.at], -1.0
        used = lot.used(lot.people)
        for _ in range(_MOST_LOOKS):
            pays = about if lot.use is None else about * lot.use
            gap = lot.cost - float(lot.people @ np.minimum(has, pays))
            now = float(used @ (has > pays))
            if now == rich or not now:
                break
            rich = now
            about += gap / rich
        sure = float(used @ (has > pays * (1 + 2 * _MARGIN) + self.book.slack))
        error = about if not sure else (abs(gap) + rough) / sure
        if error > about * _MARGIN:
            return self._exact(lot)
        low = (about - error) / lot.scale * (1 - 4 * UNIT)
        return _Look(lot, low, (about + error) / lot.scale * (1 + 4 * UNIT), about)

    def _exact(self, lot: Lot) -> _Look:
        price = self.book.price(lot, self.floor[lot.at])
        around = price.about * 8 * UNIT
        low, high = price.about - around, price.about + around
        return _Look(lot, low, high, float(price.each), price)
