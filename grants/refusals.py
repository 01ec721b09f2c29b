"""Why the panel, or a payment, can't go on: each refusal in words that say what to do."""

from kit.access import Verdict
from kit.refusal import Refused


class NotYours(Refused):
    message = "This is for somebody else to do."


class PanelExists(Refused):
    message = "This neighbourhood has a panel already."


class QuorumTooSmall(Refused):
    message = "At least 2 members must be needed for a decision."
    field = "quorum"


class SeatTaken(Refused):
    message = "This person sits on the panel already."
    field = "person"


class OneChair(Refused):
    message = "The panel has one already. End that seat first."
    field = "position"


class TrustStaff(Refused):
    message = (
        "Staff of the trust hold the money, so they can't have a vote on the panel. "
        "They can be its secretary."
    )
    field = "person"


class MeetingCalled(Refused):
    message = "The panel's meeting for this round has been called already."


class DayGoneBy(Refused):
    message = "This day has gone by. Choose a day to come."
    field = "meets_at"


class MeetingNotOpen(Refused):
    message = "Open the meeting first. Nothing can be decided before that, or after it has closed."


class MeetingNotClosed(Refused):
    message = "Close the meeting first."


class StillUndecided(Refused):
    message = "Some proposals still wait for a decision. The panel has to meet again first."


class MinutesConfirmed(Refused):
    message = "The minutes have been confirmed already."


class NotOnPanel(Refused):
    message = "This person has no seat on this panel now."


class NeedsWords(Refused):
    message = "Say in a few words what the interest is."
    field = "words"


class NotOnBallot(Refused):
    message = "This proposal was not on the ballot of this round."


class AlreadyDecided(Refused):
    message = "This proposal has been decided already."


class NotDeclared(Refused):
    message = "Everyone present must first say whether they have an interest."


class OwnProposal(Refused):
    message = "Somebody who takes part in a proposal has an interest in it. Declare that."


class Inquorate(Refused):
    message = "Too few members can vote on this, so no decision can be made."


class NoResidentMajority(Refused):
    message = "More than half of those who vote on this must live here."


class HasInterest(Refused):
    message = "Somebody present has an interest in this, so it must be decided on its own."


class VotesDontAddUp(Refused):
    message = "The votes for, against and abstaining don't add up to the members who can vote."
    field = "votes_for"


class NotCarried(Refused):
    message = "More members must be for this than against it. Vote on something else instead."
    field = "votes_for"


class NeedsReason(Refused):
    message = "This is not what the vote picked. Give the reason: everyone will read it."
    field = "reason"


class MoreThanAsked(Refused):
    message = "This is more than was asked for."
    field = "pence"


class NotAPart(Refused):
    message = "Enter an amount below what was asked for, or choose “in full”."
    field = "pence"


class OneByOne(Refused):
    message = "By the rules of this round each proposal is decided on its own."


class NothingPicked(Refused):
    message = "Choose at least one proposal."
    field = "proposals"


class NoPot(Refused):
    message = "No money stands behind this round, so nothing can be awarded."


class ChallengeOpen(Refused):
    message = (
        "Somebody said that something looks wrong, and the answer could change the result. "
        "This has to wait until that is answered."
    )


class PanelFixed(Refused):
    message = "The quorum and the seats stay while a round is published and not decided."


class CannotHold(Refused):
    message = (
        "Staff, auditors and members of the panel can't hold money of the place they do this for. "
        "Invite somebody else."
    )


class HeldAlready(Refused):
    message = "Somebody holds this award already, or it is over."


class NotInvited(Refused):
    message = (
        "This invitation is for another e-mail address, or a newer one took its place, or it is "
        "over."
    )


class OfferAnswered(Refused):
    message = "This offer has been answered already."


class OfferRanOut(Refused):
    message = "The last day to answer this offer has passed."


class OfferStillOpen(Refused):
    message = "The last day to answer this offer has not passed yet."


class NotAccepted(Refused):
    message = "The offer has not been accepted, so no money can move."


class ConditionMet(Refused):
    message = "This condition has been met already."


class PayeeConfirmed(Refused):
    message = "These bank details have been confirmed already."


class NeedsHow(Refused):
    message = "Say how you checked that the account is theirs."
    field = "how"


class NeedsReference(Refused):
    message = "Enter the bank's reference for this payment."
    field = "bank_reference"


class DetailsChanged(Refused):
    message = "These bank details have been replaced by newer ones."


class NotReadyToPay(Refused):
    message = "This payment is not ready for that step."


class ReportAccepted(Refused):
    message = "This report has been accepted already."


class SpentTooMuch(Refused):
    message = "This is more than the award."
    field = "spent_pence"


class MeasuredByHalf(Refused):
    message = "Give the value, the day it was measured and how, or leave all three empty."
    field = "value"


class AlreadyBack(Refused):
    message = "What is still to come back has changed since this page was made. Look again."
    field = "pence"


class NotFinished(Refused):
    message = "The project can't be closed yet."


def insist(verdict: Verdict) -> None:
    """Raise NotYours with the verdict's reason, unless it allows."""
    if not verdict:
        raise NotYours(verdict.because)
