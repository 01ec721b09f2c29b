"""Counts by equal shares, worked by hand. Both counts must come to them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.voting.counting.elections import (
    ADD1,
    SHARES,
    counted,
    funded,
    plain,
    priced,
    refused,
)
from voting.counting import TieKey
from voting.counting.options import Blank, Utility

# Four people, 80: 20 each. All four give a 3 points, three of them give b 1.
# cost:        a costs each of 4 15, ρ = 60/(4·60) = 1/4; b 30/(3·30) = 1/3. a; then 3·5 < 30.
# cardinality: a 60/4 = 15; b 30/3 = 10. b; then 3·10 + 20 = 50 < 60.
# points:      a 60/(4·3) = 5; b 30/3 = 10. a.
FOUR = plain({"a": 60, "b": 30}, [(3, {"a": 3, "b": 1}), (1, {"a": 3})], 80, format="points")


@pytest.mark.parametrize(
    ("utility", "prices"),
    [
        (Utility.COST, {"a": "1/4"}),
        (Utility.CARDINALITY, {"b": "10"}),
        (Utility.POINTS, {"a": "5"}),
    ],
)
def test_the_lowest_price_for_a_unit_of_use_is_bought(
    utility: Utility, prices: dict[str, str]
) -> None:
    rules = replace(SHARES, utility=utility)
    assert priced(FOUR, rules) == prices
    assert counted(FOUR, rules)["stages"][0]["share"] == "20"


def test_who_has_less_left_pays_all_of_it_and_the_others_the_rest() -> None:
    """30 each. a: 10 from 1 and 2. b costs 45: 2 has only 20 left, so 3 pays 25, and ρ = 25."""
    election = plain({"a": 20, "b": 45}, [(1, "a"), (1, "ab"), (1, "b")], 90)
    assert priced(election, replace(SHARES, utility=Utility.CARDINALITY)) == {"a": "10", "b": "25"}


def test_points_set_how_much_each_pays() -> None:
    """20 each. a costs 24 for 3 + 1 points: ρ = 6, they pay 18 and 6. b: 2 + 14 = 16 exactly."""
    ballots = [(1, {"a": 3, "b": 1}), (1, {"a": 1, "b": 1})]
    election = plain({"a": 24, "b": 16}, ballots, 40, format="points")
    assert priced(election, replace(SHARES, utility=Utility.POINTS)) == {"a": "6", "b": "14"}


def test_a_place_worth_nothing_is_no_support_for_what_costs_money() -> None:
    """Only the first place has a point: b's supporters under points are nobody."""
    election = plain({"a": 5, "b": 5}, [(2, {"a": 1, "b": 2})], 20, format="rankings")
    rules = replace(SHARES, utility=Utility.POINTS, points_table=(1,))
    assert priced(election, rules) == {"a": "5/2"}
    assert funded({**election, "ballots": []}, rules) == []


@pytest.mark.parametrize("people", [3, 7, 61, 4099])
def test_money_that_reaches_exactly_is_enough(people: int) -> None:
    """One project costs the whole budget and everybody chose it."""
    election = plain({"a": 150_000_00}, [(people, "a")], 150_000_00)
    assert priced(election, SHARES) == {"a": str(Fraction(1, people))}
    assert funded({**election, "budget": 150_000_00 - 1}, SHARES) == []


@pytest.mark.parametrize(("second", "expected"), [(50, ["a", "b"]), (51, ["a"])])
def test_what_is_left_of_thirds_reaches_exactly(second: int, expected: list[str]) -> None:
    """100/3 each; a takes 50/3 from each, and 3 · 50/3 = 50 is left."""
    election = plain({"a": 50, "b": second}, [(3, "ab")], 100)
    assert funded(election, SHARES) == expected


