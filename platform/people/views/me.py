"""One's own name and where one lives."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit import clock
from kit.access import audience
from kit.forms import act
from kit.refusal import Refused
from people import actions, going, said, tries
from people.actions import invitations
from people.forms import AskOfficerForm, NameForm, PostcodeForm
from people.middleware import PersonRequest
from people.models import Invitation, Residency, User
from people.views.street import KEPT_FOR, LIVES_AT
from places import postcodes
from places.models import Neighbourhood
from places.postcodes import Answer, Found, Outside


@audience("signed-in")
def details(request: PersonRequest) -> HttpResponse:
    """Say what one is called; the first thing asked after the first sign-in."""
    person = request.user
    form = NameForm(request.POST or None, initial={"name": person.name or _invited_as(person)})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if act(form, lambda: actions.set_name(person, name=name, by=person)) is not None:
            messages.success(request, said.name_saved(person))
            return redirect(going.to(request) or _after_name(request))
    context = {"form": form, "new": not person.name, "next": going.to(request)}
    return render(request, "people/details.html", context, status=422 if form.errors else 200)


def _invited_as(person: User) -> str:
    """The name by which somebody invited this person, to be kept or put right."""
    taken = (
        Invitation.objects.filter(accepted_by=person)
        .exclude(name="")
        .order_by("accepted_at")
        .last()
    )
    return invitations.invited_as(taken) if taken else ""


def _after_name(request: PersonRequest) -> str:
    lives = Residency.objects.filter(person=request.user, ended_at=None).exists()
    return reverse("pages:me") if lives else reverse("people:postcode")


@audience("signed-in")
def postcode(request: PersonRequest) -> HttpResponse:
    """Say where one lives. Three answers: found, outside, and not known yet."""
    form = PostcodeForm(request.POST or None, initial=_typed_before(request))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["postcode"]
        answer = _ask(request, form, typed)
        if isinstance(answer, Found):
            person = request.user
            if act(form, lambda: actions.state_residency(person, postcode=typed, by=person)):
                return redirect("people:postcode")
            answer = None
    context: dict[str, object] = {"form": form, "homes": _homes(request)}
    if answer is not None:
        context |= _elsewhere(answer, form.cleaned_data["postcode"])
    return render(request, "people/postcode.html", context, status=422 if form.errors else 200)


def _typed_before(request: PersonRequest) -> dict[str, str]:
    """The postcode that a visitor asked about before they signed in; once, and not for long: the
    next person at this computer may be another one.
    """
    kept = request.session.pop(LIVES_AT, None)
    if kept is None or clock.now().timestamp() - kept["at"] > KEPT_FOR:
        return {}
    return {"postcode": kept["postcode"]}


def _ask(
    request: PersonRequest, form: forms.Form, typed: str, said_in: Neighbourhood | None = None
) -> Answer | None:
    # Outside any transaction, so that a wrong try is counted whatever comes of it.
    try:
        return tries.look_up(typed, by=request.user, said_in=said_in)
    except Refused as refusal:
        form.add_error("postcode", refusal.reason)
        return None


def _homes(request: PersonRequest) -> list[Residency]:
    rows = Residency.objects.filter(person=request.user, ended_at=None)
    return list(rows.select_related("neighbourhood").order_by("-stated_at"))


def _elsewhere(answer: Answer, typed: str) -> dict[str, object]:
    kind = "outside" if isinstance(answer, Outside) else "unknown"
    return {
        "kind": kind,
        "answer": answer,
        "typed": postcodes.normalise(typed),
        "ask_form": AskOfficerForm(initial={"postcode": typed}),
    }


@audience("signed-in")
def ask_officer(request: PersonRequest) -> HttpResponse:
    """Say where one lives though the postcode doesn't; an officer looks at it."""
    if request.method != "POST":
        return redirect("people:postcode")
    form = AskOfficerForm(request.POST)
    person = request.user
    if form.is_valid():
        typed, place = form.cleaned_data["postcode"], form.cleaned_data["neighbourhood"]
        if _ask(request, form, typed, place) and act(
            form,
            lambda: actions.state_residency(person, postcode=typed, neighbourhood=place, by=person),
        ):
            return redirect("people:postcode")
    context = {"form": form, "homes": _homes(request)}
    return render(request, "people/ask_officer.html", context, status=422)


@audience("signed-in")
@require_POST
def ask_check(request: PersonRequest, home: UUID) -> HttpResponse:
    """Put one's address on the list of those who check."""
    row = get_object_or_404(Residency, pk=home, person=request.user, ended_at=None)
    messages.success(request, said.check_asked(actions.ask_for_check(row, by=request.user)))
    return redirect("people:postcode")


@audience("signed-in")
@require_POST
def moved_out(request: PersonRequest, home: UUID) -> HttpResponse:
    """Say that one no longer lives somewhere."""
    row = get_object_or_404(Residency, pk=home, person=request.user, ended_at=None)
    actions.end_residency(row, by=request.user)
    messages.success(request, said.own_home_ended(row))
    return redirect("people:postcode")
