"""What residents' vote said of each proposal: the panel starts from it."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

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
    told = _told(round)
    rows = (
        BallotLine.objects.filter(round=round, withdrawn_at=None, proposal__isnull=False)
        .exclude(proposal__status="withdrawn")
        .select_related("proposal__kind", "proposal__lead", "proposal__round__neighbourhood")
    )
    found = [_line(row, told.get(row.number, {})) for row in rows]
    return sorted(found, key=lambda line: (not line.picked, -(line.votes or 0), line.number))


def line_of(round: Round, proposal_id: UUID) -> VoteLine | None:
    """The line of one proposal, or None when it was not on the ballot."""
    return next((line for line in lines(round) if line.proposal.pk == proposal_id), None)


def _told(round: Round) -> dict[int, dict[str, object]]:
    """What the newest count says, by ballot number."""
    count = Count.objects.filter(round=round).order_by("-counted_at").first()
    if count is None:
        return {}
    sentences = count.result["sentences"]
    return {
        outcome["number"]: {**outcome, "sentence": sentences[outcome["id"]]}
        for outcome in count.result["outcomes"]
    }


def _line(row: BallotLine, told: dict[str, object]) -> VoteLine:
    votes = told.get("votes")
    return VoteLine(
        number=row.number,
        proposal=cast("Proposal", row.proposal),
        picked=told.get("verdict") == "picked",
        votes=votes if isinstance(votes, int) else None,
        sentence=str(told.get("sentence", "")),
    )
