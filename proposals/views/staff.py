"""Staff's pages: what waits for them, one proposal's checks, and an idea written down for
somebody.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.access import STAFF, audience
from kit.forms import act
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from proposals import access, actions, cards, pairs, said
from proposals.actions.checks import newest
from proposals.actions.ideas import IdeaText
from proposals.forms.careful import Reason
from proposals.forms.checks import ChecksForm
from proposals.forms.idea import Entered, EnterForm
from proposals.forms.staff import AnswerForm, LookForm, PairForm, ReviewForm
from proposals.missing import baseline_note
from proposals.models import CHECKS, IncompatiblePair, Proposal, Report
from proposals.views.found import or_404, proposal_or_404, round_or_404
from rounds.models import Round

# What can be done with a whole proposal on its check page, by the name of its form.
Answer = Callable[[Proposal, forms.Form, User], object]


@audience(*STAFF)
def checks(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """What waits: ideas about crime first, reports, then what was handed in. Posted: two ideas that
    can't both be done.
    """
    round = round_or_404(area, number)
    form = PairForm(request.POST if request.method == "POST" else None, round=round)
    deed = partial(_declare, form, request.user)
    pair = act(form, deed) if form.is_bound and form.is_valid() else None
    if pair is not None:
        messages.success(request, said.paired(pair))
        return redirect("proposals:checks", area, number)
    return _checks_page(request, round, form)


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
    return _checks_page(request, round, PairForm(round=round), refused=form)


def _declare(form: PairForm, by: User) -> IncompatiblePair:
    return actions.declare_incompatible(
        form.chosen("one"), other=form.chosen("other"), because=_reason(form), by=by
    )


def _checks_page(
    request: PersonRequest, round: Round, form: PairForm, *, refused: forms.Form | None = None
) -> HttpResponse:
    rows = round.proposals.select_related("lead", "kind", "round__neighbourhood")
    context = {
        "area": round.neighbourhood,
        "round": round,
        "form": refused or form,
        "pair_form": form,
        "pairs": pairs.standing(round),
        "can_pair": pairs.can_change(round),
        "to_look_at": Proposal.objects.to_look_at().filter(round=round).order_by("shared_at"),
        "reports": Report.objects.filter(proposal__round=round, answered_at=None)
        .select_related("proposal")
        .order_by("at"),
        "second_looks": rows.filter(
            status="refused", second_look_asked_at__isnull=False, second_look_at=None
        ),
        "submitted": rows.filter(status="submitted").order_by("submitted_at"),
        "returned": rows.filter(status="returned"),
        "answered": rows.filter(status__in=["ready", "refused"]).order_by("number"),
        "ideas": rows.filter(status="idea").order_by("number"),
    }
    wrong = form.errors or refused is not None
    return render(request, "proposals/staff/checks.html", context, status=422 if wrong else 200)


@audience(*STAFF)
def check(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """One proposal: its four questions, and what follows from the answers."""
    proposal = proposal_or_404(request, area, number, idea)
    or_404(proposal.status != "draft")
    forms_here = _forms(proposal)
    if request.method == "POST":
        name = request.POST.get("form", "")
        if name in CHECKS:  # a page of the version before, with a form for each question
            name = "checks"
        or_404(name in forms_here)
        form = forms_here[name] = _bound(name, proposal, request)
        done = (
            act(form, lambda: _ANSWERS[name](proposal, form, request.user))
            if form.is_valid()
            else None
        )
        if done is not None:
            proposal.refresh_from_db()
            if isinstance(done, list):
                messages.success(request, said.answered(proposal, done))
            else:
                messages.success(request, said.checked(proposal, name))
            return redirect("proposals:check", area, number, idea)
        if isinstance(form, ChecksForm):
            form.catch_up()
        return _page(request, proposal, forms_here, form)
    return _page(request, proposal, forms_here, None)


def _page(
    request: PersonRequest,
    proposal: Proposal,
    forms_here: dict[str, forms.Form],
    refused: forms.Form | None,
) -> HttpResponse:
    answered = newest(proposal)
    context = {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "costs": proposal.costs.all(),
        "sums": {source: proposal.pence_from(source) for source in ("asked", "others", "kind")},
        "baseline_note": baseline_note(proposal),
        "record": cards.record_of(proposal, proposal.kind) if proposal.kind else None,
        "questions": forms_here.get("checks"),
        "answers": [answered[kind] for kind in CHECKS if kind in answered],
        "every_answer": proposal.checks.select_related("by").order_by("at"),
        "outcome": forms_here,
        "all_yes": all(kind in answered and answered[kind].passed for kind in CHECKS),
        "may_check": access.may_check(proposal, request.user),
        "may_review": access.may_review(proposal, request.user),
        "reports": proposal.reports.filter(answered_at=None),
        "answer_form": AnswerForm(),
        "form": refused,
    }
    status = 422 if refused is not None else 200
    return render(request, "proposals/staff/check.html", context, status=status)


def _forms(proposal: Proposal) -> dict[str, forms.Form]:
    """The forms that fit how the proposal stands, by name, not filled in."""
    return {name: _bound(name, proposal, None) for name in _names(proposal)}


def _names(proposal: Proposal) -> list[str]:
    names = []
    if proposal.needs_look and proposal.looked_at is None and proposal.hidden_at is None:
        names.append("look")
    if proposal.status == "submitted":
        names += ["checks", "ready", "refuse"]
        if proposal.returned_at is None:
            names.append("return")
    asked = proposal.second_look_asked_at is not None and proposal.second_look_at is None
    if proposal.status == "refused" and asked:
        names.append("review")
    return [*names, "unhide" if proposal.hidden_at else "hide"]


_LABELS = {
    "return": "What needs to change?",
    "refuse": "Not this time, because…",
    "hide": "Why is it hidden?",
    "unhide": "Why is it shown again?",
}


def _bound(name: str, proposal: Proposal, request: PersonRequest | None) -> Any:
    data = request.POST if request else None
    if name == "checks":
        return ChecksForm(data, proposal=proposal)
    if name == "look":
        return LookForm(data, prefix="look")
    if name == "review":
        return ReviewForm(data, prefix="review")
    if name == "ready":
        return forms.Form(data, prefix="ready")
    return Reason(data, prefix=name, label=_LABELS[name])


def _reason(form: forms.Form) -> str:
    reason: str = form.cleaned_data["reason"]
    return reason


def _check(proposal: Proposal, form: forms.Form, by: User) -> object:
    assert isinstance(form, ChecksForm)  # noqa: S101
    return actions.check_each(proposal, answers=form.answers, by=by)


def _look(proposal: Proposal, form: forms.Form, by: User) -> object:
    show = form.cleaned_data["show"] == "yes"
    return actions.look_at(proposal, show=show, reason=_reason(form), by=by)


def _review(proposal: Proposal, form: forms.Form, by: User) -> object:
    ready = form.cleaned_data["ready"] == "yes"
    return actions.review(proposal, ready=ready, reason=_reason(form), by=by)


_ANSWERS: dict[str, Answer] = {
    "checks": _check,
    "look": _look,
    "review": _review,
    "ready": lambda proposal, form, by: actions.pass_to_vote(proposal, by=by),
    "refuse": lambda proposal, form, by: actions.refuse(proposal, reason=_reason(form), by=by),
    "return": lambda proposal, form, by: actions.return_for_change(
        proposal, reason=_reason(form), by=by
    ),
    "hide": lambda proposal, form, by: actions.hide(proposal, reason=_reason(form), by=by),
    "unhide": lambda proposal, form, by: actions.unhide(proposal, reason=_reason(form), by=by),
}


@audience(*STAFF)
@require_POST
def answer_report(
    request: PersonRequest, area: Neighbourhood, number: int, idea: int, report: UUID
) -> HttpResponse:
    """Tell the person who reported something what was done."""
    proposal = proposal_or_404(request, area, number, idea)
    told = get_object_or_404(Report, pk=report, proposal=proposal)
    form = AnswerForm(request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        if act(form, lambda: actions.answer_report(told, answer=answer, by=request.user)):
            messages.success(request, said.report_answered(told))
            return redirect("proposals:check", area, number, idea)
    return _page(request, proposal, _forms(proposal), form)


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
