"""A grant holder's report."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from evidence.models import Expectation
from grants import actions
from grants.forms import ReportForm
from grants.views.find import own_award
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest


@audience("signed-in")
def report(request: PersonRequest, award: UUID) -> HttpResponse:
    """What was spent, what happened, what was measured, and a photo."""
    row = own_award(request.user, award)
    expected = Expectation.objects.filter(subject=row.proposal_id).select_related("indicator")
    hoped = expected.first()
    unit = hoped.indicator.unit if hoped else ""
    form = ReportForm(request.POST or None, request.FILES or None, unit=unit)
    if request.method == "POST":
        photo = form.kept_upload(request.user)
        if form.is_valid():
            names = cast("dict[str, object]", _given(form))
            if act(
                form,
                lambda: actions.send_report(row, **names, photo=photo, by=request.user),  # type: ignore[arg-type]
            ):
                return redirect("grants:award", award)
    context = {
        "form": form,
        "award": row,
        "area": row.proposal.round.neighbourhood,
        "hoped": hoped,
    }
    return render(
        request, "grants/award_report.html", context, status=422 if form.is_bound else 200
    )


def _given(form: ReportForm) -> dict[str, object]:
    names = (
        "spent_pence", "happened", "differently", "value", "measured_on", "how", "is_final", "key",
    )  # fmt: skip
    return {name: form.cleaned_data[name] for name in names}
