"""Writing decisions down, and the public page of them."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from grants import actions, room, said, story, voted_lines
from grants.desk import Desk, desk_of
from grants.forms import DecisionForm, TogetherForm
from grants.models import Decision, Interest, Meeting
from grants.views.lookups import line_of, meeting_of, round_of
from grants.voted_lines import VoteLine
from kit.access import PANEL, STAFF, audience
from kit.dates import day_time
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds.models import Round


@audience(*PANEL, *STAFF, "auditor")
def item(request: PersonRequest, area: Neighbourhood, number: int, item: int) -> HttpResponse:
    """One proposal in the meeting: how the panel stands on it, and the form for its decision."""
    row = meeting_of(area, number)
    line = line_of(row.round, item)
    standing = room.read(row).standing(line.proposal.pk)
    form = DecisionForm(request.POST or None, standing=standing, line=line)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "conditions"}
        made = act(
            form,
            lambda: actions.decide(
                row,
                proposal=line.proposal,
                conditions=form.conditions_typed,
                by=request.user,
                **given,
            ),
        )
        if made:
            messages.success(request, said.decided(made))
            return redirect("grants:meeting", area, number)
    desk = desk_of(row, request.user)
    shown = next(each for each in desk.items if each.line.number == item)
    context = {"form": form, "desk": desk, "item": shown, "round": row.round}
    return render(request, "grants/panel/item.html", context, status=422 if form.is_bound else 200)


@audience("secretary")
def together(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Adopt by one vote everything that nobody pulled out. A page of its own: who comes or leaves
    meanwhile changes the meeting's page, and must not tick again what somebody pulled out here.
    """
    row = meeting_of(area, number)
    desk = desk_of(row, request.user)
    if request.method != "POST":
        if not (desk.is_open and desk.together and desk.adoptable):
            return redirect("grants:meeting", area, number)
        return _together(request, desk, TogetherForm(standing=desk.standing, lines=desk.adoptable))
    # What was pulled out since the page was made is refused by the deed, in words.
    picked = [each.line for each in desk.items if each.line.picked]
    form = TogetherForm(request.POST, standing=desk.standing, lines=picked)
    if form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("proposals")
        proposals = [line.proposal for line in picked if str(line.number) in chosen]
        adopted = act(
            form,
            lambda: actions.adopt_together(row, proposals=proposals, by=request.user, **given),
        )
        if adopted:
            messages.success(request, said.adopted(adopted))
            return redirect("grants:meeting", area, number)
    return _together(request, desk, form)


def _together(request: HttpRequest, desk: Desk, form: TogetherForm) -> HttpResponse:
    context = {"desk": desk, "round": desk.meeting.round, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "grants/panel/together.html", context, status=status)


@audience("public")
def decisions(request: HttpRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """What the panel decided, with its votes and reasons; where it departed from the vote first."""
    round_ = round_of(area, number)
    rows = (
        Decision.objects.filter(meeting__round=round_)
        .select_related("proposal__round__neighbourhood", "award")
        .order_by("proposal__ballot_line__number")
    )
    meeting = Meeting.objects.filter(round=round_).select_related("panel", "round").first()
    made = list(zip(rows, story.stages(row.proposal for row in rows), strict=True))
    context = {
        "round": round_,
        "meeting": meeting,
        "departures": [pair for pair in made if pair[0].departs],
        "others": [pair for pair in made if not pair[0].departs],
        "interests": _interests(round_),
        "count": len(made),
        "undecided": _undecided(round_, rows) if made else [],
        "not_yet": _when(round_, meeting),
    }
    return render(request, "grants/decisions.html", context)


def _undecided(round_: Round, rows: Iterable[Decision]) -> list[VoteLine]:
    """What was on the ballot and waits for its decision, those that the vote picked first."""
    done = {row.proposal_id for row in rows}
    waiting = (line for line in voted_lines.lines(round_) if line.proposal.pk not in done)
    return [line for line in waiting if line.proposal.is_public]


def _when(round_: Round, meeting: Meeting | None) -> str:
    if round_.panel_meets_at is None:
        return "The panel meets after the vote."
    place = meeting.place if meeting else round_.panel_meets_where
    where = f", {place}" if place else ""
    return f"The panel meets at {day_time(round_.panel_meets_at)}{where}. Everyone may come."


def _interests(round_: Round) -> list[Interest]:
    rows = Interest.objects.filter(meeting__round=round_).order_by("proposal__number")
    return list(rows.select_related("member__person", "proposal"))
