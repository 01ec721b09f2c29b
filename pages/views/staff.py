"""The desks of staff and panel."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kit.access import PANEL, STAFF, audience
from ledger.models import Fund
from pages import links, tasks_list
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
    standing = request.standing
    steps = tasks_list.set_up(area, standing)
    rounds = Round.objects.in_area(area).filter(origin="native").order_by("-number")
    funds = area.funds.order_by("created_at")
    context = {
        "steps": steps,
        "set_up": all(step.done for step in steps),
        "waiting": tasks_list.waiting(area, standing),
        "rounds": [(round_, _doors(request, area, round_)) for round_ in rounds],
        "funds": [(fund, _money_doors(request, area, fund)) for fund in funds],
        "new_round": links.open_ones(standing, area, ("Set up a round", "rounds:new", [])),
        "money": links.open_ones(
            standing,
            area,
            ("Open a fund", "ledger:fund-new", []),
            ("Plan for the year", "rounds:plan", []),
        ),
        "details": links.open_ones(
            standing,
            area,
            ("Neighbourhood’s details", "places:edit", []),
            ("Boundary", "places:boundary", []),
            ("Postcodes", "places:postcodes", []),
        ),
    }
    return render(request, "pages/staff_area.html", context)


def _doors(request: PersonRequest, area: Neighbourhood, round_: Round) -> list[tuple[str, str]]:
    here: list[object] = [round_.number]
    doors = [("set-up", "rounds:setup", here)]
    if round_.published_at and not round_.cancelled_at:
        doors += [
            ("checks", "proposals:checks", here),
            ("ballot box", "voting:box", here),
            ("voters", "voting:roll", here),
            ("questions", "voting:challenges", here),
            ("panel meeting", "grants:meeting", here),
        ]
    if round_.decided_at and not round_.signed_off_at:
        doors.append(("sign off", "rounds:sign-off", here))
    return links.open_ones(request.standing, area, *doors)


def _money_doors(request: PersonRequest, area: Neighbourhood, fund: Fund) -> list[tuple[str, str]]:
    return links.open_ones(
        request.standing,
        area,
        ("put money in", "ledger:deposit", [fund.pk]),
        ("where it is", "ledger:money", []),
    )


@audience(*PANEL)
def panel(request: PersonRequest) -> HttpResponse:
    """The panels that the person sits on."""
    return _places(request, frozenset(PANEL), "pages:panel-area")


@audience("auditor")
def audit(request: PersonRequest) -> HttpResponse:
    """The neighbourhoods whose books and record the person checks."""
    return _places(request, frozenset({"auditor"}), "pages:record")


def _places(request: PersonRequest, kinds: frozenset[str], page: str) -> HttpResponse:
    """Straight to the only neighbourhood, or a list of them."""
    native = Neighbourhood.objects.filter(origin="native").order_by("name")
    here = [place for place in native if request.standing.holds(kinds, place)]
    if len(here) == 1:
        return redirect(page, area=here[0])
    return render(
        request, "pages/places.html", {"links": [(p, reverse(page, args=[p])) for p in here]}
    )


@audience(*PANEL, *STAFF, "auditor")
def panel_area(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """The panel's meetings, newest first."""
    rounds = Round.objects.in_area(area).shown().filter(origin="native", cancelled_at=None)
    rounds = rounds.select_related("meeting")
    return render(request, "pages/panel_area.html", {"rounds": rounds.order_by("-number")})
