"""What every page's frame needs: menu, place line and footer."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pages import links
from people import mail_words
from people.models import ROLE_NAMES
from people.sessions import visit
from people.standing import Standing
from places.models import Neighbourhood
from rounds.models import Round

Menu = list[tuple[str, str, bool]]

# Pages under a round's address that belong to another entry of the menu than "Now".
_BELONGS = {
    "pages:learning": "pages:changes",
    "grants:projects": "pages:changes",
    "grants:project": "pages:changes",
    "proposals:index": "proposals:area",
    "proposals:new": "proposals:area",
    "proposals:detail": "proposals:area",
}

# Pages that offer signing in for what they are about: so does the frame around them.
_BACK_HERE = ("people:accept", "voting:ballot")


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame's context. Pages may override any of it."""
    match = request.resolver_match
    area = match.kwargs.get("area") if match else None
    mine = SimpleLazyObject(lambda: visit(request))
    mail = {
        "mail_way": SimpleLazyObject(mail_words.way),
        "mail_note": SimpleLazyObject(mail_words.note),
    }
    back_here = match is not None and match.view_name in _BACK_HERE
    if not isinstance(area, Neighbourhood):
        return {
            "visit": mine,
            "back_here": back_here,
            **mail,
            "footer_links": _footer(None),
            "signed_in_as": SimpleLazyObject(lambda: _signed_in_as(request, None)),
            **_side(request),
        }
    number = match.kwargs.get("number") if match else None
    return {
        "visit": mine,
        "back_here": back_here,
        **mail,
        "area": area,
        "place_name": area.full_name,
        "place_line": SimpleLazyObject(lambda: _place_line(area, number)),
        "menu": SimpleLazyObject(lambda: _menu(request, area)),
        "footer_links": _footer(area),
        "trust": {
            "name": area.trust_name,
            "charity_number": area.trust_charity_number,
            "place": area.name,
        }
        if area.trust_name
        else None,
        "signed_in_as": SimpleLazyObject(lambda: _signed_in_as(request, area)),
    }


def _side(request: HttpRequest) -> dict[str, object]:
    if request.path.startswith("/staff/"):
        return {
            "menu": [("Your neighbourhoods", reverse("pages:staff"), request.path == "/staff/")]
        }
    return {}


def _place_line(area: Neighbourhood, number: Any) -> str:
    if not isinstance(number, int):
        return ""
    found = Round.objects.in_area(area).filter(number=number).only("title").first()
    return f"Round {number}" if found else ""


def _signed_in_as(request: HttpRequest, area: Neighbourhood | None) -> str:
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None or standing.person is None:
        return ""
    kinds = standing.kinds_in(area)
    for kind, name in ROLE_NAMES.items():
        if kind in kinds:
            return name
    return "Resident" if "resident" in kinds else ""


def _menu(request: HttpRequest, area: Neighbourhood) -> Menu:
    side = request.path.split("/", 2)[1]
    entries = {"staff": _staff_menu, "panel": _panel_menu}.get(side, _residents_menu)(area)
    name = request.resolver_match.view_name if request.resolver_match else ""
    current = _BELONGS.get(name) and reverse(_BELONGS[name], args=[area])
    current = current or max(
        (url for _, url in entries if request.path.startswith(url)), key=len, default=None
    )
    standing: Standing = request.standing  # type: ignore[attr-defined]
    return [
        (label, url, url == current)
        for label, url in entries
        if links.may_open(standing, url, area)
    ]


def _residents_menu(area: Neighbourhood) -> list[tuple[str, str]]:
    return [
        ("Now", reverse("pages:area", args=[area])),
        ("Ideas", reverse("proposals:area", args=[area])),
        ("Money", reverse("ledger:money", args=[area])),
        ("What changed", reverse("pages:changes", args=[area])),
        ("Who decides", reverse("pages:people", args=[area])),
        # Each is shown to whom its page lets in: the way back to one's desk.
        ("Meetings", reverse("pages:panel-area", args=[area])),
        ("To do", reverse("pages:staff-area", args=[area])),
    ]


def _staff_menu(area: Neighbourhood) -> list[tuple[str, str]]:
    return [
        ("To do", reverse("pages:staff-area", args=[area])),
        ("People", reverse("people:staff-people", args=[area])),
        ("Awards", reverse("grants:awards", args=[area])),
        ("Measurements", reverse("evidence:waiting", args=[area])),
        ("Panel", reverse("grants:panel", args=[area])),
        ("Residents' pages", reverse("pages:area", args=[area])),
    ]


def _panel_menu(area: Neighbourhood) -> list[tuple[str, str]]:
    return [
        ("Meetings", reverse("pages:panel-area", args=[area])),
        ("Residents' pages", reverse("pages:area", args=[area])),
        ("To do", reverse("pages:staff-area", args=[area])),
    ]


def _footer(area: Neighbourhood | None) -> list[tuple[str, str]]:
    links = [("The public record", reverse("pages:record", args=[area]))] if area else []
    return [
        *links,
        ("Open data", reverse("pages:data")),
        ("Privacy", reverse("pages:privacy")),
        ("Accessibility", reverse("pages:accessibility")),
        ("Contact", reverse("pages:contact")),
    ]
