"""Measurements that wait for somebody else to look at them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import actions, catalogue, said
from evidence.access import is_apart, may_verify
from evidence.forms import VerifyForm
from evidence.models import Observation
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood


@audience("officer", "finance", "auditor")
def waiting(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """What was handed in and not verified yet, oldest first."""
    rows = _of(area).filter(verified_at=None, superseded_by=None).order_by("recorded_at")
    staff = request.standing.is_staff(area)
    listed = [
        (row, _said(row), staff and is_apart(request.user, row))
        for row in rows.prefetch_related("barred")
    ]
    return render(request, "evidence/staff_waiting.html", {"area": area, "listed": listed})


@audience("officer", "finance", "auditor")
def verify(request: PersonRequest, area: Neighbourhood, observation: UUID) -> HttpResponse:
    """Look at one measurement and its evidence, and say that it holds."""
    row = get_object_or_404(_of(area), pk=observation)
    form = VerifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if act(form, lambda: actions.verify(row, by=request.user, seen=seen)) is not None:
            messages.success(request, said.verified(row))
            return redirect("evidence:waiting", area=area)
    context = {
        "area": area,
        "observation": row,
        "said": _said(row),
        "hoped": catalogue.amount(row.expectation.target, row.expectation.indicator),
        "may": may_verify(request.user, row),
        "replaced": Observation.objects.filter(supersedes=row).first(),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/staff_verify.html", context, status=status)


def _of(area: Neighbourhood) -> QuerySet[Observation]:
    return Observation.objects.filter(expectation__place=area).select_related(
        "expectation__indicator", "expectation__kind", "recorded_by", "verified_by", "evidence"
    )


def _said(observation: Observation) -> str:
    """Staff see small figures as they are."""
    indicator = observation.expectation.indicator
    return catalogue.joined(catalogue.figure(observation.value), indicator.unit)
