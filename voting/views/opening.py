"""Opening the votes in public: who has pressed, what is in the box, and the figures afterwards."""

from django.contrib import messages
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
from rounds.views.find import shown_round
from voting import access, actions, box, terms
from voting.actions import closing
from voting.actions.setup import keys_of
from voting.forms import WordsForm
from voting.models import Count, KeyHolder, LiveTag, PublishedBallot


@audience("public")
@never_cache
def opening(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The public page of the ceremony."""
    round = shown_round(area, number)
    return render(request, "voting/opening.html", _opening(request, round, WordsForm()))


@sensitive_post_parameters()
@sensitive_variables()
@audience("signed-in")
@never_cache
def press(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """One of the named people presses Open, or types their words."""
    round = shown_round(area, number)
    if request.method != "POST":
        return redirect("voting:opening", area, number)
    form = WordsForm(request.POST)
    if terms.custody(round) == "two-people":
        del form.fields["words"]
    if form.is_valid():
        _close_if_due(round)
        if act(form, lambda: _press(round, request, form)):
            messages.success(request, "Your part is done.")
            return redirect("voting:opening", area, number)
    return render(request, "voting/opening.html", _opening(request, round, form), status=422)


@sensitive_post_parameters()
@audience("signed-in")
@never_cache
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
            messages.success(request, "These are your words. The server has forgotten them now.")
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


def _close_if_due(round: Round) -> None:
    """The first who notices that the end has come closes the vote."""
    if closing.is_due(round):
        actions.close(round, by=SYSTEM)


def _opening(request: PersonRequest, round: Round, form: WordsForm) -> dict[str, object]:
    holders = KeyHolder.objects.filter(round=round).select_related("person").order_by("pk")
    mine = next((h for h in holders if h.person == request.standing.person), None)
    tags = LiveTag.objects.filter(round=round, run=round.box.run) if _has_box(round) else None
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
        and mine.lost_at is None,
        "custody": terms.custody(round),
        "needed": terms.holders_needed(round),
        "pressed": sum(h.pressed_open_at is not None for h in holders),
        "phase": phases.current(round, now),
        "ended": ended,
        "now": now,
        "batched": box.count_batched(round.pk) if not round.vote_sealed_at else None,
        "in_box": tags.filter(counts=True).count() if tags is not None else 0,
        "replaced": tags.filter(counts=False).count() if tags is not None else 0,
        "opened": PublishedBallot.objects.filter(round=round).count(),
        "count": Count.objects.filter(round=round).order_by("-counted_at").first(),
        "is_holder": access.is_holder(request.standing.person, round),
    }


def _has_box(round: Round) -> bool:
    return hasattr(round, "box") and round.vote_sealed_at is not None
