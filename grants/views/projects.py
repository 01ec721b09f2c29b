"""Funded projects, as everyone sees them: where each stands, its payments, reports and outcome."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from evidence.catalogue import amount
from evidence.models import Expectation, Observation
from grants import story
from grants.models import Award
from kit.access import audience
from kit.dates import day
from ledger.models import Move
from ledger.words import title
from places.models import Neighbourhood


@dataclass(frozen=True)
class Outcome:
    """What a project hoped to change, and the newest verified measurement, in words."""

    name: str
    target: str
    baseline: str
    baseline_from: str
    due: date
    value: str
    measured_on: date | None


@audience("public")
def projects(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Every project that the panel agreed to, newest round first."""
    rows = _shown(area).order_by("-proposal__round__number", "proposal__number")
    listed = zip(rows, story.stages(row.proposal for row in rows), strict=True)
    return render(request, "grants/projects.html", {"projects": list(listed)})


@audience("public")
def project(request: HttpRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """One project."""
    row = get_object_or_404(_shown(area), pk=award)
    expected = Expectation.objects.filter(subject=row.proposal_id).select_related("indicator")
    hoped = expected.first()
    context = {
        "award": row,
        "round": row.proposal.round,
        "story": story.stage(row.proposal),
        "moves": [(each, title(each)) for each in _moves(row)],
        "instalments": row.instalments.select_related("move"),
        "reports": row.reports.filter(accepted_at__isnull=False).select_related("photo"),
        "outcome": _outcome(hoped) if hoped else None,
        "who": _who(row),
    }
    return render(request, "grants/project.html", context)


def _shown(area: Neighbourhood) -> QuerySet[Award]:
    rows = Award.objects.filter(proposal__round__neighbourhood=area)
    return rows.select_related(
        "proposal__round__neighbourhood",
        "proposal__kind",
        "proposal__lead",
        "proposal__photo",
        "decision",
        "commitment",
    )


def _moves(row: Award) -> QuerySet[Move]:
    return Move.objects.filter(commitment=row.commitment).order_by("at")


def _who(row: Award) -> str:
    """Who does it: the organisation by name, people never."""
    proposal = row.proposal
    if proposal.organisation:
        return f"{proposal.organisation} does it."
    who = proposal.proposer_shown
    return f"{who[:1].upper()}{who[1:]} proposed it."


def _outcome(hoped: Expectation) -> Outcome:
    rows = Observation.objects.filter(expectation=hoped, verified_at__isnull=False)
    measured = rows.order_by("-measured_on", "-verified_at").first()
    return Outcome(
        name=hoped.indicator.name,
        target=amount(hoped.target, hoped.indicator),
        baseline="" if hoped.baseline is None else amount(hoped.baseline, hoped.indicator),
        baseline_from=_where_from(hoped),
        due=hoped.due,
        value=amount(measured.value, hoped.indicator) if measured else "",
        measured_on=measured.measured_on if measured else None,
    )


def _where_from(hoped: Expectation) -> str:
    """Where the figure from before is from, and of which day: "Counted by hand, 3 March 2027"."""
    when = day(hoped.baseline_on) if hoped.baseline_on else ""
    return ", ".join(part for part in (hoped.baseline_source, when) if part)
