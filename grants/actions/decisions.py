"""Deciding: one proposal at a time, or together everything that nobody pulled out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from audit.canonical import Plain
from evidence import actions as evidence
from grants import apart, entries, letters, room, voted_lines
from grants.access import may_run
from grants.actions.finishing import finish
from grants.actions.meetings import locked, require_open
from grants.models import Award, Condition, Decision, Meeting
from grants.quorum import QuorumStanding
from grants.refusals import (
    AlreadyDecided,
    ChallengeOpen,
    HasInterest,
    Inquorate,
    MoreThanAsked,
    NeedsReason,
    NoPot,
    NoResidentMajority,
    NotAPart,
    NotCarried,
    NotDeclared,
    NothingPicked,
    NotOnBallot,
    OneByOne,
    VotesDontAddUp,
    insist,
)
from grants.room import Room, named
from grants.voted_lines import VoteLine
from kit import clock
from ledger import books
from people.models import User
from proposals.models import Proposal
from rounds import phases, rules
from rounds.models import Round
from voting.actions.challenges import open_challenges_that_could_change


@dataclass(frozen=True)
class PanelVotes:
    """How members voted on one motion."""

    votes_for: int
    against: int
    abstained: int


@dataclass(frozen=True)
class Motion:
    """What is put to the vote on one proposal. `pence` is 0 unless money goes."""

    line: VoteLine
    outcome: str
    pence: int
    reason: str
    conditions: tuple[str, ...] = ()

    @property
    def departs(self) -> bool:
        """Whether this is other than what residents' vote picked: not in full, or at all."""
        return self.outcome != "full" if self.line.picked else self.pence > 0


@transaction.atomic
def decide(
    meeting: Meeting,
    *,
    proposal: Proposal,
    outcome: str,
    votes_for: int,
    votes_against: int,
    abstained: int,
    key: UUID,
    by: User,
    pence: int | None = None,
    reason: str = "",
    conditions: Sequence[str] = (),
) -> Decision:
    """Write down one decision of the panel, and offer the money if there is any.

    `outcome` is a key of `OUTCOMES`; `pence` counts for "part" alone. `key` comes from the form:
    the same key again gives the same decision. Decision, money, offer, letter and entry are one
    transaction. Raises what `grants.refusals` names, and the pot's own refusal.
    """
    meeting = locked(meeting)
    votes = PanelVotes(votes_for, votes_against, abstained)
    made = _made_before(key, proposal, outcome, pence)
    if made:
        return made
    _can_decide(meeting, by, [proposal])
    motion = _motion(_line(meeting.round, proposal), outcome, pence, reason, conditions)
    seen = room.read(meeting)
    standing = _standing(seen, motion)
    _carried(votes, standing)
    decision = _make(meeting, motion, votes, standing, key, by)
    entries.about_meeting(
        meeting,
        "decision.made",
        by=by,
        subject=proposal,
        after=_told(decision, motion),
        words=_words(motion),
    )
    finish(meeting.round)
    return decision


@transaction.atomic
def adopt_together(
    meeting: Meeting,
    *,
    proposals: Sequence[Proposal],
    votes_for: int,
    votes_against: int,
    abstained: int,
    key: UUID,
    by: User,
) -> list[Decision]:
    """Award in full, by one vote, proposals that the vote picked and nobody pulled out.

    Every item is checked for itself: one in which a member present has an interest is refused
    here (HasInterest) and decided on its own. One entry lists them all. The same key again gives
    the same decisions. Raises OneByOne where the round's rules know no such vote.
    """
    meeting = locked(meeting)
    made = _together_before(key, proposals)
    if made:
        return made
    if not adopts_together(meeting.round):
        raise OneByOne
    if not proposals:
        raise NothingPicked
    _can_decide(meeting, by, proposals)
    votes = PanelVotes(votes_for, votes_against, abstained)
    lines = [_line(meeting.round, proposal) for proposal in proposals]
    seen = room.read(meeting)
    pairs = [_adopt(meeting, line, seen, votes, key, by) for line in lines]
    entries.about_meeting(
        meeting,
        "decisions.together",
        by=by,
        after={"decisions": [_told(decision, motion) for decision, motion in pairs]},
    )
    finish(meeting.round)
    return [decision for decision, _ in pairs]


def adopts_together(round: Round) -> bool:
    """Whether the round's rules let one vote agree to several proposals."""
    return rules.of(round)["panel"]["together"]


def can_adopt(seen: Room, line: VoteLine) -> str:
    """Why a proposal must be decided on its own; empty when it can be adopted together."""
    if not line.picked:
        return "The vote did not pick it."
    leavers = seen.leavers(line.proposal.pk)
    if leavers:
        return f"{named(leavers)} {'has' if len(leavers) == 1 else 'have'} an interest."
    return ""


def _can_decide(meeting: Meeting, by: User, proposals: Sequence[Proposal]) -> None:
    insist(may_run(meeting, by))
    require_open(meeting)
    phases.require(meeting.round, "panel")
    if any(open_challenges_that_could_change(meeting.round, each) for each in proposals):
        raise ChallengeOpen


def _line(round: Round, proposal: Proposal) -> VoteLine:
    line = voted_lines.line_of(round, proposal.pk)
    if line is None:
        raise NotOnBallot
    if Decision.objects.filter(proposal=proposal).exists():
        raise AlreadyDecided
    return line


