"""Staff's list of awards, and one award with what may be done next, by whom."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from grants import access, actions, desk_money
from grants.models import Award, Condition
from grants.views.lookups import award_in
from kit.access import STAFF, audience
from people.middleware import PersonRequest
from places.models import Neighbourhood


@audience(*STAFF, "auditor")
def awards(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Every award of the neighbourhood, with its next step."""
    listed = desk_money.next_steps(area)
    return render(request, "grants/staff/awards.html", {"awards": listed})


@audience(*STAFF, "auditor")
def award(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """One award."""
    return page(request, award_in(area, award))


@audience(*STAFF)
@require_POST
def condition(
    request: PersonRequest, area: Neighbourhood, award: UUID, condition: int
) -> HttpResponse:
    """A condition is met."""
    row = get_object_or_404(Condition, pk=condition, award=award_in(area, award))
    actions.clear_condition(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
@require_POST
def accept(request: PersonRequest, area: Neighbourhood, award: UUID, report: UUID) -> HttpResponse:
    """Accept a report."""
    row = get_object_or_404(award_in(area, award).reports.all(), pk=report)
    actions.accept_report(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
@require_POST
def complete(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """The project is done."""
    actions.complete(award_in(area, award), by=request.user)
    return redirect("grants:staff-award", area, award)


def page(request: PersonRequest, row: Award, *, account: object = None) -> HttpResponse:
    """The award's page, with buttons alone: whatever has to be typed has a page of its own."""
    context = {
        "desk": desk_money.desk_of(row, request.user),
        "award": row,
        "round": row.proposal.round,
        "may_invite": access.may_invite_holder(row, request.user),
        "account": account,
    }
    return render(request, "grants/staff/award.html", context)
