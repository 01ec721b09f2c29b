from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from voting.counting import (
    Blank,
    Completion,
    Group,
    Misfit,
    Rule,
    Rules,
    RulesError,
    Scope,
    Score,
    Stage,
    StageError,
    Start,
    TieKey,
    Utility,
    ZeroCost,
    rules_digest,
)
from voting.counting.rules import Manifest

STRICT = Rules(misfit=Misfit.STOP, min_votes=20, ties=(TieKey.COST, TieKey.NUMBER))


SHARES = Rules(rule=Rule.EQUAL_SHARES)
EVERYTHING = Rules(
    rule=Rule.EQUAL_SHARES,
    misfit=Misfit.STOP,
    min_votes=3,
    ties=(TieKey.COST, TieKey.LOT),
    completion=Completion.ADD1_GREEDY,
    zero_cost=ZeroCost.NEVER,
    blank=Blank.COUNTED,
    score=Score.VOTES,
    points_table=(5, 3, 1),
    lot_seed="drawn on 4 May",
    part_funding=40,
    stages=(
        Stage(Group.THEME, "Safer streets", percent=30),
        Stage(Group.AREA, "North", amount=5000_00),
    ),
    utility=Utility.POINTS,
    add1_step=1,
    add1_start=Start.WHOLE_STEPS,
    add1_exhaustive=False,
    add1_scope=Scope.ALL,
    comparison=True,
)
# Every choice of docs/counting.md that changes winners, each with a value that is not the usual.
CHOICES = {
    "skip or stop": replace(SHARES, misfit=Misfit.STOP),
    "fewest votes": replace(SHARES, min_votes=2),
    "exhaustive stop": replace(SHARES, add1_exhaustive=False),
    "its scope": replace(SHARES, add1_scope=Scope.ALL),
    "start": replace(SHARES, add1_start=Start.WHOLE_STEPS),
    "endowment": replace(SHARES, endowment=Fraction(1000, 7)),
    "step": replace(SHARES, add1_step=1),
    "projects that cost nothing": replace(SHARES, zero_cost=ZeroCost.NEVER),
    "blank ballots": replace(SHARES, blank=Blank.COUNTED),
    "tie order": replace(SHARES, ties=(TieKey.NUMBER,)),
    "the lot": replace(SHARES, ties=(TieKey.LOT,), lot_seed="drawn on 4 May"),
    "ranked by": replace(SHARES, score=Score.VOTES),
    "points of places": replace(SHARES, points_table=(3, 1)),
    "utility": replace(SHARES, utility=Utility.CARDINALITY),
    "completion": replace(SHARES, completion=Completion.ADD1),
    "comparison": replace(SHARES, comparison=True),
    "stages": replace(SHARES, stages=EVERYTHING.stages),
    "part-funding": replace(SHARES, part_funding=50),
}


@pytest.mark.parametrize("rules", [Rules(), STRICT, SHARES, EVERYTHING, *CHOICES.values()])
def test_a_manifest_gives_back_the_rules(rules: Rules) -> None:
    assert Rules.from_manifest(rules.to_manifest()) == rules


def test_a_manifest_holds_only_plain_values() -> None:
    assert {type(value) for value in STRICT.to_manifest().values()} == {int, str}


@pytest.mark.parametrize(
    "change",
    [
        {"misfit": "maybe"},
        {"min_votes": True},
        {"min_votes": "2"},
        {"min_votes": 0},
        {"ties": "cost"},
        {"ties": "id,luck"},
        {"ties": "id,id"},
        {"rule": 1},
        {"version": 2},
        {"colour": "blue"},
        {"utility": "cost"},
        {"part_funding": 0},
        {"part_funding": 100},
        {"stages": "theme:safer"},
        {"stages": "theme:safer=0%"},
        {"stages": "theme:safer=10%;theme:safer=10%"},
        {"points_table": "1,2"},
        {"points_table": "3, 2"},
        {"lot_seed": "x"},
        {"ties": "cost,lot"},
        {"completion": "add1"},
        {"comparison": True},
        {"add1_step": 0},
        {"endowment": "1/0"},
        {"score": "places"},
    ],
)
def test_a_manifest_that_could_mean_something_else_is_refused(change: Manifest) -> None:
    with pytest.raises(RulesError):
        Rules.from_manifest({**Rules().to_manifest(), **change})


