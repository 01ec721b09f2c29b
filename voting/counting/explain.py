"""Why each project was or was not picked, in words a neighbour reads and figures that add up."""

from __future__ import annotations

from voting.counting.money import Money, pounds
from voting.counting.options import TieKey
from voting.counting.result import Outcome, Result, Tie, Turn, Verdict
from voting.counting.rules import Rules

_FIRST = {
    TieKey.COST: "the lower cost",
    TieKey.VOTES: "more votes",
    TieKey.ID: "the earlier project code",
    TieKey.NUMBER: "the lower ballot number",
}
_NAMED = 3


def sentences(result: Result, money: Money = pounds) -> dict[str, str]:
    """The explanation of every project, by its id, in ranked order."""
    return {
        outcome.project.id: sentence(outcome, result.rules, money) for outcome in result.outcomes
    }


def sentence(outcome: Outcome, rules: Rules, money: Money = pounds) -> str:
    """Why this project was or was not picked under the rules that were counted by."""
    if outcome.verdict is Verdict.NO_VOTES:
        return "Not picked: nobody chose it, and only projects that somebody chose can be picked."
    parts = [_support(outcome), _reason(outcome, rules, money)]
    if outcome.ties:
        parts.append(_tie_order(outcome.ties, rules))
    return ("Picked: " if outcome.funded else "Not picked: ") + " ".join(parts)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th … 21st."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _support(outcome: Outcome) -> str:
    people = "1 person" if outcome.votes == 1 else f"{outcome.votes:,} people"
    place = "" if outcome.place == 1 else f"{ordinal(outcome.place)} "
    joint = "joint " if outcome.level > 1 else ""
    return f"{people} chose it, the {joint}{place}most."


def _reason(outcome: Outcome, rules: Rules, money: Money) -> str:
    if outcome.verdict is Verdict.TOO_FEW_VOTES:
        return f"At least {rules.min_votes:,} people had to choose a project for it to be picked."
    if outcome.turn is not None:
        return _turn(outcome.turn, money)
    name = outcome.stopped_by.name if outcome.stopped_by else "an earlier project"
    return f"The count had ended at {name}, the first that cost more than what was left."


def _turn(turn: Turn, money: Money) -> str:
    before = money(turn.before) if turn.before else "Nothing"
    cost = money(turn.cost) if turn.cost else "nothing"
    start = f"{before} was left when its turn came and it costs {cost}"
    if not turn.fits:
        return f"{start}: it lacked {money(turn.shortfall)}."
    return f"{start}; {money(turn.after) if turn.after else 'nothing'} was left after it."


def _tie_order(ties: tuple[Tie, ...], rules: Rules) -> str:
    used = {tie.key for tie in ties}
    order = ", then ".join(_FIRST[key] for key in rules.ties if key in used)
    order = order.replace(",", " first,", 1) if "," in order else f"{order} first"
    equals = f"It had as many votes as {_others(ties)}"
    return f"{equals}; the published tie order puts {order}, {_where(ties)}."


def _where(ties: tuple[Tie, ...]) -> str:
    behind = sum(not tie.ahead for tie in ties)
    if len(ties) == 1:
        return f"so {ties[0].other.name} went first" if behind else "so it went first"
    return f"so it came {ordinal(behind + 1)} of the {len(ties) + 1}"


def _others(ties: tuple[Tie, ...]) -> str:
    names = [tie.other.name for tie in ties[:_NAMED]]
    more = len(ties) - len(names)
    if more:
        names.append("1 other" if more == 1 else f"{more} others")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
