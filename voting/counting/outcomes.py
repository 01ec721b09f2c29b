"""From finished stages to what is told of every project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from voting.counting.ballots import Project
from voting.counting.equal_shares import accounting
from voting.counting.most_votes import Taken, tie, ties_by_score
from voting.counting.result import LineVerdict, Outcome, Tie
from voting.counting.shares import Loss, Run, Shares, Step
from voting.counting.staged import Done
from voting.counting.tally import Tally


@dataclass(slots=True)
class _Known:
    """What the stages say, by position; of a project in several stages the last one counts."""

    steps: dict[int, Step] = field(default_factory=dict)
    losses: dict[int, Loss] = field(default_factory=dict)
    taken: dict[int, Taken] = field(default_factory=dict)
    ties: dict[int, tuple[Tie, ...]] = field(default_factory=dict)


def runs(tally: Tally, done: Sequence[Done]) -> tuple[Run, ...]:
    """Every stage with its account."""
    return tuple(
        Run(
            stage=stage.stage,
            budget=stage.budget,
            funded=tuple(tally.projects[at].id for at in stage.picked),
            spent=tally.cost(stage.picked),
            shares=_shares(tally, stage),
        )
        for stage in done
    )


def outcomes(
    tally: Tally, done: Sequence[Done], accounts: Sequence[Run], part: tuple[int, int] | None
) -> tuple[Outcome, ...]:
    """What became of every project: those bought from shares in order, then in the ranked order.

    `part` is the position of the part-funded project and what it gets, in minor units.
    """
    known = _Known()
    for stage, account in zip(done, accounts, strict=True):
        _learn(known, tally, stage, account)
    picked = [at for stage in done for at in stage.picked]
    won = set(picked)
    blocked = tally.blocked(picked)
    scale = _scale(tally.score)
    bought = [at for at in picked if at in known.steps]
    return tuple(
        _outcome(tally, at, known, won, blocked, scale, part)
        for at in [*bought, *(at for at in tally.order if at not in known.steps)]
    )


def _shares(tally: Tally, stage: Done) -> Shares | None:
    if stage.sold is None:
        return None
    return accounting.shares(stage.sold.raised, stage.sold.market, tally, stage.steps_before)


def _learn(known: _Known, tally: Tally, stage: Done, account: Run) -> None:
    known.taken.update(stage.taken)
    known.ties.update(dict.fromkeys(stage.taken, ()))
    known.ties.update(ties_by_score(tally, [at for at in stage.taken if stage.taken[at].turn]))
    if stage.sold is None or account.shares is None:
        return
    sale, market = stage.sold.raised.sale, stage.sold.market
    for pick, step in zip(sale.picks, account.shares.steps, strict=True):
        known.steps[pick.lot.at] = step
        known.taken.pop(pick.lot.at, None)
        known.ties[pick.lot.at] = tuple(tie(tally, pick.lot.at, at) for at in pick.equals)
    out = {*sale.positions, *tally.blocked(sale.positions)}
    for at in market.lots.keys() - out:
        known.losses[at] = accounting.loss(
            market.lots[at], sale, tally.projects, stage.steps_before
        )
        won = [pick.lot.at for pick in sale.picks if at in pick.equals]
        if won:
            known.ties[at] = tuple(tie(tally, at, other) for other in won)


def _outcome(
    tally: Tally,
    at: int,
    known: _Known,
    picked: Collection[int],
    blocked: dict[int, int],
    scale: dict[int, tuple[int, int]],
    part: tuple[int, int] | None,
) -> Outcome:
    taken = known.taken.get(at)
    score = tally.score[at]
    part_of_it = part[1] if part and part[0] == at else None
    verdict = _verdict(tally, at, known, picked, blocked)
    stopped_by = taken.stopped_by if taken else None
    return Outcome(
        project=tally.projects[at],
        verdict=LineVerdict.PART_FUNDED if part_of_it is not None else verdict,
        votes=tally.votes[at],
        score=score,
        place=scale[score][0],
        level=scale[score][1],
        turn=taken.turn if taken else None,
        ties=known.ties.get(at, ()),
        stopped_by=_project(tally, stopped_by),
        step=known.steps.get(at),
        loss=None if at in known.steps else known.losses.get(at),
        part=part_of_it,
        blocked_by=_project(tally, blocked.get(at))
        if verdict is LineVerdict.INCOMPATIBLE
        else None,
    )


def _scale(scores: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Per score, its place from 1 at the highest, and how many projects share it."""
    found: dict[int, tuple[int, int]] = {}
    place = 1
    for score, level in sorted(Counter(scores).items(), reverse=True):
        found[score] = (place, level)
        place += level
    return found


def _verdict(
    tally: Tally, at: int, known: _Known, picked: Collection[int], blocked: Collection[int]
) -> LineVerdict:
    if at in picked:
        return LineVerdict.PICKED
    if at not in tally.running:
        return _not_running(tally, at)
    if at in blocked:
        return LineVerdict.INCOMPATIBLE
    if taken := known.taken.get(at):
        return taken.verdict
    return LineVerdict.NOT_REACHED if at in known.losses else LineVerdict.NO_POINTS


def _not_running(tally: Tally, at: int) -> LineVerdict:
    if tally.projects[at].id in tally.ballots.withdrawn:
        return LineVerdict.WITHDRAWN
    if not tally.votes[at]:
        return LineVerdict.NO_VOTES
    return (
        LineVerdict.TOO_FEW_VOTES
        if tally.votes[at] < tally.rules.min_votes
        else LineVerdict.COSTS_NOTHING
    )


def _project(tally: Tally, at: int | None) -> Project | None:
    return None if at is None else tally.projects[at]
