"""What everybody can read: the rounds of a neighbourhood, their rules, and the plan."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.canonical import instant
from audit.models import Event, Words
from kit import clock
from kit.access import audience
from kit.lists import joined
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import duties, manifest, phases, publishing, strip, words
from rounds.models import PHASES, Duty, Plan, Round
from rounds.rules import of
from rounds.views.lookups import any_round, shown_round


@dataclass(frozen=True)
class Moment:
    """A date of a round, and when it was in the fixed rules, if it has moved since."""

    name: str
    at: datetime | None
    was: datetime | None = None


@audience("public")
def index(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Every round of a neighbourhood, newest first."""
    now = clock.now()
    rounds = Round.objects.in_area(area).shown().order_by("-number")
    listed = [(round, PHASES[phases.current(round, now)]) for round in rounds]
    return render(request, "rounds/index.html", {"area": area, "rounds": listed})


@audience("public")
def rules(request: HttpRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The rules of a round in plain words, with their proof."""
    round = shown_round(area, number)
    return render(request, "rounds/rules.html", _told(round))


@audience("officer")
def preview(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The same page as residents will see it, before publishing."""
    round = any_round(area, number)
    return render(request, "rounds/rules.html", {**_told(round), "preview": True})


@audience("public")
def rules_file(request: HttpRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The very bytes whose fingerprint is on the record."""
    round = shown_round(area, number)
    response = HttpResponse(bytes(round.manifest or b""), content_type="application/json")
    name = f"{area.slug}-round-{number}-rules.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@audience("public")
def plan(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """What the money is for: each fund's plan, the newest year first."""
    plans = Plan.objects.filter(fund__neighbourhood=area).select_related("fund")
    ordered = plans.order_by("fund__name", "-year")
    return render(request, "rounds/plan.html", {"area": area, "plans": ordered})


def _told(round: Round) -> dict[str, object]:
    return {
        "area": round.neighbourhood,
        "round": round,
        "phases": strip.strip(round),
        "parts": words.parts_of(round),
        "panel_sentence": words.panel_sentence(round.rules),
        "dates": _dates(round),
        "reasons": _reasons(round),
        "people": _people(round),
        "intact": manifest.is_intact(round),
        "lot_seed": _lot_seed(round),
    }


def _lot_seed(round: Round) -> str:
    """What a lot between equal ideas is drawn from; empty where there is none."""
    return of(round)["count"].get("lot_seed", "") if round.origin == "native" else ""


def _dates(round: Round) -> list[Moment]:
    fixed = manifest.fixed_dates(round)
    facts = []
    for key, name in publishing.NAMES.items():
        at, was = getattr(round, key), fixed.get(key)
        moved = at and was and instant(at) != instant(was)
        facts.append(Moment(name, at, was if moved else None))
    return facts


def _reasons(round: Round) -> list[tuple[datetime, str]]:
    """When dates were moved, and why, as the record tells it."""
    moves = Event.objects.public().filter(kind="round.postponed", round_ref=round.pk).order_by("id")
    when = dict(moves.values_list("event_uuid", "at"))
    rows = Words.objects.filter(event_uuid__in=list(when), name="reason").order_by("written_at")
    return [(when[row.event_uuid], row.text) for row in rows]


def _people(round: Round) -> list[tuple[str, str]]:
    """Each duty and the public names of those who have it."""
    rows = list(Duty.objects.filter(round=round).select_related("person").order_by("pk"))
    facts = []
    for key, kind in duties.KINDS.items():
        names = [row.person.public_name for row in rows if row.kind == key]
        if names:
            facts.append((kind.title, joined(names)))
    return facts
