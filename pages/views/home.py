"""The first page: find your neighbourhood, or set the site up."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kit.access import audience
from kit.forms import act
from kit.refusal import Refused
from pages.forms import FindForm, FirstOfficerForm
from people import actions, said, tries
from people.middleware import PersonRequest
from people.models import Role
from people.refusals import TooManyTries
from people.views import door
from people.views.street import asker
from places import postcodes
from places.models import Neighbourhood

# Neighbourhoods that are listed; the others are found by name.
MOST = 24


def _nobody_yet() -> bool:
    return not Role.objects.exists()


@audience("public")
def home(request: PersonRequest) -> HttpResponse:
    """Find a neighbourhood by postcode or name. An empty site asks for its first officer
    instead.
    """
    if _nobody_yet():
        return redirect("pages:first-officer")
    form = FindForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    places = _native()
    if form.is_valid():
        asked = form.cleaned_data["q"]
        answer = _by_postcode(request, form, asked)
        if isinstance(answer, postcodes.Found):
            return redirect("pages:area", area=answer.neighbourhood)
        places = places.filter(name__icontains=asked) | places.filter(town__icontains=asked)
        if form.errors:
            return _too_many(request, context)
        context |= {"asked": asked, "answer": type(answer).__name__ if answer else ""}
    found = places.order_by("name")
    context |= {"places": found[:MOST], "more": max(0, found.count() - MOST)}
    return render(request, "pages/home.html", context)


def _too_many(request: PersonRequest, context: dict[str, object]) -> HttpResponse:
    context["places"] = _native().order_by("name")[:MOST]
    return render(request, "pages/home.html", context, status=422)


def _native() -> QuerySet[Neighbourhood]:
    return Neighbourhood.objects.filter(origin="native")


def _by_postcode(request: PersonRequest, form: FindForm, text: str) -> postcodes.Answer | None:
    # Outside any transaction, so that a wrong try is counted whatever comes of it.
    try:
        postcodes.normalise(text)  # the name of a place is no try
        return tries.look_up(text, by=asker(request))
    except postcodes.NotAPostcode:
        return None
    except TooManyTries as refusal:
        form.add_error("q", refusal.reason)
        return None


def _let_in_by_code(request: HttpRequest, email: str) -> HttpResponse:
    """To the page that asks for the code, which is on its way to the address just typed."""
    onward = reverse("pages:staff")
    try:
        door.ask(request, email, onward)
    except Refused as refusal:
        messages.warning(request, said.code_not_sent(refusal))
        return redirect(f"{reverse('people:sign-in')}?next={onward}")
    return redirect("people:code")


@audience("public")
def first_officer(request: HttpRequest) -> HttpResponse:
    """Makes the first officer, once; then it is gone."""
    if not _nobody_yet():
        raise Http404
    form = FirstOfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, email = form.cleaned_data["name"], form.cleaned_data["email"]
        officer = act(form, lambda: actions.make_first_officer(email=email, name=name))
        if officer is not None:
            return _let_in_by_code(request, email)
    status = 422 if form.errors else 200
    return render(request, "pages/first_officer.html", {"form": form}, status=status)
