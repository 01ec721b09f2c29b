"""The ballot, the page that checks it, and casting.

Casting is the house's one exception to POST-redirect-GET: it answers 200 with the receipt, which
stands in no address, session, message or log. Posting the same again shows the same receipt. Going
back from it leads to the check page's address and, its ticks being cast, on to the ballot.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood
from proposals import cards
from rounds import phases
from rounds.models import Round
from rounds.views.lookups import shown_round
from rounds.words import panel_sentence
from voting import access, actions, pairs, refusals, said, sealing, terms
from voting.actions import ways_on
from voting.actions.ballots import has_voted, order_for
from voting.forms.ballot import BallotForm, CastForm, VotedAsMeForm
from voting.models import BallotLine, Box, RollEntry
from voting.standing_lines import Lines, lines_of
from voting.views import kept
from voting.voters import Voter

Context = dict[str, object]

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
    ticks = kept.kept_ticks(request, round)
    form = BallotForm(kept.as_posted(ticks.numbers) if ticks else None, round=round, lines=lines)
    context = _ballot(request, round, lines.on, form, bring=True)
    return render(request, "voting/ballot.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@audience("signed-in")
def confirm(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Check what was ticked: POST has the browser keep it, and leads to the page, where the receipt
    is made and bound to exactly these choices.
    """
    round = shown_round(area, number)
    lines = lines_of(round)
    if request.method == "POST":
        return _check(request, round, lines)
    ticks = kept.kept_ticks(request, round)
    form = BallotForm(kept.as_posted(ticks.numbers) if ticks else None, round=round, lines=lines)
    if ticks is None or not form.is_valid():
        return redirect("voting:ballot", area, number)
    picks = form.cleaned_data["picks"]
    slip = act(form, lambda: actions.prepare(round, by=Voter(request.user), numbers=picks))
    if slip is None:
        return redirect("voting:ballot", area, number)
    context = _confirm(round, lines.on, picks, _cast_form(lines, slip, picks, ticks.own))
    return render(request, "voting/confirm.html", context)


def _check(request: PersonRequest, round: Round, lines: Lines) -> HttpResponse:
    """Take ticks to the check page, or say on the ballot what is wrong with them."""
    form = BallotForm(request.POST, round=round, lines=lines)
    response: HttpResponse
    if form.is_valid():
        response = redirect("voting:confirm", round.neighbourhood, round.number)
    else:
        context = _ballot(request, round, lines.on, form)
        response = render(request, "voting/ballot.html", context, status=422)
    kept.keep_ticks(response, request, round, form)
    return response


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
        told = act(form, lambda: actions.report_voted_as_me(round, by=request.user, text=text))
        if told:
            messages.success(request, said.voted_as_me(told))
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
    if set(form.errors) == {"own"}:
        again = redirect("voting:confirm", round.neighbourhood, round.number)
        kept.keep_ticks(again, request, round, form, own=form.data["own"][:_OWN])
        return again
    reasons = form.non_field_errors()
    context = {
        "area": round.neighbourhood,
        "round": round,
        "reason": form.lost_ticks or (reasons[0] if reasons else refusals.StaleSlip.message),
    }
    response = render(request, "voting/not_cast.html", context, status=409)
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


def _ballot(
    request: PersonRequest,
    round: Round,
    lines: list[BallotLine],
    form: BallotForm,
    *,
    bring: bool = False,
) -> Context:
    """`bring` shows ticks that were brought back, without a word yet on what is wrong."""
    now = clock.now()
    open_now = phases.accepts_votes(round, now)
    right = _right(request, round) if open_now else access.Right(False)
    voted = bool(right) and has_voted(round, right.ref)
    return {
        "area": round.neighbourhood,
        "round": round,
        "vote": kept.vote_of(round),
        "form": None if bring else form,
        "lost_ticks": form.lost_ticks,
        "errors": [] if bring else form.errors.get("picks", []),
        "open": open_now,
        "phase": phases.current(round, now),
        "right": right,
        "voted": voted,
        "again": hasattr(round, "box") and round.box.run > 1,
        "put_back": bool(right) and not voted and _was_taken_off(request, round),
        "trouble": ways_on.trouble(round) if not open_now and hasattr(round, "box") else None,
        "picks": _picks(round, lines, form, right),
        **_how_many(form.most, terms.suggested(round), len(lines)),
        "custody": terms.custody(round),
        "panel_says": panel_sentence(round.rules),
        "now": now,
    }


def _how_many(most: int | None, suggested: int, there: int) -> Context:
    """How many ideas may and should be picked, as far as there are that many."""
    bound = most is not None and (most == 1 or most < there)
    return {"most": most if bound else None, "suggested": suggested if suggested < there else 1}


def _was_taken_off(request: PersonRequest, round: Round) -> bool:
    """Whether somebody who can vote was off the list for a while: an earlier ballot doesn't
    count.
    """
    return RollEntry.objects.filter(round=round, voter=request.user, void_at__isnull=False).exists()


def _right(request: PersonRequest, round: Round) -> access.Right:
    person = request.standing.person
    voter = Voter(person) if person is not None else None
    right = access.right_to_vote(voter, round)
    if voter is not None and not right:
        actions.top_up_roll(round)
        right = access.right_to_vote(voter, round)
    return right


def _picks(
    round: Round, lines: list[BallotLine], form: BallotForm, right: access.Right
) -> list[Context]:
    """The lines as `_components/_pick.html` takes them, in an order of the voter's own."""
    by_number = {line.number: line for line in lines}
    numbers = list(by_number)
    if right.ref is not None and Box.objects.filter(round=round).exists():
        numbers = order_for(round, right.ref, numbers)
    ideas = [line.proposal for line in lines if line.proposal]
    track = {card.proposal.pk: card.track for card in cards.of(ideas, round)}
    apart = pairs.sentences(round, lines)
    return [
        _pick(by_number[n], at, str(n) in form.ticked, track) | {"apart": apart.get(n, "")}
        for at, n in enumerate(numbers)
    ]


def _pick(line: BallotLine, at: int, checked: bool, track: Mapping[UUID, str]) -> Context:
    idea = line.proposal
    return {
        "box_id": f"id_picks_{at}",
        "value": line.number,
        "title": line.name,
        "pence": line.pence,
        "checked": checked,
        "theme": idea.theme_name if idea else "",
        "theme_tone": idea.theme if idea else "plain",
        "note": track.get(idea.pk, "") if idea else "",
        "idea": idea,
        "anchor": f"idea-{idea.number}" if idea else "",
    }
