"""The two independent counts say the same, down to the last fraction of a penny."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voting.counting.elections import by_reference, fast, packed, unpacked
from tests.voting.counting.generated import (
    RAISING,
    long_raise,
    middling_election,
    small_election,
    some_rules,
)
from voting.counting import Rules, pabulib
from voting.counting.options import Completion, Rule, Utility
from voting.counting.reference import CannotCount, Election, count

# A drill goes so many times as far: ALLOTMENT_DRILL=10 ./run test -m drill tests/voting/counting
AS_FAR = int(os.environ.get("ALLOTMENT_DRILL", "1"))


def drill(seeds: range, make: Callable[[Random], Election] = small_election) -> None:
    for seed in seeds:
        random = Random(seed)
        election = make(random)
        rules = some_rules(random, election)
        one, other = by_reference(election, rules), fast(packed(election), rules)
        assert one == other, f"seed {seed}: {election} {rules.to_manifest()}"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_the_two_counts_agree_on_any_small_election(random: Random) -> None:
    election = small_election(random)
    rules = some_rules(random, election)
    assert by_reference(election, rules) == fast(packed(election), rules)


@pytest.mark.parametrize("thousand", range(5))
def test_the_two_counts_agree_on_thousands_of_ties_and_boundaries(thousand: int) -> None:
    drill(range(1000 * thousand, 1000 * (thousand + 1)))


def test_the_two_counts_agree_on_elections_of_middling_size() -> None:
    drill(range(250), middling_election)


@pytest.mark.drill
def test_the_two_counts_agree_on_many_elections_of_middling_size() -> None:
    drill(range(10_000, 10_000 + 2_000 * AS_FAR), middling_election)


@pytest.mark.drill
@pytest.mark.parametrize("batch", range(10))
def test_the_two_counts_agree_on_a_long_drill(batch: int) -> None:
    each = 3_000 * AS_FAR
    drill(range(100_000 + each * batch, 100_000 + each * (batch + 1)))


def drill_on_raises(seeds: range) -> int:
    """How often shares were raised in all."""
    raised = 0
    for seed in seeds:
        election, rules = long_raise(Random(seed))
        one, other = by_reference(election, rules), fast(packed(election), rules)
        assert one == other, f"seed {seed}: {election} {rules.to_manifest()}"
        raised += 0 if isinstance(one, str) else one["stages"][-1]["raised"] or 0
    return raised


def test_the_two_counts_agree_after_hundreds_of_small_steps() -> None:
    assert drill_on_raises(range(40)) > 2000


@pytest.mark.drill
def test_the_two_counts_agree_after_a_great_many_small_steps() -> None:
    assert drill_on_raises(range(1000, 1000 + 1000 * AS_FAR)) > 30_000


def test_what_is_generated_reaches_every_part_of_the_rules() -> None:
    """A drill over elections in which nothing happens would prove nothing."""
    seen: dict[str, int] = {}
    for seed in range(2000):
        random = Random(seed)
        election = small_election(random)
        rules = some_rules(random, election)
        facts = by_reference(election, rules)
        if isinstance(facts, str):
            marks = {"refused": True}
        else:
            stands = facts["comparison"]["stands"] if facts["comparison"] else None
            marks = {
                "nothing": not facts["funded"],
                "raised": any(stage["raised"] for stage in facts["stages"]),
                "part": facts["part"] is not None,
                "greedy stands": stands == "greedy",
                "a stage picks": any(s["stage"] and s["funded"] for s in facts["stages"]),
                "filled": any(
                    s["share"] and len(s["prices"]) < len(s["funded"]) for s in facts["stages"]
                ),
            }
        for name, found in marks.items():
            seen[name] = seen.get(name, 0) + found
    assert seen.pop("nothing") < 800
    assert min(seen.values()) >= 50, seen


def test_unknown_rules_are_refused_rather_than_passed_over() -> None:
    election = small_election(Random(1))
    plain = Rules().to_manifest()
    for wrong in ({"utility": "joy"}, {"version": 2}, {"quota": 3}, {"min_votes": "2"}):
        with pytest.raises(CannotCount, match="does not know"):
            count(election, {**plain, **wrong})


SMALL = 25_000  # bytes
MIDDLING = 200_000
USES = [(Completion.NONE, Utility.CARDINALITY), *((c, Utility.COST) for c in RAISING)]


def agree_on_files(files: Iterable[Path], rules: Rules) -> int:
    compared = 0
    for file in files:
        ballots = pabulib.read(file).ballots
        assert by_reference(unpacked(ballots), rules) == fast(ballots, rules), file.name
        compared += 1
    return compared


def up_to(size: int, folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.pb")) if path.stat().st_size < size]


@pytest.mark.parametrize(("completion", "utility"), USES)
def test_the_two_counts_agree_on_small_real_elections(
    real_elections: Path, completion: Completion, utility: Utility
) -> None:
    rules = Rules(rule=Rule.EQUAL_SHARES, utility=utility, completion=completion, comparison=True)
    assert agree_on_files(up_to(SMALL, real_elections), rules) >= 8


@pytest.mark.drill
@pytest.mark.parametrize("utility", Utility)
def test_the_two_counts_agree_on_every_real_election(
    real_elections: Path, utility: Utility
) -> None:
    rules = Rules(
        rule=Rule.EQUAL_SHARES, utility=utility, completion=Completion.GREEDY, comparison=True
    )
    assert agree_on_files(sorted(real_elections.glob("*.pb")), rules) >= 40


@pytest.mark.drill
def test_the_two_counts_agree_where_shares_are_raised_hundreds_of_times(
    real_elections: Path,
) -> None:
    rules = Rules(rule=Rule.EQUAL_SHARES, completion=Completion.ADD1_GREEDY)
    assert agree_on_files(up_to(MIDDLING, real_elections), rules) >= 20
