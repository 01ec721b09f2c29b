"""A published result that falls short in itself: what leaves nothing to check the rest by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.voting.counting.elections import packed, plain
from tests.voting.counting.forgery import published
from tests.voting.counting.test_certificates_forged import (
    RAISED,
    SHARES,
    SKIPPING,
    VOTE,
    lied,
    step,
)
from voting.counting import Ballots, certify
from voting.counting.stages import parse_stages


def test_what_is_no_result_at_all() -> None:
    nothing: Any = ["park"]
    assert certify(VOTE, nothing) == ["The result is not a JSON object."]


def test_a_project_that_is_told_of_twice() -> None:
    facts = lied(SKIPPING, lambda result: result["outcomes"].append(result["outcomes"][0]))
    assert facts == "The list of outcomes tells of Project park twice."


def test_a_stage_that_does_not_begin_with_what_was_bought() -> None:
    def lie(result: dict[str, Any]) -> None:
        result["runs"][0]["funded"] = result["funded"] = ["pond", "park"]

    assert lied(SHARES, lie) == (
        "The list of picked projects does not begin with those that were bought from shares, in "
        "order."
    )


def test_a_pick_that_nobody_paid_for() -> None:
    def lie(result: dict[str, Any]) -> None:
        result["runs"][0]["funded"] = result["funded"] = ["park", "pond", "pump"]

    assert "Project pump is picked and was not bought." in lied(SHARES, lie).splitlines()


def test_a_price_that_nobody_paid_in_full() -> None:
    """Both have £5 and pay all of it; the price says that they could have paid more."""
    ballots = packed(plain({"a": 10_00}, [(2, "a")], 10_00))
    result = published(ballots, SHARES)
    assert step(result, 1)["each"] == "500"
    step(result, 1)["each"] = "600"
    assert certify(ballots, result)[-1] == (
        "Step 1, Project a: nobody pays the published price, so it is too high."
    )


def test_purchases_that_cost_more_than_a_stage_has() -> None:
    """With £20 each has £10 at once; with £15 that is more than the raised shares may come to."""

    def election(budget: int) -> Ballots:
        themes = {"a": "green", "b": "green"}
        costs = {"a": 10_00, "b": 10_00}
        return packed(plain(costs, [(1, "a"), (1, "b")], budget, themes=themes))

    stages = parse_stages("theme:green=50%")
    result = published(election(40_00), replace(RAISED, comparison=False, stages=stages))
    assert result["funded"] == ["a", "b"]
    result["runs"][0]["shares"]["raised"] = 25
    facts = certify(election(30_00), result)
    assert "Stage 1: what was bought costs £20, and there is £15." in facts
