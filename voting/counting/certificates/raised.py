"""The share that everybody had, and why it was not raised further."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import Fault, Json, Record, fraction, value, whole
from voting.counting.equal_shares.market import Market
from voting.counting.options import Scope, Start, ZeroCost
from voting.counting.shares import Stop


def check_share(case: Case, market: Market, claimed: Record, where: str) -> Fraction:
    """The share of this stage in minor units: the start and so many whole steps.

    Raises `Fault` for a share that is not that, or that was raised after everything was bought.
    """
    raised = whole(value(claimed, "raised", where), f"{where}: how often the share was raised")
    share = fraction(value(claimed, "share", where), f"{where}: the share")
    if raised and not case.rules.completion.raises:
        raise Fault(f"{where}: the share was raised, and the rules do not raise shares.")
    start, step = first_share(case, market.budget, market.voters), case.rules.add1_step
    # With as much as everything costs, each supporter could pay for it all: nothing is left.
    if raised and start + (raised - 1) * step >= sum(lot.cost for lot in market.lots.values()):
        raise Fault(f"{where}: the share was raised although everything was bought before.")
    if share != start + raised * step:
        raise Fault(
            f"{where}: the share is {case.money(share)}, and {case.money(start)} raised "
            f"{raised:,} times by {case.money(step)} is {case.money(start + raised * step)}."
        )
    return share


def expected_shares(
    case: Case,
    market: Market,
    claimed: Record,
    bought: Sequence[int],
    among: Collection[int],
    where: str,
) -> Record:
    """What follows for a stage, `raised` and `next_cost` taken as claimed, without its steps.

    Raises `Fault` when the purchases cost more than there is, or `next_cost` can't be true.
    """
    cost = case.tally.cost(bought)
    if cost > market.budget:
        raise Fault(
            f"{where}: what was bought costs {case.money(cost)}, and there is "
            f"{case.money(market.budget)}."
        )
    stop = _stop(case, market, bought, among, market.budget - cost)
    next_cost: Json = None
    if stop is Stop.NEXT_COSTS_TOO_MUCH:
        share = fraction(value(claimed, "share", where), where) + case.rules.add1_step
        next_cost = _next_cost(case, market, share, value(claimed, "next_cost", where), where)
    return {
        "voters": market.voters,
        "start": str(first_share(case, market.budget, market.voters)),
        "raised": claimed["raised"],
        "share": claimed["share"],
        "stop": stop.value,
        "next_cost": next_cost,
    }


def first_share(case: Case, money: int, voters: int) -> Fraction:
    """What a stage with this money, in minor units, begins with for each of its voters."""
    rules = case.rules
    if rules.endowment is not None:
        return rules.endowment
    share = Fraction(money, voters) if voters else Fraction(0)
    if rules.completion.raises and rules.add1_start is Start.WHOLE_STEPS:
        return Fraction(share // rules.add1_step * rules.add1_step)
    return share


def _stop(
    case: Case, market: Market, bought: Sequence[int], among: Collection[int], left: int
) -> Stop:
    rules, tally = case.rules, case.tally
    if not rules.completion.raises:
        return Stop.NOT_RAISED
    out = {*bought, *tally.blocked(bought)}
    if market.lots.keys() <= out:
        return Stop.ALL_PICKED
    scope: Collection[int] = market.lots.keys()
    if rules.add1_scope is Scope.ALL:
        never = rules.zero_cost is ZeroCost.NEVER
        scope = [at for at in among if case.cost(at) or not never]
    if rules.add1_exhaustive and all(case.cost(at) > left for at in scope if at not in out):
        return Stop.NOTHING_FITS
    return Stop.NEXT_COSTS_TOO_MUCH


def _next_cost(case: Case, market: Market, share: Fraction, found: Json, where: str) -> int:
    """What one more step, to `share`, is claimed to have cost. Only counting again can show that it
    is exactly this; but people then buy no project that costs more than all its supporters have.
    """
    next_cost = whole(found, f"{where}: what the next step would have cost")
    reached = (lot.cost for lot in market.lots.values() if lot.supporters * share >= lot.cost)
    most = min(sum(reached), int(market.voters * share))
    money = case.money(market.budget)
    if most <= market.budget:
        raise Fault(
            f"{where}: one more step can't have cost more than {case.money(most)}, and there is "
            f"{money}: shares had to be raised further."
        )
    if not market.budget < next_cost <= most:
        raise Fault(
            f"{where}: what the next step would have cost is {case.money(next_cost)}, and it is "
            f"more than {money} and at most {case.money(most)}."
        )
    return next_cost
