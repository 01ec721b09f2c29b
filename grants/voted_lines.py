"""What residents' vote said of each proposal: the panel starts from it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from proposals.models import Proposal
from rounds.models import Round
from voting.models import BallotLine, Count


@dataclass(frozen=True)
class VoteLine:
    """One proposal of the ballot with its result. `votes` is None until the count."""

    number: int
    proposal: Proposal
    picked: bool
    votes: int | None
    sentence: str


def lines(round: Round) -> list[VoteLine]:
    """Every proposal that stayed on the ballot: those picked first, then by votes."""
    return lines_of([round])[round.pk]


def lines_of(rounds: Collection[Round]) -> dict[UUID, list[VoteLine]]:
    """The same for several rounds, in two queries."""
    facts = {count.round_id: _told(count) for count in _newest_counts(rounds)}
    rows = (
        BallotLine.objects.filter(round__in=rounds, withdrawn_at=None, proposal__isnull=False)
        .exclude(proposal__status="withdrawn")
        .select_related("proposal__kind", "proposal__lead", "proposal__round__neighbourhood")
    )
    found: dict[UUID, list[VoteLine]] = {round.pk: [] for round in rounds}
    for row in rows:
        found[row.round_id].append(_line(row, facts.get(row.round_id, {}).get(row.number, {})))
    for made in found.values():
        made.sort(key=lambda line: (not line.picked, -(line.votes or 0), line.number))
    return found


def line_of(round: Round, proposal_id: UUID) -> VoteLine | None:
    """The line of one proposal, or None when it was not on the ballot."""
    return next((line for line in lines(round) if line.proposal.pk == proposal_id), None)


def _newest_counts(rounds: Collection[Round]) -> QuerySet[Count]:
    counts = Count.objects.filter(round__in=rounds)
    return counts.order_by("round", "-counted_at").distinct("round")


def _told(count: Count) -> dict[int, dict[str, object]]:
    """What a count says, by ballot number."""
    sentences = count.result["sentences"]
    return {
        outcome["number"]: {**outcome, "sentence": sentences[outcome["id"]]}
        for outcome in count.result["outcomes"]
    }


def _line(row: BallotLine, facts: dict[str, object]) -> VoteLine:
    votes = facts.get("votes")
    return VoteLine(
        number=row.number,
        proposal=cast("Proposal", row.proposal),
        picked=facts.get("verdict") == "picked",
        votes=votes if isinstance(votes, int) else None,
        sentence=str(facts.get("sentence", "")),
    )
