"""Looking up and asking who may see it are one call: nothing is fetched without leave."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from kit.access import Verdict
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round


def round_or_404(area: Neighbourhood, number: int) -> Round:
    """A published round of this neighbourhood that took ideas here."""
    rounds = Round.objects.in_area(area).shown().select_related("neighbourhood")
    return get_object_or_404(rounds.exclude(origin="imported"), number=number)


def proposal_or_404(
    request: PersonRequest, area: Neighbourhood, number: int, idea: int
) -> Proposal:
    """A proposal of this round that the person may see."""
    seen = Proposal.objects.visible_to(
        request.standing.person, staff=request.standing.is_staff(area)
    )
    rows = seen.select_related("round__neighbourhood", "lead", "photo", "kind", "indicator")
    return get_object_or_404(rows, round=round_or_404(area, number), number=idea)


def require(verdict: Verdict) -> None:
    """Raises PermissionDenied (403), with the reason."""
    if not verdict:
        raise PermissionDenied(verdict.because)


def or_404(found: bool) -> None:
    """Raises Http404 when there is nothing for this person."""
    if not found:
        raise Http404
