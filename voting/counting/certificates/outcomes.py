"""What a result tells of every project, held against what follows from ballots and stages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import (
    Fault,
    Json,
    Record,
    differences,
    records,
    shown,
    value,
)
from voting.counting.certificates.stages import Known
from voting.counting.result import LineVerdict

Outcomes = Mapping[int, Record]


def read_outcomes(case: Case, data: Record) -> dict[int, Record]:
    """The published outcomes by position, in the published order, each project exactly once.

    Raises `Fault` otherwise.
    """
    where = "The list of outcomes"
    found: dict[int, Record] = {}
    for one in records(value(data, "outcomes", "The result"), where):
        at = case.at(value(one, "id", where), where)
        if at in found:
            raise Fault(f"{where} tells of {case.name(at)} twice.")
        found[at] = one
    for at in range(len(case.tally.projects)):
        if at not in found:
            raise Fault(f"{where} does not tell of {case.name(at)}.")
    return found


def check_facts(case: Case, outcomes: Outcomes, picked: list[int]) -> Iterator[str]:
    """What follows from the ballots alone, and whether verdicts agree with the picks."""
    for at, outcome in outcomes.items():
        for key, follows in _facts(case, at).items():
            if key not in outcome or outcome[key] != follows:
                yield from differences({key: outcome.get(key)}, {key: follows}, case.name(at))
        if (outcome.get("verdict") == LineVerdict.PICKED) != (at in picked):
            named = "is" if at in picked else "is not"
            yield (
                f"{case.name(at)} {named} in the list of picked projects, and its verdict is "
                f"{shown(outcome.get('verdict'))}."
            )


def check_outcomes(
    case: Case, outcomes: Outcomes, known: Known, part: tuple[int, int] | None
) -> Iterator[str]:
    """Every value that is told of every project, and the order in which they are told.

    `part` is the position of the part-funded project and what it gets, in minor units.
    """
    bought = [at for at in known.picked if at in known.steps]
    order = [*bought, *(at for at in case.tally.order if at not in known.steps)]
    for place, (at, expected) in enumerate(zip(outcomes, order, strict=True), 1):
        if at != expected:
            yield (
                f"The list of outcomes has {case.name(at)} at place {place:,}, where "
                f"{case.name(expected)} belongs."
            )
            break
    for at, outcome in outcomes.items():
        yield from differences(outcome, _expected(case, at, known, part), case.name(at))


def _facts(case: Case, at: int) -> Record:
    tally = case.tally
    return {
        "id": case.id(at),
        "number": tally.projects[at].number,
        "cost": case.cost(at),
        "votes": tally.votes[at],
        "score": tally.score[at],
        "place": bisect_left(sorted(-score for score in tally.score), -tally.score[at]) + 1,
    }


def _expected(case: Case, at: int, known: Known, part: tuple[int, int] | None) -> Record:
    turn = known.turns.get(at, {})
    verdict = _verdict(case, at, known)
    ties: list[Json] = known.ties.get(at, [])
    facts: Record = {
        "verdict": verdict.value,
        **{key: turn.get(key) for key in ("turn", "balance_before", "balance_after", "shortfall")},
        "ties": ties,
        "stopped_by": turn.get("stopped_by"),
    }
    if at in known.steps:
        facts["step"] = known.steps[at]
    if at in known.losses:
        facts["loss"] = known.losses[at]
    if part and part[0] == at:
        facts |= {"verdict": LineVerdict.PART_FUNDED.value, "part": part[1]}
    if verdict is LineVerdict.INCOMPATIBLE:
        facts["blocked_by"] = case.id(case.tally.blocked(known.picked)[at])
    return _facts(case, at) | facts


def _verdict(case: Case, at: int, known: Known) -> LineVerdict:
    tally = case.tally
    reasons = (
        (at in known.picked, LineVerdict.PICKED),
        (case.id(at) in tally.ballots.withdrawn, LineVerdict.WITHDRAWN),
        (not tally.votes[at], LineVerdict.NO_VOTES),
        (tally.votes[at] < case.rules.min_votes, LineVerdict.TOO_FEW_VOTES),
        (at not in tally.running, LineVerdict.COSTS_NOTHING),
        (at in tally.blocked(known.picked), LineVerdict.INCOMPATIBLE),
        (at in known.verdicts, known.verdicts.get(at, LineVerdict.NO_POINTS)),
        (at in known.losses, LineVerdict.NOT_REACHED),
    )
    return next((verdict for holds, verdict in reasons if holds), LineVerdict.NO_POINTS)
