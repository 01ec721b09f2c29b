"""A project that its supporters' shares did not reach: what they had, and where it went."""

from __future__ import annotations

from math import ceil, floor

from voting.counting.explain.case import Case
from voting.counting.explain.rounding import adding_up
from voting.counting.explain.words import NAMED, amount, listed, many
from voting.counting.result import Outcome
from voting.counting.shares import Loss

_WHOLE = 100


def shortfall(case: Case, outcome: Outcome, loss: Loss) -> str:
    """Cost = what was left + what it lacked; what they had = what was left + where it went."""
    if case.few and case.result.rules.stages:
        # How big a share was says how many people chose one of several ideas.
        cost = case.money(outcome.project.cost)
        return f"the shares of {_who(case, loss)} did not pay its cost, {cost}."
    had = f"{_who(case, loss)} had {amount(floor(loss.began), case.money)} of shares"
    if case.result.rules.stages:
        had += " in the rest of the pot"
    if not loss.after:
        return f"{had}, {_never_enough(case, outcome, loss)}"
    cost = case.money(outcome.project.cost)
    if case.few:
        spent = "They put money into other ideas too, and what was left did not pay its cost"
        return f"{had}. {spent}, {cost}."
    left = floor(loss.left)
    start = case.money(left) if left else "Nothing"
    step = case.place_of_step(loss.after)
    facts = f"{had}. {start} of that was left after step {step}, and it costs {cost}: "
    facts += f"it lacked {case.money(outcome.project.cost - left)}."
    went = _went(case, loss)
    return f"{facts} The rest had gone to {went}." if went else facts


def _who(case: Case, loss: Loss) -> str:
    chose = "gave it points" if case.by_use else "chose it"
    return f"the {many(loss.supporters, 'person', 'people')} who {chose}"


def _never_enough(case: Case, outcome: Outcome, loss: Loss) -> str:
    cost, began = outcome.project.cost, floor(loss.began)
    lacked = f"it lacked {case.money(cost - began)}"
    most = ceil(loss.support * _WHOLE)
    if began and most < _WHOLE:
        return f"never more than {most}% of the {case.money(cost)} that it costs: {lacked}."
    return f"and it costs {case.money(cost)}: {lacked}."


def _went(case: Case, loss: Loss) -> str:
    """Where the shares went, most first; the last of a long list together."""
    gone = floor(loss.began) - floor(loss.left)
    shown = adding_up([paid for _, paid in loss.went_to], gone)
    parts = [
        (project.name, paid) for (project, _), paid in zip(loss.went_to, shown, strict=True) if paid
    ]
    parts.sort(key=lambda part: -part[1])
    if not parts:
        return ""
    named = parts if len(parts) <= NAMED + 1 else parts[:NAMED]
    facts = [f"{name} ({case.money(paid)})" for name, paid in named]
    rest = [paid for _, paid in parts[len(named) :]]
    if rest:
        facts.append(f"{len(rest)} others ({case.money(sum(rest))})")
    return listed(facts)
