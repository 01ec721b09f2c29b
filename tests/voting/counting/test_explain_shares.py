"""What is said of a count by equal shares, word for word; and that its data is enough to say it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.voting.counting.elections import packed
from tests.voting.counting.generated import small_election, some_rules
from voting.counting import (
    Ballots,
    Builder,
    CannotCount,
    Comparison,
    Completion,
    Format,
    LineVerdict,
    Loss,
    Outcome,
    Project,
    Result,
    Rule,
    Rules,
    Run,
    Shares,
    Step,
    Stop,
    Tie,
    TieKey,
    Turn,
    Utility,
    ZeroCost,
    about,
    count,
    sentences,
)
from voting.counting.explain.rounding import adding_up
from voting.counting.stages import Group, Stage, parse_stages

Vote = Callable[..., Ballots]
SHARES = Rules(rule=Rule.EQUAL_SHARES)


def test_who_paid_and_who_had_less_is_said_of_a_winner(vote: Vote) -> None:
    election = vote({"a": 300_00, "b": 500_00}, ["ab", "ab", "ab", "b", "b"], 1_000_00)
    assert sentences(count(election, SHARES)) == {
        "b": "Picked in step 1, for £500. All 5 people who chose it put in £100 each from their "
        "share.",
        "a": "Picked in step 2, for £300. All 3 people who chose it put in £100 each from their "
        "share.",
    }


def test_somebody_with_less_left_puts_in_all_they_have(vote: Vote) -> None:
    ballots = ["a", "a", "a", "ab", "b", "b", "c"]
    words = sentences(count(vote({"a": 4_00, "b": 20_00, "c": 100_00}, ballots, 70_00), SHARES))
    assert words["a"] == (
        "Picked in step 1, for £4. All 4 people who chose it put in £1 each from their share."
    )
    assert words["b"] == (
        "Picked in step 2, for £20. All 3 people who chose it put in about £6.67 each from their "
        "share."
    )
    tight = vote({"a": 36_00, "b": 27_00}, ["a", "a", "a", "ab", "b", "b"], 60_00)
    assert sentences(count(tight, SHARES))["b"].startswith("Not picked: the 3 people who chose it")
    richer = vote({"a": 36_00, "b": 21_00}, ["a", "a", "a", "ab", "b", "b"], 60_00)
    assert sentences(count(richer, SHARES))["b"] == (
        "Picked in step 2, for £21. 2 of the 3 people who chose it put in £10 each from their "
        "share (£20 in all); 1 had less left and put in all they had, £1."
    )


def test_a_loser_reads_what_was_left_and_where_the_rest_went(vote: Vote) -> None:
    ballots = ["ab", "ab", "a", "a", "b", "c"]
    words = sentences(count(vote({"a": 40_00, "b": 25_00, "c": 35_00}, ballots, 60_00), SHARES))
    assert words["b"] == (
        "Not picked: the 3 people who chose it had £30 of shares. £10 of that was left after "
        "step 1, and it costs £25: it lacked £15. The rest had gone to Project a (£20)."
    )
    assert words["c"] == (
        "Not picked: the 1 person who chose it had £10 of shares, never more than 29% of the £35 "
        "that it costs: it lacked £25."
    )


def test_few_voters_payments_stay_secret_and_what_their_votes_give_is_said(vote: Vote) -> None:
    ballots = ["ab", "ab", "a", "a", "b", "c"]
    result = count(vote({"a": 40_00, "b": 25_00, "c": 35_00}, ballots, 60_00), SHARES)
    words = sentences(result, few=True)
    assert words["a"] == (
        "Picked in step 1, for £40. The 4 people who chose it paid for it from their shares."
    )
    assert words["b"] == (
        "Not picked: the 3 people who chose it had £30 of shares. They put money into other "
        "ideas too, and what was left did not pay its cost, £25."
    )
    assert words["c"] == sentences(result)["c"]


def test_of_few_voters_equal_prices_are_said_only_of_the_first_step(vote: Vote) -> None:
    """Later it depends on what the same people had paid before, and would say who chose both."""
    ballots = ["abc"] * 3 + ["d"]
    costs = {"a": 30_00, "b": 30_00, "c": 30_00, "d": 20_00}
    result = count(vote(costs, ballots, 80_00), SHARES)
    whole, words = sentences(result), sentences(result, few=True)
    assert all("as good a buy" in whole[id] for id in "bc")
    assert "Project b and Project c would have been just as good a buy" in words["a"]
    assert "as good a buy" not in words["b"]
    assert words["c"].endswith(
        "Project a was just as good a buy; the published tie order puts the earlier code "
        "first, so Project a went first."
    )


def test_points_pay_by_the_point() -> None:
    projects = [Project("a", "Benches", 12_00, 1), Project("b", "Trees", 90_00, 2)]
    builder = Builder(projects, budget=40_00, format=Format.POINTS)
    builder.add([0, 1], [2, 1])
    builder.add([0], [8])
    rules = replace(SHARES, utility=Utility.POINTS, completion=Completion.GREEDY)
    words = sentences(count(builder.build(), rules))
    assert words["a"] == (
        "Picked in step 1, for £12. 2 people who gave it points put in £1.20 from their share for "
        "each point (10 points)."
    )
    assert words["b"].endswith(
        "it lacked £70. Afterwards the rest went by most points: £28 was left at its turn, £62 too "
        "little."
    )


def test_the_fill_is_said_to_come_afterwards(vote: Vote) -> None:
    rules = replace(SHARES, completion=Completion.GREEDY)
    election = vote({"a": 30_00, "b": 30_00}, ["a", "a", "b"], 60_00)
    assert sentences(count(election, rules))["b"] == (
        "Picked in step 2, after the shares, with the money that was left: 1 person chose it, the "
        "2nd most. £30 was left when its turn came and it costs £30; nothing was left after it."
    )
    assert about(count(election, rules))[1:] == [
        "£60 between 3 people is a share of £20 each.",
        "Shares paid £30. The £30 that was left went by most votes: £30 of it was used.",
        "In all £60 of £60 was shared out, and nothing was left.",
    ]


def test_raised_shares_are_said_with_the_reason_why_they_stopped(vote: Vote) -> None:
    rules = replace(SHARES, completion=Completion.ADD1)
    election = vote({"a": 30_00, "b": 30_00, "c": 40_00}, ["a", "a", "b", "c"], 70_00)
    assert about(count(election, rules))[1] == (
        "£70 between 4 people is a share of £17.50 each. Money was left, so shares were raised "
        "13 times by £1, to £30.50. That ended because nothing more fitted into the money."
    )


def test_equal_prices_are_told_with_the_lot_that_settled_them(vote: Vote) -> None:
    rules = replace(SHARES, ties=(TieKey.LOT,), lot_seed="two")
    result = count(vote({"a": 20_00, "b": 20_00}, ["a", "b", "ab"], 60_00), rules)
    first, second = (f"Project {id}" for id in result.funded)
    assert sentences(result)[result.funded[0]].endswith(
        f"{second} would have been just as good a buy; the published tie order puts the one drawn "
        "earlier by lot first, so it went first."
    )
    assert first != second


def test_a_result_by_comparison_says_who_has_more(vote: Vote) -> None:
    rules = replace(SHARES, comparison=True)
    ballots = ["ab", "ab", "ab", "ab", "c", "c"]
    facts = about(count(vote({"a": 45_00, "b": 45_00, "c": 30_00}, ballots, 90_00), rules))
    assert facts[0] == (
        "Equal shares and most votes were compared by how many winners each person chose. "
        "2 people have more under equal shares and 4 have more under most votes, so the result of "
        "most votes stands."
    )


def test_money_kept_for_a_theme_is_said(vote: Vote) -> None:
    projects = [
        Project("a", "Benches", 50_00, 1, theme="Safer streets"),
        Project("b", "Trees", 40_00, 2, theme="Greener streets"),
    ]
    builder = Builder(projects, budget=100_00)
    builder.add([0], people=3)
    builder.add([1])
    stages = (Stage(Group.THEME, "Greener streets", percent=45),)
    greedy = count(builder.build(), Rules(stages=stages))
    assert sentences(greedy)["b"] == (
        "Picked with the money kept for Greener streets: 1 person chose it, the 2nd most. £45 of "
        "that money was left when its turn came and it costs £40; £5 was left after it."
    )
    facts = about(greedy)
    assert facts[0] == (
        "£45 was kept first for Greener streets: 1 idea took £40, and £5 went back."
    )
    shares = count(builder.build(), replace(SHARES, stages=stages))
    assert sentences(shares)["b"].startswith(
        "Picked in step 1, for £40, with the money kept for Greener streets. "
    )
    assert "In the rest of the pot, £60 between 3 people is a share of £20 each." in about(shares)


def test_what_was_blocked_withdrawn_free_or_paid_in_part_says_so() -> None:
    projects = [
        Project(key, f"Project {key}", cost, n)
        for n, (key, cost) in enumerate(
            {"a": 60_00, "b": 30_00, "c": 50_00, "d": 0, "e": 10_00}.items(), 1
        )
    ]
    builder = Builder(projects, budget=90_00, incompatible=[("a", "b")], withdrawn=["e"])
    builder.add([0, 1, 2, 3, 4], people=2)
    builder.add([0])
    rules = Rules(part_funding=50, zero_cost=ZeroCost.NEVER)
    words = sentences(count(builder.build(), rules))
    assert words["b"].endswith("Project a was picked, and only one of the two can be.")
    assert words["c"].startswith("Part of it is paid for: 2 people chose it, the joint 2nd most. ")
    assert "It costs £50, so it still lacks £20." in words["c"]
    assert words["d"].endswith("It costs nothing, and by the rules such an idea can't be picked.")
    assert words["e"] == "Not picked: it was taken back, so it could not be picked."


def test_places_without_points_are_no_reason_to_win() -> None:
    builder = Builder([Project("a", "A", 1, 1)], budget=9, format=Format.RANKINGS)
    builder.add([0], [2])
    assert sentences(count(builder.build(), Rules(points_table=(1,))))["a"] == (
        "Not picked: 1 person chose it in places that give no points. Only ideas with points "
        "can be picked."
    )


@pytest.mark.parametrize(
    ("parts", "total", "whole"),
    [
        (["1/2", "1/2"], 1, [1, 0]),
        (["1/3", "2/3"], 1, [0, 1]),
        (["10/3", "10/3", "10/3"], 10, [4, 3, 3]),
        (["5", "7"], 12, [5, 7]),
        ([], 0, []),
    ],
)
def test_rounded_parts_add_up(parts: list[str], total: int, whole: list[int]) -> None:
    assert adding_up([Fraction(part) for part in parts], total) == whole


def test_a_reader_can_say_it_all_again_from_the_published_data() -> None:
    """The data and the projects' names are enough for every sentence."""
    facts = 0
    for seed in range(400):
        random = Random(f"data {seed}")
        election = small_election(random)
        rules = some_rules(random, election)
        try:
            result = count(packed(election), rules)
        except CannotCount:
            continue
        data = json.loads(json.dumps(result.to_data()))
        again = rebuilt(data, {outcome.project.id: outcome.project for outcome in result.outcomes})
        assert sentences(again) == sentences(result)
        assert about(again) == about(result)
        facts += bool(data.get("runs"))
    assert facts > 100


