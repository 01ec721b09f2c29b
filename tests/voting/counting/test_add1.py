"""Raising shares: the jumps arrive where single steps do."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from voting.counting import (
    Ballots,
    Builder,
    Completion,
    Project,
    Rule,
    Rules,
    Scope,
    Stop,
    Utility,
    count,
)
from voting.counting.equal_shares import add1 as module
from voting.counting.equal_shares.add1 import Wanted, add1, blocked
from voting.counting.equal_shares.market import Market, market
from voting.counting.equal_shares.sale import Sale, sell, sell_if_proven
from voting.counting.tally import tally

RULES = Rules(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1, add1_step=1)


def election(seed: int) -> Ballots:
    """A few people, few projects, few different costs: ties, twins and long raises."""
    draw = random.Random(seed)
    costs = draw.choices([300, 450, 500, 777, 900, 1200], k=draw.randint(2, 7))
    projects = [Project(str(n), f"Project {n}", cost, n) for n, cost in enumerate(costs, 1)]
    pairs = [("1", "2")] if draw.random() < 0.2 else []
    builder = Builder(projects, budget=draw.randint(400, 4000), incompatible=pairs)
    for _ in range(draw.randint(2, 9)):
        size = draw.randint(1, len(projects))
        builder.add(draw.sample(range(len(projects)), size), people=draw.randint(1, 4))
    return builder.build()


def offer(ballots: Ballots) -> tuple[Market, Wanted]:
    totals = tally(ballots, RULES)
    found = market(totals, range(len(ballots.projects)), (), ballots.budget)
    return found, Wanted(frozenset(found.lots), {at: lot.cost for at, lot in found.lots.items()})


def step_by_step(market: Market, wanted: Wanted, rules: Rules) -> tuple[Sale, int, Stop]:
    """What docs/counting.md says, one step after the other."""
    raised = 0
    sale = sell(market, market.share)
    while True:
        out = {*sale.positions, *blocked(market, sale.positions)}
        if wanted.all_in <= out:
            return sale, raised, Stop.ALL_PICKED
        left = market.budget - sale.cost
        fits = any(cost <= left for at, cost in wanted.scope.items() if at not in out)
        if rules.add1_exhaustive and not fits:
            return sale, raised, Stop.NOTHING_FITS
        ahead = sell(market, market.share + (raised + 1) * rules.add1_step)
        if ahead.cost > market.budget:
            return sale, raised, Stop.NEXT_COSTS_TOO_MUCH
        sale, raised = ahead, raised + 1


@pytest.mark.parametrize("exhaustive", [True, False])
@pytest.mark.parametrize("block", range(5))
def test_jumping_arrives_where_stepping_does(block: int, exhaustive: bool) -> None:
    rules = replace(RULES, add1_exhaustive=exhaustive)
    for seed in range(block * 30, block * 30 + 30):
        stage, wanted = offer(election(seed))
        expected, raised, stop = step_by_step(stage, wanted, rules)
        found = add1(stage, rules, stage.share, wanted)
        assert (found.sale.positions, found.raised, found.stop) == (
            expected.positions,
            raised,
            stop,
        ), f"election {seed}"
        assert [p.price.each for p in found.sale.picks] == [p.price.each for p in expected.picks]


def test_a_small_vote_with_a_large_pot_takes_few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people and £10,000: pence by pence that is half a million steps."""
    runs = 0

    def counted(market: Market, share: Fraction, since: Sale) -> Sale | None:
        nonlocal runs
        runs += 1
        return original(market, share, since)

    original = sell_if_proven
    monkeypatch.setattr(module, "sell_if_proven", counted)
    builder = Builder(
        [Project("a", "A", 990_000, 1), Project("b", "B", 995_000, 2)], budget=1_000_000
    )
    builder.add([0])
    builder.add([1])
    stage, wanted = offer(builder.build())
    found = add1(stage, RULES, stage.share, wanted)
    assert found.raised == 490_000
    assert runs < 100


