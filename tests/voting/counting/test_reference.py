"""Counts by most votes, worked by hand, one for every option. Both counts must come to them."""

from __future__ import annotations

import ast
import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.voting.counting.elections import (
    GREEDY,
    SHARES,
    counted,
    funded,
    plain,
)
from voting.counting import Misfit, Rules, TieKey, reference
from voting.counting.options import Score, ZeroCost
from voting.counting.reference import CannotCount, Election


def test_the_reference_count_needs_nothing_but_python() -> None:
    """So that it can be handed to a stranger as one file."""
    tree = ast.parse(Path(reference.__file__).read_text())
    named = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names


# ---- Greedy

# Votes: a 3, b 2, c 1. After a there are 300 left; b lacks 200; c fits exactly.
THREE = plain({"a": 600, "b": 500, "c": 300}, [(1, "abc"), (1, "ab"), (1, "a")], 900)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (GREEDY, ["a", "c"]),
        (replace(GREEDY, misfit=Misfit.STOP), ["a"]),
        (replace(GREEDY, min_votes=2), ["a"]),
        (replace(GREEDY, min_votes=4), []),
    ],
)
def test_greedy_goes_down_the_order_of_votes(rules: Rules, expected: list[str]) -> None:
    assert funded(THREE, rules) == expected


def test_what_was_spent_is_the_sum_of_the_costs() -> None:
    assert counted(THREE, GREEDY)["spent"] == 600 + 300


def test_a_blocked_project_is_passed_over_even_where_a_misfit_stops() -> None:
    """b is blocked by a before its cost is looked at, so c gets its turn."""
    election: Election = {**THREE, "incompatible": [["b", "a"]]}
    assert funded(election, replace(GREEDY, misfit=Misfit.STOP)) == ["a", "c"]


def test_points_may_rank_otherwise_than_votes() -> None:
    """a has 5 points from one person, b 1 from each of two; there is money for one."""
    election = plain({"a": 10, "b": 10}, [(1, {"a": 5}), (2, {"b": 1})], 10, format="points")
    assert funded(election, GREEDY) == ["a"]
    assert funded(election, replace(GREEDY, score=Score.VOTES)) == ["b"]


def test_a_mark_of_nought_is_no_vote() -> None:
    election = plain({"a": 10, "b": 10}, [(3, {"a": 0, "b": 1})], 20, format="scores")
    assert funded(election, GREEDY) == ["b"]


# Two rank a, b, c; one ranks c, b; one ranks c alone. Places of a: 1 1, b: 2 2 2, c: 3 3 1 1.
RANKED = plain(
    {"a": 10, "b": 10, "c": 10},
    [(2, {"a": 1, "b": 2, "c": 3}), (1, {"c": 1, "b": 2}), (1, {"c": 1})],
    10,
    format="rankings",
)


@pytest.mark.parametrize(
    ("table", "places", "expected"),
    [
        ((), None, "c"),  # 3-2-1 by the longest ballot: a 6, b 6, c 1+1+3+3 = 8
        ((), 3, "c"),  # the same, as stated
        ((4, 4), None, "b"),  # a 8, b 12, c 8
        ((3, 1, 0), None, "a"),  # a 6, b 3, c 6: a by id
        ((9, 9, 9), None, "c"),  # a 18, b 27, c 36
        ((), 1, "a"),  # 1 point for a first place: a 2, c 2, b none: a by id
    ],
)
def test_places_are_worth_what_the_points_table_says(
    table: tuple[int, ...], places: int | None, expected: str
) -> None:
    rules = replace(GREEDY, points_table=table)
    assert funded({**RANKED, "max_length": places}, rules) == [expected]


def test_a_place_worth_no_points_is_a_vote_but_no_score() -> None:
    """With 3, 1, 0 a third place is worth nothing, and greedy picks nothing with a score of 0."""
    election = plain(
        {"a": 0, "b": 0, "c": 0}, [(2, {"a": 1, "b": 2, "c": 3})], 9, format="rankings"
    )
    rules = replace(GREEDY, points_table=(3, 1, 0))
    assert funded(election, rules) == ["a", "b"]
    assert funded(election, replace(rules, score=Score.VOTES)) == ["a", "b", "c"]


