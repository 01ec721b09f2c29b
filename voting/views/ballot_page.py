"""The ballot as its page shows it: ideas in an order of the voter's own, and what one may do."""

from collections.abc import Mapping
from uuid import UUID

from kit import clock
from people.middleware import PersonRequest
from proposals import cards
from rounds import phases
from rounds.models import Round
from rounds.words import panel_sentence
from voting import access, actions, pairs, terms
from voting.actions import ways_on
from voting.actions.ballots import has_voted, order_for
from voting.forms.ballot import BallotForm
from voting.models import BallotLine, Box, RollEntry
from voting.views import kept
from voting.voters import Voter

Context = dict[str, object]


def context_of(
    request: PersonRequest, round: Round, lines: list[BallotLine], form: BallotForm
) -> Context:
    """What the ballot's page shows of a round's vote to whoever asks; `form` has the ticks."""
    now = clock.now()
    phase = phases.current(round, now)
    open_now = phases.accepts_votes(round, now)
    right = _right(request, round) if open_now else access.Right(False)
    voted = bool(right) and has_voted(round, right.ref)
    return {
        "area": round.neighbourhood,
        "round": round,
        "vote": kept.vote_of(round),
        "whose": kept.whose(right.ref) if right.ref else "",
        "ballot": form,
        "lost_ticks": form.lost_ticks,
        "open": open_now,
        "phase": phase,
        "over": phases.vote_is_over(round, now),
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
