"""Most votes that fit: the rule that nearly every city uses.

Projects are taken in order of votes (or points), equals in the published tie order. One that costs
no more than what is left is picked; one that costs more is passed over (skip) or ends the count
(stop). A project that nobody chose, or fewer people than the rules ask for, is never picked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from voting.counting.options import Misfit
from voting.counting.result import LineVerdict, Tie, Turn
from voting.counting.tally import Tally
from voting.counting.ties import deciding_key


@dataclass(frozen=True, slots=True)
class Taken:
    """What was decided about one project; the other projects by position."""

    verdict: LineVerdict
    turn: Turn | None = None
    stopped_by: int | None = None


def take(
    tally: Tally, among: Collection[int], picked: Sequence[int], blocked: Collection[int], left: int
) -> dict[int, Taken]:
    """Take projects in the ranked order while the money lasts; `left` in minor units.

    `among` are the projects that may have a turn, `picked` those of them that have their money
    already, `blocked` those that can't be picked beside others. Says what became of each that had
    a turn, or would have had one, in that order.
    """
    run = _Run(tally, left, set(blocked))
    for at in picked:
        run.block_partners(at)
    waiting = tally.running.intersection(among).difference(picked)
    return {at: run.take(at) for at in tally.order if at in waiting and at not in run.blocked}


class _Run:
    """The running balance, and where a stopping count ended."""

    def __init__(self, tally: Tally, left: int, blocked: set[int]) -> None:
        self.tally = tally
        self.left = left
        self.blocked = blocked
        self.turns = 0
        self.stopped_by: int | None = None

    def block_partners(self, at: int) -> None:
        self.blocked.update(self.tally.partners.get(at, ()))

    def take(self, at: int) -> Taken:
        """Decide one project; they must come in ranked order."""
        if self.tally.score[at] < 1:
            return Taken(LineVerdict.NO_POINTS)
        if self.stopped_by is not None:
            return Taken(LineVerdict.STOPPED, None, self.stopped_by)
        self.turns += 1
        turn = Turn(self.turns, self.left, self.tally.projects[at].cost)
        self.left = turn.after
        if turn.fits:
            self.block_partners(at)
            return Taken(LineVerdict.PICKED, turn)
        if self.tally.rules.misfit is Misfit.STOP:
            self.stopped_by = at
        return Taken(LineVerdict.DID_NOT_FIT, turn)


def ties_by_score(tally: Tally, taken: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """Of those that had a turn: others with the same score, and what put one before the other."""
    in_order = [at for at in tally.order if at in taken]
    found: dict[int, tuple[Tie, ...]] = {}
    for _, group in groupby(in_order, key=tally.score.__getitem__):
        equals = tuple(group)
        for at in equals:
            found[at] = tuple(tie(tally, at, other) for other in equals if other != at)
    return found


def tie(tally: Tally, at: int, other: int) -> Tie:
    """How a project stands to one that is exactly equal."""
    mine, theirs = tally.ties[at], tally.ties[other]
    key = deciding_key(mine, theirs, tally.rules.ties)
    return Tie(tally.projects[other], key, ahead=mine < theirs)
