"""Both counts against a third, by other people, where the three mean the same.

They differ by intent in three things, which are kept out of what is compared. Free projects:
under cost utility the other never picks them. Projects that nobody chose, or without a point where
points rank: the other's greedy funds them when they fit, ours never; they come last there, so
leaving them out changes nothing else. And blank ballots are among the voters there, so the rules
compared count them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pabutools import fractions
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    CardinalProfile,
    Instance,
    Project,
)
from pabutools.election.satisfaction import (
    Additive_Cardinal_Sat,
    AdditiveSatisfaction,
    Cardinality_Sat,
    Cost_Sat,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from tests.voting.counting.elections import ADD1, GREEDY, SHARES, counted, unpacked
from tests.voting.counting.generated import small_election
from voting.counting import Rules, pabulib, reference
from voting.counting.options import Blank, Completion, Rule, Score, Utility

THOUSANDS = range(500_000, 500_700)
SMALLEST, SMALL = 14_500, 30_000  # bytes

GREEDIES = [replace(GREEDY, score=score) for score in Score]
SHARED = [
    replace(rules, utility=utility, completion=completion)
    for utility in Utility
    for rules, completion in (
        (SHARES, Completion.NONE),
        (SHARES, Completion.GREEDY),
        (ADD1, Completion.ADD1),
        (ADD1, Completion.ADD1_GREEDY),
    )
]
EVERY = [replace(rules, blank=Blank.COUNTED) for rules in (*GREEDIES, *SHARED)]


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fractions, "FRACTION", "gmpy2")


def theirs(election: reference.Election, rules: Rules) -> list[str]:
    """What the other picks, in order, without what greedy picks at a score of nought."""
    vote = reference.Vote(election, rules.to_manifest())
    instance, profile = third_form(election, vote)
    bought: Any = []
    if rules.rule is Rule.EQUAL_SHARES:
        bought = method_of_equal_shares(
            instance,
            profile,
            sat_class=uses(rules.utility, election["format"]),
            voter_budget_increment=rules.add1_step if rules.completion.raises else None,
        )
    names = [project.name for project in bought]
    if rules.completion.fills or rules.rule is Rule.GREEDY:
        points = rules.score is Score.POINTS and election["format"] != "approval"
        filled = greedy_utilitarian_welfare(
            instance,
            profile,
            sat_class=points_for_the_cost if points else Cost_Sat,
            is_sat_additive=True,
            initial_budget_allocation=bought,
        )
        return [p.name for p in filled if p.name in names or vote.score(p.name) > 0]
    return names


def third_form(election: reference.Election, vote: reference.Vote) -> tuple[Any, Any]:
    """The election as the other takes it: approvals, or what each mark is worth."""
    projects = {p["id"]: Project(p["id"], p["cost"]) for p in election["projects"]}
    instance = Instance(projects.values(), budget_limit=election["budget"])
    approval = election["format"] == "approval"
    ballots = [
        ApprovalBallot(projects[id] for id in voters.marks)
        if approval
        else CardinalBallot({projects[id]: worth for id, worth in voters.worth.items()})
        for voters in vote.voters
        for _ in range(voters.people)
    ]
    profile = ApprovalProfile if approval else CardinalProfile
    return instance, profile(ballots, instance=instance).as_multiprofile()


def uses(utility: Utility, form: str) -> Callable[..., object]:
    """The other's name for what a voter gets from a winner."""
    points = Cardinality_Sat if form == "approval" else Additive_Cardinal_Sat
    names: dict[Utility, Callable[..., object]] = {
        Utility.COST: Cost_Sat,
        Utility.CARDINALITY: Cardinality_Sat,
        Utility.POINTS: points,
    }
    return names[utility]


def points_for_the_cost(instance: Any, profile: Any, ballot: Any) -> object:
    """The other ranks by use for the cost, so points times cost rank by points."""
    return AdditiveSatisfaction(
        instance, profile, ballot, lambda i, v, ballot, p, _: ballot.get(p, 0) * p.cost
    )


def comparable(election: reference.Election) -> bool:
    """Nothing in it on which the two differ by intent, and somebody voted."""
    costs = [project["cost"] for project in election["projects"]]
    special = election["withdrawn"] or election["incompatible"]
    return min(costs) > 0 and not special and election["ballots"] != []


def test_small_elections_full_of_ties_come_out_the_same() -> None:
    compared = picked = 0
    for seed in THOUSANDS:
        random = Random(seed)
        election = small_election(random)
        if not comparable(election):
            continue
        most = max(project["cost"] for project in election["projects"])
        for rules in random.sample(EVERY, 3):
            if rules.completion.raises:
                rules = replace(rules, add1_step=1 if most < 200 else most // 30)
            ours = counted(election, rules)["funded"]
            assert ours == theirs(election, rules), f"seed {seed}: {election} {rules.to_manifest()}"
            compared, picked = compared + 1, picked + (ours != [])
    assert compared >= 800
    assert picked >= 500


def same_on_files(folder: Path, rules: Rules, size: int) -> int:
    """How many came out the same. One step is a whole unit of the file's currency there."""
    in_units = replace(rules, add1_step=100) if rules.completion.raises else rules
    compared = 0
    for path in sorted(folder.glob("*.pb")):
        if path.stat().st_size < size:
            election = unpacked(pabulib.read(path).ballots)
            assert comparable(election), path.name
            assert counted(election, in_units)["funded"] == theirs(election, in_units), path.name
            compared += 1
    return compared


@pytest.mark.parametrize("rules", EVERY)
def test_the_smallest_real_elections_come_out_the_same(real_elections: Path, rules: Rules) -> None:
    assert same_on_files(real_elections, rules, SMALLEST) >= 5


@pytest.mark.drill
@pytest.mark.parametrize("rules", EVERY)
def test_more_real_elections_come_out_the_same(real_elections: Path, rules: Rules) -> None:
    assert same_on_files(real_elections, rules, SMALL) >= 10
