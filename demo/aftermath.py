"""From the panel's meeting to the measured outcome, by the real deeds of the right people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypedDict
from uuid import uuid4

from demo.ideas import Idea
from demo.stage import Scene
from evidence import actions as evidence
from evidence.models import Expectation, Observation
from grants import actions as grants
from grants import room
from grants.models import Award, Instalment, Meeting, Member
from kit import clock
from proposals.models import Proposal
from rounds.models import Round
from voting.models import BallotLine, Count


class Otherwise(NamedTuple):
    """A decision that is other than the vote's, with its public reason. Money in whole pounds."""

    outcome: str
    reason: str
    pounds: int | None = None


def hold_meeting(
    scene: Scene,
    round_: Round,
    *,
    interests: Mapping[str, tuple[str, str]],
    otherwise: Mapping[str, Otherwise],
) -> Meeting:
    """The panel's evening: declarations, the ones on which it departs, everything else together.

    `interests`: who (key of the cast) has one, in which proposal (title), and in what words.
    """
    secretary = scene.secretary
    meeting = grants.open_meeting(_called(scene, round_), by=secretary)
    for seat in Member.objects.filter(panel=meeting.panel, left_at=None):
        grants.mark_present(meeting, member=seat, present=True, by=secretary)
        _declare(scene, meeting, seat, interests)
    picked = _picked(round_)
    ballot = [line.proposal for line in _lines(round_) if line.proposal]
    alone = [p for p in ballot if p.title in otherwise or _left_by_someone(meeting, p)]
    together = [p for p in ballot if p not in alone and p.pk in picked]
    for proposal in alone:
        _decide(meeting, proposal, proposal.pk in picked, otherwise.get(proposal.title), scene)
    votes = _votes(meeting, None)
    if together:
        grants.adopt_together(meeting, proposals=together, key=uuid4(), by=secretary, **votes)
    for proposal in ballot:
        if proposal not in alone and proposal not in together:
            _decide(meeting, proposal, False, None, scene)
    meeting = grants.close_meeting(meeting, by=secretary)
    return grants.confirm_minutes(meeting, by=scene.chair)


def _called(scene: Scene, round_: Round) -> Meeting:
    called = Meeting.objects.filter(round=round_).first()
    # The day moves for every neighbourhood at once, past the evenings of the others.
    moment = max(round_.panel_meets_at or clock.now(), clock.now())
    return called or grants.call_meeting(
        round_, meets_at=moment, where=round_.panel_meets_where, by=scene.secretary
    )


def _declare(
    scene: Scene, meeting: Meeting, seat: Member, interests: Mapping[str, tuple[str, str]]
) -> None:
    if seat.position == "secretary":
        return
    for key, (title, words) in interests.items():
        if scene.cast.get(key) == seat.person:
            proposal = Proposal.objects.get(round=meeting.round, title=title)
            grants.declare_interest(
                meeting,
                member=seat,
                proposal=proposal,
                nature="loyalty",
                words=words,
                by=scene.secretary,
            )
            return
    grants.declare_none(meeting, member=seat, by=scene.secretary)


def _left_by_someone(meeting: Meeting, proposal: Proposal) -> bool:
    return bool(room.read(meeting).leavers(proposal.pk))


class MadeUpVotes(TypedDict):
    """A show of hands."""

    votes_for: int
    votes_against: int
    abstained: int


def _votes(meeting: Meeting, proposal: Proposal | None) -> MadeUpVotes:
    standing = room.read(meeting).standing(proposal.pk if proposal else None)
    return {"votes_for": standing.entitled, "votes_against": 0, "abstained": 0}


def _decide(
    meeting: Meeting, proposal: Proposal, picked: bool, other: Otherwise | None, scene: Scene
) -> None:
    if other is None:
        other = (
            Otherwise("full", "")
            if picked
            else Otherwise("none", "The vote did not pick it, and the pot is not large enough.")
        )
    grants.decide(
        meeting,
        proposal=proposal,
        outcome=other.outcome,
        pence=None if other.pounds is None else other.pounds * 100,
        reason=other.reason,
        key=uuid4(),
        by=scene.secretary,
        conditions=(),
        **_votes(meeting, proposal),
    )


