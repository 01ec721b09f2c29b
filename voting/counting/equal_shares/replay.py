"""An earlier run at a smaller share, gone through again as far as a comparison with it needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voting.counting.equal_shares.book import Book, Bought, Price
from voting.counting.equal_shares.market import Lot, Market


class Replay:
    """The purchases of a finished run once more, step by step, when they are asked for."""

    def __init__(self, market: Market, finished: Book) -> None:
        self._bought: Sequence[Bought] = finished.bought
        self._book = Book(market, finished.share, len(finished.bought) + 1)
        self._alike = 0

    def in_line(self, prices: Sequence[Price], rival: Lot, now: Price) -> bool:
        """Whether prices run in straight lines between the two shares.

        `prices` are those of this run's purchases up to the one that `rival`, at the price `now`,
        is held against; both runs bought the same. True when the same people paid in full for each
        of them at both shares, and the same would have for the rival: `add1` says what follows.
        """
        while self._alike < len(prices):
            before = self._bought[self._alike].price
            if not np.array_equal(before.full, prices[self._alike].full):
                return False
            self._alike += 1
        book = self._up_to(len(prices) - 1)
        return book.reaches(rival) and np.array_equal(book.price(rival, now.about).full, now.full)

    def _up_to(self, steps: int) -> Book:
        """The balances of that run after so many purchases; asked for in rising order."""
        for bought in self._bought[len(self._book.bought) : steps]:
            if bought.lot.cost:
                self._book.buy(bought.lot, bought.price)
            else:
                self._book.give(bought.lot)
        return self._book
