"""Why something about people could not be done."""

from kit.refusal import Refused


class NotAllowed(Refused):
    message = "Only a programme officer of this neighbourhood can do this."


class NoName(Refused):
    message = "Enter your name as neighbours know you."
    field = "name"


class OfficerExists(Refused):
    message = "This site has an officer already. Ask that person for an invitation."


class UnknownRole(Refused):
    message = "Choose a role."
    field = "kind"


class HasRole(Refused):
    message = "This person has this role already."
    field = "kind"


class MoneyAndVote(Refused):
    message = (
        "Nobody can be staff of the trust, which holds the money, and vote on the panel. "
        "End the other role first."
    )
    field = "kind"


class OfficeBarred(Refused):
    """Something that this person has elsewhere in the house does not go with an office."""

    field = "kind"


class RoleEnded(Refused):
    message = "This role has ended already."


class LastOfficer(Refused):
    message = "Somebody must stay who can give roles. Give this role to another person first."


class AddressCannotBeUsed(Refused):
    message = "This e-mail address can't be used here. Use another one."
    field = "email"


class AddressTakesNoMail(Refused):
    message = "This e-mail address takes no mail. Check it, or use another one."
    field = "email"


class CodeNotSent(Refused):
    message = "The e-mail could not be sent just now. Wait a minute, then ask again."


class TooManyCodes(Refused):
    """`wait` is how long until there is room again, such as "an hour"."""

    def __init__(self, wait: str) -> None:
        super().__init__(
            f"Codes were asked for too often. Wait {wait}, then ask again."
            " A code from us works for 15 minutes, in the browser that asked for it."
        )


class WrongCode(Refused):
    message = "This is not the code we sent. Look at the newest e-mail from us and try again."
    field = "code"


class NewCodeNeeded(Refused):
    message = "That was the fifth wrong try, so this code no longer works. Send a new code."
    field = "code"


class CodeEnded(Refused):
    message = "This code no longer works: it was used, or is older than 15 minutes. Send a new one."
    field = "code"


class AlreadyInvited(Refused):
    message = "This person has been invited already. Withdraw that invitation first."
    field = "email"


class InvitationEnded(Refused):
    message = "This invitation has ended. Ask for a new one."


class NotYourInvitation(Refused):
    message = "This invitation is for another e-mail address. Sign in with that one."


class TooManyTries(Refused):
    message = "Too many postcodes that we couldn't place. Wait ten minutes, or ask an officer."
    field = "postcode"


class PostcodeOutside(Refused):
    message = (
        "This postcode is not in a neighbourhood that uses this site. If you live in one all the"
        " same, ask its officers: the page Contact names them."
    )
    field = "postcode"


class PostcodeUnknown(Refused):
    message = (
        "We don't know this postcode yet. Ask an officer of your neighbourhood: the page Contact"
        " names them."
    )
    field = "postcode"


class PostcodeElsewhere(Refused):
    message = "This postcode is in another neighbourhood."
    field = "postcode"


class AlreadyLivesHere(Refused):
    message = "Your address in this neighbourhood has been checked already."


class AlreadyVerified(Refused):
    message = "Somebody has checked this address already."


class ResidencyEnded(Refused):
    message = "This person no longer says that they live here."


class SomebodyElseMustVerify(Refused):
    message = "Somebody else must check where you live."


class UnknownHow(Refused):
    message = "Choose how you know that this person lives here."
    field = "how"


class NeedsReason(Refused):
    message = (
        "The postcode doesn't say that this person lives here. Give your reason for saying so."
    )
    field = "reason"
