"""What can be picked on a round's ballot now, and what could be once and has gone from it."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from rounds.models import Round
from voting.counting.explain.words import listed
from voting.models import BallotLine


class Lines(NamedTuple):
    """The lines of a ballot. A withdrawn or hidden idea is in `gone`."""

    on: list[BallotLine]
    gone: list[BallotLine]


def lines_of(round: Round) -> Lines:
    """The lines of a round's ballot, as they stand now."""
    found = Lines([], [])
    lines = BallotLine.objects.filter(round=round).select_related(
        "proposal__kind", "proposal__indicator"
    )
    for line in lines:
        (found.on if _stands(line) else found.gone).append(line)
    return found


def _stands(line: BallotLine) -> bool:
    idea = line.proposal
    shown = idea is None or (idea.status == "ready" and idea.hidden_at is None)
    return line.withdrawn_at is None and shown


def lost_ticks(gone: Iterable[BallotLine], ticked: Collection[str]) -> str:
    """The sentence for ticks at ideas that have gone since; "" when there are none. The browser
    says the same of ticks that it kept (static/js/ballot.js).
    """
    names = [f"“{line.name}”" for line in gone if str(line.number) in ticked]
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} is not on the ballot any more, so its tick is gone."
    return f"{listed(names)} are not on the ballot any more, so their ticks are gone."
