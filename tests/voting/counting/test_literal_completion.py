"""What follows on shares, worked by hand: completion, comparison, stages. For both counts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.voting.counting.elections import (
    ADD1,
    GREEDY,
    SHARES,
    counted,
    funded,
    plain,
    refused,
)
from voting.counting import Misfit, Rules
from voting.counting.options import Blank, Completion, Scope, Score, Start, ZeroCost
from voting.counting.stages import parse_stages

# 100/3 each: a (two people, 60) is bought; b (one person, 40) lacks 6 2/3.
# Raised 7 times by 1 it has 40 1/3, and all are bought.
RAISED = plain({"a": 60, "b": 40}, [(2, "a"), (1, "b")], 100)


@pytest.mark.parametrize(
    ("rules", "start", "share", "raised"),
    [
        (ADD1, "100/3", "121/3", 7),
        (replace(ADD1, add1_start=Start.WHOLE_STEPS), "33", "40", 7),
        (replace(ADD1, add1_step=10), "100/3", "130/3", 1),
        (replace(ADD1, add1_step=10, add1_start=Start.WHOLE_STEPS), "30", "40", 1),
        (replace(ADD1, add1_step=50, add1_start=Start.WHOLE_STEPS), "0", "50", 1),
        (replace(ADD1, endowment=Fraction(30)), "30", "40", 10),
    ],
)
def test_shares_are_raised_step_by_step(rules: Rules, start: str, share: str, raised: int) -> None:
    stage = counted(RAISED, rules)["stages"][0]
    assert (stage["start"], stage["share"], stage["raised"]) == (start, share, raised)
    assert stage["funded"] == ["a", "b"]


# b costs 41 now and 40 are left: it never fits. At 41 1/3 each both would be bought for 101.
TOO_DEAR = plain({"a": 60, "b": 41, "c": 10, "d": 0}, [(2, "a"), (1, "b")], 100, withdrawn="d")


@pytest.mark.parametrize(
    ("rules", "raised"),
    [
        (ADD1, 0),  # nothing that somebody supports fits
        (replace(ADD1, add1_exhaustive=False), 7),  # 40 1/3; the next step costs too much
        (replace(ADD1, add1_scope=Scope.ALL), 7),  # c fits, though nobody chose it
        (replace(ADD1, add1_scope=Scope.ALL, zero_cost=ZeroCost.NEVER), 7),
    ],
)
def test_raising_stops_where_the_rules_say(rules: Rules, raised: int) -> None:
    said = counted(TOO_DEAR, rules)
    assert (said["funded"], said["stages"][0]["raised"]) == (["a"], raised)


@pytest.mark.parametrize(
    ("cost", "withdrawn", "zero_cost", "raised"),
    [
        (40, "", ZeroCost.AS_ANY_OTHER, 7),  # c costs exactly what is left
        (41, "", ZeroCost.AS_ANY_OTHER, 0),
        (40, "c", ZeroCost.AS_ANY_OTHER, 0),
        (0, "", ZeroCost.AS_ANY_OTHER, 7),
        (0, "", ZeroCost.NEVER, 0),
    ],
)
def test_the_wide_stop_looks_at_every_project_that_could_be_paid(
    cost: int, withdrawn: str, zero_cost: ZeroCost, raised: int
) -> None:
    ballots = [(2, "a"), (1, "b")]
    election = plain({"a": 60, "b": 41, "c": cost}, ballots, 100, withdrawn=withdrawn)
    rules = replace(ADD1, add1_scope=Scope.ALL, zero_cost=zero_cost)
    assert counted(election, rules)["stages"][0]["raised"] == raised


def test_a_blocked_project_keeps_no_raise_going() -> None:
    """All but c are bought or blocked; c is blocked by a, so raising ends at once."""
    election = plain(
        {"a": 60, "b": 30, "c": 10}, [(2, "a"), (1, "b"), (1, "c")], 120, incompatible=["ac"]
    )
    said = counted(election, replace(ADD1, add1_exhaustive=False))
    assert (said["funded"], said["stages"][0]["raised"]) == (["a", "b"], 0)


# 20 each of 100: a (40, two people) is bought exactly; b, c and d have one person each.
FILLED = plain(
    {"a": 40, "b": 30, "c": 35, "d": 55},
    [(2, "a"), (1, {"b": 1}), (1, {"c": 2}), (1, {"d": 3})],
    100,
    format="scores",
)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (SHARES, ["a"]),
        # 60 left. By points: d (3) 55. Then 5 left.
        (replace(SHARES, completion=Completion.GREEDY), ["a", "d"]),
        # By votes all have one, so by id: b 30; c 35 > 30 and d 55 > 30 do not fit.
        (replace(SHARES, completion=Completion.GREEDY, score=Score.VOTES), ["a", "b"]),
        # Raised to 30: a, b. At 35 a, b and c would cost 105.
        (ADD1, ["a", "b"]),
        (replace(ADD1, add1_exhaustive=False), ["a", "b"]),
        (replace(ADD1, completion=Completion.ADD1_GREEDY), ["a", "b"]),
    ],
)
def test_money_that_is_left_is_spent_as_the_rules_say(rules: Rules, expected: list[str]) -> None:
    assert funded(FILLED, rules) == expected


def test_raised_shares_and_then_by_most_votes() -> None:
    """100/3 each: nothing. At 40 each a and b would cost 120 of 100; so by votes: a."""
    election = plain({"a": 80, "b": 40}, [(2, "a"), (1, "b")], 100)
    assert funded(election, ADD1) == []
    assert counted(election, ADD1)["stages"][0]["raised"] == 6
    assert funded(election, replace(ADD1, completion=Completion.ADD1_GREEDY)) == ["a"]


def test_the_fill_may_stop_at_the_first_misfit() -> None:
    """5 each of 30. a is bought for 10; 20 are left. c (2 people) lacks 5; b fits."""
    election = plain({"a": 10, "b": 20, "c": 25}, [(3, "a"), (2, "c"), (1, "b")], 30)
    fill = replace(SHARES, completion=Completion.GREEDY)
    assert funded(election, fill) == ["a", "b"]
    assert funded(election, replace(fill, misfit=Misfit.STOP)) == ["a"]


# ---- Comparison

# 100/14 each. Shares: b and c, 14 each, from four people; a would need 10 · 7.14 = 71 < 100.
# Greedy: a. Ten have 1 under greedy, 0 under shares; four have 2 under shares, 0 under greedy.
COMPARED = plain({"a": 100, "b": 14, "c": 14}, [(10, "a"), (4, "bc")], 100)


def test_people_with_no_winner_at_all_are_compared_too() -> None:
    said = counted(COMPARED, replace(SHARES, comparison=True))
    assert said["comparison"] == {
        "more_with_shares": 4,
        "more_with_greedy": 10,
        "stands": "greedy",
    }
    assert (said["funded"], said["spent"]) == (["a"], 100)
    assert funded(COMPARED, SHARES) == ["b", "c"]


def test_the_result_of_equal_shares_stands_where_as_many_have_more() -> None:
    """12.50 each. Shares: b, from four people exactly; a has 50 < 100. Greedy, by id: a."""
    election = plain({"a": 100, "b": 50}, [(4, "a"), (4, "b")], 100)
    said = counted(election, replace(SHARES, comparison=True))
    assert said["comparison"] == {
        "more_with_shares": 4,
        "more_with_greedy": 4,
        "stands": "equal-shares",
    }
    assert said["funded"] == ["b"]


def test_greedys_result_keeps_the_stages() -> None:
    """28 are kept for green, which is b and c: both, and no longer a (100) of the 72 left.

    So greedy and shares (7 each in the stage) come to the same, and nobody has more.
    """
    election = plain(
        {"a": 100, "b": 14, "c": 14}, [(10, "a"), (4, "bc")], 100, themes={"b": "x", "c": "x"}
    )
    rules = replace(SHARES, comparison=True, stages=parse_stages("theme:x=28%"))
    said = counted(election, rules)
    assert said["comparison"] == {
        "more_with_shares": 0,
        "more_with_greedy": 0,
        "stands": "equal-shares",
    }
    assert [stage["funded"] for stage in said["stages"]] == [["b", "c"], []]


# ---- Stages

# 30% of 1,000 for green: g2 (150, two votes); g1 (200) lacks 50 of the 150 left.
# The whole: 850 left. s1 (900) does not fit; s2 (600); then g1 (200) of 250.
STAGED = plain(
    {"g1": 200, "g2": 150, "s1": 900, "s2": 600},
    [(5, {"s1": 1}), (4, {"s2": 1}), (2, {"g2": 1}), (1, {"g1": 1})],
    1000,
    themes={"g1": "green", "g2": "green", "s1": "safe", "s2": "safe"},
    areas={"g1": "north", "s1": "north", "g2": "south", "s2": "south"},
)


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ("", ["s1"]),
        ("theme:green=30%", ["g2", "s2", "g1"]),
        ("theme:green=35%", ["g2", "g1", "s2"]),  # 350 pay both exactly
        ("area:north=900", ["s1"]),
        ("area:north=899", ["g1", "s2", "g2"]),  # s1 lacks 1; g1; then 800: s2 600, g2 150
        ("theme:green=150;area:north=850", ["g2", "g1", "s2"]),  # nothing is left over for 900
        ("theme:none=50%", ["s1"]),  # a group without projects gives its money back
    ],
)
def test_a_stage_keeps_money_for_its_group(stages: str, expected: list[str]) -> None:
    assert funded(STAGED, replace(GREEDY, stages=parse_stages(stages))) == expected


@pytest.mark.parametrize(("cost", "expected"), [(329, ["g"]), (330, ["s"])])
def test_a_per_cent_is_rounded_down(cost: int, expected: list[str]) -> None:
    """33% of 999 are 329.67: 329. What misses it by one loses to s, which then takes all."""
    ballots = [(2, {"s": 1}), (1, {"g": 1})]
    election = plain({"g": cost, "s": 999}, ballots, 999, themes={"g": "green"})
    assert funded(election, replace(GREEDY, stages=parse_stages("theme:green=33%"))) == expected


def test_stages_that_keep_more_than_the_budget_are_refused() -> None:
    too_much = replace(GREEDY, stages=parse_stages("theme:green=60%;area:north=401"))
    exactly = replace(GREEDY, stages=parse_stages("theme:green=60%;area:north=400"))
    assert refused(STAGED, too_much)
    assert not refused(STAGED, exactly)


@pytest.mark.parametrize(
    ("blank", "shares", "expected"),
    [
        # The stage: 50/2 = 25 each buy g (40). The whole: 60 for the two who chose s: 30 each.
        (Blank.LEFT_OUT, ["25", "30"], ["g", "s"]),
        # Of four: 12.50 each in the stage, 25 < 40. The whole: 25 each, g 50 ≥ 40; s 50 < 60.
        (Blank.COUNTED, ["25/2", "25"], ["g"]),
    ],
)
def test_a_stages_money_is_shared_among_those_who_have_a_choice_in_it(
    blank: Blank, shares: list[str], expected: list[str]
) -> None:
    election = plain({"g": 40, "s": 60}, [(2, "g"), (2, "s")], 100, themes={"g": "green"})
    said = counted(election, replace(SHARES, blank=blank, stages=parse_stages("theme:green=50%")))
    assert [stage["share"] for stage in said["stages"]] == shares
    assert said["funded"] == expected


def test_the_share_of_a_stage_is_raised_inside_its_own_money() -> None:
    """60/3 = 20 each in the stage buy g (40); h needs 26, and 6 raises give it that: 66 > 60.

    So g alone, after 5. The whole: 60 for the one of h and the one of s, 30 each: h, and s (34)
    after 4 raises.
    """
    ballots = [(2, "g"), (1, "h"), (1, "s")]
    themes = {"g": "x", "h": "x"}
    election = plain({"g": 40, "h": 26, "s": 34}, ballots, 100, themes=themes)
    rules = replace(ADD1, add1_exhaustive=False, stages=parse_stages("theme:x=60%"))
    said = counted(election, rules)
    assert said["funded"] == ["g", "h", "s"]
    assert [stage["budget"] for stage in said["stages"]] == [60, 60]
    assert [stage["raised"] for stage in said["stages"]] == [5, 4]


@pytest.mark.parametrize("rules", [GREEDY, SHARES, ADD1], ids=["greedy", "shares", "add1"])
def test_what_a_stage_picked_blocks_in_later_ones(rules: Rules) -> None:
    """g is picked in its stage; s, which more people chose, can't stand beside it."""
    election = plain(
        {"g": 40, "s": 60}, [(2, "g"), (3, "s")], 100, themes={"g": "green"}, incompatible=["gs"]
    )
    staged = replace(rules, stages=parse_stages("theme:green=50%"))
    assert funded(election, staged) == ["g"]
