"""A neighbourhood's home and the pages of its main menu."""

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence import track_record
from evidence.track_record import Past
from grants.models import Award, Member
from kit import clock
from kit.access import audience
from kit.money import pounds
from ledger import statement
from ledger.statement import Balances
from pages import now_next
from people.middleware import PersonRequest
from people.models import Role
from places.models import Neighbourhood
from rounds.models import Plan, Round
from voting import calls
from voting.models import Count

FIGURES = tuple[str, str]


@audience("public")
def area(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """What goes on now, where the money is, what it changed, what comes next, who decides."""
    rounds = list(Round.objects.in_area(area).shown().filter(cancelled_at=None).order_by("-number"))
    if area.origin == "imported":
        return render(request, "pages/area_imported.html", {"rounds": rounds})
    now = clock.now()
    current = rounds[0] if rounds else None
    projects = track_record.projects_of(area)
    money = statement.of_place(area)
    context = {
        "round": current,
        "ask": _ask(request, current, area) if current else None,
        "next": now_next.coming(current, now)[:3] if current else [],
        "figs": _figures(area, projects, money),
        "money": money,
        "projects": [past for past in projects if past.value is not None][:4],
        "seats": Member.objects.filter(panel__neighbourhood=area, left_at=None).exclude(
            position="secretary"
        ),
        "lede": _lede(area, money),
    }
    return render(request, "pages/area.html", context)


def _ask(request: PersonRequest, current: Round, area: Neighbourhood) -> now_next.Ask:
    call = calls.call(request.standing.person, current)
    return now_next.ask(current, area, clock.now(), call)


def _lede(area: Neighbourhood, money: Balances) -> str:
    fund = area.funds.order_by("created_at").first()
    if fund is None:
        return area.about
    years = fund.ends_on.year - fund.starts_on.year
    over = f" over {years} years" if years > 1 else ""
    return f"{pounds(money.received)}{over} for what residents choose."


def _figures(area: Neighbourhood, projects: list[Past], money: Balances) -> list[FIGURES]:
    """Up to four big figures, each only where there is something to say."""
    awards = Award.objects.filter(proposal__round__neighbourhood=area)
    standing = awards.exclude(status__in=["declined", "lapsed"])
    awarded: int | None = standing.aggregate(sum=Sum("pence"))["sum"]
    figures: list[FIGURES] = []
    if awarded:
        figures.append((pounds(awarded), "awarded so far"))
        figures.append((pounds(money.paid), "paid, every pound shown"))
    last = Count.objects.filter(round__neighbourhood=area, round__origin="native").last()
    if last:
        figures.append((f"{last.ballots:,}", _turnout(area, last.ballots)))
    if projects:
        states = [past.state for past in projects]
        met, soon = states.count("reached"), states.count("too-soon")
        more = f", {soon} too soon to say" if soon else ""
        figures.append((f"{met} of {len(projects)}", f"targets met so far{more}"))
    return figures


def _turnout(area: Neighbourhood, ballots: int) -> str:
    if not area.adults:
        return "residents voted last time"
    return f"residents voted last time, {round(100 * ballots / area.adults)}% of adults"


@audience("public")
def what_changed(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Every funded project, what it hoped for, and what was measured."""
    context = {
        "projects": track_record.projects_of(area),
        "rounds": Round.objects.in_area(area).filter(decided_at__isnull=False).order_by("-number"),
    }
    return render(request, "pages/changes.html", context)


@audience("public")
def who_decides(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """The panel, the trust's people, and what each may and may not do."""
    seats = Member.objects.filter(panel__neighbourhood=area, left_at=None).select_related("person")
    staff = Role.objects.filter(
        Q(neighbourhood=area) | Q(neighbourhood=None),
        ended_at=None,
        kind__in=["officer", "finance", "auditor"],
    ).select_related("person")
    context = {
        "seats": seats.exclude(position="secretary"),
        "residents": seats.filter(is_resident=True).exclude(position="secretary").count(),
        "secretaries": seats.filter(position="secretary"),
        "panel": getattr(area, "panel", None),
        "staff": staff.order_by("kind", "given_at"),
        "plan": Plan.objects.filter(fund__neighbourhood=area).order_by("-year").first(),
    }
    return render(request, "pages/people.html", context)
