"""From a finished run to what is told of it: who paid how much, and what those who lost had."""

from __future__ import annotations

from fractions import Fraction

from voting.counting.ballots import Project
from voting.counting.equal_shares.add1 import Raised
from voting.counting.equal_shares.market import Lot, Market
from voting.counting.equal_shares.sale import Sale
from voting.counting.shares import Loss, Shares, Step
from voting.counting.tally import Tally


def shares(raised: Raised, market: Market, tally: Tally, steps_before: int) -> Shares:
    """The account of one stage; its steps are numbered on from `steps_before`."""
    sale = raised.sale
    return Shares(
        voters=market.voters,
        start=raised.start,
        raised=raised.raised,
        share=sale.share,
        stop=raised.stop,
        next_cost=raised.next_cost,
        steps=tuple(
            _step(sale, index, tally.projects, steps_before) for index in range(len(sale.picks))
        ),
    )


def _step(sale: Sale, index: int, projects: tuple[Project, ...], steps_before: int) -> Step:
    bought = sale.book.bought[index]
    lot, price = bought.lot, bought.price
    short = bought.paying & ~price.full
    used = int(lot.used(lot.people)[price.full].sum())
    full_paid = price.each * used
    return Step(
        number=steps_before + index + 1,
        project=projects[lot.at],
        price=price.value,
        each=price.each,
        full=int(lot.people[price.full].sum()),
        full_paid=full_paid,
        short=int(lot.people[short].sum()),
        short_paid=lot.cost - full_paid,
        before=lot.supporters * sale.share - sum(sale.book.payments(lot)[:index]),
    )


def loss(lot: Lot, sale: Sale, projects: tuple[Project, ...], steps_before: int) -> Loss:
    """Why a project that was not bought, and not blocked either, could not be."""
    began = left = lot.supporters * sale.share
    went_to: list[tuple[Project, Fraction]] = []
    after = 0
    for number, (pick, paid) in enumerate(
        zip(sale.picks, sale.book.payments(lot), strict=True), steps_before + 1
    ):
        if left < lot.cost:
            break
        left -= paid
        after = number
        if paid:
            went_to.append((projects[pick.lot.at], paid))
    return Loss(
        supporters=lot.supporters,
        after=after,
        began=began,
        left=left,
        lacked=lot.cost - left,
        went_to=tuple(went_to),
    )
