"""A test that a group of people with a common wish was not left out (EJR+ up to one project).

Source: Brill and Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting"
(2023), carried over to projects with costs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.counting.ballots import Ballots, Project
from voting.counting.options import Utility


@dataclass(frozen=True, slots=True)
class Violation:
    """A project that was not picked, and `people` who chose it and could have paid for it.

    None of them has winners of more than `most`: their cost in minor units under cost utility,
    their number under cardinality.
    """

    project: Project
    people: int
    most: int


def ejr_plus_violations(
    ballots: Ballots,
    funded: Collection[str],
    share: Fraction,
    utility: Utility,
    among: Collection[str] | None = None,
) -> list[Violation]:
    """Groups that were left out, at most one for each project, in the order of the projects.

    `share` is what each voter has, in minor units; `utility` is cost or cardinality (`ValueError`
    for points). `among` are ids of the projects to look at; without it those that are not funded,
    not withdrawn and not incompatible with a funded one.

    **The test.** Let u_i be the cost of the winners that voter i chose, b the share. No project p
    that was not picked has t supporters with u_i + c(p) <= t·b for each of them. Under
    cardinality, with u_i the number of their winners, (u_i + 1)·c(p) <= t·b.

    **Why equal shares passes it**, in every stage, with any completion, for every p that was on
    offer and is not blocked. Suppose that it failed. If each of the t people had c(p)/t left at
    the end, p could still be bought. So let i be the first of them to have less, after some
    purchase. Until then all t had at least c(p)/t, so p cost no more than 1/t per unit of cost,
    and everything bought so far, that purchase included, cost no more than that. So i paid at most
    u_i/t, which is at most b - c(p)/t: i still has c(p)/t, which is a contradiction. Under
    cardinality read "no more than c(p)/t for each project": i paid at most u_i·c(p)/t, the same
    bound. Winners from a fill or from other stages only add to u_i. Greedy promises none of this.

    Takes O(marks · log marks).
    """
    if utility is Utility.POINTS:
        raise ValueError("the test is for cost and cardinality utility")
    projects = ballots.projects
    standing = np.array([p.id not in ballots.withdrawn for p in projects], dtype=bool)
    counts = (ballots.values > 0) & standing[ballots.choices]
    owner, choice = ballots.owners()[counts], ballots.choices[counts]
    costs = utility is Utility.COST
    worth = [(p.cost if costs else 1) if p.id in funded else 0 for p in projects]
    use = np.zeros(ballots.distinct, dtype=object)
    np.add.at(use, owner, np.array(worth, dtype=object)[choice])
    looked_at = _looked_at(ballots, funded) if among is None else set(among)
    by_project = np.argsort(choice, kind="stable")
    ends = np.cumsum(np.bincount(choice, minlength=len(projects)))
    found: list[Violation] = []
    for at, project in enumerate(projects):
        if project.id not in looked_at:
            continue
        payers = owner[by_project[int(ends[at - 1]) if at else 0 : int(ends[at])]]
        people = zip(use[payers].tolist(), ballots.weights[payers].tolist(), strict=True)
        found.extend(_violations(project, sorted(people), share, costs=costs))
    return found


def _violations(
    project: Project, supporters: list[tuple[int, int]], share: Fraction, *, costs: bool
) -> Iterator[Violation]:
    """The poorest t supporters are the ones to try, for each t; the last of them decides."""
    people = 0
    for use, weight in supporters:
        people += weight
        needs = use + project.cost if costs else (use + 1) * project.cost
        if needs * share.denominator <= people * share.numerator:
            yield Violation(project, people, use)
            return


def _looked_at(ballots: Ballots, funded: Collection[str]) -> set[str]:
    blocked = {
        other for pair in ballots.incompatible for one, other in (pair, pair[::-1]) if one in funded
    }
    ids = {project.id for project in ballots.projects}
    return ids - set(funded) - ballots.withdrawn - blocked
