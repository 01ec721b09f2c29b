"""The desks of staff and panel."""

from django.http import HttpResponse
from django.shortcuts import render

from kit.access import PANEL, STAFF, audience
from pages import tasks_list
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.models import Round


@audience(*STAFF, "auditor")
def staff(request: PersonRequest) -> HttpResponse:
    """The neighbourhoods that the person works for."""
    roles = request.standing.roles
    places = Neighbourhood.objects.filter(origin="native").order_by("name")
    if None not in roles:
        places = places.filter(pk__in=[place for place in roles if place])
    context = {"places": places, "may_add": request.standing.can("officer", None) and None in roles}
    return render(request, "pages/staff.html", context)


@audience(*STAFF, "auditor")
def staff_area(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """What there is to do in one neighbourhood."""
    steps = tasks_list.set_up(area)
    context = {
        "steps": steps,
        "set_up": all(step.done for step in steps),
        "waiting": tasks_list.waiting(area),
        "rounds": Round.objects.in_area(area).filter(origin="native").order_by("-number"),
        "may_sign_off": request.standing.can("auditor", area),
        "funds": area.funds.order_by("created_at"),
    }
    return render(request, "pages/staff_area.html", context)


@audience(*PANEL, *STAFF, "auditor")
def panel_area(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """The panel's meetings, newest first."""
    rounds = Round.objects.in_area(area).shown().filter(origin="native", cancelled_at=None)
    return render(request, "pages/panel_area.html", {"rounds": rounds.order_by("-number")})
