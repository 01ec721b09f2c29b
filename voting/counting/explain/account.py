"""Sentences about the whole count: how big a share was, why it ended, which result stands."""

from __future__ import annotations

from voting.counting.explain.case import Case
from voting.counting.explain.words import amount, each, many
from voting.counting.money import Money, pounds
from voting.counting.options import Misfit, Rule, Utility
from voting.counting.result import Comparison, Result
from voting.counting.shares import Run, Shares, Stop

_FIRST = {
    Utility.COST: "of which each person paid the smallest part",
    Utility.CARDINALITY: "that cost each person the least",
    Utility.POINTS: "that cost the least for each point",
}


def about(result: Result, money: Money = pounds, *, few: bool = False) -> list[str]:
    """How this count went, in a few sentences. With `few`, how single people fared is kept back."""
    case = Case(result, money, few)
    facts = [] if result.comparison is None else [_compared(case, result.comparison)]
    facts += _by_shares(case) if case.by_shares else _by_most_votes(case)
    if (part := result.part_funded) is not None:
        facts.append(
            f"{part.project.name} gets {money(part.part or 0)}, a part of what it costs, because "
            "that is what was left."
        )
    return [*facts, _spent(case)]


def _spent(case: Case) -> str:
    result, money = case.result, case.money
    spent = f"In all {amount(result.spent, money)} of {money(result.budget)} was shared out"
    return f"{spent}, and {amount(result.left, money)} was left."


def _by_most_votes(case: Case) -> list[str]:
    rules, most = case.result.rules, "points" if case.by_points else "votes"
    facts = [
        *(_kept(case, run) for run in case.result.runs if run.stage),
        f"The idea with the most {most} came first, then the next, while the money lasted.",
        "The count ended at the first idea that cost more than what was left."
        if rules.misfit is Misfit.STOP
        else "An idea that cost more than what was left was passed over.",
    ]
    return [*facts, *_least(case)]


def _least(case: Case) -> list[str]:
    least = case.result.rules.min_votes
    if least == 1:
        return []
    return [f"At least {least:,} people had to choose an idea for it to be picked."]


def _kept(case: Case, run: Run) -> str:
    """What was kept for a group = what it took + what went back."""
    money, name = case.money, run.stage.name if run.stage else "the whole pot"
    start = f"{amount(run.budget, money, 'Nothing')} was kept first for {name}"
    if not run.funded:
        return f"{start}. Nothing was picked with it, and all of it went back."
    picked = many(len(run.funded), "idea", "ideas")
    back = amount(run.budget - run.spent, money)
    return f"{start}: {picked} took {amount(run.spent, money)}, and {back} went back."


def _by_shares(case: Case) -> list[str]:
    utility = case.result.rules.utility
    facts = [
        "Everybody had the same share of the money. In each step the people who chose an idea "
        "paid for it together: all put in the same, or all they had left. The idea "
        f"{_FIRST[utility]} came first.",
        *_least(case),
    ]
    for run in case.result.runs:
        if run.shares is not None:
            facts += _stage(case, run, run.shares)
    return facts


def _stage(case: Case, run: Run, shares: Shares) -> list[str]:
    if run.stage is not None:
        name, start = run.stage.name, [_kept(case, run)]
    else:
        name, start = ("the rest of the pot" if case.result.rules.stages else ""), []
    if case.few and case.result.rules.stages:
        # How many people chose one of some ideas is more than the votes of every idea give.
        return start
    if not shares.voters:
        return [*start, f"Nobody chose anything{f' in {name}' if name else ''}."]
    return [*start, _share(case, run, shares, name), *_fill(case, run, shares)]


def _share(case: Case, run: Run, shares: Shares, name: str) -> str:
    """How big a share was, how it grew, and why it stopped growing."""
    money, voters = case.money, shares.voters
    people, share = many(voters, "person", "people"), each(shares.start, money)
    where = f"In {name}, " if name else ""
    if shares.start * voters == run.budget:
        pot = amount(run.budget, money)
        facts = f"{where}{pot} between {people} is a share of {share} each."
    else:
        facts = f"{where}{people} began with a share of {share} each."
    return facts[0].upper() + facts[1:] + _raised(case, run, shares)


def _raised(case: Case, run: Run, shares: Shares) -> str:
    if shares.stop is Stop.NOT_RAISED:
        return ""
    reason = _stopped(case, run, shares)
    if not shares.raised:
        return f" Shares were not raised, because {reason}."
    step = case.money(case.result.rules.add1_step)
    times = "once" if shares.raised == 1 else f"{shares.raised:,} times"
    return (
        f" Money was left, so shares were raised {times} by {step}, to "
        f"{each(shares.share, case.money)}. That ended because {reason}."
    )


def _stopped(case: Case, run: Run, shares: Shares) -> str:
    money = case.money
    if shares.stop is Stop.ALL_PICKED:
        return "everything that could be picked was picked"
    if shares.stop is Stop.NOTHING_FITS:
        return "nothing more fitted into the money"
    if case.few or shares.next_cost is None:
        return "one step more would have picked ideas for more than the money there is"
    return (
        f"one step more would have picked ideas for {money(shares.next_cost)}, more than the "
        f"{money(run.budget)} there is"
    )


def _fill(case: Case, run: Run, shares: Shares) -> list[str]:
    """What was bought from shares + what most votes took = what was spent."""
    bought = sum(step.project.cost for step in shares.steps)
    later = run.spent - bought
    if not case.result.rules.completion.fills or bought == run.budget:
        return []
    most, money = "points" if case.by_points else "votes", case.money
    left = money(run.budget - bought)
    used = amount(later, money, "none")
    return [
        f"Shares paid {amount(bought, money)}. The {left} that was left went by most {most}: "
        f"{used} of it was used."
    ]


def _compared(case: Case, comparison: Comparison) -> str:
    """Which of two results stands, and why."""
    if set(comparison.other) == set(case.result.funded):
        return "Equal shares and most votes were compared: both pick the same ideas."
    shares, greedy = comparison.more_with_shares, comparison.more_with_greedy
    stands = comparison.stands
    name = "most votes" if stands is Rule.GREEDY else "equal shares"
    start = "Equal shares and most votes were compared by how many winners each person chose"
    if case.few:
        return f"{start}. The result of {name} stands."
    return (
        f"{start}. {many(shares, 'person has', 'people have')} more under equal shares and "
        f"{many(greedy, 'has', 'have')} more under most votes, so the result of "
        f"{name} stands."
    )
