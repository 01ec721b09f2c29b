"""The panel's meeting, run by the secretary from one page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.models import Event
from grants import actions, said, voted_lines
from grants.desk import desk_of
from grants.forms import CallForm, InterestForm
from grants.models import Meeting
from grants.views.lookups import meeting_of, member_of, panel_of, round_of
from kit.access import PANEL, STAFF, audience
from kit.forms import act
from kit.htmx import render as render_either
from people.middleware import PersonRequest
from places.models import Neighbourhood


@audience(*PANEL, *STAFF, "auditor")
def meeting(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The meeting about a round, or how to call it."""
    round_ = round_of(area, number)
    row = Meeting.objects.filter(round=round_).first()
    if row is None:
        return _calling(request, area, number, CallForm(round=round_))
    return _page(request, meeting_of(area, number))


@audience("chair", "secretary", "officer")
@require_POST
def call(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Call the meeting."""
    round_ = round_of(area, number)
    form = CallForm(request.POST, round=round_)
    if form.is_valid():
        meets_at, where = form.call()
        called = act(
            form,
            lambda: actions.call_meeting(round_, meets_at=meets_at, where=where, by=request.user),
        )
        if called:
            messages.success(request, said.meeting_called(called))
            return redirect("grants:meeting", area, number)
    return _calling(request, area, number, form)


@audience("secretary")
@require_POST
def open_it(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Open the meeting."""
    opened = actions.open_meeting(meeting_of(area, number), by=request.user)
    messages.success(request, said.meeting_opened(opened))
    return redirect("grants:meeting", area, number)


@audience("secretary")
def close_it(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Close the meeting; with something undecided, its page asks first, on one of its own."""
    row = meeting_of(area, number)
    if request.method != "POST":
        desk = desk_of(row, request.user)
        if not desk.is_open:
            return redirect("grants:meeting", area, number)
        return render(request, "grants/panel/close.html", {"desk": desk, "round": row.round})
    closed = actions.close_meeting(row, by=request.user)
    messages.success(request, said.meeting_closed(closed))
    return redirect("grants:minutes", area, number)


@audience("chair")
@require_POST
def confirm(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Confirm the minutes."""
    confirmed = actions.confirm_minutes(meeting_of(area, number), by=request.user)
    messages.success(request, said.minutes_confirmed(confirmed))
    return redirect("grants:minutes", area, number)


@audience(*PANEL, *STAFF, "auditor")
def minutes(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The minutes, made for printing, with the record's newest fingerprint."""
    row = meeting_of(area, number)
    newest = Event.objects.filter(round_ref=row.round_id, audience="public").newest_first().first()
    context = {
        "desk": desk_of(row, request.user),
        "round": row.round,
        "newest": newest,
        "may_confirm": request.standing.can("chair", area)
        and row.closed_at is not None
        and row.round.decided_at is not None,
    }
    return render(request, "grants/panel/minutes.html", context)


@audience("secretary")
@require_POST
def present(request: PersonRequest, area: Neighbourhood, number: int, member: UUID) -> HttpResponse:
    """A member came, or left."""
    row = meeting_of(area, number)
    here = request.POST.get("present") == "yes"
    person = member_of(row, member)
    return _swap(
        request,
        row,
        lambda: actions.mark_present(row, member=person, present=here, by=request.user),
    )


@audience(*PANEL)
@require_POST
def none(request: PersonRequest, area: Neighbourhood, number: int, member: UUID) -> HttpResponse:
    """A member has no interest in anything on the list."""
    row = meeting_of(area, number)
    person = member_of(row, member)
    return _swap(request, row, lambda: actions.declare_none(row, member=person, by=request.user))


@audience(*PANEL)
def interest(
    request: PersonRequest, area: Neighbourhood, number: int, member: UUID
) -> HttpResponse:
    """A member declares an interest in one proposal, and leaves for its item."""
    row = meeting_of(area, number)
    person = member_of(row, member)
    lines = voted_lines.lines(row.round)
    initial = {"proposal": request.GET.get("item", "")}
    form = InterestForm(request.POST or None, lines=lines, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = {str(line.number): line.proposal for line in lines}[given["proposal"]]
        declared = act(
            form,
            lambda: actions.declare_interest(
                row,
                member=person,
                proposal=chosen,
                nature=given["nature"],
                words=given["words"],
                by=request.user,
            ),
        )
        if declared:
            messages.success(request, said.interest_declared(declared))
            return redirect("grants:meeting", area, number)
    context = {"form": form, "member": person, "round": row.round, "meeting": row}
    status = 422 if form.is_bound else 200
    return render(request, "grants/panel/interest.html", context, status=status)


def _page(request: PersonRequest, row: Meeting) -> HttpResponse:
    """The meeting's page, or for htmx its changing part."""
    context = {"desk": desk_of(row, request.user), "round": row.round}
    return render_either(
        request, "grants/panel/meeting.html", context, fragment="grants/panel/_meeting.html"
    )


def _swap(request: PersonRequest, row: Meeting, deed: Callable[[], object]) -> HttpResponse:
    """Do the deed; htmx gets the meeting as it now stands, others go to its page."""
    deed()
    if getattr(request, "htmx", None):
        return _page(request, meeting_of(row.round.neighbourhood, row.round.number))
    return redirect("grants:meeting", row.round.neighbourhood, row.round.number)


def _calling(request: PersonRequest, area: Neighbourhood, number: int, form: Form) -> HttpResponse:
    context = {
        "form": form,
        "panel": panel_of(area),
        "round": round_of(area, number),
        "may_call": request.standing.holds(frozenset({"chair", "secretary", "officer"}), area),
        "may_move": request.standing.can("officer", area),
    }
    return render(request, "grants/panel/call.html", context, status=422 if form.is_bound else 200)
