"""Most votes that fit, checked: the ranked order and the running balance, turn by turn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import Fault, Json, Record
from voting.counting.options import Misfit
from voting.counting.result import LineVerdict


@dataclass(slots=True)
class Turns:
    """What follows for each project that had a turn or would have had one, by position.

    `left` is the money that is left so far, in minor units, `out` those that can't be picked
    beside what was picked.
    """

    left: int
    out: set[int]
    number: int = 0
    picked: list[int] = field(default_factory=list)
    verdicts: dict[int, LineVerdict] = field(default_factory=dict)
    facts: dict[int, Record] = field(default_factory=dict)
    stopped_by: int | None = None


def walk(
    case: Case, among: Collection[int], bought: Sequence[int], blocked: Collection[int], left: int
) -> Turns:
    """Go once through the ranked order of `among`, with `left` minor units after `bought`."""
    tally = case.tally
    turns = Turns(left, {*blocked, *tally.blocked(bought)})
    waiting = tally.running.intersection(among).difference(bought)
    for at in tally.order:
        if at in waiting and at not in turns.out:
            turns.verdicts[at] = _decide(case, turns, at)
    _tell_ties(case, turns)
    return turns


def check_turns(case: Case, turns: Turns, claimed: Sequence[int], where: str) -> None:
    """Raise `Fault` at the first project where the claimed picks are not those that follow."""
    for at, verdict in turns.verdicts.items():
        if (verdict is LineVerdict.PICKED) != (at in claimed):
            raise Fault(f"{where}{case.name(at)} {_wrong(case, turns, at)}.")
    for at in claimed:
        if at not in turns.verdicts:
            raise Fault(f"{where}{case.name(at)} is picked and never had a turn.")
    if turns.picked != list(claimed):
        at = next(a for a, b in zip(claimed, turns.picked, strict=True) if a != b)
        raise Fault(f"{where}{case.name(at)} is not in its place in the ranked order of picks.")


def _decide(case: Case, turns: Turns, at: int) -> LineVerdict:
    if case.tally.score[at] < 1:
        return LineVerdict.NO_POINTS
    if turns.stopped_by is not None:
        turns.facts[at] = {"stopped_by": case.id(turns.stopped_by)}
        return LineVerdict.STOPPED
    turns.number += 1
    before, cost = turns.left, case.cost(at)
    if cost <= before:
        turns.left -= cost
        turns.picked.append(at)
        turns.out.update(case.tally.blocked([at]))
    elif case.rules.misfit is Misfit.STOP:
        turns.stopped_by = at
    turns.facts[at] = {
        "turn": turns.number,
        "balance_before": before,
        "balance_after": turns.left,
        "shortfall": max(0, cost - before),
    }
    return LineVerdict.PICKED if cost <= before else LineVerdict.DID_NOT_FIT


def _tell_ties(case: Case, turns: Turns) -> None:
    with_turn = [at for at, facts in turns.facts.items() if "turn" in facts]
    for _, group in groupby(with_turn, key=case.tally.score.__getitem__):
        equals = list(group)
        for at in equals:
            ties: list[Json] = case.ties(at, [other for other in equals if other != at])
            turns.facts[at]["ties"] = ties


def _wrong(case: Case, turns: Turns, at: int) -> str:
    verdict, facts = turns.verdicts[at], turns.facts.get(at, {})
    if verdict is LineVerdict.NO_POINTS:
        return "is picked and nobody gave it a point"
    if verdict is LineVerdict.STOPPED and turns.stopped_by is not None:
        return f"is picked and the count had ended at {case.name(turns.stopped_by)}"
    before = facts.get("balance_before")
    left = case.money(before) if isinstance(before, int) else "nothing"
    cost = case.money(case.cost(at))
    if verdict is LineVerdict.PICKED:
        return f"is not picked and it fits: {left} was left at its turn and it costs {cost}"
    return f"is picked and does not fit: {left} was left at its turn and it costs {cost}"
