"""The price certificate of equal shares: everything that a published purchase claims, checked.

No price is looked for. At the published price the supporters' payments must come to the cost, and
nobody pays more than they have: that is the project's price. Another project q on offer was not
cheaper if its supporters, at the same price, would not have paid more than its cost; had they paid
exactly its cost, with one of them in full, the two were equal and the tie order decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import Fault, Json, Record, fraction, value
from voting.counting.certificates.purses import Payments, Purses
from voting.counting.equal_shares.market import Floats, Indices, Lot, Market

_UNIT = 2.0**-53


@dataclass(slots=True)
class Bought:
    """What follows for one stage, by position: the purchases in order, what is told of each, their
    equals, and for those that were not bought why not, and who was bought when both cost the same.
    """

    positions: list[int] = field(default_factory=list)
    steps: list[Record] = field(default_factory=list)
    ties: dict[int, list[Json]] = field(default_factory=dict)
    losses: dict[int, Record] = field(default_factory=dict)
    lost_ties: dict[int, list[Json]] = field(default_factory=dict)


def check_prices(
    case: Case, market: Market, share: Fraction, claimed: Sequence[Record], steps_before: int
) -> Bought:
    """Pay for the claimed purchases from `share` minor units each.

    Raises `Fault` at the first one that could not be paid like that, or was not the cheapest.
    """
    sale = _Sale(case, market, share, steps_before)
    for number, claim in enumerate(claimed, steps_before + 1):
        sale.step(number, claim)
    sale.finish()
    return sale.bought


@dataclass(slots=True)
class _Purse:
    """The money behind a project that was not bought yet: what it began with, what is left, and
    where the rest went, by position of what it paid for. `after` is the last step that it saw.
    """

    supporters: int
    began: Fraction
    left: Fraction
    after: int = 0
    went_to: list[tuple[int, Fraction]] = field(default_factory=list)


class _Sale:
    def __init__(self, case: Case, market: Market, share: Fraction, steps_before: int) -> None:
        self.case = case
        self.market = market
        self.purses = Purses(market.ballots, share)
        self.marks = _Marks(market)
        self.gone: set[int] = set()
        self.bought = Bought()
        self.won: dict[int, list[int]] = {}
        self.behind = {
            at: _Purse(lot.supporters, lot.supporters * share, lot.supporters * share)
            for at, lot in market.lots.items()
        }

    def step(self, number: int, claim: Record) -> None:
        where = f"Step {number}"
        at = self.case.at(value(claim, "id", where), where)
        where = f"{where}, {self.case.name(at)}"
        lot = self.market.lots.get(at)
        if lot is None or at in self.gone:
            raise Fault(f"{where}: it was not on offer.")
        each = fraction(value(claim, "each", where), f"{where}: what the most that anybody paid")
        payments = self.purses.payments(lot, each)
        self._check_payments(lot, payments, where)
        price = each / (lot.scale or 1)
        equals = self._check_cheapest(lot, price, where)
        self.bought.positions.append(at)
        self.bought.steps.append(self._told(number, lot, price, payments))
        self.bought.ties[at] = self.case.ties(at, equals)
        for other in equals:
            self.won.setdefault(other, []).append(at)
        self._spend(number, lot, payments)

    def finish(self) -> None:
        """Nothing that is left on offer could still be bought. Raises `Fault` otherwise."""
        for at, behind in self.behind.items():
            if at in self.gone:
                continue
            cost, name = self.case.cost(at), self.case.name(at)
            if behind.left >= cost:
                left, costs = self.case.money(behind.left), self.case.money(cost)
                raise Fault(
                    f"{name} was not bought, and its supporters have {left} left: it costs {costs}."
                )
            self.bought.losses[at] = self._loss(behind, cost)
            if won := self.won.get(at):
                self.bought.lost_ties[at] = self.case.ties(at, won)

    def _check_payments(self, lot: Lot, payments: Payments, where: str) -> None:
        paid, cost = self.case.money(payments.total), self.case.money(lot.cost)
        if payments.total != lot.cost:
            raise Fault(
                f"{where}: at the published price its supporters pay {paid} together, and it "
                f"costs {cost}."
            )
        if (lot.cost and not payments.full) or (not lot.cost and payments.each):
            raise Fault(f"{where}: nobody pays the published price, so it is too high.")

    def _check_cheapest(self, lot: Lot, price: Fraction, where: str) -> list[int]:
        """The others that cost exactly as much, in the tie order."""
        equals: list[int] = []
        for at in self.marks.near(self.purses.left(), price):
            other = self.market.lots[at]
            if at in self.gone or other is lot or not self._reached(other, price, where):
                continue
            if other.rank < lot.rank:
                raise Fault(
                    f"{where}: {self.case.name(at)} cost exactly as much for what people got, and "
                    "the tie order puts it first."
                )
            equals.append(at)
        return sorted(equals, key=lambda at: self.market.lots[at].rank)

    def _reached(self, other: Lot, price: Fraction, where: str) -> bool:
        """Whether this is exactly the other's price too. Raises `Fault` when that is less."""
        payments = self.purses.payments(other, price * other.scale)
        paid = payments.total
        as_much = bool(payments.full) if other.cost else not price
        if paid > other.cost or (paid == other.cost and not as_much):
            raise Fault(
                f"{where}: {self.case.name(other.at)} cost its supporters less for what they got, "
                "and was not bought before it."
            )
        return paid == other.cost

    def _told(self, number: int, lot: Lot, price: Fraction, payments: Payments) -> Record:
        full_paid = payments.each * payments.full_use
        return {
            "number": number,
            "id": self.case.id(lot.at),
            "price": str(price),
            "each": str(payments.each),
            "full": payments.full if lot.cost else lot.supporters,
            "full_paid": str(full_paid),
            "short": payments.short if lot.cost else 0,
            "short_paid": str(lot.cost - full_paid),
            "before": str(self.behind[lot.at].left),
        }

    def _spend(self, number: int, lot: Lot, payments: Payments) -> None:
        self.gone.add(lot.at)
        self.gone.update(self.market.partners.get(lot.at, ()))
        paid = self.marks.paid(lot, payments)
        for at, behind in self.behind.items():
            if at in self.gone:
                continue
            amount = paid.get(at, Fraction(0))
            if behind.left >= self.case.cost(at):
                behind.after = number
                if amount:
                    behind.went_to.append((lot.at, amount))
                behind.left -= amount
        self.purses.pay(lot, payments)

    def _loss(self, behind: _Purse, cost: int) -> Record:
        return {
            "supporters": behind.supporters,
            "after": behind.after,
            "began": str(behind.began),
            "left": str(behind.left),
            "lacked": str(cost - behind.left),
            "went_to": [[self.case.id(at), str(paid)] for at, paid in behind.went_to],
        }


