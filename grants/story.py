"""A proposal's story from the ballot on, in the words residents know:

on the ballot, picked by the vote, agreed, offer accepted, paid, done; or not picked, not this
time, put off. A step that is going on is called what goes on ("Being voted on"), never what may
come of it, and nothing stands after a step that ended the story.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from grants.models import Award, Decision
from grants.voted_lines import VoteLine, lines_of
from kit import clock
from kit.dates import day_time, short_day
from kit.money import pounds
from proposals.models import Proposal
from rounds import phases
from rounds.models import Round
from voting.actions import ways_on
from voting.models import BallotLine

_ENDED = {
    "declined": "Offer turned down",
    "lapsed": "Offer ran out",
}


@dataclass(frozen=True)
class StoryStep:
    """One step as `_components/_phases.html` takes it. `state`: done, now, stopped or next;
    `going` is what it is called while it goes on.
    """

    name: str
    note: str
    state: str
    url: str = ""
    going: str = ""


@dataclass(frozen=True)
class Story:
    """Where a proposal stands. `word` is the short word for it, `tone` that of `_status.html`."""

    word: str
    tone: str
    steps: list[StoryStep]


class _Facts(NamedTuple):
    """What the tables say of one proposal on a ballot."""

    row: BallotLine
    line: VoteLine | None
    decision: Decision | None
    award: Award | None
    now: datetime  # UTC


def stage(proposal: Proposal) -> Story | None:
    """The story of a proposal that was on a ballot; None for one that was not."""
    return stages([proposal])[0]


def stages(proposals: Iterable[Proposal]) -> list[Story | None]:
    """The stories of several proposals, in their order. Each table is read once, a vote's result
    once for its round.
    """
    proposals = list(proposals)
    keys = [proposal.pk for proposal in proposals]
    rounds = {proposal.round_id: proposal.round for proposal in proposals}.values()
    voted_on = {line.proposal.pk: line for voted in lines_of(rounds).values() for line in voted}
    rows = {row.proposal_id: row for row in BallotLine.objects.filter(proposal__in=keys)}
    decisions = {made.proposal_id: made for made in Decision.objects.filter(proposal__in=keys)}
    awards = Award.objects.filter(proposal__in=keys).prefetch_related("instalments")
    of, now = {award.proposal_id: award for award in awards}, clock.now()
    return [
        _stage(proposal, _Facts(row, voted_on.get(key), decisions.get(key), of.get(key), now))
        if (row := rows.get(key := proposal.pk))
        else None
        for proposal in proposals
    ]


def _stage(proposal: Proposal, facts: _Facts) -> Story:
    row, line, decision, award, now = facts
    steps = [_ballot(proposal, row), *_vote(proposal, line, decision, now)]
    if decision or not proposal.round.cancelled_at or (line and line.votes is not None):
        steps.append(_panel(proposal, decision, now))
    if award or (decision and decision.pence):
        steps += [_offer(award), _paid(proposal, award), _done(proposal, award)]
    return Story(*_word(proposal, line, decision, award), _place(steps))


def _ballot(proposal: Proposal, row: BallotLine) -> StoryStep:
    url = reverse("voting:ballot", args=[proposal.round.neighbourhood, proposal.round.number])
    if row.withdrawn_at:
        return StoryStep("On the ballot", f"Withdrawn {short_day(row.withdrawn_at)}", "stopped")
    if proposal.status == "withdrawn":
        return StoryStep("On the ballot", "Withdrawn", "stopped")
    return StoryStep("On the ballot", f"Number {row.number}", "done", url)


def _vote(
    proposal: Proposal, line: VoteLine | None, decision: Decision | None, now: datetime
) -> list[StoryStep]:
    round_ = proposal.round
    if line is None:
        return []
    if line.votes is None:
        return [_voting(round_, now)]
    url = reverse("voting:results", args=[round_.neighbourhood, round_.number])
    votes = f"{line.votes:,} {'vote' if line.votes == 1 else 'votes'}"
    if line.picked:
        return [StoryStep("Picked by the vote", votes, "done", url)]
    funded_anyway = decision is not None and decision.pence > 0
    state = "done" if funded_anyway else "stopped"
    return [StoryStep("Not picked by the vote", votes, state, url)]


def _voting(round_: Round, now: datetime) -> StoryStep:
    """The vote before its count, by where the round is."""
    phase = phases.current(round_, now)
    if phase == "cancelled":
        return StoryStep("Not voted on", "The round was cancelled", "stopped")
    if phases.accepts_votes(round_, now) and round_.voting_closes_at:
        until = f"Until {day_time(round_.voting_closes_at)}"
        return StoryStep("Voted on", until, "next", going="Being voted on")
    if phase in ("voting", "counting"):
        waits = hasattr(round_, "box") and ways_on.trouble(round_)
        opening = "Votes not opened yet" if waits else "Votes being opened"
        return StoryStep("Voted on", "Voting has closed", "next", going=opening)
    if phase == "vote-delayed":
        return StoryStep(
            "Voted on", "The ballot box is not ready yet", "next", going="Vote delayed"
        )
    opens = f"From {day_time(round_.voting_opens_at)}" if round_.voting_opens_at else ""
    return StoryStep("Voted on", opens, "next", going="To be voted on")


def _panel(proposal: Proposal, decision: Decision | None, now: datetime) -> StoryStep:
    round_ = proposal.round
    if decision is None and round_.cancelled_at:
        return StoryStep("Not decided", "The round was cancelled", "stopped")
    if decision is None:
        meets = round_.panel_meets_at
        note = f"Meets {short_day(meets)}" if meets and meets > now else ""
        return StoryStep("Decided by the panel", note, "next", going="Waits for the panel")
    page = reverse("grants:decisions", args=[round_.neighbourhood, round_.number])
    url = f"{page}#proposal-{proposal.number}"
    when = short_day(decision.decided_at)
    if decision.pence:
        part = ", a part" if decision.outcome == "part" else ""
        return StoryStep("Agreed", f"{pounds(decision.pence)}{part} · {when}", "done", url)
    name = "Put off" if decision.outcome == "deferred" else "Not this time"
    return StoryStep(name, when, "stopped", url)


def _offer(award: Award | None) -> StoryStep:
    if award is None:
        return StoryStep("Offer accepted", "", "next", going="Offer to be made")
    if award.status in _ENDED:
        return StoryStep(_ENDED[award.status], _when(award.answered_at), "stopped")
    if award.status == "waiting":
        return StoryStep("Offer accepted", "", "next", going=Award.STATES["waiting"])
    if award.status == "offered":
        by = f"To answer by {short_day(award.answer_by)}"
        return StoryStep("Offer accepted", by, "next", going="Offer made")
    return StoryStep("Offer accepted", _when(award.answered_at), "done")


def _paid(proposal: Proposal, award: Award | None) -> StoryStep:
    every = award.instalments.all() if award else []
    planned = [instalment for instalment in every if instalment.status != "released"]
    sent = [instalment for instalment in planned if instalment.status == "sent"]
    if award is None or not sent:
        return StoryStep("Paid", "", "next", going="To be paid")
    page = reverse("grants:project", args=[proposal.round.neighbourhood, award.pk])
    paid = sum(instalment.pence for instalment in sent)
    whole = sum(instalment.pence for instalment in planned)
    if paid < whole:
        part = f"{pounds(paid)} of {pounds(whole)}"
        return StoryStep("Paid", part, "next", f"{page}#payments", going="Being paid")
    return StoryStep(
        "Paid", f"{pounds(paid)} · {_when(sent[-1].sent_at)}", "done", f"{page}#payments"
    )


def _done(proposal: Proposal, award: Award | None) -> StoryStep:
    if award is None or award.completed_at is None:
        return StoryStep("Done", "", "next", going="Under way")
    page = reverse("grants:project", args=[proposal.round.neighbourhood, award.pk])
    return StoryStep("Done", short_day(award.completed_at), "done", f"{page}#reports")


def _place(steps: list[StoryStep]) -> list[StoryStep]:
    """The first step still to come is the one that is going on; after one that ended the story
    only what has happened all the same is told.
    """
    placed: list[StoryStep] = []
    going = True
    for step in steps:
        if step.state == "next" and "stopped" in [before.state for before in placed]:
            continue
        if step.state == "next" and going:
            if not step.going:
                raise ValueError(f"nothing is said while “{step.name}” goes on")
            step, going = replace(step, name=step.going, state="now"), False
        placed.append(step)
    return placed


def _word(
    proposal: Proposal, line: VoteLine | None, decision: Decision | None, award: Award | None
) -> tuple[str, str]:
    if award is not None:
        return _word_of_award(award)
    if decision is not None:
        return ("Put off", "mid") if decision.outcome == "deferred" else ("Not this time", "mid")
    if line is None:
        return "Withdrawn", "mid"
    if line.votes is None:
        return _before_the_count(proposal.round), "mid"
    return ("Picked by the vote", "good") if line.picked else ("Not picked by the vote", "mid")


def _before_the_count(round_: Round) -> str:
    if round_.cancelled_at:
        return "Round cancelled"
    return "Went to the vote" if round_.vote_sealed_at else "On the ballot"


def _word_of_award(award: Award) -> tuple[str, str]:
    if award.status in _ENDED:
        return _ENDED[award.status], "mid"
    if award.status == "complete":
        return "Done", "good"
    if award.status in ("waiting", "offered"):
        return "Agreed", "good"
    unpaid = any(
        each.status in ("scheduled", "due", "approved") for each in award.instalments.all()
    )
    return ("Offer accepted", "good") if unpaid else ("Paid", "good")


def _when(moment: datetime | None) -> str:
    return short_day(moment) if moment else ""
