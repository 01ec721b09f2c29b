"""Each kind of lie in a published result is named, with the project and the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.voting.counting.elections import packed, plain
from tests.voting.counting.forgery import published
from voting.counting import (
    Completion,
    Misfit,
    Rule,
    Rules,
    Score,
    Utility,
    ZeroCost,
    certify,
)
from voting.counting.stages import parse_stages

Lie = Callable[[dict[str, Any]], None]

COSTS = {"park": 50_00, "pool": 70_00, "path": 40_00, "pond": 30_00, "pump": 20_00, "pass": 5_00}
VOTES = [
    (5, ("park", "pool")),
    (4, ("park", "path")),
    (3, ("pool", "pond")),
    (3, ("path",)),
    (2, ("pump", "pond")),
    (1, ("pump",)),
]
VOTE = packed(plain(COSTS, [(n, dict.fromkeys(named, 1)) for n, named in VOTES], 150_00))
STOPPING = Rules(misfit=Misfit.STOP, part_funding=50)
SKIPPING = Rules()
SHARES = Rules(rule=Rule.EQUAL_SHARES, score=Score.VOTES, add1_step=10)
RAISED = replace(SHARES, completion=Completion.ADD1_GREEDY, comparison=True)
STAGED = replace(SHARES, stages=parse_stages("theme:green=40%"))


def outcome(result: dict[str, Any], id: str) -> dict[str, Any]:
    found = next(one for one in result["outcomes"] if one["id"] == id)
    assert isinstance(found, dict)
    return found


def lied(rules: Rules, lie: Lie) -> str:
    """What is found, on one page, when this lie is told; the truth is certified."""
    result = published(VOTE, rules)
    assert certify(VOTE, result, rules=rules) == []
    lie(result)
    return "\n".join(certify(VOTE, result))


def step(result: dict[str, Any], number: int) -> dict[str, Any]:
    found = result["runs"][-1]["shares"]["steps"][number - 1]
    assert isinstance(found, dict)
    return found


def put(*path: str | int, value: object) -> Lie:
    """A lie that writes this value in this place."""

    def lie(result: dict[str, Any]) -> None:
        place: Any = result
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return lie


def test_the_vote_has_what_the_lies_are_about() -> None:
    assert published(VOTE, SKIPPING)["funded"] == ["park", "pool", "pond"]
    assert outcome(published(VOTE, STOPPING), "path")["part"] == 30_00
    assert published(VOTE, SHARES)["funded"] == ["park", "pond"]
    raised = published(VOTE, RAISED)
    assert raised["funded"] == ["park", "path", "pond", "pump"]
    assert raised["runs"][0]["shares"]["raised"] == 24


def test_a_winner_that_was_swapped() -> None:
    facts = lied(SKIPPING, put("funded", value=["park", "path", "pond"]))
    assert (
        "Project pool is not picked and it fits: £100 was left at its turn and it costs £70."
        in facts
    )
    assert (
        'Project path is in the list of picked projects, and its verdict is "did-not-fit".' in facts
    )


def test_a_project_that_fits_and_was_hidden() -> None:
    facts = lied(SKIPPING, put("funded", value=["park", "pool"]))
    assert "Project pond is not picked and it fits: £30 was left at its turn" in facts


def test_a_project_that_was_added_after_the_end() -> None:
    facts = lied(STOPPING, put("funded", value=["park", "pool", "pond"]))
    assert "Project pond is picked and the count had ended at Project path." in facts


def test_a_project_that_does_not_fit() -> None:
    facts = lied(SKIPPING, put("funded", value=["park", "pool", "path"]))
    assert (
        "The projects in the list of picked projects cost £160 together, and there is £150" in facts
    )


def test_a_project_that_nobody_chose() -> None:
    facts = lied(SKIPPING, put("funded", value=["park", "pool", "pass"]))
    assert "Project pass is in the list of picked projects and nobody chose it." in facts


def test_a_project_that_was_withdrawn_or_is_free_or_has_too_few_votes_or_a_rival() -> None:
    election = plain(
        {"a": 5, "b": 5, "c": 0, "d": 5, "e": 5},
        [(3, "abcde"), (3, "abce")],
        100,
        withdrawn=["b"],
        incompatible=[("a", "e")],
    )
    ballots = packed(election)
    rules = Rules(min_votes=4, zero_cost=ZeroCost.NEVER)
    result = published(ballots, rules)
    assert certify(ballots, result) == []
    result["funded"] += ["b", "c", "d", "e"]
    facts = "\n".join(certify(ballots, result))
    assert "Project b is in the list of picked projects and was withdrawn." in facts
    assert "Project c is in the list of picked projects and costs nothing, which" in facts
    assert "Project d is in the list of picked projects and 3 people chose it, where 4" in facts
    assert "Project e is in the list of picked projects and is incompatible with Project a" in facts


def test_a_wrong_order() -> None:
    facts = lied(SKIPPING, put("funded", value=["pool", "park", "pond"]))
    assert "Project pool is not in its place in the ranked order of picks." in facts
    facts = lied(SHARES, put("funded", value=["pond", "park"]))
    assert "The list of picked projects is not that of the stages" in facts


def test_a_project_that_is_kept_quiet() -> None:
    facts = lied(SKIPPING, lambda result: result["outcomes"].pop(2))
    assert facts == "The list of outcomes does not tell of Project path."


def test_a_pound_that_was_moved() -> None:
    facts = lied(SKIPPING, put("spent", value=149_00))
    assert facts == (
        "The result: the money spent is 14900 in the result, and 15000 by the ballots and the "
        "rules."
    )
    facts = lied(SKIPPING, put("outcomes", 1, "balance_after", value=31_00))
    assert "Project pool: the money after its turn is 3100 in the result, and 3000" in facts


def test_a_cost_or_a_budget_that_is_not_the_elections() -> None:
    assert "Project park: the cost is 4900" in lied(
        SKIPPING, put("outcomes", 0, "cost", value=4900)
    )
    assert "the budget is 20000 in the result, and 15000" in lied(
        SKIPPING, put("budget", value=200_00)
    )


def test_wrong_votes() -> None:
    facts = lied(SHARES, put("outcomes", 2, "votes", value=9))
    assert facts == (
        "Project pool: the number of votes is 9 in the result, and 8 by the ballots and the rules."
    )


def test_a_wrong_part() -> None:
    assert "Project path: the part that it gets is 2900 in the result, and 3000" in lied(
        STOPPING, put("outcomes", 2, "part", value=29_00)
    )


def test_a_share_that_is_not_the_money_over_the_voters() -> None:
    facts = lied(SHARES, put("runs", 0, "shares", "share", value="834"))
    assert facts.startswith(
        "The count: the share is £8.34, and about £8.33 raised 0 times by £0.10"
    )


def test_a_share_that_was_raised_too_little() -> None:
    def lie(result: dict[str, Any]) -> None:
        result["runs"][0]["shares"] |= {"raised": 23, "share": str(Fraction(3220, 3) - 10)}

    assert "Step 2, Project path: at the published price its supporters pay" in lied(RAISED, lie)


def test_a_share_that_was_raised_although_all_was_bought() -> None:
    facts = lied(RAISED, put("runs", 0, "shares", "raised", value=10**30))
    assert facts.startswith(
        "The count: the share was raised although everything was bought before."
    )


def test_a_reason_to_stop_that_is_not_true() -> None:
    facts = lied(RAISED, put("runs", 0, "shares", "stop", value="all-picked"))
    assert 'raised further is "all-picked" in the result, and "nothing-fits" by' in facts
    rules = replace(RAISED, add1_exhaustive=False)
    facts = lied(rules, put("runs", 0, "shares", "next_cost", value=150_00))
    assert "what the next step would have cost is £150, and it is more than £150" in facts


def test_an_end_of_raising_before_anything_else_came_within_reach() -> None:
    """Two people want what costs £60, and two what costs £50.50. At £24 and £25 each both fail:
    one more step can't have cost more than the £120 that there is.
    """
    vote = packed(
        plain({"a": 60_00, "b": 50_50, "c": 45_00}, [(2, "a"), (2, "b"), (1, "c")], 120_00)
    )
    rules = replace(SHARES, completion=Completion.ADD1, add1_step=1_00)
    lie = published(vote, replace(rules, completion=Completion.NONE))
    lie["rules"] = rules.to_manifest()
    lie["runs"][0]["shares"] |= {"stop": "next-costs-too-much", "next_cost": 155_50}
    assert published(vote, rules)["funded"] == ["b", "a"]
    assert certify(vote, lie)[0] == (
        "The count: one more step can't have cost more than £0, and there is £120: shares had to "
        "be raised further."
    )


def test_a_price_that_is_too_low() -> None:
    facts = lied(SHARES, put("runs", 0, "shares", "steps", 1, "each", value="599"))
    assert facts.startswith(
        "Step 2, Project pond: at the published price its supporters pay £29.95 together, and it "
        "costs £30."
    )


def test_a_group_that_pays_for_what_it_did_not_choose() -> None:
    """Supporters of the pond pay for the path, whose own supporters have too little left."""
    facts = lied(SHARES, put("runs", 0, "shares", "steps", 1, "id", value="path"))
    assert facts.startswith("Step 2, Project path: at the published price its supporters pay about")


def test_a_purchase_that_was_not_the_cheapest() -> None:
    def lie(result: dict[str, Any]) -> None:
        steps = result["runs"][0]["shares"]["steps"]
        steps[:] = [steps[1] | {"number": 1, "before": "12500/3"}, steps[0] | {"number": 2}]
        result["runs"][0]["funded"] = result["funded"] = ["pond", "park"]

    facts = lied(SHARES, lie)
    assert "Step 1, Project pond: Project park cost its supporters less for what they got" in facts


def test_a_tie_that_went_the_wrong_way() -> None:
    ballots = packed(plain({"a": 10, "b": 10}, [(2, "ab")], 10))
    result = published(ballots, Rules(rule=Rule.EQUAL_SHARES))
    assert result["funded"] == ["a"]
    for place in (result, result["runs"][0]):
        place["funded"] = ["b"]
    result["runs"][0]["shares"]["steps"][0]["id"] = "b"
    assert certify(ballots, result)[0] == (
        "Step 1, Project b: Project a cost exactly as much for what people got, and the tie order "
        "puts it first."
    )


def test_a_purchase_that_was_left_out() -> None:
    def lie(result: dict[str, Any]) -> None:
        result["runs"][0]["shares"]["steps"].pop()
        result["runs"][0]["funded"] = result["funded"] = ["park"]

    facts = lied(SHARES, lie)
    assert "Project pond was not bought, and its supporters have about £41.66 left" in facts


def test_people_who_paid_and_were_counted_wrongly() -> None:
    facts = lied(RAISED, put("runs", 0, "shares", "steps", 1, "short", value=5))
    assert "Step 2: the number of people who paid all they had is 5 in the result, and 4" in facts


def test_wrong_sums_of_a_loss() -> None:
    def lie(result: dict[str, Any]) -> None:
        outcome(result, "pump")["loss"]["went_to"] = [["park", "1200"]]

    assert 'Project pump: where its supporters\' money went, entry 1, entry 1 is "park"' in lied(
        SHARES, lie
    )
    facts = lied(SHARES, lambda result: outcome(result, "path")["loss"].update(left="36"))
    assert 'Project path: what its supporters had left is "36"' in facts


def test_a_wrong_comparison() -> None:
    facts = lied(RAISED, put("comparison", "more_with_greedy", value=9))
    assert "how many people have more winners by most votes is 9 in the result, and 8 by" in facts
    assert "is not what most votes would have picked" in lied(
        RAISED, put("comparison", "other", value=["park", "pool"])
    )


def test_a_comparison_that_was_turned_round() -> None:
    result = published(VOTE, RAISED)
    forged = published(VOTE, SKIPPING) | {
        "rules": result["rules"],
        "comparison": result["comparison"] | {"stands": "greedy", "other": result["funded"]},
    }
    assert certify(VOTE, forged) == [
        "The comparison: 10 people have more winners by equal shares and 8 by most votes, so the "
        "result by equal-shares should stand, and not that by greedy."
    ]


def test_another_result_to_compare_with_than_equal_shares_give() -> None:
    """It would make more people prefer most votes: each payment of it is checked."""
    election = plain({"a": 50, "b": 50, "c": 30}, [(7, "ab"), (3, "c")], 100)
    ballots = packed(election)
    result = published(ballots, replace(SHARES, comparison=True))
    assert (result["comparison"]["stands"], result["comparison"]["other"]) == ("greedy", ["a", "c"])
    assert certify(ballots, result) == []
    result["comparison"] |= {"other": ["a"], "more_with_shares": 0}
    (fault,) = certify(ballots, result)
    assert fault.startswith("The comparison, the result by equal shares: The list of picked")
    result = published(ballots, replace(SHARES, comparison=True))
    result["comparison"]["runs"][0]["shares"]["steps"][0]["each"] = "1"
    assert certify(ballots, result) != []
    del result["comparison"]["runs"]
    assert certify(ballots, result) == ['The comparison: "runs" is missing.']


def test_wrong_money_of_a_stage() -> None:
    themes = {"park": "green", "pond": "green"}
    election = plain(
        COSTS, [(n, dict.fromkeys(named, 1)) for n, named in VOTES], 150_00, themes=themes
    )
    ballots = packed(election)
    result = published(ballots, STAGED)
    assert certify(ballots, result) == []
    result["runs"][0]["budget"] = 70_00
    (fault,) = certify(ballots, result)
    assert fault.startswith("Stage 1: the budget is 7000 in the result, and 6000 by")


def test_other_rules_than_were_published() -> None:
    result = published(VOTE, SKIPPING)
    assert certify(VOTE, result, rules=STOPPING) == [
        "The rules in the result are not those that were published."
    ]
    assert "Project pond is picked and the count had ended at Project path." in certify(
        VOTE, {**result, "rules": Rules(misfit=Misfit.STOP).to_manifest()}
    )


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("add1_step", 10**31, "add1_step is too large to be real"),
        ("stages", "theme:green=15001", "the stages keep more money than there is"),
    ],
)
def test_rules_that_are_too_large(key: str, value: object, why: str) -> None:
    """Found before anything is counted by them: the first would never end."""
    assert lied(STAGED, put("rules", key, value=value)) == (
        f"The rules in the result are not rules that this election can be counted by: {why}."
    )


@pytest.mark.parametrize(
    ("rules", "path", "value", "says"),
    [
        (SHARES, ("funded",), "park", 'The list of picked projects is "park" and not a list.'),
        (
            SHARES,
            ("funded",),
            ["park", "park"],
            "The list of picked projects names Project park twice.",
        ),
        (
            SHARES,
            ("funded",),
            ["plot"],
            'The list of picked projects names "plot", which is not in this vote.',
        ),
        (SHARES, ("funded",), [3], "An id in The list of picked projects is 3 and not text."),
        (
            SHARES,
            ("rules", "ties"),
            [],
            "The rules in the result are not rules: they hold more than text and whole numbers.",
        ),
        (
            SKIPPING,
            ("comparison",),
            {},
            "The result holds a comparison, and the rules do not ask for one.",
        ),
        (
            SKIPPING,
            ("runs",),
            [],
            "The result holds stages, and by these rules there are none to tell of.",
        ),
        (STAGED, ("runs",), [{}], "The result has 1 stages, and the rules 2."),
        (
            SHARES,
            ("runs", 0, "shares", "share"),
            "2/4",
            'The count: the share is "2/4" and not an exact number in lowest terms.',
        ),
        (
            RAISED,
            ("comparison", "stands"),
            "most-votes",
            'The comparison: the rule that stands is "most-votes".',
        ),
        (
            SHARES,
            ("runs", 0, "shares", "raised"),
            -1,
            "The count: how often the share was raised is -1 and not a whole number.",
        ),
        (
            SHARES,
            ("runs", 0, "shares", "raised"),
            1,
            "The count: the share was raised, and the rules do not raise shares.",
        ),
        (
            SHARES,
            ("runs", 0, "shares", "steps", 1, "id"),
            "park",
            "Step 2, Project park: it was not on offer.",
        ),
        (
            SHARES,
            ("runs", 0, "shares", "steps", 1, "id"),
            "pass",
            "Step 2, Project pass: it was not on offer.",
        ),
    ],
)
def test_what_has_no_sense_is_named_before_anything_rests_on_it(
    rules: Rules, path: tuple[str | int, ...], value: object, says: str
) -> None:
    assert lied(rules, put(*path, value=value)).splitlines()[0] == says


def test_other_ballots() -> None:
    others = [(n, dict.fromkeys(named, 1)) for n, named in [*VOTES[:-1], (2, ("pump",))]]
    ballots = packed(plain(COSTS, others, 150_00))
    facts = certify(ballots, published(VOTE, SHARES))
    assert any("The count: the share is about £8.33" in fault for fault in facts)
    assert any("Project pump: the number of votes is 3" in fault for fault in facts)


@pytest.mark.parametrize("utility", list(Utility))
def test_one_thousandth_of_a_penny_is_seen(utility: Utility) -> None:
    rules = replace(SHARES, utility=utility)
    result = published(VOTE, rules)
    step(result, 1)["each"] = str(Fraction(step(result, 1)["each"]) + Fraction(1, 1000))
    assert "at the published price its supporters pay" in certify(VOTE, result)[0]
