"""A round's desk: what is missing, who does what, publishing, moving dates, and the two ends."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kit import clock
from kit.access import audience
from kit.dates import day
from kit.forms import act
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from rounds import (
    actions,
    duties,
    forms,
    lessons,
    parts,
    phases,
    publishing,
    readiness,
    rules,
    said,
    staffing,
    strip,
    words,
)
from rounds.models import PHASES, Duty, Round
from rounds.readiness import Missing
from rounds.views.lookups import any_round, open_draft


@dataclass(frozen=True)
class SetupTask:
    """A line of the task list."""

    title: str
    url: str
    hint: str
    status: str
    tone: str
    key: str


@audience("officer")
def setup(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Everything about setting a round up, in one list."""
    round = any_round(area, number)
    missing = [] if round.published_at else readiness.missing(round, "publish")
    context = {
        "area": area,
        "round": round,
        "phase": PHASES[phases.current(round)],
        "phases": strip.strip(round),
        "missing": missing,
        "tasks": _tasks(round, missing),
        "lessons": lessons.of(round),
        "earlier": Round.objects.in_area(area).shown().filter(number__lt=number).last(),
        "movable": bool(round.published_at and not round.decided_at and not round.cancelled_at),
    }
    return render(request, "rounds/setup.html", context)


def _tasks(round: Round, missing: list[Missing]) -> list[SetupTask]:
    """The pages of a draft, each with whether something is missing there."""
    todo = {each.link for each in missing}
    pages = {
        "money": ("Name, money and purpose", ""),
        "dates": ("Dates", _dates_hint(round)),
        "choices": ("Rules", "They come with the kind of round you chose."),
        "people": ("Can you run this?", staffing.words(rules.of(round), round.neighbourhood)),
    }
    tasks = [_task(page, round, words, todo) for page, words in pages.items()]
    return [*tasks[:3], _rule(round), *tasks[3:]]


def _dates_hint(round: Round) -> str:
    """From when until when, whoever chose it."""
    if round.ideas_open_at is None or round.panel_meets_at is None:
        return ""
    return f"From {day(round.ideas_open_at)} until the panel meets on {day(round.panel_meets_at)}."


def _rule(round: Round) -> SetupTask:
    """Which rule the votes are counted by: there always is one."""
    count = rules.of(round)["count"]
    name = "Equal shares." if count["rule"] == "equal-shares" else "Most votes that fit."
    if "stages" in count:
        name += " A part of the pot is kept for a theme."
    url = reverse("voting:rule", args=[round.neighbourhood, round.number])
    return SetupTask("How votes are counted", url, name, "Done", "good", "rule")


def _task(page: str, round: Round, words: tuple[str, str], todo: set[str]) -> SetupTask:
    title, hint = words
    url = reverse(f"rounds:{page}", args=[round.neighbourhood, round.number])
    status, tone = ("To do", "few") if url in todo else ("Done", "good")
    return SetupTask(title, url, hint, status, tone, page)


