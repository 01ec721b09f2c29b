"""Projects that stood exactly equal, and how the published tie order put one first."""

from __future__ import annotations

from voting.counting.explain.case import Case
from voting.counting.explain.words import ordinal, with_others
from voting.counting.options import TieKey
from voting.counting.result import Outcome, Tie

_FIRST = {
    TieKey.COST: "the lower cost",
    TieKey.VOTES: "more votes",
    TieKey.ID: "the earlier code",
    TieKey.NUMBER: "the lower ballot number",
    TieKey.LOT: "the one drawn earlier by lot",
}


def told_ties(case: Case, outcome: Outcome) -> tuple[Tie, ...]:
    """Those of its ties that may be told. Of few ballots, equal prices only at the first step,
    where they follow from the votes: later they say what the same people had paid before.
    """
    if not case.few:
        return outcome.ties
    steps = [outcome.step or case.result.outcome(tie.other.id).step for tie in outcome.ties]
    facts = zip(outcome.ties, steps, strict=True)
    return tuple(tie for tie, step in facts if step is None or step.number == 1)


def tie_order(case: Case, outcome: Outcome, ties: tuple[Tie, ...]) -> str:
    """Who was equal to it, and what settled that."""
    equals = with_others([tie.other.name for tie in ties])
    if outcome.step is not None:
        facts = f"{equals} would have been just as good a buy"
    elif any(case.result.outcome(tie.other.id).step for tie in ties):
        facts = f"{equals} {'was' if len(ties) == 1 else 'were'} just as good a buy"
    else:
        facts = f"It had as many {'points' if case.by_points else 'votes'} as {equals}"
    where = "so it went first" if outcome.step else _where(ties)
    return f"{facts}; the published tie order puts {_order(case, ties)}, {where}."


def _order(case: Case, ties: tuple[Tie, ...]) -> str:
    used = {tie.key for tie in ties}
    first = _FIRST | ({TieKey.VOTES: "more people"} if case.by_points else {})
    order = ", then ".join(first[key] for key in case.result.rules.ties if key in used)
    return order.replace(",", " first,", 1) if "," in order else f"{order} first"


def _where(ties: tuple[Tie, ...]) -> str:
    behind = sum(not tie.ahead for tie in ties)
    if len(ties) == 1:
        return f"so {ties[0].other.name} went first" if behind else "so it went first"
    return f"so it came {ordinal(behind + 1)} of the {len(ties) + 1}"
