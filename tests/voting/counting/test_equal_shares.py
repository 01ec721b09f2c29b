"""Equal shares: worked examples, and an account that adds up to the last fraction of a penny."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.voting.counting.elections import by_reference, fast, packed, unpacked
from tests.voting.counting.generated import small_election, some_rules
from voting.counting import (
    Ballots,
    Builder,
    CannotCount,
    Completion,
    LineVerdict,
    Project,
    Result,
    Rule,
    Rules,
    Stop,
    TieKey,
    Utility,
    count,
)

Vote = Callable[..., Ballots]
SHARES = Rules(rule=Rule.EQUAL_SHARES)


def test_a_majority_does_not_spend_everybodys_money(vote: Vote) -> None:
    """Six of ten people like a, b and c at 300 each, four like d at 400; the pot is 1,000.

    Most votes buys a, b and c with 900. Under equal shares each person has 100: the six have 600,
    which buys a and b (50 from each, twice), the four have 400, which is d.
    """
    ballots = vote({"a": 300, "b": 300, "c": 300, "d": 400}, ["abc"] * 6 + ["d"] * 4, 1000)
    assert count(ballots, Rules()).funded == ("a", "b", "c")
    assert set(count(ballots, SHARES).funded) == {"a", "b", "d"}


def test_those_with_less_left_pay_all_they_have(vote: Vote) -> None:
    """Three have 400 each. a costs 300 and is one person's own. b costs 700 and is everybody's: the
    first puts in the 100 that is left, the other two 300 each.
    """
    ballots = vote({"a": 300, "b": 700}, ["ab", "b", "b"], 1200)
    rules = replace(SHARES, ties=(TieKey.COST, TieKey.ID), utility=Utility.COST)
    result = count(ballots, replace(rules, endowment=Fraction(400)))
    step = result.outcome("b").step
    assert step is not None
    # b is cheaper to its three supporters (700 / 3 each for a use of 700) and goes first.
    assert (step.number, step.each, step.full, step.short) == (1, Fraction(700, 3), 3, 0)
    first = result.outcome("a").loss
    assert first is not None
    assert (first.began, first.left, first.lacked) == (
        Fraction(400),
        400 - Fraction(700, 3),
        Fraction(400, 3),
    )


def test_a_short_purse_is_told_apart(vote: Vote) -> None:
    """Four have 100. a (cost 210) takes 70 from three of them; b (cost 120) is liked by one of
    those, who has 30 left, and by the fourth, who pays 90.
    """
    ballots = vote({"a": 210, "b": 120}, ["a", "a", "ab", "b"], 400)
    step = count(ballots, SHARES).outcome("b").step
    assert step is not None
    assert (step.each, step.full, step.full_paid) == (Fraction(90), 1, Fraction(90))
    assert (step.short, step.short_paid, step.before) == (1, Fraction(30), Fraction(130))


def test_money_behind_that_equals_the_cost_is_enough(vote: Vote) -> None:
    """61 shares of 1500/61 add up to 1,500 exactly; in floating point they come to less."""
    ballots = vote({"a": 150_000}, ["a"] * 61, 150_000)
    assert sum([150_000 / 61] * 61) < 150_000
    assert count(ballots, SHARES).funded == ("a",)


def test_a_hair_too_little_is_not_enough(vote: Vote) -> None:
    """An endowment that falls short by 61 parts in 10 to the 30th buys nothing."""
    ballots = vote({"a": 150_000}, ["a"] * 61, 150_000)
    just_short = Fraction(150_000, 61) - Fraction(1, 10**30)
    assert count(ballots, replace(SHARES, endowment=just_short)).funded == ()


@pytest.mark.parametrize("first", ["p", "q"])
def test_prices_that_are_equal_through_different_sums_fall_to_the_tie_order(first: str) -> None:
    """Everybody has 100. u takes 20 from 12 people, v 25 from 12 others.

    p costs 320: three of u's people with 80 left and one with 100 pay 80 each, a quarter of it.
    q costs 400: four of v's people pay their last 75 and one pays 100, a quarter of it.
    """
    numbers = {"p": 3, "q": 4} if first == "p" else {"p": 4, "q": 3}
    projects = [
        Project("u", "U", 240, 1),
        Project("v", "V", 300, 2),
        Project("p", "P", 320, numbers["p"]),
        Project("q", "Q", 400, numbers["q"]),
    ]
    builder = Builder(projects, budget=2600)
    for choices, people in [([0], 9), ([0, 2], 3), ([2], 1), ([1], 8), ([1, 3], 4), ([3], 1)]:
        builder.add(choices, people=people)
    result = count(builder.build(), replace(SHARES, ties=(TieKey.NUMBER,)))
    one, other = result.outcome("p").step, result.outcome("q").step
    assert one is not None
    assert other is not None
    assert (one.price, one.each, other.price, other.each) == (
        Fraction(1, 4),
        Fraction(80),
        Fraction(1, 4),
        Fraction(100),
    )
    assert result.funded == ("u", "v", first, "q" if first == "p" else "p")


def test_denominators_of_hundreds_of_bits_are_added_and_compared_exactly() -> None:
    """Groups of thousands that overlap: each price is a fraction over all group sizes before it."""
    draw = Random(1)
    projects = [Project(f"{n:02}", "", draw.randint(20_000, 90_000), n + 1) for n in range(60)]
    builder = Builder(projects, budget=2_000_003)
    for _ in range(300):
        builder.add(draw.sample(range(60), draw.randint(3, 12)), people=draw.randint(1, 99_999))
    ballots = builder.build()
    result = count(ballots, SHARES)
    steps = [outcome.step for outcome in result.outcomes if outcome.step]
    assert max(step.each.denominator.bit_length() for step in steps) > 400
    _adds_up(result)
    assert fast(ballots, SHARES) == by_reference(unpacked(ballots), SHARES)


def test_an_endowment_that_overspends_is_refused(vote: Vote) -> None:
    ballots = vote({"a": 600, "b": 600}, ["a", "b"], 1000)
    with pytest.raises(CannotCount, match="more than the budget"):
        count(ballots, replace(SHARES, endowment=Fraction(600)))


def test_one_who_lost_a_tie_is_told_to_whom(vote: Vote) -> None:
    ballots = vote({"a": 300, "b": 300}, ["ab", "ab"], 400)
    result = count(ballots, SHARES)
    assert result.funded == ("a",)
    (tie,) = result.outcome("b").ties
    assert (tie.other.id, tie.key, tie.ahead) == ("a", TieKey.ID, False)


def test_what_is_left_is_filled_by_most_votes(vote: Vote) -> None:
    ballots = vote({"a": 500, "b": 400}, ["a", "a", "b"], 1000)
    result = count(ballots, replace(SHARES, completion=Completion.GREEDY))
    assert result.funded == ("a", "b")
    assert result.outcome("b").verdict is LineVerdict.PICKED
    assert result.outcome("b").step is None


@pytest.mark.parametrize("block", range(5))
def test_every_account_adds_up(block: int) -> None:
    counted = 0
    for seed in range(block * 400, block * 400 + 400):
        random = Random(seed)
        election = small_election(random)
        rules = some_rules(random, election)
        try:
            result = count(packed(election), rules)
        except CannotCount:
            continue
        counted += 1
        _adds_up(result)
    assert counted > 300


def _adds_up(result: Result) -> None:
    cost = {outcome.project.id: outcome.project.cost for outcome in result.outcomes}
    part = result.part_funded
    paid = sum(cost[project] for project in result.funded)
    assert result.spent == paid + (part.part or 0 if part else 0) <= result.budget
    for run in result.runs:
        if run.shares is None:
            continue
        shares = run.shares
        assert sum(step.project.cost for step in shares.steps) <= shares.voters * shares.share
        for step in shares.steps:
            assert step.full_paid + step.short_paid == step.project.cost <= step.before or (
                step.project.cost == 0
            )
        assert (shares.stop is Stop.NEXT_COSTS_TOO_MUCH) == (shares.next_cost is not None)
    for outcome in result.outcomes:
        if loss := outcome.loss:
            assert loss.began == loss.left + sum(amount for _, amount in loss.went_to)
            assert loss.left + loss.lacked == outcome.project.cost
            assert loss.lacked > 0
