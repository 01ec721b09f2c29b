"""One proposal's check page, and a page for each decision about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kit.access import STAFF, YES, Verdict, audience
from kit.forms import act
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from proposals import access, actions, cards, history, said
from proposals.actions.checks import newest
from proposals.forms.careful import Reason
from proposals.forms.checks import ChecksForm
from proposals.forms.staff import AnswerForm, LookForm, ReviewForm
from proposals.missing import baseline_note
from proposals.models import CHECKS, Proposal, Report
from proposals.views.lookups import or_404, proposal_or_404

# What can be done with a whole proposal, by the name of its form.
Answer = Callable[[Proposal, forms.Form, User], object]


@audience(*STAFF)
def check(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> HttpResponse:
    """One proposal: its four questions, and ways to what follows from the answers. Each of those
    that needs words has a page of its own, so that no press loses what was typed for another.
    """
    proposal = _proposal(request, area, number, idea)
    if request.method == "POST":
        if "then" in request.POST:
            return _go_on(request, proposal, request.POST["then"])
        name = request.POST.get("form", "")
        # A page of an earlier version sends each question, and each decision, here.
        return _answer(request, proposal, "checks" if name in CHECKS else name)
    return _page(request, proposal, _questions(proposal))


@audience(*STAFF)
def decide(
    request: PersonRequest, area: Neighbourhood, number: int, idea: int, deed: str
) -> HttpResponse:
    """One decision about a proposal, with its reason."""
    proposal = _proposal(request, area, number, idea)
    or_404(deed in _WORDS)
    if request.method == "POST":
        return _answer(request, proposal, deed)
    if deed not in _names(proposal):
        messages.warning(request, said.not_now(proposal))
        return _to_check(proposal)
    return _decision(request, proposal, deed, _bound(deed, proposal, None))


def _proposal(request: PersonRequest, area: Neighbourhood, number: int, idea: int) -> Proposal:
    proposal = proposal_or_404(request, area, number, idea)
    or_404(proposal.status != "draft")
    return proposal


def _answer(request: PersonRequest, proposal: Proposal, name: str) -> HttpResponse:
    """Do what a form asks; refused, it stands on its page again with all that was typed. So does
    one that somebody else was faster with: the deed says why it can't be done now.
    """
    or_404(name in _ANSWERS)
    form = _bound(name, proposal, request)
    done = (
        act(form, lambda: _ANSWERS[name](proposal, form, request.user)) if form.is_valid() else None
    )
    if done is None:
        return _refused(request, proposal, name, form)
    proposal.refresh_from_db()
    if isinstance(done, list):
        messages.success(request, said.answered(proposal, done))
    else:
        messages.success(request, said.checked(proposal, name))
    return _to_check(proposal)


def _go_on(request: PersonRequest, proposal: Proposal, then: str) -> HttpResponse:
    """A press for something else on the page; what was answered there is saved with it."""
    address = _address(proposal, then)
    if "checks" not in _names(proposal) and then not in ("ready", "return", "refuse"):
        return redirect(address)  # no answer can be saved any more, and hiding can't wait
    form, by = ChecksForm(request.POST, proposal=proposal, may_be_empty=True), request.user
    saved = (
        act(form, lambda: actions.check_each(proposal, answers=form.answers, by=by))
        if form.is_valid()
        else None
    )
    if saved is None:
        return _refused(request, proposal, "checks", form)
    if saved:
        messages.success(request, said.answered(proposal, saved))
    return _pass(request, proposal) if then == "ready" else redirect(address)


def _pass(request: PersonRequest, proposal: Proposal) -> HttpResponse:
    """Its answers are saved; let it go to the vote, or say what is in the way."""
    form = forms.Form(request.POST)
    passed = act(form, lambda: actions.pass_to_vote(proposal, by=request.user))
    if passed is None:
        return _page(request, proposal, _questions(proposal), refused=form)
    messages.success(request, said.checked(passed, "ready"))
    return redirect(_address(proposal, "ready"))


def _address(proposal: Proposal, then: str) -> str:
    """The page that a button of the check page leads to: `then` is "ready", a decision, or
    "report-" with the key of a report.
    """
    where = [proposal.round.neighbourhood, proposal.round.number, proposal.number]
    if then == "ready":
        return reverse("proposals:check", args=where)
    if then.startswith("report-"):
        keys = {f"report-{report.pk}": report.pk for report in proposal.reports.all()}
        or_404(then in keys)
        return reverse("proposals:answer-report", args=[*where, keys[then]])
    or_404(then in _WORDS)
    return reverse("proposals:decide", args=[*where, then])


def _refused(
    request: PersonRequest, proposal: Proposal, name: str, form: forms.Form
) -> HttpResponse:
    if name in _WORDS:
        return _decision(request, proposal, name, form)
    if isinstance(form, ChecksForm):
        form.catch_up()
        return _page(request, proposal, form)
    return _page(request, proposal, _questions(proposal), refused=form)


def _to_check(proposal: Proposal) -> HttpResponse:
    return redirect(_address(proposal, "ready"))


def _decision(
    request: PersonRequest, proposal: Proposal, deed: str, form: forms.Form
) -> HttpResponse:
    title, tone = _WORDS[deed]
    context = {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "form": form,
        "deed": deed,
        "title": title,
        "tone": tone,
        "may": _may(proposal, deed, request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "proposals/staff/decide.html", context, status=status)


def _may(proposal: Proposal, deed: str, by: User) -> Verdict:
    if deed in ("look", "return", "refuse", "unhide"):
        return access.may_check(proposal, by)
    return access.may_review(proposal, by) if deed == "review" else YES


def _page(
    request: PersonRequest,
    proposal: Proposal,
    questions: ChecksForm | None,
    *,
    refused: forms.Form | None = None,
) -> HttpResponse:
    """The check page; `refused` is a form of it that has only a button."""
    answered = newest(proposal)
    wrong = refused or (questions if questions is not None and questions.is_bound else None)
    context = {
        "area": proposal.round.neighbourhood,
        "round": proposal.round,
        "proposal": proposal,
        "deeds": _names(proposal),
        "costs": proposal.costs.all(),
        "sums": {source: proposal.pence_from(source) for source in ("asked", "others", "kind")},
        "baseline_note": baseline_note(proposal),
        "track": cards.track_of(proposal, proposal.kind) if proposal.kind else None,
        "questions": questions,
        "answers": [answered[kind] for kind in CHECKS if kind in answered],
        "every_answer": proposal.checks.select_related("by").order_by("at"),
        "unchanged": not history.changed_since_sent_back(proposal),
        "may_check": access.may_check(proposal, request.user),
        "may_review": access.may_review(proposal, request.user),
        "reports": proposal.reports.filter(answered_at=None),
        "form": wrong,
    }
    status = 422 if wrong is not None else 200
    return render(request, "proposals/staff/check.html", context, status=status)


def _names(proposal: Proposal) -> list[str]:
    """What can be done with a proposal as it stands."""
    names = []
    if proposal.waits_for_look and proposal.hidden_at is None:
        names.append("look")
    if proposal.status == "submitted":
        names += ["checks", "ready", "refuse"]
        if proposal.returned_at is None:
            names.append("return")
    asked = proposal.second_look_asked_at is not None and proposal.second_look_at is None
    if proposal.status == "refused" and asked:
        names.append("review")
    return [*names, "unhide" if proposal.hidden_at else "hide"]


# What a decision is called, on its page and its button, and the button's tone.
_WORDS = {
    "look": ("Say whether it can be shown", ""),
    "return": ("Send it back", ""),
    "refuse": ("Not this time", "warning"),
    "review": ("Answer the second look", ""),
    "hide": ("Hide it", "warning"),
    "unhide": ("Show it again", ""),
}
_LABELS = {
    "return": "What needs to change?",
    "refuse": "Not this time, because…",
    "hide": "Why is it hidden?",
    "unhide": "Why is it shown again?",
}


def _questions(proposal: Proposal) -> ChecksForm | None:
    """The four questions, while they can be answered."""
    return ChecksForm(proposal=proposal) if "checks" in _names(proposal) else None


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
def answer_report(
    request: PersonRequest, area: Neighbourhood, number: int, idea: int, report: UUID
) -> HttpResponse:
    """Tell the person who reported something what was done."""
    proposal = proposal_or_404(request, area, number, idea)
    facts = get_object_or_404(Report, pk=report, proposal=proposal)
    if request.method != "POST" and facts.answered_at is not None:
        return _to_check(proposal)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        if act(form, lambda: actions.answer_report(facts, answer=answer, by=request.user)):
            messages.success(request, said.report_answered(facts))
            return _to_check(proposal)
    context = {"area": area, "round": proposal.round, "proposal": proposal, "told": facts}
    status = 422 if form.is_bound else 200
    page = "proposals/staff/answer_report.html"
    return render(request, page, context | {"form": form}, status=status)