class _Marks:
    """All marks for the projects on offer, one after another."""

    def __init__(self, market: Market) -> None:
        lots = list(market.lots.values())
        sizes = [len(lot.payers) for lot in lots]
        self.ballots = market.ballots
        self.at: Indices = np.repeat(np.array([lot.at for lot in lots], dtype=np.int64), sizes)
        self.owner: Indices = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(lot.payers for lot in lots)]
        )
        self.people = _joined([lot.people for lot in lots])
        scale = np.repeat(np.array([float(lot.scale) for lot in lots]), sizes)
        use = _joined([np.ones(len(lot.payers)) if lot.use is None else lot.use for lot in lots])
        self.use: Floats = (use * scale).astype(np.float64)
        most = max(market.lots, default=0) + 1
        # Nobody pays anything for what is not on offer: at a cost of 1 it is never near.
        self.cost: Floats = np.ones(most)
        self.cost[list(market.lots)] = [float(lot.cost) for lot in lots]
        marks = np.bincount(self.at, minlength=most).astype(np.float64)
        self.margin: Floats = (marks + 16.0) * (4 * _UNIT)

    def near(self, left: Floats, price: Fraction) -> list[int]:
        """All projects for which people might pay their cost or more at this price.

        A payment takes at most six roundings and adding up m of them m more, each of one part in
        2**53 and all of numbers above 0: the sum is off by less than the margin, and a project
        further below its cost than that is below it.
        """
        pays = np.minimum(left[self.owner], float(price) * self.use) * self.people
        sums = np.bincount(self.at, pays, minlength=len(self.cost))
        near = sums >= self.cost - self.margin * np.maximum(sums, self.cost)
        return [int(at) for at in np.flatnonzero(near)]

    def paid(self, lot: Lot, payments: Payments) -> dict[int, Fraction]:
        """What the supporters of each project pay in these payments."""
        amounts = sorted(set(payments.pays) - {0})
        place = {amount: at for at, amount in enumerate(amounts)}
        by_ballot = np.full(self.ballots, -1)
        of_class = np.array([place.get(amount, -1) for amount in payments.pays], dtype=np.int64)
        by_ballot[lot.payers] = of_class[payments.classes]
        paying = by_ballot[self.owner]
        which = paying >= 0
        keys, index = np.unique(self.at[which] * len(amounts) + paying[which], return_inverse=True)
        people = np.bincount(index, self.people[which], minlength=len(keys))
        tops: dict[int, int] = {}
        for key, count in zip(keys.tolist(), people.tolist(), strict=True):
            at, amount = divmod(key, len(amounts))
            tops[at] = tops.get(at, 0) + int(count) * amounts[amount]
        return {at: Fraction(top, payments.under) for at, top in tops.items()}


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *parts])
