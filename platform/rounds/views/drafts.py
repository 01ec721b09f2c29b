"""Staff set a round up: from a preset, page by page, until nothing is missing."""

from typing import Unpack

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import actions, forms, presets, rules, said, staffing
from rounds.models import Round
from rounds.refusals import PresetUnknown
from rounds.views.lookups import open_draft


@audience("officer")
def new(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Choose a kind of round, then give it a name, a pot and a first day."""
    try:
        preset = presets.offered(request.GET.get("preset", ""))
    except PresetUnknown:
        offered = [(each, staffing.words(each.draft_rules(), area)) for each in presets.OFFERED]
        kinds = {"offered": offered, "to_come": presets.TO_COME}
        return render(request, "rounds/staff_kinds.html", {"area": area, **kinds})
    form = forms.NewRoundForm(
        request.POST or None, area=area, initial={"start": forms.first_day(clock.today())}
    )
    if form.is_valid():
        round = act(
            form,
            lambda: actions.draft(area, preset=preset.key, by=request.user, **form.cleaned_data),
        )
        if round:
            return redirect("rounds:setup", area, round.number)
    context = {"area": area, "preset": preset, "form": form}
    return render(request, "rounds/staff_new.html", context, status=422 if form.errors else 200)


@audience("officer")
def money(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Name, pot, and what it is for."""
    round = open_draft(area, number)
    form = forms.MoneyForm(request.POST or None, area=area, initial=forms.MoneyForm.of(round))
    if form.is_valid() and _change(form, round, request, **form.cleaned_data):
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form, "heading": "Name, money and purpose"}
    return render(request, "rounds/staff_form.html", context, status=422 if form.errors else 200)


@audience("officer")
def dates(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The dates, and where the panel meets."""
    round = open_draft(area, number)
    form = forms.DatesForm(request.POST or None, initial=forms.DatesForm.of(round))
    if form.is_valid() and _change(form, round, request, **form.cleaned_data):
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form, "heading": "Dates"}
    return render(request, "rounds/staff_form.html", context, status=422 if form.errors else 200)


@audience("officer")
def choices(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The rules that staff may choose."""
    round = open_draft(area, number)
    form = forms.ChoicesForm(request.POST or None, initial=forms.ChoicesForm.of(round))
    if form.is_valid() and _change(form, round, request, rules=form.rules(rules.of(round))):
        return redirect("rounds:setup", area, number)
    context = {"area": area, "round": round, "form": form, "heading": "Rules"}
    return render(request, "rounds/staff_form.html", context, status=422 if form.errors else 200)


def _change(
    form: BaseForm, round: Round, request: PersonRequest, **changes: Unpack[actions.Changes]
) -> bool:
    """Change the draft; False when that was refused, and the form says why."""
    done = act(form, lambda: actions.change(round, by=request.user, **changes))
    if done is not None:
        messages.success(request, said.draft_saved(done))
    return done is not None
