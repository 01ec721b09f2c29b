"""Setting the panel up."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from grants import actions, fixed, said, unseated
from grants.forms import PanelForm, QuorumForm, SeatForm
from grants.models import Member, Panel
from grants.readiness import panel_gaps
from grants.room import place
from grants.views.lookups import panel_of
from kit.access import STAFF, audience
from kit.forms import act
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood


@audience(*STAFF, "auditor")
def panel(request: PersonRequest, area: Neighbourhood) -> HttpResponseBase:
    """The panel and its seats; before there is one, the form that sets it up."""
    existing = panel_of(area)
    # A page of an earlier version sends the quorum here; with a name it sets a panel up.
    if existing and request.method == "POST" and "name" not in request.POST:
        return quorum(request, area)
    form = PanelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        formed = act(form, lambda: actions.form_panel(area, **given, by=request.user))
        if formed:
            messages.success(request, said.panel_formed(formed))
            return redirect("grants:panel", area)
    return _page(request, area, existing, panel_form=form)


@audience("officer")
def quorum(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """How many members must vote on a decision."""
    existing = get_object_or_404(Panel, neighbourhood=area)
    posted = request.POST if request.method == "POST" else None
    form = QuorumForm(posted, initial={"quorum": existing.quorum})
    if form.is_valid():
        given = form.cleaned_data["quorum"]
        saved = act(form, lambda: actions.set_quorum(existing, quorum=given, by=request.user))
        if saved:
            messages.success(request, said.quorum_set(saved))
            return redirect("grants:panel", area)
    context = {"panel": existing, "form": form, "fixed": fixed.words(existing)}
    status = 422 if form.is_bound else 200
    return render(request, "grants/staff/quorum.html", context, status=status)


@audience("officer")
@require_POST
def seat(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Give somebody a seat."""
    existing = get_object_or_404(Panel, neighbourhood=area)
    form = SeatForm(request.POST, people=_people(area))
    if form.is_valid():
        given = form.cleaned_data
        taken = act(form, lambda: actions.seat(existing, **given, by=request.user))
        if taken:
            messages.success(request, said.seat_given(taken))
            return redirect("grants:panel", area)
    return _page(request, area, existing, seat_form=form)


@audience("officer")
def leave(request: PersonRequest, area: Neighbourhood, member: UUID) -> HttpResponse:
    """End a seat, on a page of its own that says what that means."""
    row = get_object_or_404(Member, pk=member, panel__neighbourhood=area)
    if request.method != "POST":
        context = {"member": row, "fixed": fixed.words(row.panel)}
        return render(request, "grants/staff/end_seat.html", context)
    messages.success(request, said.seat_ended(actions.leave_seat(row, by=request.user)))
    return redirect("grants:panel", area)


def _page(
    request: PersonRequest,
    area: Neighbourhood,
    existing: Panel | None,
    *,
    panel_form: PanelForm | None = None,
    seat_form: SeatForm | None = None,
) -> HttpResponse:
    seats = existing.members.filter(left_at=None).select_related("person") if existing else []
    form = seat_form or panel_form
    context = {
        "panel": existing,
        "members": sorted(seats, key=place),
        "gaps": panel_gaps(area),
        "unseated": unseated.of(area),
        "form": form,
        "panel_form": panel_form,
        "seat_form": seat_form or SeatForm(people=_people(area)),
        "fixed": fixed.words(existing) if existing else "",
        "may_change": request.standing.can("officer", area),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "grants/staff/panel.html", context, status=status)


def _people(area: Neighbourhood) -> list[User]:
    """Who can be offered a seat: people with a role or an address here, not yet seated."""
    here = Q(roles__neighbourhood=area, roles__ended_at=None) | Q(
        residencies__neighbourhood=area,
        residencies__ended_at=None,
        residencies__verified_at__isnull=False,
    )
    seated = Member.objects.filter(panel__neighbourhood=area, left_at=None).values("person")
    return list(User.objects.filter(here).exclude(pk__in=seated).distinct().order_by("name"))
