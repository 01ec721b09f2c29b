"""The ballot, the page that checks it, and casting.

Casting is the house's one exception to POST-redirect-GET: it answers 200 with the receipt, which
stands in no address, session, message or log. Posting the same again shows the same receipt. Going
back from it leads to the check page's address and, its ticks being cast, on to the ballot. Whatever
is refused on the way leads to the ballot, which says why (`told`) and has the ticks (`kept`).
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from rounds.views.lookups import shown_round
from rounds.words import panel_sentence
from voting import access, actions, refusals, said, sealing
from voting.forms.ballot import BallotForm, CastForm, VotedAsMeForm
from voting.models import BallotLine
from voting.standing_lines import Lines, lines_of
from voting.views import ballot_page, kept, told
from voting.views.ballot_page import Context
from voting.views.told import FAULT, SIGNED_OUT, Told
from voting.voters import Voter

# How much of one's own characters is brought back: what is longer is wrong at its start too.
_OWN = 40


@sensitive_post_parameters()
@sensitive_variables()
@audience("public")
@never_cache
def ballot(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """The ballot to tick, or the same list with the reason why one can't vote. Ticks that the
    browser kept are ticked.
    """
    round = shown_round(area, number)
    lines = lines_of(round)
    brought = kept.kept_ticks(request, round)
    form = _form(round, lines, brought)
    context = ballot_page.context_of(request, round, lines.on, form)
    # Ticks are of no use once their voter cast another ballot; nor is a word on casting them.
    old = bool(context["voted"]) and brought.ticks is None
    context |= _said(Told() if old else told.told(request, round), brought, form)
    response = render(request, "voting/ballot.html", context)
    if brought.left_behind:
        kept.forget_ticks(response, round)
    return response


def _form(round: Round, lines: Lines, brought: kept.Brought) -> BallotForm:
    """The ballot with the ticks that were brought back."""
    ticks = brought.ticks
    return BallotForm(kept.as_posted(ticks.numbers) if ticks else None, round=round, lines=lines)


def _said(said_to: Told, brought: kept.Brought, form: BallotForm) -> Context:
    """What the ballot says of one that was sent before. Of `form` the error summary is made."""
    faulty = said_to == FAULT and bool(form.errors)
    return {
        "form": form if faulty else None,
        "errors": form.errors.get("picks", []) if faulty else [],
        "not_cast": said_to.what == "not-cast",
        "reason": said_to.reason,
        "signed_out": brought.left_behind or said_to == SIGNED_OUT,
    }


@sensitive_post_parameters()
@sensitive_variables()
@audience("signed-in")
def confirm(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Check what was ticked: POST has the browser keep it, and leads to the page, where the receipt
    is made and bound to exactly these choices. An idea may be read on the way (`read`).
    """
    round = shown_round(area, number)
    lines = lines_of(round)
    if request.method == "POST":
        return _check(request, round, lines)
    brought = kept.kept_ticks(request, round)
    form = _form(round, lines, brought)
    if brought.ticks is None or not form.is_valid():
        return _to_the_ballot(request, round)
    picks = form.cleaned_data["picks"]
    slip = act(form, lambda: actions.prepare(round, by=Voter(request.user), numbers=picks))
    if slip is None:
        return redirect("voting:ballot", area, number)
    cast_form = _cast_form(lines, slip, picks, brought.ticks.own)
    context = _confirm(round, lines.on, picks, cast_form)
    context["voted"] = brought.ticks.base_rev > 0
    return render(request, "voting/confirm.html", context)


def _to_the_ballot(request: PersonRequest, round: Round) -> HttpResponse:
    """From the check page's address without ticks to check. It has a query where the ballot's form
    led to signing in and from there to here.
    """
    response = redirect("voting:ballot", round.neighbourhood, round.number)
    if "ticked" in request.GET:
        told.tell(response, request, round, SIGNED_OUT)
    return response


def _check(request: PersonRequest, round: Round, lines: Lines) -> HttpResponse:
    """Take ticks to the check page, to an idea and back, or to the ballot with what is wrong."""
    form = BallotForm(request.POST, round=round, lines=lines)
    place = (round.neighbourhood, round.number)
    response: HttpResponse
    if "read" in request.POST:
        response = redirect(_to_read(round, lines, request.POST["read"]))
        told.forget(response, round)
    elif form.is_valid():
        response = redirect("voting:confirm", *place)
        told.forget(response, round)
    else:
        response = redirect("voting:ballot", *place)
        told.tell(response, request, round, FAULT)
    kept.keep_ticks(response, request, round, form)
    return response


