"""For staff: the ballot box step by step, and answers."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from rounds.views.lookups import any_round
from voting import actions, coming_ballot, pairs, queue, said, steps, terms
from voting import box as ballot_box
from voting.actions import ways_on
from voting.forms.box import AgainForm, LostForm
from voting.forms.challenges import AnswerForm
from voting.models import BallotLine, Challenge, KeyHolder


@audience("officer")
def box(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """What is to be done before the vote can open, and after it has closed."""
    round = any_round(area, number)
    form = Form(request.POST if request.method == "POST" else None)
    deed = _deeds(round, request).get(request.POST.get("do", ""))
    if deed is not None and form.is_valid() and act(form, deed) is not None:
        messages.success(request, said.step_done(round, request.POST["do"]))
        return redirect("voting:box", area, number)
    actions.keep_up(round)
    lines = list(BallotLine.objects.filter(round=round))
    context = {
        "area": area,
        "round": round,
        "form": form,
        "steps": steps.of(round),
        "lines": lines,
        "coming": coming_ballot.of(round) if not (round.counted_at or round.cancelled_at) else None,
        "pairs": pairs.named(round, lines),
        "holders": KeyHolder.objects.filter(round=round).select_related("person").order_by("pk"),
        "custody": terms.custody(round),
        "batched": ballot_box.count_batched(round.pk),
        "to_look_at": queue.waiting(round),
        "trouble": ways_on.trouble(round) if round.box_ready_at else None,
        "phase": phases.current(round),
        "over": phases.vote_is_over(round),
    }
    return render(request, "voting/staff_box.html", context, status=422 if form.errors else 200)


def _deeds(round: Round, request: PersonRequest) -> dict[str, Callable[[], object]]:
    by = request.user
    return {
        "fix": lambda: actions.fix_ballot(round, by=by),
        "roll": lambda: actions.draw_roll(round, by=by),
        "make": lambda: actions.make_box(round, by=by),
        "ready": lambda: actions.ready(round, by=by),
        "close": lambda: actions.close(round, by=by, role="officer"),
    }


@audience("officer")
def lost(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """A part of the key is lost."""
    round = any_round(area, number)
    form = LostForm(request.POST if request.method == "POST" else None, round=round)
    if form.is_bound and form.is_valid():
        holder = form.cleaned_data["holder"]
        if act(form, lambda: actions.declare_share_lost(round, by=request.user, holder=holder)):
            return redirect("voting:again", area, number)
    return _lost_page(request, round, form, "voting/staff_lost.html")


@audience("officer")
def again(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Two parts are lost: hold the vote again, on the same list of voters."""
    round = any_round(area, number)
    form = AgainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        dates = form.cleaned_data
        if act(form, lambda: actions.rerun(round, by=request.user, **dates)):
            messages.success(request, said.held_again(round))
            return redirect("voting:box", area, number)
    return _lost_page(request, round, form, "voting/staff_again.html")


def _lost_page(request: PersonRequest, round: Round, form: Form, template: str) -> HttpResponse:
    left = KeyHolder.objects.filter(round=round, lost_at=None).count()
    context = {
        "area": round.neighbourhood,
        "round": round,
        "form": form,
        "left": left,
        "enough": left >= terms.holders_needed(round),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@audience("officer", "finance", "auditor")
def challenges(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Questions to answer, the most urgent first."""
    round = any_round(area, number)
    rows = Challenge.objects.filter(round=round).select_related("answered_by", "proposal")
    context = {
        "area": area,
        "round": round,
        "waiting": rows.filter(answered_at=None).order_by("answer_due_at"),
        "answered": rows.exclude(answered_at=None).order_by("-answered_at"),
        "kinds": Challenge.ABOUT,
        "now": clock.now(),
    }
    return render(request, "voting/staff_challenges.html", context)


@audience("officer", "finance", "auditor")
def answer(
    request: PersonRequest, area: Neighbourhood, number: int, challenge: UUID
) -> HttpResponse:
    """Answer one question in public."""
    round = any_round(area, number)
    asked = get_object_or_404(Challenge, round=round, pk=challenge)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _answered(asked, request, form):
        messages.success(request, said.answered_in_public(asked))
        return redirect("voting:challenges", area, number)
    context = {
        "area": area,
        "round": round,
        "form": form,
        "asked": asked,
        "about": Challenge.ABOUT[asked.about],
        "now": clock.now(),
    }
    return render(request, "voting/staff_answer.html", context, status=422 if form.errors else 200)


def _answered(asked: Challenge, request: PersonRequest, form: AnswerForm) -> bool:
    answer = form.cleaned_data
    deed = partial(
        actions.answer_challenge,
        asked,
        by=request.user,
        answer=answer["answer"],
        upheld=answer["upheld"] != "no",
        could_change=answer["upheld"] == "waits",
    )
    return act(form, deed) is not None
