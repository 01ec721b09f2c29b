"""Real elections against reference results and against what the cities decided."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from voting.counting import (
    Completion,
    Format,
    Misfit,
    Result,
    Rule,
    Rules,
    Score,
    TieKey,
    Utility,
    count,
)
from voting.counting.pabulib import PabulibFile, read

BY_ID = Rules(ties=(TieKey.ID,))
BY_VOTES = (TieKey.VOTES, TieKey.ID)

Oracle = dict[str, dict[str, Any]]


@cache
def read_all(folder: Path) -> dict[str, PabulibFile]:
    return {path.name: read(path) for path in sorted(folder.glob("*.pb"))}


@pytest.fixture
def elections(real_elections: Path) -> dict[str, PabulibFile]:
    """Every election, by file name."""
    found = read_all(real_elections)
    assert len(found) >= 40
    return found


SHARES = Rules(rule=Rule.EQUAL_SHARES, score=Score.VOTES, ties=(TieKey.ID,))
REFERENCES = {
    "greedy_votes": replace(BY_ID, score=Score.VOTES),
    "mes_cost": SHARES,
    "mes_cardinality": replace(SHARES, utility=Utility.CARDINALITY),
    "mes_points": replace(SHARES, utility=Utility.POINTS, score=Score.POINTS),
    # The reference gives a place the length of the ballot less the place: 2, 1, 0.
    "mes_borda": replace(
        SHARES, utility=Utility.POINTS, score=Score.POINTS, points_table=(2, 1, 0)
    ),
    "mes_cost_greedyfill": replace(SHARES, completion=Completion.GREEDY),
    "mes_cost_add1": replace(SHARES, completion=Completion.ADD1),
    "mes_cost_add1_greedyfill": replace(SHARES, completion=Completion.ADD1_GREEDY),
}
COMPARED = {
    "greedy_votes": 38,
    "mes_cost": 38,
    "mes_cardinality": 36,
    "mes_points": 8,
    "mes_borda": 6,
    "mes_cost_greedyfill": 36,
    "mes_cost_add1": 25,
    "mes_cost_add1_greedyfill": 23,
}


def supported(order: list[str], result: Result) -> list[str]:
    """The reference also funds projects that nobody chose: leave those out."""
    return [project for project in order if result.outcome(project).votes]


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_rule_agrees_with_the_reference_results(
    elections: dict[str, PabulibFile], oracle: Oracle, reference: str
) -> None:
    """In the same set, and in the same order where the reference tells its order."""
    compared, differing = 0, []
    for name, election in elections.items():
        facts = oracle[name].get(reference) or {}
        if facts.get("selected") is None:
            continue
        step = 10**election.ballots.minor_digits
        result = count(election.ballots, replace(REFERENCES[reference], add1_step=step))
        compared += 1
        order = supported(facts.get("order") or list(result.funded), result)
        same_set = set(result.funded) == set(supported(facts["selected"], result))
        if not same_set or order != list(result.funded):
            differing.append(name)
    assert differing == []
    assert compared == COMPARED[reference]


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
