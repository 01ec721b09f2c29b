"""An election under its rules: which marks count, what they are worth, and the ranked order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.counting.ballots import Ballots, BallotsError, Format, Project
from voting.counting.options import Blank, Score, ZeroCost
from voting.counting.rules import Rules
from voting.counting.ties import Position, tie_position

_EXACT_IN_FLOAT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Totals of an election. Projects go by their position in `projects`.

    `owner`, `choice` and `worth` are the marks that count, in the order of the ballots: on which
    distinct ballot, for which project, worth how many points. `order` is the ranked order; `rank`
    says how early a project is in the tie order. `partners` are those that it is incompatible with.
    """

    ballots: Ballots
    rules: Rules
    owner: NDArray[np.int64]
    choice: NDArray[np.int32]
    worth: NDArray[np.int64]
    votes: tuple[int, ...]
    score: tuple[int, ...]
    ties: tuple[Position, ...]
    order: tuple[int, ...]
    rank: tuple[int, ...]
    running: frozenset[int]
    partners: dict[int, frozenset[int]]

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects, in the order of the election."""
        return self.ballots.projects

    def cost(self, positions: Iterable[int]) -> int:
        """What these cost together, in minor units."""
        return sum(self.projects[at].cost for at in positions)

    def blocked(self, positions: Iterable[int]) -> dict[int, int]:
        """Those that can't be picked beside these, each with the first of these that blocks it."""
        found: dict[int, int] = {}
        for at in positions:
            for other in self.partners.get(at, ()):
                found.setdefault(other, at)
        return found

    def voters(self, among: Iterable[int] | None = None) -> int:
        """How many people a rule divides by; with `among`, in a stage with those projects only."""
        weights = self.ballots.weights
        if self.rules.blank is Blank.COUNTED:
            return int(weights.sum())
        marks = self.owner if among is None else self.owner[self.mask(among)[self.choice]]
        named = np.zeros(len(weights), dtype=bool)
        named[marks] = True
        return int(weights[named].sum())

    def mask(self, positions: Iterable[int]) -> NDArray[np.bool_]:
        """True at these positions."""
        found = np.zeros(len(self.projects), dtype=bool)
        found[list(positions)] = True
        return found


def tally(ballots: Ballots, rules: Rules) -> Tally:
    """Add up an election. Raises `BallotsError` for sums that are too large to be real."""
    projects = ballots.projects
    standing = np.array([p.id not in ballots.withdrawn for p in projects], dtype=bool)
    counts = (ballots.values > 0) & standing[ballots.choices]
    owner, choice = ballots.owners()[counts], ballots.choices[counts]
    worth = _worth(ballots, rules)[counts]
    people = ballots.weights[owner]
    votes = _totals(choice, people, len(projects))
    score = _totals(choice, people * worth, len(projects))
    if rules.score is Score.VOTES:
        score = votes
    ties = tuple(tie_position(p, n, rules) for p, n in zip(projects, votes, strict=True))
    in_tie_order = sorted(range(len(projects)), key=ties.__getitem__)
    rank = {at: place for place, at in enumerate(in_tie_order)}
    return Tally(
        ballots=ballots,
        rules=rules,
        owner=owner,
        choice=choice,
        worth=worth,
        votes=votes,
        score=score,
        ties=ties,
        order=tuple(sorted(range(len(projects)), key=lambda at: (-score[at], rank[at]))),
        rank=tuple(rank[at] for at in range(len(projects))),
        running=_running(ballots, rules, votes),
        partners=_partners(ballots),
    )


def _worth(ballots: Ballots, rules: Rules) -> NDArray[np.int64]:
    if ballots.format is not Format.RANKINGS:
        return ballots.values.astype(np.int64)
    longest = int(np.diff(ballots.starts).max(initial=0))
    table = rules.points_table or tuple(range(ballots.max_length or longest, 0, -1))
    by_place = np.zeros(int(ballots.values.max(initial=0)) + 1, dtype=np.int64)
    shown = table[: len(by_place) - 1]
    by_place[1 : len(shown) + 1] = shown
    worth: NDArray[np.int64] = by_place[ballots.values]
    return worth


def _totals(
    choice: NDArray[np.int32], amounts: NDArray[np.int64], projects: int
) -> tuple[int, ...]:
    if float(amounts.sum(dtype=np.float64)) >= _EXACT_IN_FLOAT:
        raise BallotsError("the points on these ballots are too many to be real")
    # Whole numbers below 2**53 add up exactly in floating point.
    totals = np.bincount(choice, amounts, minlength=projects)
    return tuple(int(total) for total in totals)


def _running(ballots: Ballots, rules: Rules, votes: tuple[int, ...]) -> frozenset[int]:
    free_can_win = rules.zero_cost is not ZeroCost.NEVER
    return frozenset(
        at
        for at, project in enumerate(ballots.projects)
        if project.id not in ballots.withdrawn
        and votes[at] >= rules.min_votes
        and (project.cost or free_can_win)
    )


def _partners(ballots: Ballots) -> dict[int, frozenset[int]]:
    position = {project.id: at for at, project in enumerate(ballots.projects)}
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in ballots.incompatible:
        found[position[one]].add(position[other])
        found[position[other]].add(position[one])
    return {at: frozenset(others) for at, others in found.items()}
