"""Real elections against reference results and against what the cities decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voting.counting import Format, Misfit, Result, Rules, TieKey, count
from voting.counting.pabulib import PabulibFile, read

BY_ID = Rules(ties=(TieKey.ID,))
BY_VOTES = (TieKey.VOTES, TieKey.ID)

Oracle = dict[str, dict[str, Any]]


@pytest.fixture
def elections(real_elections: Path) -> dict[str, PabulibFile]:
    """Every election, by file name."""
    found = {path.name: read(path) for path in sorted(real_elections.glob("*.pb"))}
    assert len(found) >= 40
    return found


@pytest.fixture
def approval_elections(elections: dict[str, PabulibFile]) -> dict[str, PabulibFile]:
    """Every election with approval ballots, by file name."""
    found = {
        name: election
        for name, election in elections.items()
        if election.ballots.format is Format.APPROVAL
    }
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
        result = count(election.ballots, BY_ID)
        compared += 1
        same_set = set(result.funded) == set(supported(reference["selected"], result))
        order = supported(reference["order"] or list(result.funded), result)
        if not same_set or order != list(result.funded):
            differing.append(name)
    assert compared >= 23
    assert differing == []


@pytest.mark.parametrize("misfit", Misfit)
def test_greedy_picks_what_the_cities_picked(
    elections: dict[str, PabulibFile], oracle: Oracle, misfit: Misfit
) -> None:
    """By votes, and where ballots give points or places, by points."""
    compared, differing = 0, []
    for name, election in elections.items():
        by = "votes" if election.ballots.format is Format.APPROVAL else "points"
        if f"{by}-{misfit}" not in oracle[name].get("official", {}).get("matches", []):
            continue
        compared += 1
        result = count(election.ballots, Rules(misfit=misfit, ties=BY_VOTES))
        if frozenset(result.funded) != election.selected:
            differing.append(name)
    assert compared >= (9 if misfit is Misfit.STOP else 25)
    assert differing == []