def _to_read(round: Round, lines: Lines, number: str) -> str:
    """The address of the idea of this number, whose page leads back to the ballot."""
    ideas = [line.proposal for line in lines.on if line.proposal]
    place = [round.neighbourhood, round.number]
    for idea in ideas:
        if str(idea.number) == number:
            return reverse("proposals:detail", args=[*place, idea.number]) + "?from=ballot"
    return reverse("voting:ballot", args=place)


def _cast_form(lines: Lines, slip: str, picks: Sequence[int], own: str) -> CastForm:
    """The form that casts. `own` was typed and not taken: it stands there with the reason."""
    if not own:
        return CastForm(lines=lines, initial={"slip": slip, "picks": picks})
    typed = kept.as_posted(picks, slip=slip, own=own)
    form = CastForm(typed, lines=lines)
    if form.is_valid():
        act(form, lambda: actions.own_characters(own))
    return form


@sensitive_post_parameters()
@sensitive_variables()
@audience("signed-in")
def cast(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Cast, and show the receipt: once, here, and again to whoever posts the same again."""
    if request.method != "POST":
        return redirect("voting:ballot", area, number)
    round = shown_round(area, number)
    lines = lines_of(round)
    form = CastForm(request.POST, lines=lines)
    receipt = _cast(request, round, form)
    if receipt is None:
        return _not_cast(request, form, round)
    context = {
        "area": area,
        "round": round,
        "vote": kept.vote_of(round),
        "code": sealing.grouped(receipt.code),
        "chosen": [line for line in lines.on + lines.gone if line.number in receipt.numbers],
        "again": receipt.rev > 1,
        "open": phases.accepts_votes(round),
        "site_url": settings.SITE_URL,
        "panel_says": panel_sentence(round.rules),
    }
    response = render(request, "voting/receipt.html", context)
    kept.forget_ticks(response, round)
    told.forget(response, round)
    return response


def _cast(request: PersonRequest, round: Round, form: CastForm) -> actions.Receipt | None:
    """Cast what the confirm page sent; None with the reason on the form. A receipt that is asked
    for again comes again, although an idea on its ballot has gone since.
    """
    valid = form.is_valid()
    if not valid and set(form.errors) != {"picks"}:
        return None
    by, cleaned = Voter(request.user), form.cleaned_data
    field, own = cleaned["slip"], cleaned["own"]
    if valid:
        numbers = cleaned["picks"]
        return act(form, lambda: actions.cast(round, by=by, field=field, numbers=numbers, own=own))
    return act(form, lambda: actions.cast_before(round, by=by, field=field, own=own))


@audience("signed-in")
@never_cache
def voted_as_me(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """ "Somebody already voted as me": what one can do at once, and a word to the officers."""
    round = shown_round(area, number)
    form = VotedAsMeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        report = act(form, lambda: actions.report_voted_as_me(round, by=request.user, text=text))
        if report:
            messages.success(request, said.voted_as_me(report))
            return redirect("voting:ballot", area, number)
    context = {
        "area": area,
        "round": round,
        "form": form,
        "open": phases.accepts_votes(round),
        "right": access.right_to_vote(Voter(request.user), round),
        "told": actions.report_waiting(round, by=request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "voting/voted_as_me.html", context, status=status)


def _not_cast(request: PersonRequest, form: CastForm, round: Round) -> HttpResponse:
    """Why nothing was cast. The ticks go along: to the check page when the voter's own characters
    alone were wrong, else to the ballot.
    """
    place = (round.neighbourhood, round.number)
    if set(form.errors) == {"own"}:
        again = redirect("voting:confirm", *place)
        kept.keep_ticks(again, request, round, form, own=form.data["own"][:_OWN])
        return again
    reasons = form.non_field_errors()
    reason = "" if form.lost_ticks else str(reasons[0] if reasons else refusals.StaleSlip.message)
    response = redirect("voting:ballot", *place)
    told.tell(response, request, round, Told("not-cast", reason))
    kept.keep_ticks(response, request, round, form)
    return response


def _confirm(
    round: Round, lines: Sequence[BallotLine], picks: Sequence[int], form: CastForm
) -> Context:
    chosen = [line for line in lines if line.number in picks]
    return {
        "area": round.neighbourhood,
        "round": round,
        "form": form,
        "chosen": chosen,
        "pence": sum(line.pence for line in chosen),
        "panel_says": panel_sentence(round.rules),
    }