def rebuilt(data: dict[str, Any], projects: dict[str, Project]) -> Result:
    """A result from its data."""
    shared = Counter(row["place"] for row in data["outcomes"])
    outcomes = tuple(_outcome(row, projects, shared) for row in data["outcomes"])
    compared = data.get("comparison")
    return Result(
        rules=Rules.from_manifest(data["rules"]),
        budget=data["budget"],
        funded=tuple(data["funded"]),
        spent=data["spent"],
        outcomes=outcomes,
        runs=tuple(_run(row, projects) for row in data.get("runs", [])),
        comparison=compared
        and Comparison(
            compared["more_with_shares"], compared["more_with_greedy"], tuple(compared["other"])
        ),
    )


def _outcome(row: dict[str, Any], projects: dict[str, Project], shared: Counter[int]) -> Outcome:
    turn = row["turn"] and Turn(row["turn"], row["balance_before"], row["cost"])
    ties = tuple(Tie(projects[t["id"]], TieKey(t["key"]), t["ahead"]) for t in row["ties"])
    return Outcome(
        project=projects[row["id"]],
        verdict=LineVerdict(row["verdict"]),
        votes=row["votes"],
        score=row["score"],
        place=row["place"],
        level=shared[row["place"]],
        turn=turn or None,
        ties=ties,
        stopped_by=projects[row["stopped_by"]] if row["stopped_by"] else None,
        step=_step(row["step"], projects) if "step" in row else None,
        loss=_loss(row["loss"], projects) if "loss" in row else None,
        part=row.get("part"),
        blocked_by=projects[row["blocked_by"]] if "blocked_by" in row else None,
    )