@audience("officer")
def people(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Can you run this? Name people for the duties of a round, and take duties away."""
    round = any_round(area, number)
    auditors = staffing.auditors(round)
    kept_free = staffing.only_one(auditors)
    posted = request.POST if request.method == "POST" else None
    form = forms.DutiesForm(posted, round=round, kept_free=kept_free)
    given, taken = _share_out(round, form, request.user) if form.is_valid() else ([], [])
    if (given or taken) and not form.errors:
        for duty in given:
            messages.success(request, said.duty_given(duty))
        for duty in taken:
            messages.success(request, said.duty_taken(duty))
        return redirect("rounds:people", area, number)
    context = {
        "area": area,
        "round": round,
        "form": form,
        "gaps": duties.gaps(round, rules.of(round)),
        "needed": staffing.words(rules.of(round), area),
        "more_missing": not round.published_at and readiness.missing(round, "publish"),
        "auditors": auditors,
        "kept_free": kept_free,
        "duties": _duties(round, form),
    }
    status = 422 if form.errors else 200
    return render(request, "rounds/staff_people.html", context, status=status)


@transaction.atomic
def _share_out(round: Round, form: forms.DutiesForm, by: User) -> tuple[list[Duty], list[Duty]]:
    """All that was chosen, or nothing: the duties given and those taken away. First the new names,
    so that a duty can go from one person to another at once.
    """
    given, taken = [], []
    for name, kind, person in form.given:
        give = partial(actions.give_duty, round, kind=kind, person=person, by=by)
        if duty := act(form, give, at=name):
            given.append(duty)
    for name, row in form.taken:
        if act(form, partial(actions.take_duty, row, by=by), at=name):
            taken.append(row)
    transaction.set_rollback(bool(form.errors))
    return given, taken


def _duties(round: Round, form: forms.DutiesForm) -> list[dict[str, object]]:
    return [
        {
            "kind": kind,
            "title": duties.KINDS[kind].title,
            "hint": duties.KINDS[kind].hint,
            "needed": count,
            "names": ", ".join(str(row.person) for row in form.rows if row.kind == kind),
            "take": form.of_kind(kind)[0],
            "add": form.of_kind(kind)[1],
        }
        for kind, count in duties.kinds(rules.of(round)).items()
    ]


@audience("officer")
def publish(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Check the answers, read the rules once more, and publish."""
    round = open_draft(area, number)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(act(form, lambda: actions.publish(round, by=request.user))):
        messages.success(request, said.published(round))
        return redirect("rounds:setup", area, number)
    context = {
        "area": area,
        "round": round,
        "form": form,
        "missing": readiness.missing(round, "publish"),
        "parts": words.parts_of(round),
        "dates": [(name, getattr(round, key)) for key, name in publishing.NAMES.items()],
        "named": _named(round),
        "auditors": staffing.auditors(round),
    }
    status = 422 if form.errors else 200
    return render(request, "rounds/staff_publish.html", context, status=status)


def _named(round: Round) -> list[tuple[str, str]]:
    """Each duty with the names of those who have it."""
    rows = Duty.objects.filter(round=round).select_related("person").order_by("pk")
    return [
        (kind.title, ", ".join(str(row.person) for row in rows if row.kind == key))
        for key, kind in duties.KINDS.items()
        if key in duties.kinds(rules.of(round))
    ]


@audience("officer")
def postpone(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Move dates later, for a reason."""
    round = any_round(area, number)
    form = forms.PostponeForm(request.POST or None, round=round)
    if form.is_valid() and _done(act(form, lambda: _postpone(round, form, request))):
        messages.success(request, said.moved(round))
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form, "heading": "Move dates later"}
    return render(request, "rounds/staff_form.html", context, status=422 if form.errors else 200)


def _postpone(round: Round, form: forms.PostponeForm, request: PersonRequest) -> Round:
    reason = form.cleaned_data["reason"]
    return actions.postpone(round, reason=reason, by=request.user, **form.moved())


@audience("officer")
def cancel(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Cancel a round, or drop a draft."""
    round = any_round(area, number)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and _done(act(form, lambda: _cancel(round, form, request))):
        messages.success(request, said.cancelled(round))
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form, "heading": "Cancel this round"}
    return render(request, "rounds/staff_form.html", context, status=422 if form.errors else 200)


def _cancel(round: Round, form: forms.ReasonForm, request: PersonRequest) -> Round:
    return actions.cancel(round, reason=form.cleaned_data["reason"], by=request.user)


def _done(round: Round | None) -> bool:
    return round is not None


@audience("auditor")
def sign_off(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """An auditor closes a round in which everything is done."""
    round = any_round(area, number)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(act(form, lambda: actions.sign_off(round, by=request.user))):
        messages.success(request, said.signed_off(round))
        return redirect("rounds:rules", area, number)
    context = {
        "area": area,
        "round": round,
        "form": form,
        "phase": phases.current(round, clock.now()),
        "missing": readiness.missing(round, "close"),
        "part": parts.of(round, request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "rounds/staff_sign_off.html", context, status=status)
