from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.counting import (
    Ballots,
    Builder,
    LineVerdict,
    Misfit,
    Project,
    Result,
    Rules,
    TieKey,
    count,
)

Vote = Callable[..., Ballots]
SKIP = Rules()
STOP = Rules(misfit=Misfit.STOP)
POUNDS = {"a": 600, "b": 500, "c": 300}


def test_a_project_that_does_not_fit_is_passed_over(vote: Vote) -> None:
    assert count(vote(POUNDS, ["ab", "ab", "abc", "a"], 1000), SKIP).funded == ("a", "c")


def test_a_stopping_count_ends_at_the_first_that_does_not_fit(vote: Vote) -> None:
    result = count(vote(POUNDS, ["ab", "ab", "abc", "a"], 1000), STOP)
    assert result.funded == ("a",)
    assert result.outcome("c").verdict is LineVerdict.STOPPED
    assert result.outcome("c").stopped_by == result.outcome("b").project


def test_a_project_that_costs_exactly_what_is_left_is_picked(vote: Vote) -> None:
    result = count(vote({"a": 600, "b": 400}, ["a", "ab"], 1000), SKIP)
    assert (result.funded, result.spent, result.left) == (("a", "b"), 1000, 0)


def test_a_project_that_costs_a_penny_more_than_is_left_is_not(vote: Vote) -> None:
    result = count(vote({"a": 600, "b": 401}, ["a", "ab"], 1000), SKIP)
    turn = result.outcome("b").turn
    assert result.funded == ("a",)
    assert turn is not None
    assert (turn.before, turn.shortfall, turn.after) == (400, 1, 400)


def test_a_project_nobody_chose_is_not_picked_even_when_it_is_free(vote: Vote) -> None:
    result = count(vote({"a": 600, "b": 0}, ["a"], 1000), SKIP)
    assert result.funded == ("a",)
    assert result.outcome("b").verdict is LineVerdict.NO_VOTES


def test_a_free_project_that_somebody_chose_is_picked(vote: Vote) -> None:
    assert count(vote({"a": 600, "b": 0}, ["a", "ab"], 600), STOP).funded == ("a", "b")


def test_a_project_below_the_minimum_is_not_picked(vote: Vote) -> None:
    result = count(vote({"a": 600, "b": 100}, ["ab", "a"], 1000), Rules(min_votes=2))
    assert result.funded == ("a",)
    assert result.outcome("b").verdict is LineVerdict.TOO_FEW_VOTES


@pytest.mark.parametrize(
    ("ties", "first"),
    [("cost,id", "9"), ("id", "10"), ("number", "9"), ("votes,id", "10")],
)
def test_equal_votes_follow_the_published_tie_order(vote: Vote, ties: str, first: str) -> None:
    rules = Rules(ties=tuple(TieKey(key) for key in ties.split(",")))
    result = count(vote({"9": 500, "10": 600}, [["9", "10"]], 600), rules)
    assert result.funded == (first,)


def test_a_tie_names_the_other_project_and_what_settled_it(vote: Vote) -> None:
    result = count(vote({"a": 500, "b": 400, "c": 400}, ["abc"], 900), SKIP)
    ties = [(tie.other.id, tie.key, tie.ahead) for tie in result.outcome("c").ties]
    assert ties == [("b", TieKey.ID, False), ("a", TieKey.COST, True)]


def test_equals_share_a_place_and_the_next_place_is_counted_past_them(vote: Vote) -> None:
    result = count(vote({"a": 1, "b": 1, "c": 1, "d": 1}, ["abcd", "abc", "a"], 9), SKIP)
    places = {o.project.id: (o.place, o.level) for o in result.outcomes}
    assert places == {"a": (1, 1), "b": (2, 2), "c": (2, 2), "d": (4, 1)}


def test_money_beyond_what_a_float_holds_is_counted_to_the_penny(vote: Vote) -> None:
    huge = 2**60 + 1
    result = count(vote({"a": huge, "b": 1, "c": 1}, ["abc", "ab", "a"], huge + 1), SKIP)
    assert (result.funded, result.left) == (("a", "b"), 0)