def _motion(
    line: VoteLine, outcome: str, pence: int | None, reason: str, conditions: Sequence[str]
) -> Motion:
    asked = line.proposal.asked_pence or 0
    sums = {"full": asked, "part": pence or 0, "none": 0, "deferred": 0}
    given = tuple(text.strip() for text in conditions if text.strip())
    motion = Motion(line, outcome, sums[outcome], reason.strip(), given if sums[outcome] else ())
    if motion.pence > asked:
        raise MoreThanAsked
    if outcome == "part" and not 0 < motion.pence < asked:
        raise NotAPart
    if motion.departs and not motion.reason:
        raise NeedsReason
    return motion


def _standing(seen: Room, motion: Motion) -> QuorumStanding:
    if seen.undeclared:
        raise NotDeclared(f"{NotDeclared.message} Still to answer: {named(seen.undeclared)}")
    standing = seen.standing(motion.line.proposal.pk)
    if not standing.quorate:
        raise Inquorate(f"No decision can be made on this. {standing.because}")
    if not standing.resident_majority:
        raise NoResidentMajority(f"No decision can be made on this. {standing.because}")
    return standing


def _carried(votes: PanelVotes, standing: QuorumStanding) -> None:
    given = votes.votes_for + votes.against + votes.abstained
    if given != standing.entitled:
        raise VotesDontAddUp(
            f"These are {given} votes. {standing.because} Every one of them is for, against or "
            "abstains."
        )
    if votes.votes_for <= votes.against:
        raise NotCarried


def _adopt(
    meeting: Meeting, line: VoteLine, seen: Room, votes: PanelVotes, key: UUID, by: User
) -> tuple[Decision, Motion]:
    because = can_adopt(seen, line)
    if because:
        raise HasInterest(f"“{line.proposal.title}” must be decided on its own. {because}")
    motion = _motion(line, "full", None, "", ())
    standing = _standing(seen, motion)
    _carried(votes, standing)
    own_key = uuid5(key, str(line.proposal.pk))
    return _make(meeting, motion, votes, standing, own_key, by, together=True), motion


def _make(
    meeting: Meeting,
    motion: Motion,
    votes: PanelVotes,
    standing: QuorumStanding,
    key: UUID,
    by: User,
    together: bool = False,
) -> Decision:
    decision = Decision.objects.create(
        id=key,
        meeting=meeting,
        proposal=motion.line.proposal,
        outcome=motion.outcome,
        pence=motion.pence,
        picked_by_vote=motion.line.picked,
        departs=motion.departs,
        together=together,
        reason=motion.reason,
        votes_for=votes.votes_for,
        votes_against=votes.against,
        abstained=votes.abstained,
        entitled=standing.entitled,
        entitled_residents=standing.residents,
        left_with_interest=standing.left,
    )
    award = _offer(meeting.round, decision, motion, by) if motion.pence else None
    letters.decided(decision, award, motion.conditions)
    return decision


def _offer(round: Round, decision: Decision, motion: Motion, by: User) -> Award:
    """Take the money from the pot and offer it: the award's id is the commitment's."""
    if round.pot is None:
        raise NoPot
    proposal = decision.proposal
    commitment = books.commit(
        decision.pk,
        pot=round.pot,
        pence=motion.pence,
        ref=proposal.pk,
        request={"decision": decision.outcome},
        memo=proposal.title,
    )
    holder = _holder(proposal)
    days = rules.of(round)["award"]["answer_days"]
    award = Award.objects.create(
        id=commitment.pk,
        commitment=commitment,
        decision=decision,
        proposal=proposal,
        holder=holder,
        holder_name=proposal.deliverer or (holder.name if holder else ""),
        status="offered" if holder else "waiting",
        pence=motion.pence,
        offered_by=by,
        answer_by=clock.today() + timedelta(days=days),
    )
    Condition.objects.bulk_create(
        (Condition(award=award, text=text) for text in motion.conditions), batch_size=2_000
    )
    evidence.mark_funded(proposal.pk)
    return award


def _holder(proposal: Proposal) -> User | None:
    """Who is offered the money: the lead, unless they have an office here. Nobody takes the place
    of a lead that is missing: the award waits until somebody is found.
    """
    lead = apart.lock(proposal.lead) if proposal.lead else None
    return lead if apart.may_hold(lead, proposal.round.neighbourhood) else None


def _made_before(key: UUID, proposal: Proposal, outcome: str, pence: int | None) -> Decision | None:
    """The decision that this page made before. Raises AlreadyDecided when it was another one."""
    made = Decision.objects.filter(pk=key).first()
    if made is None:
        return None
    another_sum = outcome == "part" and made.pence != pence
    if another_sum or (made.proposal_id, made.outcome) != (proposal.pk, outcome):
        raise AlreadyDecided
    return made


def _together_before(key: UUID, proposals: Sequence[Proposal]) -> list[Decision]:
    keys = [uuid5(key, str(proposal.pk)) for proposal in proposals]
    made = list(Decision.objects.filter(pk__in=keys))
    return made if len(made) == len(proposals) else []


def _told(decision: Decision, motion: Motion) -> Mapping[str, Plain]:
    return {
        "proposal": decision.proposal.number,
        "proposal_ref": decision.proposal_id,
        "outcome": decision.outcome,
        "award_pence": decision.pence,
        "picked_by_vote": decision.picked_by_vote,
        "departs": decision.departs,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstained": decision.abstained,
        "entitled": decision.entitled,
        "entitled_residents": decision.entitled_residents,
        "left_with_interest": decision.left_with_interest,
        "conditions": len(motion.conditions),
    }


def _words(motion: Motion) -> dict[str, str]:
    words = {"reason": motion.reason} if motion.reason else {}
    for number, text in enumerate(motion.conditions, start=1):
        words[f"condition_{number}"] = text
    return words
