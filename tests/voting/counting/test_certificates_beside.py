"""What the website tells beside a result is checked where it is there, and nothing else may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from voting.counting import Builder, Format, Project, Rules, certify, count, rules_digest, sentences

PROJECTS = [Project("a", "Benches", 50_000, 1), Project("b", "Trees", 40_000, 2)]


def points() -> Builder:
    """Two give all to benches, one gives them nothing, one names nothing."""
    builder = Builder(PROJECTS, budget=60_000, format=Format.POINTS)
    builder.add([0], [5], people=2)
    builder.add([0, 1], [0, 3])
    builder.add([], [])
    return builder


BALLOTS = points().build()


def facts() -> dict[str, Any]:
    result = count(BALLOTS, Rules())
    return result.to_data() | {
        "v": 1,
        "voters": 4,
        "blank": 1,
        "served": 2,
        "rules_sha256": rules_digest(Rules()),
        "sentences": sentences(result),
        "about": ["Two ideas stood."],
    }


def test_all_of_it_is_proven_and_so_is_each_part_alone() -> None:
    whole, bare = facts(), count(BALLOTS, Rules()).to_data()
    assert certify(BALLOTS, whole, rules=Rules()) == []
    for key in whole.keys() - bare.keys():
        assert certify(BALLOTS, bare | {key: whole[key]}) == []


@pytest.mark.parametrize(
    ("key", "claim", "named"),
    [
        ("v", 2, "the version of the format is 2 in the result, and 1 by"),
        ("v", True, "the version of the format is true in the result, and 1 by"),
        ("voters", 5, "the number of voters is 5 in the result, and 4 by"),
        ("blank", 0, "the number of blank ballots is 0 in the result, and 1 by"),
        ("served", 3, "the number of people who get something they chose is 3 in the result"),
        ("served", "2", 'something they chose is "2" in the result, and 2 by'),
        ("rules_sha256", "00", 'the digest of the rules is "00" in the result'),
        ("about", "words", "what is said about the count is not a list of sentences"),
        ("about", [1], "what is said about the count is not a list of sentences"),
        ("sentences", ["words"], "the sentences are not one text for every project"),
        ("sentences", {"a": "words"}, "the sentences are not one text for every project"),
        ("sentences", {"a": "", "b": 1}, "the sentences are not one text for every project"),
        ("winner", "a", '"winner" does not belong there'),
    ],
)
def test_what_is_false_is_named(key: str, claim: object, named: str) -> None:
    (fault,) = certify(BALLOTS, facts() | {key: claim})
    assert fault.startswith("The result: ")
    assert named in fault


def test_the_digest_is_of_the_rules_in_the_result() -> None:
    other = rules_digest(replace(Rules(), min_votes=2))
    (fault,) = certify(BALLOTS, facts() | {"rules_sha256": other})
    assert "the digest of the rules is" in fault


def test_people_who_get_several_are_counted_once() -> None:
    ballots = points().build()
    assert ballots.served(["a", "b"]) == 3
    assert ballots.served(["b"]) == 1
    assert ballots.served([]) == 0
