"""A project bought from shares: who put in how much."""

from __future__ import annotations

from voting.counting.explain.case import Case
from voting.counting.explain.rounding import adding_up
from voting.counting.explain.words import each, many, together
from voting.counting.result import Outcome
from voting.counting.shares import Step


def payments(case: Case, outcome: Outcome, step: Step) -> str:
    """What the people who chose it put in; the sums are its cost."""
    if not outcome.project.cost:
        return "It costs nothing."
    if case.few:
        return f"{_who(case, outcome)} paid for it from their shares."
    parts = adding_up([step.full_paid, step.short_paid], outcome.project.cost)
    facts = [_full(case, outcome, step, parts[0])]
    if step.short:
        facts.append(_short(case, step, parts[1]))
    empty = outcome.votes - step.full - step.short
    if empty and not case.by_use:
        facts.append(f"{empty:,} had nothing left")
    return "; ".join(facts) + "."


def _who(case: Case, outcome: Outcome) -> str:
    if case.by_use:
        return "The people who gave it points"
    return f"The {many(outcome.votes, 'person', 'people')} who chose it"


def _full(case: Case, outcome: Outcome, step: Step, paid: int) -> str:
    """Those who paid in full, with their sum where it is not simply the cost."""
    points = int(step.full_paid / step.each)
    price, payers = each(step.each, case.money), _payers(case, outcome, step)
    total = f"{case.money(paid)} in all" if step.short else ""
    if case.by_use and points != step.full:
        sums = ", ".join(part for part in (f"{points:,} points", total) if part)
        return f"{payers} put in {price} from their share for each point ({sums})"
    if step.full == 1:
        return f"{payers} put in {case.money(paid)} from their share"
    return f"{payers} put in {price} each from their share{f' ({total})' if total else ''}"


def _payers(case: Case, outcome: Outcome, step: Step) -> str:
    chose = "gave it points" if case.by_use else "chose it"
    if case.by_use:
        return f"{many(step.full, 'person', 'people')} who {chose}"
    if step.full < outcome.votes:
        return f"{step.full:,} of the {outcome.votes:,} people who {chose}"
    return f"{'The' if step.full == 1 else 'All'} {many(step.full, 'person', 'people')} who {chose}"


def _short(case: Case, step: Step, paid: int) -> str:
    sum_of_it = together(paid, step.short_paid, case.money)
    if step.short == 1:
        return f"1 had less left and put in all they had, {sum_of_it}"
    return f"{step.short:,} had less left and put in all they had, {sum_of_it} together"
