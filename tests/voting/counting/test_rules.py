from __future__ import annotations

import pytest

from voting.counting import Misfit, Rules, RulesError, TieKey, rules_digest
from voting.counting.rules import Manifest

STRICT = Rules(misfit=Misfit.STOP, min_votes=20, ties=(TieKey.COST, TieKey.NUMBER))


@pytest.mark.parametrize("rules", [Rules(), STRICT])
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


def test_the_digest_of_published_rules_never_changes() -> None:
    """These bytes are in published certificates: a failure here means a broken promise."""
    assert rules_digest(Rules()) == (
        "30c5b851d69a495e7fea97c4f1def29b27a92537c3373424851caa4f7ec4f5f1"
    )


def test_other_rules_have_another_digest() -> None:
    assert rules_digest(STRICT) != rules_digest(Rules())
