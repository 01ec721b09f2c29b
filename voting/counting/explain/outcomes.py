"""The explanation of every project, whatever became of it."""

from __future__ import annotations

from collections.abc import Callable

from voting.counting.explain.case import Case
from voting.counting.explain.equals import tie_order, told_ties
from voting.counting.explain.lacked import shortfall
from voting.counting.explain.paid import payments
from voting.counting.explain.words import amount, many
from voting.counting.money import Money, pounds
from voting.counting.result import LineVerdict, Outcome, Result, Tie, Turn

_NOBODY = "Not picked: nobody chose it, and only ideas that somebody chose can be picked."
_POINTS = "Only ideas with points can be picked."
_WITHDRAWN = "Not picked: it was taken back, so it could not be picked."


def sentences(result: Result, money: Money = pounds, *, few: bool = False) -> dict[str, str]:
    """The explanation of every project, by its id, in ranked order. With `few`, who paid how much
    is kept back: see the package.
    """
    case = Case(result, money, few)
    return {found.project.id: _sentence(case, found) for found in result.outcomes}


def _sentence(case: Case, outcome: Outcome) -> str:
    if outcome.verdict is LineVerdict.NO_VOTES:
        return _NOBODY
    if outcome.verdict is LineVerdict.WITHDRAWN:
        return _WITHDRAWN
    facts = f"{_verdict(case, outcome)} {_why(case, outcome)}"
    ties = _ties_that_mattered(case, outcome)
    return f"{facts} {tie_order(case, outcome, ties)}" if ties else facts


def _ties_that_mattered(case: Case, outcome: Outcome) -> tuple[Tie, ...]:
    """Of one that was blocked later, a tie in an earlier stage says nothing."""
    return () if outcome.verdict is LineVerdict.INCOMPATIBLE else told_ties(case, outcome)


def _verdict(case: Case, outcome: Outcome) -> str:
    """How the sentence begins: what became of it, in which step and with what money."""
    if outcome.verdict is LineVerdict.PART_FUNDED:
        return "Part of it is paid for:"
    if not outcome.funded:
        return "Not picked:"
    stage = case.stage_of(outcome)
    kept = f"with the money kept for {stage.name}" if stage else ""
    if case.by_most_votes:
        return f"Picked {kept}:" if kept else "Picked:"
    step = f"Picked in step {case.places[outcome.project.id]}"
    if outcome.step is None:
        return f"{step}, after the shares, {kept or 'with the money that was left'}:"
    parts = [step, f"for {case.money(outcome.project.cost)}" if outcome.project.cost else "", kept]
    return ", ".join(part for part in parts if part) + "."


def _why(case: Case, outcome: Outcome) -> str:
    if outcome.step is not None:
        return payments(case, outcome, outcome.step)
    facts = _REASONS.get(outcome.verdict)
    if facts is not None:
        return f"{case.support(outcome)} {facts(case, outcome)}"
    if outcome.loss is not None and not outcome.funded:
        return shortfall(case, outcome, outcome.loss) + _afterwards(case, outcome)
    if outcome.verdict is LineVerdict.NO_POINTS:
        people = many(outcome.votes, "person", "people")
        return f"{people} chose it in places that give no points. {_POINTS}"
    return f"{case.support(outcome)} {_by_most_votes(case, outcome)}"


def _by_most_votes(case: Case, outcome: Outcome) -> str:
    """Its turn by most votes, or why it had none."""
    if outcome.turn is not None:
        return _turn(case, outcome, outcome.turn)
    return f"The count had ended at {_stopper(outcome)}."


def _stopper(outcome: Outcome) -> str:
    name = outcome.stopped_by.name if outcome.stopped_by else "an earlier idea"
    return f"{name}, the first that cost more than what was left"


def _turn(case: Case, outcome: Outcome, turn: Turn) -> str:
    before = amount(turn.before, case.money, "Nothing")
    stage = case.stage_of(outcome) if outcome.funded else None
    of_it = " of that money" if stage else ""
    start = f"{before}{of_it} was left when its turn came and it costs "
    start += amount(turn.cost, case.money)
    if not turn.fits:
        return f"{start}: it lacked {case.money(turn.shortfall)}."
    return f"{start}; {amount(turn.after, case.money)} was left after it."


def _afterwards(case: Case, outcome: Outcome) -> str:
    """What became, when the rest went by most votes, of one that the shares had not reached."""
    if outcome.verdict is LineVerdict.STOPPED:
        return f" Afterwards the count by most votes had ended at {_stopper(outcome)}."
    if outcome.verdict is LineVerdict.NO_POINTS:
        return " Afterwards it could not be picked by most points: it has none."
    if outcome.turn is None:
        return ""
    if not outcome.turn.before:
        return " Afterwards nothing was left."
    most = "points" if case.by_points else "votes"
    left, lacked = case.money(outcome.turn.before), case.money(outcome.turn.shortfall)
    rest = f"Afterwards the rest went by most {most}"
    return f" {rest}: {left} was left at its turn, {lacked} too little."


def _too_few(case: Case, outcome: Outcome) -> str:
    least = case.result.rules.min_votes
    return f"At least {least:,} people had to choose an idea for it to be picked."


def _free(case: Case, outcome: Outcome) -> str:
    return "It costs nothing, and by the rules such an idea can't be picked."


def _incompatible(case: Case, outcome: Outcome) -> str:
    name = outcome.blocked_by.name if outcome.blocked_by else "another idea"
    return f"{name} was picked, and only one of the two can be."


def _part(case: Case, outcome: Outcome) -> str:
    """Cost = the part + what it lacks."""
    part, cost = outcome.part or 0, outcome.project.cost
    least = case.result.rules.part_funding
    return (
        f"{case.money(part)} was left at the end, and the rules give that to the next idea when "
        f"it is at least {least}% of its cost. It costs {case.money(cost)}, so it still lacks "
        f"{case.money(cost - part)}."
    )


_REASONS: dict[LineVerdict, Callable[[Case, Outcome], str]] = {
    LineVerdict.TOO_FEW_VOTES: _too_few,
    LineVerdict.COSTS_NOTHING: _free,
    LineVerdict.INCOMPATIBLE: _incompatible,
    LineVerdict.PART_FUNDED: _part,
}
