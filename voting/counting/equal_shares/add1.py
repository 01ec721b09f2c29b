"""Add1: raise everybody's share step by step, as long as the picks stay within the budget.

Stepping by a pound would run the rule thousands of times in a small election with a large budget.
So it jumps. **Why a jump gives the same answer.** Buy some projects in a given order, at a share b
and at a larger share b′. By induction over the purchases everybody has at least as much left at b′,
so each project costs no more per unit of use: what supporters pay at a price x, Σ min(b_i, x·u_i),
is no less at b′, so it reaches the cost at an x no larger; and b_i − min(b_i, x·u_i) rises with b_i
and falls with x. Nothing that can be paid for at b can't be paid for at b′.

Let the rule buy p_1, …, p_m at b, and the same in the same order at b′, and let at each step k at
b′ every other project cost more than p_k did at b (or exactly that, and come later in the tie
order). At any share s from b to b′, after p_1, …, p_(k-1), p_k costs no more than at b and every
other no less than at b′: the rule buys p_k. After p_m, what can't be paid for at b′ can't be paid
for at s. So the picks at every s are those at b; if shares are not to stop at b, they are not to
stop at any of them, and stepping arrives at b′.

**Neck and neck.** Two prices may fall side by side for a long way, one always a little lower. So a
rival q at step k may also cost less at b′ than p_k did at b, if q could be paid for at b, and if
for each of p_1, …, p_k and for q the same supporters pay in full at b and at b′ (the rest pay all
they have). Then all balances and these prices are straight lines from b to b′, by induction over
the purchases. Where balances are straight lines, so is x(s) = (cost − what the rest have) / (use of
those in full). Those in full have at least x·u_i, and the rest no more, at b and at b′, so also in
between, where all of this is straight: x(s) is the price, and what it leaves to people is straight
again. Now the price of q less that of p_k is at least 0 at both ends. In between it is above 0; or
it is 0 all the way, and the tie order puts p_k first as it did at b.

`Sale.proven` says that one of the two holds for every rival at every step. A jump that is not
proven is not made; it is tried at half the length, down to a single step, which needs no proof.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from voting.counting.equal_shares.market import Market
from voting.counting.equal_shares.sale import Sale, sell, sell_if_proven
from voting.counting.options import Start
from voting.counting.rules import Rules
from voting.counting.shares import Stop

_MOST_PATIENCE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """Where raising ended: the run, how many steps above `start` it is, and why it ended there.

    `next_cost` is what one more step would have cost, in minor units, where that ended it.
    """

    sale: Sale
    start: Fraction
    raised: int
    stop: Stop
    next_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What could still be picked in the stage: costs in minor units by position. Raising ends when
    `all_in` are picked or blocked, or, with an exhaustive stop, when nothing of `scope` fits.
    """

    all_in: frozenset[int]
    scope: dict[int, int]


def add1(market: Market, rules: Rules, start: Fraction, wanted: Wanted) -> Raised:
    """Raise shares from `start`, in minor units, where the picks must be within the budget."""
    sale, raised, pace = sell(market, start), 0, _Pace(market, rules.add1_step)
    while True:
        if stop := _stop(sale, market, rules, wanted):
            return Raised(sale, start, raised, stop)
        steps = pace.steps(sale.share)
        share = start + (raised + steps) * rules.add1_step
        if steps > 1:
            ahead = sell_if_proven(market, share, sale)
            if ahead is None:
                pace.failed(steps)
                continue
        else:
            ahead = sell(market, share, sale)
            if ahead.cost > market.budget:
                return Raised(sale, start, raised, Stop.NEXT_COSTS_TOO_MUCH, ahead.cost)
        raised += steps
        pace.arrived(steps, proven=ahead.proven)
        sale = ahead


class _Pace:
    """How far to jump next. It decides how long a count takes, never what it says.

    Twice as far after a jump, half as far after one that could not be proven, and where jumps keep
    failing more and more single steps that were like the one before, until one is tried again. A
    jump ends before the first share at which one more project comes within its supporters' reach:
    there the picks are likely to change.
    """

    def __init__(self, market: Market, step: int) -> None:
        self._step = step
        self._reached_at = sorted(lot.cost / lot.supporters for lot in market.lots.values())
        self._stride = 1
        self._alike = 0
        self._patience = 1

    def steps(self, share: Fraction) -> int:
        """How many steps to try from this share; at least 1."""
        now = float(share)
        following = bisect_right(self._reached_at, now)
        if following == len(self._reached_at):
            return self._stride
        before_it = ceil((self._reached_at[following] - now) / self._step) - 1
        return max(1, min(self._stride, before_it))

    def failed(self, steps: int) -> None:
        self._stride = steps // 2
        if self._stride == 1:
            self._alike = 0
            self._patience = min(2 * self._patience, _MOST_PATIENCE)

    def arrived(self, steps: int, *, proven: bool) -> None:
        if steps > 1:
            self._patience = 1
            self._stride = max(self._stride, 2 * steps)
        elif self._stride == 1:
            self._alike = self._alike + 1 if proven else 0
            if self._alike >= self._patience:
                self._stride = 2


def beginning(market: Market, rules: Rules) -> Fraction:
    """The share that a count begins with, in minor units."""
    if rules.endowment is not None:
        return rules.endowment
    if rules.completion.raises and rules.add1_start is Start.WHOLE_STEPS:
        return Fraction(market.share // rules.add1_step * rules.add1_step)
    return market.share


def _stop(sale: Sale, market: Market, rules: Rules, wanted: Wanted) -> Stop | None:
    picked = set(sale.positions)
    out = picked | blocked(market, picked)
    if wanted.all_in <= out:
        return Stop.ALL_PICKED
    left = market.budget - sale.cost
    if rules.add1_exhaustive and all(
        cost > left for at, cost in wanted.scope.items() if at not in out
    ):
        return Stop.NOTHING_FITS
    return None


def blocked(market: Market, picked: Collection[int]) -> set[int]:
    """Those that are incompatible with what was picked, by position."""
    return {other for at in picked for other in market.partners.get(at, ())}
