"""Ideas on a ballot of which the count picks at most one, by their ballot numbers."""

from collections.abc import Iterable, Mapping, Sequence

from proposals.models import IncompatiblePair, Proposal
from rounds.models import Round
from voting.models import BallotLine

Numbers = list[tuple[int, int]]


def said(ready: Sequence[Proposal]) -> Numbers:
    """The pairs among ideas that will have the numbers 1, 2, … in this order, the lower number
    first, ascending. A pair with an idea that does not come on the ballot is left out.
    """
    number = {idea.pk: at for at, idea in enumerate(ready, 1)}
    found = IncompatiblePair.objects.standing().filter(one__in=number, other__in=number)
    return _ascending((number[pair.one_id], number[pair.other_id]) for pair in found)


def by_number(numbers: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """By number, those that can't be picked beside it, ascending; one without any is not in it."""
    found: dict[int, list[int]] = {}
    for one, other in numbers:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {number: sorted(others) for number, others in found.items()}


def numbers(round: Round) -> Numbers:
    """The pairs of a fixed ballot, the lower number first, ascending."""
    lines = BallotLine.objects.filter(round=round).exclude(not_with=[])
    found = lines.values_list("number", "not_with")
    return _ascending({(number, other) for number, others in found for other in others})


def named(round: Round, lines: Sequence[BallotLine]) -> list[tuple[BallotLine, BallotLine]]:
    """The pairs among these lines."""
    there = {line.number: line for line in lines}
    return [
        (there[one], there[other])
        for one, other in numbers(round)
        if one in there and other in there
    ]


def sentences(round: Round, lines: Sequence[BallotLine]) -> Mapping[int, str]:
    """What stands under a line of the ballot, by its number: other ideas that can't be picked
    beside it. A tick for both is no fault, and it says so.
    """
    names: dict[int, list[str]] = {}
    for one, other in named(round, lines):
        names.setdefault(one.number, []).append(other.name)
        names.setdefault(other.number, []).append(one.name)
    return {number: _sentence(others) for number, others in names.items()}


def _ascending(pairs: Iterable[tuple[int, int]]) -> Numbers:
    return sorted({(min(pair), max(pair)) for pair in pairs})


def _sentence(names: Sequence[str]) -> str:
    facts = ", and at most one of this and ".join(f"“{name}”" for name in names)
    both = "both" if len(names) == 1 else "them all"
    return f"At most one of this and {facts} can be picked. You may tick {both}."
