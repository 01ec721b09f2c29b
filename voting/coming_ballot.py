"""What fixing the ballot would put on it now, and what it would leave out and why.

It asks what `actions.fix_ballot` asks, so that an officer reads before the press what is for good
after it.
"""

from dataclasses import dataclass

from proposals.models import Proposal
from rounds.models import Round
from voting.models import BallotLine

_WHY = {
    "idea": "Not handed in.",
    "submitted": "Still being checked. The ballot waits for this.",
    "returned": "Sent back for a change, and not handed in again.",
    "refused": "Not this time.",
}
_HIDDEN = "Hidden: not everybody can see it."
_UNSEEN = "Nobody of the staff has looked at it yet."


@dataclass(frozen=True)
class Coming:
    """The ideas that would be on the ballot, by their own numbers, and those that would not."""

    on_it: list[Proposal]
    left_out: list[tuple[Proposal, str]]


def of(round: Round) -> Coming | None:
    """What would be on a ballot that is not fixed yet; None when it is."""
    if BallotLine.objects.filter(round=round).exists():
        return None
    ideas = Proposal.objects.filter(round=round).order_by("number")
    on_it = list(ideas.for_ballot())
    others = ideas.shared().exclude(status="withdrawn").exclude(pk__in=[i.pk for i in on_it])
    return Coming(on_it, [(idea, _why_not(idea)) for idea in others])


def _why_not(idea: Proposal) -> str:
    """Why an idea is left out."""
    if idea.status != "ready":
        return _WHY[idea.status]
    return _HIDDEN if idea.hidden_at is not None else _UNSEEN
