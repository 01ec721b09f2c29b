"""A person's own page."""

from django.http import HttpResponse
from django.shortcuts import render

from grants.models import Award
from kit.access import audience
from people import addresses
from people.actions import invitations
from people.middleware import PersonRequest
from people.models import Residency, Role
from proposals.models import Proposal
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
        "challenges": Challenge.objects.filter(by=person).select_related("round__neighbourhood"),
    }
    return render(request, "pages/me.html", context)
