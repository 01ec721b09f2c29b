"""A whole count, from ballots and rules to the result that is published."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from voting.counting.ballots import Ballots
from voting.counting.options import Rule
from voting.counting.outcomes import outcomes, runs
from voting.counting.result import Comparison, Result
from voting.counting.rules import Rules
from voting.counting.staged import Done, run_stages
from voting.counting.tally import Tally, tally


def count(ballots: Ballots, rules: Rules) -> Result:
    """Count by whichever rule the rules name. Money in minor units (pence).

    Raises `CannotCount` for rules that can't be applied to this election, and `BallotsError` for
    ballots that can't be added up.
    """
    totals = tally(ballots, rules)
    done = run_stages(totals, rules.rule)
    comparison = None
    if rules.comparison:
        greedy = run_stages(totals, Rule.GREEDY)
        comparison = _compare(totals, done, greedy)
        if comparison.stands is Rule.GREEDY:
            done = greedy
    picked = _picked(done)
    left = ballots.budget - totals.cost(picked)
    part = _part(totals, picked, left)
    accounts = runs(totals, done)
    return Result(
        rules=rules,
        budget=ballots.budget,
        funded=tuple(totals.projects[at].id for at in picked),
        spent=totals.cost(picked) + (part[1] if part else 0),
        outcomes=outcomes(totals, done, accounts, part),
        runs=accounts,
        comparison=comparison,
    )


def _picked(done: Sequence[Done]) -> list[int]:
    return [at for stage in done for at in stage.picked]


def _compare(totals: Tally, shares: Sequence[Done], greedy: Sequence[Done]) -> Comparison:
    """How many people have more picked projects under each, none at all counted as 0."""
    by_shares, by_greedy = _picked(shares), _picked(greedy)
    more = _winners_each(totals, by_shares) - _winners_each(totals, by_greedy)
    people = totals.ballots.weights
    with_shares, with_greedy = int(people[more > 0].sum()), int(people[more < 0].sum())
    greedy_stands = with_greedy > with_shares
    other = by_shares if greedy_stands else by_greedy
    ids = tuple(totals.projects[at].id for at in other)
    accounts = runs(totals, shares) if greedy_stands else ()
    return Comparison(with_shares, with_greedy, ids, accounts)


def _winners_each(totals: Tally, picked: Collection[int]) -> NDArray[np.int64]:
    won = totals.owner[totals.mask(picked)[totals.choice]]
    return np.bincount(won, minlength=totals.ballots.distinct)


def _part(totals: Tally, picked: Sequence[int], left: int) -> tuple[int, int] | None:
    """The next project that costs more than what is left, and its part where that is enough."""
    least = totals.rules.part_funding
    if not least or left <= 0:
        return None
    out = {*picked, *totals.blocked(picked)}
    for at in totals.order:
        cost = totals.projects[at].cost
        if at in totals.running and at not in out and totals.score[at] and cost > left:
            return (at, left) if 100 * left >= least * cost else None
    return None
