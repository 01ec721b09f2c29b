"""Everything that a vote can refuse, in words."""

from typing import ClassVar

from kit.refusal import Refused


class VoteNotOpen(Refused):
    message = "The vote is not open."


class ChangedElsewhere(Refused):
    message = (
        "You have voted on another page or device since you opened the page you cast from. That "
        "ballot counts, unless you vote again."
    )


class Replaced(Refused):
    message = "You have voted again since: the ballot you sent was replaced by the newer one."


class WrongKeys(Refused):
    message = "This server can't take votes at the moment. Tell the trust."


class NotABallotHere(Refused):
    message = "This is not a ballot of this vote. Check your ballot again, then cast it."


class CannotVote(Refused):
    message = "You can't vote in this round."


class StaleSlip(Refused):
    message = (
        "The page you cast from does not belong to these choices any more. Check your ballot "
        "again, then cast it."
    )


class BadOwnCharacters(Refused):
    message = "Use exactly 4 letters or digits, but not the letter U. Or leave the box empty."
    field: ClassVar[str | None] = "own"


class BallotFixed(Refused):
    message = "The ballot is fixed already."


class BallotNotFixed(Refused):
    message = "Fix the ballot first."


class NothingToVoteOn(Refused):
    message = "No idea can go to the vote yet. Check at least one."


class StillBeingChecked(Refused):
    message = "Some ideas are still being checked. Answer their checks first."


class BoxReady(Refused):
    message = "The ballot box is ready. It can't be made again."


class BoxNotMade(Refused):
    message = "Make the ballot box first."


class TooFewHolders(Refused):
    message = "Name the people who open the votes first, on the page of the round."


class NotRehearsed(Refused):
    message = (
        "Everybody who keeps a part of the key must type their words once before the vote can open."
    )


class NotAHolder(Refused):
    message = "You are not one of the people who open the votes of this round."


class WrongWords(Refused):
    message = (
        "These are not your words. Check each one: 33 words, in the order you wrote them down."
    )
    field: ClassVar[str | None] = "words"


class NotYetClosed(Refused):
    message = "Voting has not closed yet. Nobody can open the votes before that."


class AlreadyClosed(Refused):
    message = "The vote is closed already."


class AlreadyOpened(Refused):
    message = "The votes have been opened already."


class NeedsOther(Refused):
    message = "You have done your part. A second person is needed."


class OtherWay(Refused):
    message = "This round's votes are opened in another way. Look at the page again."


class BoxDamaged(Refused):
    """Opening stopped; nothing is skipped."""

    message = (
        "Something in the box is not as it was cast, so nothing is opened. The two people who open "
        "the votes say first how to go on."
    )


class NotOpened(Refused):
    message = "The votes have not been opened yet."


class NotLost(Refused):
    message = "The votes can still be opened: two parts of the key are left."


class NeedsAnother(Refused):
    message = (
        "You said that a part of the key is lost, so somebody else must drop the ballots and hold "
        "the vote again."
    )


class BadNewDates(Refused):
    message = "The new vote must open in the future and stay open for at least one day."
    field: ClassVar[str | None] = "opens"


class TooEarlyToDestroy(Refused):
    message = "People can still say that something looks wrong, so the keys stay."


class NoChallengeNow(Refused):
    message = "This round takes no more questions of this kind."


class OnThePanel(Refused):
    message = "Somebody who is not on the panel must answer this."


class OwnChallenge(Refused):
    message = "Somebody else must answer this: you raised it."


class AlreadyAnswered(Refused):
    message = "This has been answered already."


class NotPreviewed(Refused):
    message = "Look first at what equal shares would have done on an earlier vote."


class RulesChanged(Refused):
    message = "Somebody else has just changed how this round is counted. Look at it and try again."


class CannotPreviewOn(Refused):
    message = "Choose an earlier vote that has been counted and whose ballots everybody can read."
    field: ClassVar[str | None] = "on"


class NotARuleHere(Refused):
    message = (
        "A round is counted by most votes that fit, or by equal shares as this page offers it."
    )


class OfNobody(Refused):
    message = (
        "There are ballots in the box that belong to nobody on the list of voters. The two people "
        "who open the votes say first how to go on."
    )


class ListClosed(Refused):
    message = "The vote is closed, so the list of voters stays as it is."


class ChangeAsked(Refused):
    message = "This has been asked for already. A second officer answers it."


class NotAsked(Refused):
    message = "This has been answered already."


class NeedsSecondOfficer(Refused):
    message = "Somebody else must agree: two officers are needed."


class OwnEntry(Refused):
    message = "This is about yourself, so two other officers must do it."


class AlreadyVoid(Refused):
    message = "This entry has been taken off the list already."


class OnTheList(Refused):
    message = "This person is on the list."


class NothingWrong(Refused):
    message = "Nothing keeps these votes from being opened, so there is nothing to decide."


class WayAsked(Refused):
    message = "A way on has been asked for already. Answer that first, or have it taken back."


class NoWayAsked(Refused):
    message = "Nobody waits for this any more. Look at the page again."


class ReportedAlready(Refused):
    message = "You have told us already. An officer looks into it and writes to you."


class KeyMayBeFound(Refused):
    message = (
        "A key of the ballot box is missing on this server, and it may be found again. The vote "
        "can be held again from a day after its end."
    )


class NotReported(Refused):
    message = "You can tell us this while you are on the list of voters and the vote is not closed."


class RehearsalFailed(Refused):
    """A vote with made-up ballots did not come out as it must; a note says what differed."""

    message = (
        "We tried the whole vote with made-up ballots, and it did not come out right. The box is "
        "not ready. Tell whoever runs this server."
    )


class NamesSomebody(Refused):
    message = "Everybody can read this reason. Leave names, e-mail addresses and postcodes out."
    field: ClassVar[str | None] = "reason"