def neck_and_neck() -> Ballots:
    """Two projects at nearly one price, which falls by more with each step than they are apart;
    another that fits and that its one supporter can't pay for long; and seven who hope in vain.
    """
    costs = (50_000_000, 100_000_000, 100_000_001, 599_999_990, 750_000_001)
    projects = [Project(str(n), str(n), cost, n) for n, cost in enumerate(costs, 1)]
    builder = Builder(projects, budget=750_000_000)
    for people, choices in ((1, [0, 1, 2]), (1, [1, 2]), (1, [3]), (7, [4])):
        builder.add(choices, people=people)
    return builder.build()


@pytest.mark.parametrize("utility", [Utility.CARDINALITY, Utility.POINTS])
def test_projects_that_stay_neck_and_neck_do_not_hold_up_the_jumps(
    monkeypatch: pytest.MonkeyPatch, utility: Utility
) -> None:
    """Ten people and £7,500,000: pound by pound that is 321,428 steps."""
    runs = 0

    def counted(market: Market, share: Fraction, since: Sale | None = None) -> Sale:
        nonlocal runs
        runs += 1
        return sell(market, share, since)

    monkeypatch.setattr(module, "sell", counted)
    rules = replace(RULES, utility=utility, add1_step=100)
    shares = count(neck_and_neck(), rules).runs[0].shares
    assert shares is not None
    assert (shares.raised, shares.stop) == (321_428, Stop.NEXT_COSTS_TOO_MUCH)
    assert runs < 100


def test_a_run_with_a_swapped_purchase_is_never_proven() -> None:
    """And where a run is proven, every share in between buys the same."""
    swaps = 0
    for seed in range(300):
        stage, _ = offer(election(seed))
        low, high = stage.share, stage.share * 3
        before = sell(stage, low)
        after = sell(stage, high, before)
        if before.positions != after.positions:
            swaps += 1
            assert not after.proven
        elif after.proven:
            for part in range(1, 8):
                between = sell(stage, low + (high - low) * Fraction(part, 8))
                assert between.positions == before.positions, f"election {seed}"
    assert swaps > 20


def uneven(seed: int) -> Ballots:
    """A few people and projects whose costs have nothing in common."""
    draw = random.Random(seed)
    size = draw.randint(3, 6)
    builder = Builder(
        [Project(str(n), str(n), draw.randint(20, 300), n) for n in range(1, size + 1)],
        budget=1000,
    )
    for _ in range(draw.randint(3, 8)):
        people = draw.sample(range(size), draw.randint(1, size))
        builder.add(people, people=draw.randint(1, 5))
    return builder.build()


@pytest.mark.parametrize(
    ("seed", "low", "between", "high"),
    [(124, 52, 55, 58), (264, 43, 46, 49), (333, 28, 31, 34), (412, 31, 34, 37)],
)
def test_a_run_that_is_the_same_at_both_ends_only_is_not_proven(
    seed: int, low: int, between: int, high: int
) -> None:
    """As shares grow, one project overtakes another and falls behind again."""
    stage, _ = offer(uneven(seed))
    before = sell(stage, Fraction(low))
    after = sell(stage, Fraction(high), before)
    assert before.positions == after.positions
    assert sell(stage, Fraction(between)).positions != before.positions
    assert not after.proven


def test_the_exhaustive_stop_looks_at_what_it_is_told_to() -> None:
    """An idea that nobody chose and that fits keeps raising going only where all ideas count."""
    builder = Builder(
        [Project("a", "A", 600, 1), Project("b", "B", 500, 2), Project("c", "C", 100, 3)],
        budget=1000,
    )
    builder.add([0], people=3)
    builder.add([1], people=2)
    ballots = builder.build()
    supported = count(ballots, RULES).runs[0].shares
    everything = count(ballots, replace(RULES, add1_scope=Scope.ALL)).runs[0].shares
    assert supported is not None
    assert everything is not None
    assert (supported.stop, supported.raised) == (Stop.NOTHING_FITS, 0)
    # b is bought at a share of 250 and more: two people hold 500 then, and 600 + 500 is too much.
    assert (everything.stop, everything.raised) == (Stop.NEXT_COSTS_TOO_MUCH, 49)