def test_counting_by_name_gives_the_same_result(vote: Vote) -> None:
    ballots = vote(POUNDS, ["ab", "c"], 1000)
    assert count(ballots, SKIP) == count(ballots, SKIP)


def test_a_result_as_data_adds_up(vote: Vote) -> None:
    data = count(vote(POUNDS, ["ab", "ab", "abc", "a"], 1000), SKIP).to_data()
    assert (data["budget"], data["spent"], data["funded"]) == (1000, 900, ["a", "c"])


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[Project], list[list[int]], int, Rules]:
    """Small elections with few distinct costs, so that ties and exact fits are common."""
    costs = draw(st.lists(st.sampled_from([0, 100, 100, 250, 700]), min_size=1, max_size=8))
    projects = [Project(str(n + 7), f"P{n}", cost, n + 1) for n, cost in enumerate(costs)]
    choice = st.lists(st.integers(0, len(costs) - 1), max_size=4)
    ballots = draw(st.lists(choice, max_size=12))
    rules = Rules(
        misfit=draw(st.sampled_from(Misfit)),
        min_votes=draw(st.integers(1, 3)),
        ties=draw(st.sampled_from([(TieKey.COST, TieKey.ID), (TieKey.ID,), (TieKey.NUMBER,)])),
    )
    return projects, ballots, draw(st.integers(0, 1500)), rules


Election = tuple[list[Project], list[list[int]], int, Rules]


def run(election: Election) -> Result:
    projects, ballots, budget, rules = election
    builder = Builder(projects, budget=budget)
    for ballot in ballots:
        builder.add(ballot)
    return count(builder.build(), rules)


@given(elections())
def test_the_budget_is_never_exceeded(election: Election) -> None:
    result = run(election)
    assert result.spent == sum(o.project.cost for o in result.outcomes if o.funded)
    assert 0 <= result.spent <= result.budget


@given(elections(), st.data())
def test_the_order_of_ballots_and_projects_does_not_matter(
    election: Election, data: st.DataObject
) -> None:
    projects, ballots, budget, rules = election
    order = data.draw(st.permutations(range(len(projects))))
    moved = [
        [order.index(choice) for choice in ballot] for ballot in data.draw(st.permutations(ballots))
    ]
    assert run(([projects[i] for i in order], moved, budget, rules)) == run(election)


@given(elections())
def test_every_winner_has_the_votes_that_the_rules_ask_for(election: Election) -> None:
    result = run(election)
    assert all(o.votes >= max(1, election[3].min_votes) for o in result.outcomes if o.funded)


@given(elections())
def test_every_project_has_one_outcome_and_turns_pass_the_balance_on(election: Election) -> None:
    result = run(election)
    assert {o.project for o in result.outcomes} == set(election[0])
    turns = [o.turn for o in result.outcomes if o.turn]
    balances = [result.budget, *(turn.after for turn in turns)]
    assert [turn.before for turn in turns] == balances[:-1]
    assert balances[-1] == result.left


@given(elections())
def test_skipping_leaves_out_no_supported_project_that_still_fits(election: Election) -> None:
    projects, ballots, budget, rules = election
    result = run((projects, ballots, budget, Rules(min_votes=rules.min_votes, ties=rules.ties)))
    lost = [o for o in result.outcomes if o.verdict is LineVerdict.DID_NOT_FIT]
    assert all(o.project.cost > result.left for o in lost)


@given(elections())
def test_a_vote_more_never_moves_a_project_back(election: Election) -> None:
    projects, ballots, budget, rules = election
    before, after = run(election), run((projects, [*ballots, [0]], budget, rules))
    assert after.outcome(projects[0].id).place <= before.outcome(projects[0].id).place


@given(elections())
def test_the_first_project_that_fits_alone_is_picked_whatever_the_rest_do(
    election: Election,
) -> None:
    result = run(election)
    first = result.outcomes[0]
    fits = first.votes >= election[3].min_votes and first.project.cost <= result.budget
    assert first.funded == fits