@pytest.mark.parametrize(
    ("ties", "order"),
    [
        ((TieKey.ID,), ["a", "b"]),
        ((TieKey.COST, TieKey.ID), ["a", "b"]),  # 40 before 45
        ((TieKey.VOTES, TieKey.ID), ["b", "a"]),  # three people before two
        ((TieKey.NUMBER,), ["b", "a"]),
    ],
)
def test_prices_that_are_equal_through_different_sums_are_a_tie(
    ties: tuple[TieKey, ...], order: list[str]
) -> None:
    """30 each. c and d cost 1, 6 and 7 each 12.50, so 1 has 5 left.

    b costs 45: 1 is short and pays 5, 2 and 3 pay 20. a costs 40: 4 and 5 pay 20. Both ρ = 20.
    """
    one_by_one = [(1, marks) for marks in ("cdb", "b", "b", "a", "a", "c", "d")]
    election = plain({"b": 45, "a": 40, "c": 25, "d": 25}, one_by_one, 210)
    rules = replace(SHARES, ties=ties, utility=Utility.CARDINALITY)
    assert funded(election, rules)[2:] == order
    assert priced(election, rules) == dict.fromkeys("cd", "25/2") | dict.fromkeys("ab", "20")


def test_prices_are_exact_at_denominators_of_hundreds_of_bits() -> None:
    """3 each. Project p costs 1 and the first p people, p prime, pay 1/p each.

    The first person pays 1/2 + 1/3 + … + 1/311 for them. "y" costs 3: half would be 1.50, of which
    the first has less left, so the last person, who has all 3, pays that very sum.
    """
    primes = [p for p in range(2, 312) if all(p % d for d in range(2, p))]
    marks = [{f"{p:03}": 1 for p in primes if person <= p} for person in range(1, 312)]
    marks[0]["y"] = 1
    ballots: list[tuple[int, str | dict[str, int]]] = [(1, named) for named in [*marks, {"y": 1}]]
    election = plain({f"{p:03}": 1 for p in primes} | {"y": 3}, ballots, 3 * 312)
    prices = priced(election, replace(SHARES, utility=Utility.CARDINALITY))
    total = sum((Fraction(1, p) for p in primes), Fraction(0))
    assert prices == {f"{p:03}": f"1/{p}" for p in reversed(primes)} | {"y": str(total)}
    assert total.denominator.bit_length() >= 400


def test_of_two_incompatible_projects_the_first_bought_blocks_the_other() -> None:
    """30 each: a (3 people, ρ = 1/3) before b (2, ρ = 1/2), which they could still pay."""
    ballots = [(2, "ab"), (1, "a")]
    election = plain({"a": 30, "b": 10}, ballots, 90)
    assert funded(election, SHARES) == ["a", "b"]
    assert funded({**election, "incompatible": [["b", "a"]]}, SHARES) == ["a"]


@pytest.mark.parametrize(
    ("blank", "share", "expected"),
    [(Blank.LEFT_OUT, "100/3", ["a"]), (Blank.COUNTED, "20", [])],
)
def test_blank_ballots_have_a_share_where_the_rules_count_them(
    blank: Blank, share: str, expected: list[str]
) -> None:
    """Two chose a (60), one b (99), one only what was withdrawn, one nothing.

    100/3 each: 66.67 ≥ 60. Among all five 20 each: 40 < 60.
    """
    ballots = [(2, "a"), (1, "b"), (1, "x"), (1, "")]
    election = plain({"a": 60, "b": 99, "x": 1}, ballots, 100, withdrawn="x")
    said = counted(election, replace(SHARES, blank=blank))
    assert (said["stages"][0]["share"], said["funded"]) == (share, expected)


def test_a_withdrawn_project_is_bought_by_nobody() -> None:
    election = plain({"a": 10, "b": 10}, [(2, "ab")], 40, withdrawn="a")
    assert funded(election, SHARES) == ["b"]


def test_with_no_ballots_at_all_there_is_no_share_and_nothing_is_picked() -> None:
    said = counted(plain({"a": 0, "b": 10}, [], 40), ADD1)
    assert (said["funded"], said["spent"], said["stages"][0]["share"]) == ([], 0, "0")


def test_a_given_endowment_is_everybodys_share_and_may_not_overspend() -> None:
    """With 40 each a gets 80 ≥ 60 and b 40 < 41. With 41 both are bought, for 101 of 100."""
    election = plain({"a": 60, "b": 41}, [(2, "a"), (1, "b")], 100)
    assert funded(election, replace(SHARES, endowment=Fraction(40))) == ["a"]
    assert funded(election, replace(SHARES, endowment=Fraction(59, 2))) == []
    assert refused(election, replace(SHARES, endowment=Fraction(41)))
