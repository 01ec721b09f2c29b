"""Everything that a proposal can refuse, in words."""

from typing import ClassVar

from kit.refusal import Refused


class NotYours(Refused):
    """Somebody else's proposal, or not a member of staff."""

    message = "Only the people who work on this proposal can do this."


class NotStaff(Refused):
    message = "Only an officer of this neighbourhood can do this."


class NeedsConsent(Refused):
    message = "Tick that the person agreed to this being written down for them."
    field: ClassVar[str | None] = "consent"


class NobodyNamed(Refused):
    message = "Say who the idea comes from. The name is not shown to the public."
    field: ClassVar[str | None] = "entered_for"


class AtThisPoint(Refused):
    """The state a proposal is in does not allow the deed."""

    message = "This can't be done with the proposal as it stands now."


class AnsweredMeanwhile(AtThisPoint):
    """Somebody else answered the question after the page was made."""

    message = (
        "Somebody else answered this meanwhile. Read their answer under the questions; then save"
        " yours if it still stands."
    )


class NotADraft(AtThisPoint):
    message = "This idea has been sent in already."


class Frozen(AtThisPoint):
    message = (
        "This proposal has been handed in. Its words and costs can't change while it is checked."
    )


class StillMissing(Refused):
    """Something is missing; the message says what."""

    message = "Something is still missing."


class NoBaselineToCome(AtThisPoint):
    message = "Nothing more has to be said about how things are now."


class TitleTaken(Refused):
    message = "Another idea in this round has this name. Choose one that tells them apart."
    field: ClassVar[str | None] = "title"


class OwnProposal(Refused):
    message = "You work on this proposal yourself, so somebody else must check it."


class NoReason(Refused):
    message = "Give the reason. Everybody can read it."
    field: ClassVar[str | None] = "reason"


class NotAllChecked(Refused):
    message = "All four questions need a yes before this can go to the vote."


class NotLookedAt(AtThisPoint):
    """It speaks of crime, and nobody has said that it is safe to show."""

    message = (
        "It is not shown yet, and everybody reads what goes to the vote. Say first that it can be"
        " shown."
    )


class SentBackAlready(Refused):
    message = (
        "This was sent back for a change once already. Decide now whether it can go to the vote."
    )


class BallotFull(Refused):
    message = "As many ideas as this round allows can go to the vote already."


class BallotFixed(Refused):
    message = "The ballot is fixed, so checks are over."


class SameIdea(Refused):
    message = "Choose two different ideas."
    field: ClassVar[str | None] = "other"


class NotAPair(Refused):
    """Of other rounds, not to be read by everybody, or one that can't go to the vote any more."""

    message = "Choose two ideas of this round that everybody can read and that can still be done."
    field: ClassVar[str | None] = "other"


class PairedAlready(Refused):
    message = "It stands already that these two can't both be done."
    field: ClassVar[str | None] = "other"


class TakenBackAlready(Refused):
    message = "This was taken back already."


class AskedAlready(Refused):
    message = "A second look has been asked for already."


class SamePerson(Refused):
    message = "Somebody who did not check it the first time must take the second look."


class ReportedAlready(Refused):
    message = "You have reported this already. We look at every report."


class AnsweredAlready(Refused):
    message = "This report has been answered already."


class HiddenAlready(Refused):
    message = "This proposal is hidden already."


class NotHidden(Refused):
    message = "This proposal is not hidden."


class Decided(AtThisPoint):
    message = (
        "The panel has decided, so this can't be withdrawn. Talk to the trust about the award."
    )


class CannotInvite(Refused):
    message = "This person can't be invited."
    field: ClassVar[str | None] = "email"


class NotInvited(Refused):
    message = "There is no invitation for you to this proposal."
