"""Finding what a page is about, always through the neighbourhood: what belongs elsewhere is 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from grants.models import Award, HolderInvitation, Instalment, Meeting, Member, Panel
from grants.voted_lines import VoteLine, lines
from people.models import User
from places.models import Neighbourhood
from rounds.models import Round


def round_of(area: Neighbourhood, number: int) -> Round:
    """A published round of this neighbourhood."""
    rounds = Round.objects.in_area(area).shown().select_related("neighbourhood", "pot")
    return get_object_or_404(rounds, number=number)


def meeting_of(area: Neighbourhood, number: int) -> Meeting:
    """The meeting about a round, once it has been called."""
    meetings = Meeting.objects.select_related("round__neighbourhood", "round__pot", "panel")
    return get_object_or_404(meetings, round=round_of(area, number))


def member_of(meeting: Meeting, member: UUID) -> Member:
    """A member of the meeting's panel."""
    return get_object_or_404(
        Member.objects.select_related("person"), pk=member, panel=meeting.panel
    )


def panel_of(area: Neighbourhood) -> Panel | None:
    """The neighbourhood's panel, if it has one."""
    return Panel.objects.filter(neighbourhood=area).first()


def line_of(round_: Round, number: int) -> VoteLine:
    """A line of the round's ballot by its number there."""
    for line in lines(round_):
        if line.number == number:
            return line
    raise Http404


def own_award(user: User, award: UUID) -> Award:
    """An award that this person holds."""
    return get_object_or_404(_awards(), pk=award, holder=user)


def asked_award(award: UUID) -> Award:
    """An award that somebody was asked to hold, whoever opens it: the page says whom it is for."""
    asked = HolderInvitation.objects.values("award")
    return get_object_or_404(_awards().filter(pk__in=asked), pk=award)


def award_in(area: Neighbourhood, award: UUID) -> Award:
    """An award of this neighbourhood."""
    return get_object_or_404(_awards(), pk=award, proposal__round__neighbourhood=area)


def payment_of(award: Award, number: int) -> Instalment:
    """A payment of an award by its number."""
    return get_object_or_404(award.instalments.all(), number=number)


def _awards() -> QuerySet[Award]:
    return Award.objects.select_related(
        "proposal__round__neighbourhood",
        "proposal__lead",
        "decision__meeting__panel",
        "commitment__pot__fund",
        "holder",
    )