def test_a_manifest_with_a_rule_missing_is_refused() -> None:
    manifest = Rules().to_manifest()
    del manifest["ties"]
    with pytest.raises(RulesError, match="ties"):
        Rules.from_manifest(manifest)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colour": "green"}, "missing or unknown in the rules: colour"),
        ({"version": 99}, "rules of version 99 are not known"),
        ({"rule": 5}, "rule is text in the rules"),
        ({"points_table": "3;2"}, "points_table is numbers with commas between them, not '3;2'"),
        ({"endowment": "1e3"}, "endowment is budget/voters or a fraction, not '1e3'"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said(change: Manifest, says: str) -> None:
    with pytest.raises(RulesError) as refused:
        Rules.from_manifest({**SHARES.to_manifest(), **change})
    assert str(refused.value) == says


def test_the_digest_of_published_rules_never_changes() -> None:
    """These bytes are in published certificates: a failure here means a broken promise."""
    assert rules_digest(Rules()) == (
        "30c5b851d69a495e7fea97c4f1def29b27a92537c3373424851caa4f7ec4f5f1"
    )


def test_other_rules_have_another_digest() -> None:
    assert rules_digest(STRICT) != rules_digest(Rules())


@pytest.mark.parametrize(
    "change",
    [
        {"endowment": "1/0"},
        {"endowment": "2/4"},
        {"endowment": "-1"},
        {"endowment": "0.5"},
        {"add1_exhaustive": 1},
        {"add1_start": "later"},
        {"utility": "joy"},
        {"comparison": "yes"},
    ],
)
def test_rules_of_equal_shares_in_another_form_are_refused(change: Manifest) -> None:
    with pytest.raises(RulesError):
        Rules.from_manifest({**SHARES.to_manifest(), **change})


def test_equal_shares_write_down_every_choice() -> None:
    missing = SHARES.to_manifest()
    del missing["add1_scope"]
    with pytest.raises(RulesError, match="add1_scope"):
        Rules.from_manifest(missing)


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_is_a_field_that_changes_the_digest(choice: str) -> None:
    changed = CHOICES[choice]
    fields = SHARES.to_manifest().items() ^ changed.to_manifest().items()
    assert fields
    assert rules_digest(changed) != rules_digest(SHARES)


def test_the_digest_of_equal_shares_never_changes() -> None:
    """These bytes are in published certificates: a failure here means a broken promise."""
    assert rules_digest(EVERYTHING) == (
        "d709c07fd71f57421bbca2f6a849590c879b7909cf6d2dbc3746b0da2d6bd14d"
    )


def test_greedy_leaves_out_what_it_has_always_meant() -> None:
    assert set(Rules().to_manifest()) == {
        "version",
        "rule",
        "misfit",
        "min_votes",
        "ties",
        "completion",
        "zero_cost",
        "blank",
    }


@pytest.mark.parametrize(
    "stage",
    [
        {"percent": 0},
        {"percent": 101},
        {"amount": -1},
        {},
        {"percent": 5, "amount": 5},
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(stage: dict[str, int]) -> None:
    with pytest.raises(StageError):
        Stage(Group.THEME, "Safer streets", **stage)


def test_a_stage_keeps_a_per_cent_rounded_down_or_an_amount() -> None:
    assert Stage(Group.THEME, "Safer streets", percent=33).money(1001) == 330
    assert Stage(Group.AREA, "North", amount=70).money(1001) == 70
