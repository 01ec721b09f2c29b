"""Opening the votes in public: who has pressed, what is in the box, and the figures afterwards."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit import clock
from kit.access import audience
from kit.actor import SYSTEM
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from rounds.views.lookups import shown_round
from voting import access, actions, box, refusals, said, terms
from voting.actions import closing, ways_on
from voting.box_figures import figures_of
from voting.forms.box import WayOnForm, WordsForm
from voting.keys import keys_of
from voting.models import Count, KeyHolder, PublishedBallot, WayOn


@audience("public")
@never_cache
def opening(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The public page of the ceremony."""
    round = shown_round(area, number)
    return render(request, "voting/opening.html", _opening(request, round, WordsForm()))


@sensitive_post_parameters()
@sensitive_variables()
@audience("signed-in")
def press(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """One of the named people presses Open, or types their words."""
    round = shown_round(area, number)
    if request.method != "POST":
        return redirect("voting:opening", area, number)
    form = WordsForm(request.POST)
    if terms.custody(round) == "two-people":
        del form.fields["words"]
    if form.is_valid() and act(form, lambda: _close_if_due(round)):
        pressed = act(form, lambda: _press(round, request, form))
        if pressed:
            _say_how_it_went(request, pressed)
            return redirect("voting:opening", area, number)
    return render(request, "voting/opening.html", _opening(request, round, form), status=422)


@audience("signed-in")
@never_cache
def way_on(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The people who open the votes say how to go on: one asks, another agrees."""
    round = shown_round(area, number)
    if request.method != "POST":
        return redirect("voting:opening", area, number)
    pressed = request.POST.get("do", "ask")
    form = _way_on_form(round, request, pressed)
    deed = partial(_say_way_on, round, request, form, pressed)
    done = act(form, deed) if form.is_valid() else None
    if done is not None:
        refused = pressed == "back" and done.asked_by_id != request.user.pk
        messages.success(request, said.way_on(done, "refuse" if refused else pressed))
        return redirect("voting:opening", area, number)
    context = _opening(request, round, WordsForm()) | {"form": form}
    if pressed == "ask":
        context["way_form"] = form
    return render(request, "voting/opening.html", context, status=422)


def _way_on_form(round: Round, request: PersonRequest, pressed: str) -> Form:
    if pressed != "ask":
        return Form(request.POST)
    found = ways_on.trouble(round)
    return WayOnForm(request.POST, some_to_leave_out=bool(found.of_nobody or found.damaged))


def _say_way_on(round: Round, request: PersonRequest, form: Form, pressed: str) -> WayOn:
    if pressed == "ask":
        return actions.ask_way_on(round, by=request.user, **form.cleaned_data)
    deeds = {"agree": actions.agree_way, "back": actions.take_back_way}
    if pressed not in deeds:
        raise refusals.NoWayAsked
    return deeds[pressed](round, by=request.user)


@sensitive_post_parameters()
@audience("signed-in")
def words(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """A person who keeps a part of the key writes their words down, and types them once."""
    round = shown_round(area, number)
    holder = get_object_or_404(
        KeyHolder, round=round, person=request.user, share_sha256__isnull=False
    )
    shows = request.method == "POST" and "show" in request.POST
    form = WordsForm(request.POST if request.method == "POST" and not shows else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["words"]
        if act(form, lambda: actions.rehearse(round, by=request.user, words=typed)):
            messages.success(request, said.words_typed(round))
            return redirect("voting:words", area, number)
    context = {
        "area": area,
        "round": round,
        "holder": holder,
        "form": form,
        "words": keys_of(round.box).words(request.user.pk) if shows else None,
    }
    return render(request, "voting/words.html", context, status=422 if form.errors else 200)


def _press(round: Round, request: PersonRequest, form: WordsForm) -> Round:
    if terms.custody(round) == "two-people":
        return actions.press_open(round, by=request.user)
    return actions.give_share(round, by=request.user, words=form.cleaned_data["words"])


def _say_how_it_went(request: PersonRequest, round: Round) -> None:
    if said.some_do_not_open(round):
        messages.warning(request, said.pressed_to_open(round))
    else:
        messages.success(request, said.pressed_to_open(round))


def _close_if_due(round: Round) -> bool:
    """The first who notices that the end has come closes the vote, and whoever opens a box of an
    earlier version has it held against the list first.
    """
    if closing.is_due(round):
        actions.close(round, by=SYSTEM)
    elif closing.not_held(round):
        actions.hold_late(round)
    return True


def _opening(request: PersonRequest, round: Round, form: WordsForm) -> dict[str, object]:
    holders = KeyHolder.objects.filter(round=round).select_related("person").order_by("pk")
    mine = next((h for h in holders if h.person == request.standing.person), None)
    found = ways_on.NONE
    if hasattr(round, "box"):
        found = ways_on.trouble_looked_for(round) if mine else ways_on.trouble(round)
    now = clock.now()
    ended = round.voting_closes_at is not None and now >= round.voting_closes_at
    return {
        "area": round.neighbourhood,
        "round": round,
        "form": form,
        "holders": holders,
        "mine": mine,
        "can_press": ended
        and round.opened_at is None
        and mine is not None
        and mine.pressed_open_at is None
        and mine.lost_at is None
        and not found,
        "custody": terms.custody(round),
        "needed": terms.holders_needed(round),
        "pressed": sum(h.pressed_open_at is not None for h in holders),
        "phase": phases.current(round, now),
        "ended": ended,
        "late": closing.is_late(round),
        "now": now,
        "batched": box.count_batched(round.pk) if not round.vote_sealed_at else None,
        "figures": figures_of(round),
        "again": hasattr(round, "box") and round.box.run > 1 and not round.vote_sealed_at,
        "decided": ways_on.decided(round),
        "trouble": found,
        "way": ways_on.waiting_way(round) if found else None,
        "way_form": WayOnForm(some_to_leave_out=bool(found.of_nobody or found.damaged)),
        "damaged": ways_on.damaged_marks(round) if found.damaged else [],
        "opened": PublishedBallot.objects.filter(round=round).count(),
        "count": Count.objects.filter(round=round).order_by("-counted_at").first(),
        "is_holder": access.is_holder(request.standing.person, round),
    }
