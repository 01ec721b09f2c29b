"""A group that agrees on a project and could pay for it is not left out by equal shares."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from tests.voting.counting.elections import packed, plain
from tests.voting.counting.forgery import any_result
from voting.counting import (
    Rule,
    Rules,
    Utility,
    count,
    ejr_plus_violations,
)

# Ten people and 100: six of them can take it all by most votes, though four could pay for c.
LEFT_OUT = packed(plain({"a": 50, "b": 50, "c": 40}, [(6, "ab"), (4, "c")], 100))
SHARE = Fraction(10)


@pytest.mark.parametrize("utility", [Utility.COST, Utility.CARDINALITY])
def test_most_votes_can_leave_a_group_out_that_could_pay(utility: Utility) -> None:
    funded = count(LEFT_OUT, Rules()).funded
    assert funded == ("a", "b")
    (found,) = ejr_plus_violations(LEFT_OUT, funded, SHARE, utility)
    assert (found.project.id, found.people, found.most) == ("c", 4, 0)


@pytest.mark.parametrize("utility", [Utility.COST, Utility.CARDINALITY])
def test_equal_shares_does_not_leave_it_out(utility: Utility) -> None:
    funded = count(LEFT_OUT, Rules(rule=Rule.EQUAL_SHARES, utility=utility)).funded
    assert set(funded) == {"a", "c"}
    assert ejr_plus_violations(LEFT_OUT, funded, SHARE, utility) == []


def test_a_group_that_lacks_a_penny_is_not_left_out() -> None:
    dearer = packed(plain({"a": 50, "b": 50, "c": 41}, [(6, "ab"), (4, "c")], 100))
    assert ejr_plus_violations(dearer, ("a", "b"), SHARE, Utility.COST) == []


def test_under_points_there_is_no_such_test() -> None:
    with pytest.raises(ValueError, match="cost and cardinality"):
        ejr_plus_violations(LEFT_OUT, (), SHARE, Utility.POINTS)


def test_equal_shares_never_leaves_such_a_group_out() -> None:
    tried = 0
    for seed in range(800):
        found = any_result(Random(seed))
        if found is None or found[1].utility is Utility.POINTS or "runs" not in found[2]:
            continue
        ballots, rules, result = found
        shares = result["runs"][-1]["shares"]
        if shares is None or rules.stages or rules.min_votes > 1:
            continue
        if any(project.cost == 0 for project in ballots.projects):
            continue
        tried += 1
        share = Fraction(shares["share"])
        assert ejr_plus_violations(ballots, result["funded"], share, rules.utility) == []
    assert tried > 50


def test_the_test_is_the_definition_over_all_groups() -> None:
    violated = 0
    for seed in range(300):
        random = Random(seed)
        ids = "abcd"
        votes = [
            (random.randint(1, 3), "".join(id for id in ids if random.random() < 0.6))
            for _ in range(4)
        ]
        costs = {id: random.choice((2, 3, 6)) for id in ids}
        ballots = packed(plain(costs, votes, random.randint(4, 12)))
        funded = count(ballots, Rules()).funded
        share = Fraction(ballots.budget, max(1, ballots.voters))
        for utility in (Utility.COST, Utility.CARDINALITY):
            found = {one.project.id for one in ejr_plus_violations(ballots, funded, share, utility)}
            assert found == _by_definition(votes, costs, funded, share, utility)
            violated += bool(found)
    assert violated > 10


def _by_definition(
    votes: list[tuple[int, str]],
    costs: dict[str, int],
    funded: tuple[str, ...],
    share: Fraction,
    utility: Utility,
) -> set[str]:
    people = [set(named) for number, named in votes for _ in range(number)]
    return {
        project
        for project in costs.keys() - set(funded)
        for size in range(1, len(people) + 1)
        for group in combinations([own for own in people if project in own], size)
        if all(_needs(costs, own & set(funded), project, utility) <= size * share for own in group)
    }


def _needs(costs: dict[str, int], winners: set[str], project: str, utility: Utility) -> int:
    if utility is Utility.COST:
        return sum(costs[id] for id in winners) + costs[project]
    return (len(winners) + 1) * costs[project]
