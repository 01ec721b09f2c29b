"""Most votes that fit: the rule that nearly every city uses.

Projects are taken in order of votes, equals in the published tie order. One that costs no more
than what is left is picked; one that costs more is passed over (skip) or ends the count (stop).
A project that nobody chose, or fewer people than the rules ask for, is never picked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import groupby

from voting.counting.ballots import Ballots, BallotsError, Format, Project
from voting.counting.result import Outcome, Result, Tie, Turn, Verdict
from voting.counting.rules import Misfit, Rules
from voting.counting.ties import deciding_key, tie_position


def greedy(ballots: Ballots, rules: Rules) -> Result:
    """Count approval ballots by most votes that fit. Money in minor units (pence).

    Raises `BallotsError` for ballots in another format.
    """
    if ballots.format is not Format.APPROVAL:
        raise BallotsError(f"ballots of {ballots.format} are not counted by most votes yet")
    votes = dict(zip(ballots.projects, ballots.votes(), strict=True))
    ranked = sorted(votes, key=lambda p: (-votes[p], tie_position(p, votes[p], rules.ties)))
    run = _Run(ballots.budget, rules)
    decided = {project: run.take(project, votes[project]) for project in ranked}
    ties = _ties([p for p in ranked if votes[p] >= rules.min_votes], votes, rules)
    return _result(ballots.budget, rules, votes, decided, ties)


class _Run:
    """The running balance, and where a stopping count ended."""

    def __init__(self, budget: int, rules: Rules) -> None:
        self.left = budget
        self.rules = rules
        self.turns = 0
        self.stopped_by: Project | None = None

    def take(self, project: Project, votes: int) -> tuple[Verdict, Turn | None, Project | None]:
        """Decide one project; they must come in ranked order."""
        if votes < self.rules.min_votes:
            return (Verdict.TOO_FEW_VOTES if votes else Verdict.NO_VOTES), None, None
        if self.stopped_by:
            return Verdict.STOPPED, None, self.stopped_by
        self.turns += 1
        turn = Turn(self.turns, self.left, project.cost)
        self.left = turn.after
        if turn.fits:
            return Verdict.PICKED, turn, None
        if self.rules.misfit is Misfit.STOP:
            self.stopped_by = project
        return Verdict.DID_NOT_FIT, turn, None


def _ties(
    ranked: list[Project], votes: dict[Project, int], rules: Rules
) -> dict[Project, tuple[Tie, ...]]:
    """Per project, those with as many votes and what put one before the other."""
    ties: dict[Project, tuple[Tie, ...]] = defaultdict(tuple)
    for _, group in groupby(ranked, key=votes.__getitem__):
        equals = [(p, tie_position(p, votes[p], rules.ties)) for p in group]
        for project, mine in equals:
            ties[project] = tuple(
                Tie(other, deciding_key(mine, theirs, rules.ties), ahead=mine < theirs)
                for other, theirs in equals
                if other is not project
            )
    return ties


def _result(
    budget: int,
    rules: Rules,
    votes: dict[Project, int],
    decided: dict[Project, tuple[Verdict, Turn | None, Project | None]],
    ties: dict[Project, tuple[Tie, ...]],
) -> Result:
    scale = sorted(-number for number in votes.values())
    outcomes = tuple(
        Outcome(
            project=project,
            verdict=verdict,
            votes=votes[project],
            score=votes[project],
            place=bisect_left(scale, -votes[project]) + 1,
            level=scale.count(-votes[project]),
            turn=turn,
            ties=ties[project],
            stopped_by=stopped_by,
        )
        for project, (verdict, turn, stopped_by) in decided.items()
    )
    funded = [outcome.project for outcome in outcomes if outcome.funded]
    spent = sum(project.cost for project in funded)
    return Result(rules, budget, tuple(project.id for project in funded), spent, outcomes)
