"""A person's own page."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from grants.models import Award, Member
from kit import clock
from kit.access import PANEL, audience
from people import addresses
from people.actions import invitations
from people.middleware import PersonRequest
from people.models import Residency, Role, User
from proposals.models import Proposal
from rounds.models import Round
from voting.models import Challenge


@audience("signed-in")
def me(request: PersonRequest) -> HttpResponse:
    """What the person has here: address, roles, ideas, awards, questions."""
    person = request.user
    context = {
        "homes": Residency.objects.filter(person=person, ended_at=None).select_related(
            "neighbourhood"
        ),
        "invitations": invitations.waiting_for(person),
        "roles": Role.objects.filter(person=person, ended_at=None).select_related("neighbourhood"),
        "ideas": Proposal.objects.filter(lead=person).select_related("round__neighbourhood"),
        "helped": Proposal.objects.filter(helpers=person).select_related("round__neighbourhood"),
        "awards": Award.objects.filter(holder=person).select_related("proposal"),
        "to_hold": Award.objects.filter(
            status__in=("waiting", "offered", "accepted"),
            invitations__email__in=addresses.of(person),
            invitations__accepted_at=None,
            invitations__withdrawn_at=None,
        ).select_related("proposal"),
        "meetings": _meetings(person),
        "challenges": Challenge.objects.filter(by=person).select_related("round__neighbourhood"),
    }
    return render(request, "pages/me.html", context)


def _meetings(person: User) -> list[Round]:
    """Rounds that the person's panel still has to decide and whose meeting has a day, soonest
    first.
    """
    sits = Member.objects.filter(person=person, left_at=None).values("panel__neighbourhood")
    minutes = Role.objects.filter(person=person, kind__in=PANEL, ended_at=None)
    rounds = Round.objects.shown().filter(
        Q(neighbourhood__in=sits) | Q(neighbourhood__in=minutes.values("neighbourhood")),
        origin="native",
        cancelled_at=None,
        decided_at=None,
    )
    rounds = rounds.filter(Q(panel_meets_at__isnull=False) | Q(meeting__isnull=False))
    rows = rounds.select_related("neighbourhood", "meeting")
    return sorted(rows, key=lambda round_: _meets_at(round_) or clock.now())


def _meets_at(round_: Round) -> datetime | None:
    called = getattr(round_, "meeting", None)
    return called.due_at if called else round_.panel_meets_at
