"""Ideas of a round that can't both be done, as pages read them."""

from typing import NamedTuple

from django.db.models import Q

from proposals.models import CAN_BE_PAIRED, IncompatiblePair, Proposal, ProposalQuerySet
from rounds import phases
from rounds.models import Round


class Apart(NamedTuple):
    """The idea that can't be done beside the one that is read, and why."""

    other: Proposal
    because: str


def of(proposal: Proposal) -> list[Apart]:
    """What everybody may know of ideas that can't be done beside this one; nothing while this one
    can't be shown.
    """
    found = IncompatiblePair.objects.shown().filter(Q(one=proposal) | Q(other=proposal))
    return [
        Apart(pair.other if pair.one_id == proposal.pk else pair.one, pair.because)
        for pair in found.select_related("one", "other")
    ]


def standing(round: Round) -> list[IncompatiblePair]:
    """Every pair of a round that was not taken back, for staff."""
    found = IncompatiblePair.objects.standing().filter(one__round=round)
    return list(found.select_related("one", "other"))


def candidates(round: Round) -> ProposalQuerySet:
    """The ideas of which it can be said."""
    shown = Proposal.objects.public().filter(round=round, status__in=CAN_BE_PAIRED)
    return shown.order_by("number")


def can_change(round: Round) -> bool:
    """Whether it can still be said or taken back."""
    return (
        phases.accepts_checks(round) and round.box_ready_at is None and not ballot_is_fixed(round)
    )


def ballot_is_fixed(round: Round) -> bool:
    """Whether the round's ballot has lines. They are voting's; here it only matters that there are
    some.
    """
    return Proposal.objects.filter(round=round, ballot_line__isnull=False).exists()