def _lines(round_: Round) -> list[BallotLine]:
    return list(
        BallotLine.objects.filter(round=round_, withdrawn_at=None).select_related("proposal")
    )


def _picked(round_: Round) -> set[object]:
    """Proposals that the count picked."""
    result = Count.objects.filter(round=round_).latest("counted_at").result
    funded = {str(identity) for identity in result["funded"]}
    return {line.proposal_id for line in _lines(round_) if str(line.number) in funded}


def find_holders(scene: Scene, round_: Round) -> None:
    """Awards that nobody may hold yet: a neighbour is asked, and says yes."""
    for award in _awards(round_, "waiting"):
        neighbour = scene.neighbours[0]
        grants.invite_holder(award, email=neighbour.email, by=scene.officer)
        grants.hold_award(award, by=neighbour)


def accept_and_pay(scene: Scene, round_: Round) -> None:
    """Every holder accepts, and the first payment goes: four people, never one alone."""
    find_holders(scene, round_)
    for award in _awards(round_, "offered"):
        holder = award.holder
        assert holder is not None  # noqa: S101 - whoever is offered money has an account
        award = grants.accept_offer(award, by=holder)
        details = grants.enter_bank_details(
            award,
            payee=award.holder_name[:40],
            sort_code="20-00-00",
            account_number="55779911",
            by=holder,
        )
        grants.confirm_payee(
            details, how="Rang the number in the group’s own paperwork", by=scene.officer
        )
        for condition in award.conditions.filter(cleared_at=None):
            grants.clear_condition(condition, by=scene.officer)
        pay(scene, award, 1)


def pay(scene: Scene, award: Award, number: int) -> None:
    """One payment: approved by one, authorised by another, sent."""
    instalment = Instalment.objects.get(award=award, number=number)
    if instalment.status != "due":
        return
    instalment = grants.approve_payment(instalment, by=scene.officer)
    instalment = grants.authorise_payment(instalment, by=scene.finance)
    grants.mark_sent(
        instalment, bank_reference=f"DEMO {award.proposal.number:02}-{number}", by=scene.finance
    )


def report_and_finish(scene: Scene, round_: Round, ideas: Mapping[str, Idea]) -> None:
    """Reports of projects that have measured something; somebody else verifies the value."""
    for award in _awards(round_, "accepted"):
        idea = ideas.get(award.proposal.title)
        if idea is None or idea.reached is None:
            continue
        report = grants.send_report(
            award,
            key=uuid4(),
            spent_pence=award.pence,
            happened=f"We did what we set out to do: {idea.what[0].lower()}{idea.what[1:]}",
            differently=idea.differently,
            value=measured(award, idea.reached),
            measured_on=clock.today(),
            how="Counted by two of us, on the same day of the week as at the start.",
            by=award.holder or scene.officer,
        )
        grants.accept_report(report, by=scene.second_officer)
        pay(scene, award, 2)
        verify(scene, award)
        grants.complete(Award.objects.get(pk=award.pk), by=scene.second_officer)


def verify(scene: Scene, award: Award) -> None:
    """Somebody who neither measured nor paid looks at the evidence."""
    waiting = Observation.objects.filter(expectation__subject=award.proposal_id, verified_at=None)
    for observation in waiting:
        evidence.verify(
            observation, by=scene.second_officer, seen="The tally sheets and the photos"
        )


def measured(award: Award, reached: float) -> Decimal:
    """The value that lies `reached` of the way from the baseline to the target, as a whole
    number.
    """
    hope = Expectation.objects.get(subject=award.proposal_id)
    start = hope.baseline or Decimal(0)
    return (start + (hope.target - start) * Decimal(str(reached))).quantize(Decimal(1))


def _awards(round_: Round, status: str) -> list[Award]:
    found = Award.objects.filter(proposal__round=round_, status=status)
    return list(
        found.select_related("proposal", "holder", "commitment").order_by("proposal__number")
    )