def _step(row: dict[str, Any], projects: dict[str, Project]) -> Step:
    money = ("price", "each", "full_paid", "short_paid", "before")
    exact = {name: Fraction(row[name]) for name in money}
    return Step(
        number=row["number"],
        project=projects[row["id"]],
        full=row["full"],
        short=row["short"],
        **exact,
    )


def _loss(row: dict[str, Any], projects: dict[str, Project]) -> Loss:
    return Loss(
        supporters=row["supporters"],
        after=row["after"],
        began=Fraction(row["began"]),
        left=Fraction(row["left"]),
        lacked=Fraction(row["lacked"]),
        went_to=tuple((projects[id], Fraction(paid)) for id, paid in row["went_to"]),
    )


def _run(row: dict[str, Any], projects: dict[str, Project]) -> Run:
    shares = row["shares"]
    return Run(
        stage=parse_stages(row["stage"])[0] if row["stage"] else None,
        budget=row["budget"],
        funded=tuple(row["funded"]),
        spent=row["spent"],
        shares=shares
        and Shares(
            voters=shares["voters"],
            start=Fraction(shares["start"]),
            raised=shares["raised"],
            share=Fraction(shares["share"]),
            stop=Stop(shares["stop"]),
            next_cost=shares["next_cost"],
            steps=tuple(_step(step, projects) for step in shares["steps"]),
        ),
    )
