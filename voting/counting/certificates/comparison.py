"""Equal shares held against most votes: who has more winners, and which result stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from voting.counting.certificates.case import Case
from voting.counting.certificates.claims import (
    Fault,
    Record,
    differences,
    record,
    shown,
    value,
)
from voting.counting.certificates.conservation import check_picks
from voting.counting.certificates.stages import by_most_votes, check_stages
from voting.counting.options import Rule

_OTHER = "the list of the result that does not stand"


def rule_that_stands(case: Case, data: Record, picked: Sequence[int]) -> Rule:
    """The rule whose result this must be. Raises `Fault` when the other result should stand."""
    if not case.rules.comparison:
        if "comparison" in data:
            raise Fault("The result holds a comparison, and the rules do not ask for one.")
        return case.rules.rule
    facts = _told(data)
    other = case.positions(value(facts, "other", "The comparison"), _OTHER.capitalize())
    stands = value(facts, "stands", "The comparison")
    if stands not in (Rule.GREEDY.value, Rule.EQUAL_SHARES.value):
        raise Fault(f"The comparison: the rule that stands is {shown(stands)}.")
    claimed = Rule(stands)
    shares, greedy = _counts(case, claimed, picked, other)
    follows = Rule.GREEDY if greedy > shares else Rule.EQUAL_SHARES
    if follows is not claimed:
        raise Fault(
            f"The comparison: {shares:,} people have more winners by equal shares and {greedy:,} "
            f"by most votes, so the result by {follows} should stand, and not that by {claimed}."
        )
    return claimed


def check_comparison(case: Case, data: Record, picked: Sequence[int], rule: Rule) -> Iterator[str]:
    """The figures of the comparison, and that the other result is what its rule gives."""
    if not case.rules.comparison:
        return
    facts = _told(data)
    other = case.positions(facts["other"], _OTHER)
    shares, greedy = _counts(case, rule, picked, other)
    follows: Record = {
        "more_with_shares": shares,
        "more_with_greedy": greedy,
        "stands": rule.value,
        "other": facts["other"],
    }
    if rule is Rule.GREEDY:
        follows["runs"] = value(facts, "runs", "The comparison")
    yield from differences(facts, follows, "The comparison")
    yield from check_picks(case, other, _OTHER)
    if rule is Rule.GREEDY:
        yield from _by_shares(case, facts)
    elif other != by_most_votes(case):
        yield f"The comparison: {_OTHER} is not what most votes would have picked."


def _told(data: Record) -> Record:
    return record(value(data, "comparison", "The result"), "The comparison")


def _counts(
    case: Case, stands: Rule, picked: Sequence[int], other: Sequence[int]
) -> tuple[int, int]:
    """How many people have more winners by equal shares, and how many by most votes."""
    tally = case.tally
    difference = np.zeros(len(tally.projects), dtype=np.int64)
    difference[list(picked)] += 1
    difference[list(other)] -= 1
    more = np.zeros(tally.ballots.distinct, dtype=np.int64)
    np.add.at(more, tally.owner, difference[tally.choice])
    people = tally.ballots.weights
    mine, theirs = int(people[more > 0].sum()), int(people[more < 0].sum())
    return (theirs, mine) if stands is Rule.GREEDY else (mine, theirs)


def _by_shares(case: Case, facts: Record) -> Iterator[str]:
    """The result by equal shares that does not stand, from its own shares and purchases."""
    claimed: Record = {"funded": facts["other"], "runs": facts["runs"]}
    try:
        faults = check_stages(case, claimed, Rule.EQUAL_SHARES).faults
    except Fault as fault:
        faults = [str(fault)]
    yield from (f"The comparison, the result by equal shares: {fault}" for fault in faults)
