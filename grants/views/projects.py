"""Funded projects, as everyone sees them: where each stands, its payments, reports and outcome."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from evidence.models import Expectation, Observation
from grants import story
from grants.models import Award
from kit.access import audience
from ledger.models import Move
from places.models import Neighbourhood


@audience("public")
def projects(request: HttpRequest, area: Neighbourhood) -> HttpResponse:
    """Every project that the panel agreed to, newest round first."""
    rows = _shown(area).order_by("-proposal__round__number", "proposal__number")
    listed = [(row, story.stage(row.proposal)) for row in rows]
    return render(request, "grants/projects.html", {"projects": listed})


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
        "moves": Move.objects.filter(commitment=row.commitment).order_by("at"),
        "instalments": row.instalments.select_related("move"),
        "reports": row.reports.filter(accepted_at__isnull=False).select_related("photo"),
        "hoped": hoped,
        "measured": _measured(hoped),
    }
    return render(request, "grants/project.html", context)


def _shown(area: Neighbourhood) -> QuerySet[Award]:
    rows = Award.objects.filter(proposal__round__neighbourhood=area)
    return rows.select_related(
        "proposal__round__neighbourhood",
        "proposal__kind",
        "proposal__lead",
        "decision",
        "commitment",
    )


def _measured(hoped: Expectation | None) -> Observation | None:
    """The newest verified measurement."""
    rows = Observation.objects.filter(expectation=hoped, verified_at__isnull=False)
    return rows.order_by("-measured_on", "-verified_at").first() if hoped else None