def test_a_withdrawn_project_keeps_its_place_on_the_ballot() -> None:
    """a is withdrawn: b stays second, worth 1 of 2-1, and is level with c's 1 from place 2."""
    ballots = [(1, {"a": 1, "b": 2}), (1, {"a": 1, "c": 2})]
    election = plain({"a": 1, "b": 7, "c": 7}, ballots, 7, format="rankings", withdrawn="a")
    vote = reference.Vote(election, GREEDY.to_manifest())
    assert (vote.points["a"], vote.points["b"], vote.points["c"]) == (0, 1, 1)
    assert funded(election, GREEDY) == ["b"]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ((TieKey.ID,), "10"),  # as text "10" comes before "9"
        ((TieKey.NUMBER,), "9"),  # number 1
        ((TieKey.COST, TieKey.ID), "10"),
        ((TieKey.VOTES, TieKey.ID), "9"),  # 4 points from two people before 4 from one
        ((TieKey.VOTES, TieKey.NUMBER), "9"),
    ],
)
def test_equal_scores_go_by_the_published_keys(ties: tuple[TieKey, ...], expected: str) -> None:
    ballots = [(2, {"9": 2}), (1, {"10": 4})]
    election = plain({"9": 30, "10": 20}, ballots, 30, format="points")
    assert funded(election, replace(GREEDY, ties=ties)) == [expected]


@pytest.mark.parametrize("seed", ["spring", "autumn", "12 May"])
def test_a_lot_goes_by_the_published_seed(seed: str) -> None:
    def lot(id: str) -> str:
        return hashlib.sha256(f"pb-lot/v1\n{seed}\n{id}".encode()).hexdigest()

    election = plain({"a": 5, "b": 5, "é": 5}, [(1, "abé")], 15)
    rules = replace(GREEDY, ties=(TieKey.LOT,), lot_seed=seed)
    assert funded(election, rules) == sorted(("a", "b", "é"), key=lot)


def test_what_nobody_marked_is_never_picked() -> None:
    election = plain({"a": 5, "b": 0}, [(1, "a"), (1, "")], 100)
    assert funded(election, GREEDY) == ["a"]


@pytest.mark.parametrize(
    ("zero_cost", "expected"), [(ZeroCost.AS_ANY_OTHER, ["a", "b"]), (ZeroCost.NEVER, ["a"])]
)
@pytest.mark.parametrize("rules", [GREEDY, SHARES], ids=["greedy", "shares"])
def test_a_free_project_wins_where_the_rules_let_it(
    rules: Rules, zero_cost: ZeroCost, expected: list[str]
) -> None:
    election = plain({"a": 5, "b": 0}, [(2, "ab"), (1, "a")], 5)
    assert sorted(funded(election, replace(rules, zero_cost=zero_cost))) == expected


# ---- Part-funding


@pytest.mark.parametrize(
    ("least", "part"),
    [(0, None), (1, 400), (80, 400), (81, None), (99, None)],
)
def test_the_next_project_gets_what_is_left_if_that_is_enough(least: int, part: int | None) -> None:
    """After a 400 of 1,000 are left: exactly 80 per cent of b's 500. c would fit and is no part."""
    election = plain({"a": 600, "b": 500, "c": 450}, [(1, "abc"), (1, "ab"), (1, "a")], 1000)
    said = counted(election, replace(GREEDY, part_funding=least))
    assert said["part"] == (None if part is None else {"id": "b", "amount": part})
    assert said["funded"] == ["a"]
    assert said["spent"] == 600 + (part or 0)


def test_nobody_is_part_funded_with_nothing_or_past_a_block() -> None:
    """Nothing is left after a; and b, blocked by a, makes way for c (100 of 150 are 66%)."""
    exact = plain({"a": 600, "b": 500}, [(1, "ab"), (1, "a")], 600)
    assert counted(exact, replace(GREEDY, part_funding=1))["part"] is None
    blocked = plain(
        {"a": 600, "b": 500, "c": 150},
        [(1, "abc"), (1, "ab"), (1, "a")],
        700,
        incompatible=["ab"],
    )
    rules = replace(GREEDY, part_funding=66)
    assert counted(blocked, rules)["part"] == {"id": "c", "amount": 100}


def test_a_ballot_with_a_project_that_is_not_in_the_vote_is_not_counted() -> None:
    stray = plain({"a": 600}, [(1, "ab")], 900)
    with pytest.raises(CannotCount, match="names a project that is not in this vote"):
        reference.count(stray, {})
