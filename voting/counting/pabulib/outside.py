"""What others pick from a file by the rule that it names, as the field's own checker counts it.

`pabulib-checker` counts each file again and reports every difference, so that what we publish has
to agree with it. It takes money as floating-point numbers, or as whole units rounded down, ranks
rankings by places from the end of each ballot, and leaves equal ideas in the order of the file. All
of that is followed here, for this one purpose: nothing of ours is counted so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from voting.counting.ballots import Ballots, Format, Project
from voting.counting.by_rules import count
from voting.counting.options import Blank, Completion, Rule, Score, Start, TieKey, ZeroCost
from voting.counting.rules import Rules

_SHARES = Rules(
    rule=Rule.EQUAL_SHARES,
    ties=(TieKey.COST, TieKey.VOTES, TieKey.NUMBER),
    zero_cost=ZeroCost.NEVER,
    blank=Blank.COUNTED,
    score=Score.VOTES,
)
_ADD1 = replace(
    _SHARES,
    completion=Completion.ADD1,
    add1_step=1,
    add1_start=Start.WHOLE_STEPS,
    add1_exhaustive=False,
)


class Undecided(Exception):
    """Others can't count this file: two ideas cost as much and have as many votes. `ids` are all of
    those that are equal where it matters.
    """

    def __init__(self, ids: frozenset[str]) -> None:
        super().__init__(ids)
        self.ids = ids


def scores(ballots: Ballots) -> tuple[int, ...]:
    """By project, what others rank by: votes; points; in rankings the places from the end of each
    ballot.
    """
    if ballots.format is Format.APPROVAL:
        return ballots.votes()
    worth = ballots.values.astype(np.int64)
    if ballots.format is Format.RANKINGS:
        worth = np.diff(ballots.starts)[ballots.owners()] - worth + 1
    # Whole numbers below 2**53 add up exactly in floating point.
    people = ballots.weights[ballots.owners()] * worth
    totals = np.bincount(ballots.choices, people, minlength=len(ballots.projects))
    return tuple(int(total) for total in totals)


def most_votes(ballots: Ballots, *, least: int, stop: bool) -> frozenset[str]:
    """What most votes picks, of projects with `least` or more."""
    picked, left = set(), _float(ballots.budget, ballots)
    for score, project in _ranked(ballots):
        cost = _float(project.cost, ballots)
        if score < least:
            continue
        if left >= cost:
            picked.add(project.id)
            left -= cost
        elif stop:
            break
    return frozenset(picked)


def seem_to_fit(
    ballots: Ballots, picked: Collection[str], unpicked: Collection[str], *, least: int
) -> Iterator[str]:
    """Those not picked that would fit in what is left, where all money is whole units."""
    costs = {project.id: whole_units(project.cost, ballots) for project in ballots.projects}
    left = whole_units(ballots.budget, ballots) - sum(costs[id] for id in picked)
    for score, project in _ranked(ballots):
        if project.id in unpicked and score > (least or -1) and costs[project.id] <= left:
            left -= costs[project.id]
            yield project.id


def equal_shares(ballots: Ballots) -> frozenset[str]:
    """What equal shares buy, without any completion. Raises `Undecided`."""
    result = count(_in_whole_units(ballots), _SHARES)
    for outcome in result.outcomes:
        equal = [tie.other.id for tie in outcome.ties if tie.key is TieKey.NUMBER]
        if outcome.step and equal:
            raise Undecided(frozenset([outcome.project.id, *equal]))
    return frozenset(result.funded)


def raised_shares(ballots: Ballots) -> frozenset[str]:
    """What equal shares buy, everybody's share raised by one unit at a time. Raises `Undecided`,
    also where the money pays for everything: others then raise shares without an end.
    """
    whole = _in_whole_units(ballots)
    alike = {
        (project.cost, votes) for project, votes in zip(whole.projects, whole.votes(), strict=True)
    }
    affordable = sum(project.cost for project in whole.projects) <= whole.budget
    if len(alike) < len(whole.projects) or affordable:
        raise Undecided(frozenset())
    result = count(whole, _ADD1)
    raised = result.runs[0].shares
    return frozenset(result.funded) if raised and raised.raised else equal_shares(ballots)


def held_against_most_votes(ballots: Ballots, picked: frozenset[str]) -> frozenset[str]:
    """These, or what most votes picks where more people have more of that."""
    other = _most_votes_in_whole_units(ballots)
    more = _each(ballots, picked) - _each(ballots, other)
    people = ballots.weights
    return other if people[more < 0].sum() > people[more > 0].sum() else picked


def whole_units(minor: int, ballots: Ballots) -> int:
    """An amount rounded down to whole units of the currency."""
    return int(minor // 10**ballots.minor_digits)


def _most_votes_in_whole_units(ballots: Ballots) -> frozenset[str]:
    picked, left = set(), whole_units(ballots.budget, ballots)
    for _, project in _ranked(ballots):
        cost = whole_units(project.cost, ballots)
        if cost <= left:
            picked.add(project.id)
            left -= cost
    return frozenset(picked)


def _ranked(ballots: Ballots) -> list[tuple[int, Project]]:
    """Projects by score, equal ones in the order of the file."""
    ranked = zip(scores(ballots), ballots.projects, strict=True)
    return sorted(ranked, key=lambda each: -each[0])


def _each(ballots: Ballots, picked: Collection[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many of these every distinct ballot names."""
    wanted = np.array([project.id in picked for project in ballots.projects], dtype=bool)
    owners = ballots.owners()[wanted[ballots.choices]]
    return np.bincount(owners, minlength=ballots.distinct)


def _in_whole_units(ballots: Ballots) -> Ballots:
    """The same election, numbered in the order of the file, its money rounded down."""
    projects = tuple(
        replace(project, cost=whole_units(project.cost, ballots), number=number)
        for number, project in enumerate(ballots.projects, 1)
    )
    budget = whole_units(ballots.budget, ballots)
    return replace(ballots, projects=projects, budget=budget, minor_digits=0)


def _float(minor: int, ballots: Ballots) -> float:
    unit: int = 10**ballots.minor_digits
    return minor / unit
