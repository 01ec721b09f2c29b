"""Money and permission: nothing is spent twice, nothing more than there is, on nothing that the
rules exclude.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import Record, differences


def check_picks(case: Case, picked: Sequence[int], what: str) -> Iterator[str]:
    """Whether all of these can be picked together. `what` names the list."""
    for at in picked:
        if reason := _excluded(case, at):
            yield f"{case.name(at)} is in {what} and {reason}."
    blocked = case.tally.blocked(picked)
    for at in picked:
        if at in blocked and picked.index(blocked[at]) < picked.index(at):
            other = case.name(blocked[at])
            yield f"{case.name(at)} is in {what} and is incompatible with {other}, picked before."
    cost = case.tally.cost(picked)
    if cost > case.budget:
        yield (
            f"The projects in {what} cost {case.money(cost)} together, and there is "
            f"{case.money(case.budget)}."
        )


def part_of(case: Case, picked: Collection[int]) -> tuple[int, int] | None:
    """The part-funded project and what it gets in minor units, when these are picked."""
    tally, least = case.tally, case.rules.part_funding
    left = case.budget - tally.cost(picked)
    out = {*picked, *tally.blocked(picked)}
    for at in tally.order:
        cost = case.cost(at)
        if at in tally.running and at not in out and tally.score[at] >= 1 and cost > left:
            enough = least and left > 0 and 100 * left >= least * cost
            return (at, left) if enough else None
    return None


def check_sums(
    case: Case, data: Record, picked: Sequence[int], part: tuple[int, int] | None
) -> Iterator[str]:
    """The budget is the election's, and the money spent is what was picked and the part."""
    spent = case.tally.cost(picked) + (part[1] if part else 0)
    sums: Record = {"budget": case.budget, "spent": spent}
    facts = {key: data[key] for key in sums if key in data}
    yield from differences(facts, sums, "The result")


def _excluded(case: Case, at: int) -> str | None:
    tally = case.tally
    if case.id(at) in tally.ballots.withdrawn:
        return "was withdrawn"
    if not tally.votes[at]:
        return "nobody chose it"
    if tally.votes[at] < case.rules.min_votes:
        return f"{tally.votes[at]:,} people chose it, where {case.rules.min_votes:,} are needed"
    return None if at in tally.running else "costs nothing, which the rules do not let win"
