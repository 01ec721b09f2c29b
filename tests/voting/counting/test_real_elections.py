"""Real elections against reference results and against what the cities decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voting.counting import Misfit, Result, Rules, TieKey, greedy
from voting.counting.pabulib import NotYetCounted, PabulibFile, read

BY_ID = Rules(ties=(TieKey.ID,))
BY_VOTES = (TieKey.VOTES, TieKey.ID)

Oracle = dict[str, dict[str, Any]]


@pytest.fixture
def approval_elections(real_elections: Path, oracle: Oracle) -> dict[str, PabulibFile]:
    """Every election with approval ballots, by file name."""
    found: dict[str, PabulibFile] = {}
    for path in sorted(real_elections.glob("*.pb")):
        try:
            found[path.name] = read(path)
        except NotYetCounted:
            assert oracle[path.name].get("vote_type") != "approval"
    assert len(found) >= 24
    return found


def supported(order: list[str], result: Result) -> list[str]:
    """The reference also funds projects that nobody chose: leave those out."""
    return [project for project in order if result.outcome(project).votes]


def test_greedy_agrees_with_the_reference_results(
    approval_elections: dict[str, PabulibFile], oracle: Oracle
) -> None:
    compared, differing = 0, []
    for name, election in approval_elections.items():
        reference = oracle[name].get("greedy_votes")
        if reference is None:
            continue
        result = greedy(election.ballots, BY_ID)
        compared += 1
        same_set = set(result.funded) == set(supported(reference["selected"], result))
        order = supported(reference["order"] or list(result.funded), result)
        if not same_set or order != list(result.funded):
            differing.append(name)
    assert compared >= 23
    assert differing == []


@pytest.mark.parametrize("misfit", Misfit)
def test_greedy_picks_what_the_cities_picked(
    approval_elections: dict[str, PabulibFile], oracle: Oracle, misfit: Misfit
) -> None:
    compared, differing = 0, []
    for name, election in approval_elections.items():
        if f"votes-{misfit}" not in oracle[name].get("official", {}).get("matches", []):
            continue
        compared += 1
        result = greedy(election.ballots, Rules(misfit=misfit, ties=BY_VOTES))
        if frozenset(result.funded) != election.selected:
            differing.append(name)
    assert compared >= 5
    assert differing == []
