"""A grant holder's report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from evidence.catalogue import amount
from evidence.models import Expectation
from grants import actions
from grants.forms import ReportForm
from grants.views.lookups import own_award
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest

_TYPED = (
    "spent_pence", "happened", "differently", "value", "measured_on", "how", "is_final", "key",
)  # fmt: skip


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
            given = {name: form.cleaned_data[name] for name in _TYPED}
            if act(
                form,
                lambda: actions.send_report(row, **given, photo=photo, by=request.user),
            ):
                return redirect("grants:award", award)
    context = {
        "form": form,
        "award": row,
        "area": row.proposal.round.neighbourhood,
        "place_name": row.proposal.round.neighbourhood.full_name,
        "aim": _aim(hoped) if hoped else None,
    }
    return render(
        request, "grants/award_report.html", context, status=422 if form.is_bound else 200
    )


def _aim(hoped: Expectation) -> dict[str, object]:
    before = "" if hoped.baseline is None else amount(hoped.baseline, hoped.indicator)
    target = amount(hoped.target, hoped.indicator)
    return {"name": hoped.indicator.name, "target": target, "before": before, "due": hoped.due}
