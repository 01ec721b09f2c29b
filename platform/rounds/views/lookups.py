"""A round through its neighbourhood: another's round is not found."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from places.models import Neighbourhood
from rounds.models import Round


def any_round(area: Neighbourhood, number: int) -> Round:
    """A round of the neighbourhood, draft or not, for staff; not one brought in from elsewhere."""
    rounds = Round.objects.in_area(area).select_related("neighbourhood", "fund", "pot")
    return get_object_or_404(rounds, number=number, origin="native")


def open_draft(area: Neighbourhood, number: int) -> Round:
    """A round that can still change. A published one has no such page."""
    round = any_round(area, number)
    if round.published_at or round.cancelled_at:
        raise Http404
    return round


def shown_round(area: Neighbourhood, number: int) -> Round:
    """A round that the public may know of."""
    rounds = Round.objects.in_area(area).shown().select_related("neighbourhood", "fund")
    return get_object_or_404(rounds, number=number)
