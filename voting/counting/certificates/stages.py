"""Every stage of a published result, checked one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import (
    Fault,
    Json,
    Record,
    differences,
    record,
    records,
    value,
)
from voting.counting.certificates.ejr import Violation, ejr_plus_violations
from voting.counting.certificates.prices import Bought, check_prices
from voting.counting.certificates.raised import check_share, expected_shares
from voting.counting.certificates.turns import Turns, check_turns, walk
from voting.counting.equal_shares.market import market
from voting.counting.options import Rule, Utility
from voting.counting.result import LineVerdict
from voting.counting.stages import Stage


@dataclass(slots=True)
class Known:
    """What follows from the stages, by position; of a project in several the last one counts."""

    picked: list[int] = field(default_factory=list)
    steps: dict[int, Record] = field(default_factory=dict)
    losses: dict[int, Record] = field(default_factory=dict)
    turns: dict[int, Record] = field(default_factory=dict)
    verdicts: dict[int, LineVerdict] = field(default_factory=dict)
    ties: dict[int, list[Json]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stage:
    """One stage: its projects, those that are blocked from before, its money in minor units."""

    stage: Stage | None
    among: list[int]
    blocked: Collection[int]
    money: int
    where: str


def check_stages(case: Case, data: Record, rule: Rule) -> Known:
    """What follows from all stages of a result by this rule. Raises `Fault` at the first lie that
    leaves nothing to check the rest by.
    """
    claims = _claims(case, data, rule)
    known = Known()
    steps_before = 0
    for place, claim in enumerate(claims):
        stage = _stage(case, place, known.picked)
        steps_before += _check(case, stage, claim, rule, known, steps_before)
    funded = case.positions(value(data, "funded", "The result"), "The list of picked projects")
    if funded != known.picked:
        raise Fault("The list of picked projects is not that of the stages, one after another.")
    return known


def by_most_votes(case: Case) -> list[int]:
    """What most votes would have picked, stage after stage."""
    picked: list[int] = []
    for place in range(len(case.rules.stages) + 1):
        stage = _stage(case, place, picked)
        picked += walk(case, stage.among, (), stage.blocked, stage.money).picked
    return picked


def _claims(case: Case, data: Record, rule: Rule) -> list[Record]:
    """The published stages. Most votes without stages publishes none."""
    if rule is Rule.GREEDY and not case.rules.stages:
        if "runs" in data:
            raise Fault("The result holds stages, and by these rules there are none to tell of.")
        return [{"funded": data["funded"]}]
    claims = records(value(data, "runs", "The result"), "The list of stages")
    if len(claims) != len(case.rules.stages) + 1:
        raise Fault(
            f"The result has {len(claims):,} stages, and the rules {len(case.rules.stages) + 1:,}."
        )
    return claims


def _stage(case: Case, place: int, picked: Sequence[int]) -> _Stage:
    stages = case.rules.stages
    stage = stages[place] if place < len(stages) else None
    money = case.budget - case.tally.cost(picked) if stage is None else stage.money(case.budget)
    where = f"Stage {place + 1}: " if stages else ""
    blocked = case.tally.blocked(picked)
    return _Stage(stage, case.group(stage, picked), blocked, money, where)


def _check(
    case: Case, stage: _Stage, claim: Record, rule: Rule, known: Known, steps_before: int
) -> int:
    """Check one stage and learn from it; how many purchases from shares it had."""
    where = f"{stage.where}the list of picked projects".capitalize()
    claimed = case.positions(value(claim, "funded", "A stage"), where)
    expected: Record = {"shares": None}
    bought = Bought()
    if rule is Rule.EQUAL_SHARES:
        bought, expected["shares"] = _shares(case, stage, claim, known, steps_before)
    if claimed[: len(bought.positions)] != bought.positions:
        raise Fault(f"{where} does not begin with those that were bought from shares, in order.")
    filled = claimed[len(bought.positions) :]
    if rule is Rule.GREEDY or case.rules.completion.fills:
        left = stage.money - case.tally.cost(bought.positions)
        turns = walk(case, stage.among, bought.positions, stage.blocked, left)
        check_turns(case, turns, filled, stage.where)
        _learn_turns(known, turns)
    elif filled:
        raise Fault(f"{stage.where}{case.name(filled[0])} is picked and was not bought.")
    _learn_prices(known, bought)
    known.picked += claimed
    if rule is Rule.EQUAL_SHARES or case.rules.stages:
        expected |= _account(case, stage, claimed)
        known.faults += differences(claim, expected, stage.where.strip(": ") or "The count")
    return len(bought.positions)


def _account(case: Case, stage: _Stage, picked: Sequence[int]) -> Record:
    return {
        "stage": str(stage.stage) if stage.stage else None,
        "budget": stage.money,
        "funded": [case.id(at) for at in picked],
        "spent": case.tally.cost(picked),
    }


def _shares(
    case: Case, stage: _Stage, claim: Record, known: Known, steps_before: int
) -> tuple[Bought, Record]:
    where = stage.where.strip(": ") or "The count"
    offer = market(case.tally, stage.among, stage.blocked, stage.money)
    claimed = record(value(claim, "shares", where), f"{where}: what is told of the shares")
    share = check_share(case, offer, claimed, where)
    steps = records(value(claimed, "steps", where), f"{where}: the list of steps")
    bought = check_prices(case, offer, share, steps, steps_before)
    among = [at for at in stage.among if at not in stage.blocked]
    expected = expected_shares(case, offer, claimed, bought.positions, among, where)
    for step, follows in zip(steps, bought.steps, strict=True):
        known.faults += differences(step, follows, f"Step {follows['number']}")
    known.faults += _left_out(case, share, bought)
    listed: list[Json] = [*steps]
    return bought, expected | {"steps": listed}


def _left_out(case: Case, share: Fraction, bought: Bought) -> Iterator[str]:
    """Groups that equal shares never leaves out. `ejr_plus_violations` has the proof."""
    if case.rules.utility is Utility.POINTS:
        return
    found = ejr_plus_violations(
        case.tally.ballots,
        [case.id(at) for at in bought.positions],
        share,
        case.rules.utility,
        among=[case.id(at) for at in bought.losses],
    )
    for one in found:
        yield _sentence(case, one)


def _sentence(case: Case, found: Violation) -> str:
    """That a group of people was left out, in a sentence."""
    name = case.name(case.position[found.project.id])
    return (
        f"{name} is not picked although {found.people:,} people who chose it could have paid for "
        "it together and have too few other winners: equal shares never leaves such a group out."
    )


def _learn_prices(known: Known, bought: Bought) -> None:
    for at, step in zip(bought.positions, bought.steps, strict=True):
        known.steps[at] = step
        known.ties[at] = bought.ties[at]
        known.turns.pop(at, None)
        known.losses.pop(at, None)
    known.losses.update(bought.losses)
    known.ties.update(bought.lost_ties)


def _learn_turns(known: Known, turns: Turns) -> None:
    known.verdicts.update(turns.verdicts)
    for at in turns.verdicts:
        facts = dict(turns.facts.get(at, {}))
        ties = facts.pop("ties", [])
        known.ties[at] = ties if isinstance(ties, list) else []
        known.turns[at] = facts
