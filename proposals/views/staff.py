"""Staff's pages: what waits for them, and an idea written down for somebody."""

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.access import STAFF, audience
from kit.forms import act
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from proposals import actions, pairs, said
from proposals.actions.ideas import IdeaText
from proposals.forms.idea import Entered, EnterForm
from proposals.forms.staff import PairForm
from proposals.models import IncompatiblePair, Proposal, Report
from proposals.views.lookups import round_or_404
from rounds.models import Round


@audience(*STAFF)
def checks(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponseBase:
    """What waits: ideas about crime first, reports, then what was handed in."""
    if request.method == "POST":  # a page of an earlier version sends two ideas here
        return pair(request, area, number)
    return _checks_page(request, round_or_404(area, number))


@audience(*STAFF)
def pair(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Say of two ideas that they can't both be done."""
    round = round_or_404(area, number)
    form = PairForm(request.POST if request.method == "POST" else None, round=round)
    deed = partial(_declare, form, request.user)
    done = act(form, deed) if form.is_bound and form.is_valid() else None
    if done is not None:
        messages.success(request, said.paired(done))
        return redirect("proposals:checks", area, number)
    context = {"area": area, "round": round, "form": form, "can_pair": pairs.can_change(round)}
    status = 422 if form.is_bound else 200
    return render(request, "proposals/staff/pair.html", context, status=status)


@audience(*STAFF)
@require_POST
def take_back_pair(
    request: PersonRequest, area: Neighbourhood, number: int, pair: UUID
) -> HttpResponse:
    """Two ideas can both be done again."""
    round = round_or_404(area, number)
    found = get_object_or_404(IncompatiblePair, pk=pair, one__round=round)
    form = forms.Form(request.POST)
    done = act(form, lambda: actions.withdraw_incompatible(found, by=request.user))
    if done:
        messages.success(request, said.pair_taken_back(done))
        return redirect("proposals:checks", area, number)
    return _checks_page(request, round, refused=form)


def _declare(form: PairForm, by: User) -> IncompatiblePair:
    return actions.declare_incompatible(
        form.chosen("one"), other=form.chosen("other"), because=form.cleaned_data["reason"], by=by
    )


def _checks_page(
    request: PersonRequest, round: Round, *, refused: forms.Form | None = None
) -> HttpResponse:
    rows = round.proposals.select_related("lead", "kind", "round__neighbourhood")
    unseen = Proposal.objects.to_look_at().filter(round=round).order_by("shared_at")
    context = {
        "area": round.neighbourhood,
        "round": round,
        "form": refused,
        "pairs": pairs.standing(round),
        "can_pair": pairs.can_change(round),
        "two_to_pair": len(pairs.candidates(round)) > 1,
        "to_look_at": unseen,
        "reports": Report.objects.filter(proposal__round=round, answered_at=None)
        .select_related("proposal")
        .order_by("at"),
        "second_looks": rows.filter(
            status="refused", second_look_asked_at__isnull=False, second_look_at=None
        ),
        "submitted": rows.filter(status="submitted").order_by("submitted_at"),
        "returned": rows.filter(status="returned"),
        "answered": rows.filter(status__in=["ready", "refused"]).order_by("number"),
        "ideas": rows.filter(status="idea").exclude(pk__in=unseen.values("pk")).order_by("number"),
    }
    return render(request, "proposals/staff/checks.html", context, status=422 if refused else 200)


@audience(*STAFF)
def enter(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Write an idea down for somebody, from a conversation or a paper slip."""
    round = round_or_404(area, number)
    sending = "save" not in request.POST
    form = EnterForm(request.POST or None, request.FILES or None, sending=sending)
    if request.method == "POST":
        photo = form.kept_upload(request.user)
        if form.is_valid():
            text, entered = form.text(photo), form.entered()
            idea = act(form, lambda: _enter(round, text, entered, request.user, sending))
            if idea:
                messages.success(request, said.entered(idea))
                return redirect("proposals:detail", area, number, idea.number)
    context = {"area": area, "round": round, "form": form}
    status = 422 if form.errors else 200
    return render(request, "proposals/staff/enter.html", context, status=status)


@transaction.atomic
def _enter(round: Round, text: IdeaText, entered: Entered, by: User, sending: bool) -> Proposal:
    idea = actions.start_idea(round, by=by, **entered, **text)
    return actions.share(idea, by=by) if sending and idea.status == "draft" else idea
