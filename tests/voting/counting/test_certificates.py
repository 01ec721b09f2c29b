"""Every true result is certified, and only a true one, and a digest names it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voting.counting.elections import packed, plain, unpacked
from tests.voting.counting.forgery import any_result, mutated, not_checked, published
from tests.voting.counting.generated import some_rules
from voting.counting import (
    Ballots,
    CannotCount,
    Completion,
    Misfit,
    Rule,
    Rules,
    Scope,
    Score,
    Utility,
    certify,
    election_digest,
    result_digest,
    rules_digest,
)
from voting.counting.pabulib import read
from voting.counting.stages import Group, Stage

SHARES = Rules(rule=Rule.EQUAL_SHARES, score=Score.VOTES)
KINDS = {
    "greedy": Rules(),
    "stop": Rules(misfit=Misfit.STOP),
    "cost": replace(SHARES, completion=Completion.ADD1_GREEDY),
    "cardinality": replace(SHARES, utility=Utility.CARDINALITY),
    "points": replace(SHARES, utility=Utility.POINTS, score=Score.POINTS),
    "comparison": replace(SHARES, completion=Completion.GREEDY, comparison=True, part_funding=50),
}
BENCHES = packed(plain({"a": 500, "b": 300}, [(2, "a"), (1, "ab")], 700))


@pytest.mark.parametrize("kind", KINDS)
def test_every_real_result_is_certified(real_elections: Path, kind: str) -> None:
    files = sorted(real_elections.glob("*.pb"))
    assert len(files) >= 40
    for path in files:
        ballots = read(path).ballots
        faults = certify(ballots, published(ballots, KINDS[kind]), rules=KINDS[kind])
        assert faults == [], f"{path.name}: {faults[:3]}"


def test_every_generated_result_is_certified() -> None:
    for seed in range(1200):
        if found := any_result(Random(seed)):
            ballots, rules, result = found
            assert certify(ballots, result, rules=rules) == [], f"seed {seed}"


def test_what_an_earlier_stage_blocked_does_not_keep_raising_going() -> None:
    """Beside b, picked for north, c can't be picked: nothing else fits that costs 500 or less."""
    vote = plain(
        {"a": 900, "b": 400, "c": 100},
        [(2, "b"), (1, "a"), (1, "ac")],
        1000,
        incompatible=[("b", "c")],
        areas={"b": "north"},
    )
    rules = replace(
        SHARES,
        completion=Completion.ADD1,
        add1_scope=Scope.ALL,
        stages=(Stage(Group.AREA, "north", amount=400),),
    )
    ballots = packed(vote)
    result = published(ballots, rules)
    assert result["funded"] == ["b"]
    assert result["runs"][1]["shares"]["stop"] == "nothing-fits"
    assert certify(ballots, result, rules=rules) == []


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_any_one_changed_value_is_a_fault(random: Random) -> None:
    found = any_result(random)
    changed = found and mutated(random, found[2])
    if found is None or changed is None:
        return
    ballots, rules, result = found
    path, forged = changed
    faults = certify(ballots, forged, rules=rules)
    assert faults or not_checked(path), f"{path} in {result}"
    assert all(fault.endswith(".") and "\n" not in fault for fault in faults)


def test_a_result_by_other_rules_is_certified_only_where_it_is_the_same() -> None:
    """Where shares are raised, that they should have stayed is the one lie that is not seen."""
    for seed in range(150):
        random = Random(seed)
        found = any_result(random)
        if found is None:
            continue
        ballots, _, result = found
        other = _other_result(random, ballots)
        forged = {**other, "rules": result["rules"]}
        if certify(ballots, forged) == [] and forged != result:
            assert _raised(forged) != _raised(result), f"seed {seed}"


def _other_result(random: Random, ballots: Ballots) -> dict[str, Any]:
    try:
        return published(ballots, some_rules(random, unpacked(ballots)))
    except CannotCount:
        return published(ballots, Rules())


def _raised(result: dict[str, Any]) -> list[object]:
    runs = [*result.get("runs", []), *result.get("comparison", {}).get("runs", [])]
    return [run["shares"] and run["shares"]["raised"] for run in runs]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"rules": None},
        {"rules": {"rule": []}},
        {"rules": {**Rules().to_manifest(), "endowment": "1/0"}},
        {"rules": {**Rules().to_manifest(), "min_votes": 10**4000}},
        {"rules": {**SHARES.to_manifest(), "add1_step": 10**4000}},
        {"budget": float("nan")},
        {"funded": {"a": 1}},
        {"funded": ["a", "a"]},
        {"funded": ["\ud800"]},
        {"outcomes": [[]]},
        {"outcomes": None},
        {"spent": True},
        {"spent": 10**4400},
        {"runs": []},
        {"comparison": {}},
        {"more": object()},
    ],
)
def test_a_broken_result_is_a_sentence_and_never_an_exception(broken: dict[str, Any]) -> None:
    result = {**published(BENCHES, Rules()), **broken} if broken else {}
    faults = certify(BENCHES, result, digest="0" * 64)
    assert faults
    assert all(fault.endswith(".") for fault in faults)


def test_a_result_nested_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    assert certify(BENCHES, {**published(BENCHES, Rules()), "runs": deep})
    for depth in range(700, 1100, 7):
        nested = json.loads("[" * depth + "]" * depth) if depth < 900 else deep
        assert certify(BENCHES, {**published(BENCHES, Rules()), "spent": nested})


def test_the_digest_is_of_the_documented_bytes() -> None:
    election = (
        "pb-election/v1\n"
        '{"budget":700,"currency":"GBP","format":"approval","incompatible":[],'
        '"max_length":null,"minor_digits":2,"withdrawn":[]}\n'
        '{"area":"","cost":500,"id":"a","number":1,"theme":""}\n'
        '{"area":"","cost":300,"id":"b","number":2,"theme":""}\n'
        "[[[1,1],[2,1]],1]\n"
        "[[[1,1]],2]\n"
    )
    assert election_digest(BENCHES) == _sha(election)
    result = published(BENCHES, Rules())
    canonical = json.dumps(result, sort_keys=True, separators=(",", ":"))
    lines = ("pb-result/v1", rules_digest(Rules()), _sha(election), canonical, "")
    assert result_digest(BENCHES, result) == _sha("\n".join(lines))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_does_not_depend_on_the_order_of_ballots_or_projects() -> None:
    election = plain({"a": 500, "b": 300}, [(1, "ab"), (1, "a"), (1, "a")], 700)
    election["projects"] = election["projects"][::-1]
    assert election_digest(packed(election)) == election_digest(BENCHES)


@pytest.mark.parametrize(
    ("costs", "ballots", "budget"),
    [
        ({"a": 501, "b": 300}, [(2, "a"), (1, "ab")], 700),
        ({"a": 500, "b": 300}, [(2, "a"), (1, "b")], 700),
        ({"a": 500, "b": 300}, [(3, "a"), (1, "ab")], 700),
        ({"a": 500, "b": 300}, [(2, "a"), (1, "ab")], 701),
    ],
)
def test_another_election_has_another_digest(
    costs: dict[str, int], ballots: list[tuple[int, str]], budget: int
) -> None:
    assert election_digest(packed(plain(costs, ballots, budget))) != election_digest(BENCHES)


def test_a_digest_is_checked_where_it_is_given() -> None:
    result = published(BENCHES, Rules())
    digest = result_digest(BENCHES, result)
    assert certify(BENCHES, result, digest=digest) == []
    (fault,) = certify(BENCHES, result, digest="00" * 32)
    assert digest in fault
