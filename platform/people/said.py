"""What is said once something was done about people, from how it stands then."""

from kit.access import PANEL
from kit.refusal import Refused
from people import mail_words
from people.models import ROLE_NAMES, Invitation, Residency, Role, User


def ask_first() -> str:
    """Somebody is at the page for the code and has asked for none."""
    return (
        "Ask for a code first. If you have just done so, your browser keeps no cookies of this"
        " site: it needs one to know you again."
    )


def sent_again(before_works: bool) -> str:
    """Another code is on its way; whether the one before lets somebody in still."""
    both = " The one before still works too." if before_works else ""
    if mail_words.way() is mail_words.Way.LEAVES:
        return f"We sent a new code.{both}"
    return mail_words.promise(f"There is a new code.{both}")


def code_not_sent(refusal: Refused) -> str:
    """Why no code could be sent."""
    return refusal.reason


def name_saved(person: User) -> str:
    """What one is called."""
    return "Your name is saved."


def own_home_ended(home: Residency) -> str:
    """One lives there no longer."""
    return f"You are off the list of {home.neighbourhood.full_name}."


def accepted(role: Role) -> str:
    """Somebody took an invitation."""
    thanks = f"Thank you. You are now: {ROLE_NAMES[role.kind].lower()}."
    if role.kind not in PANEL:
        return thanks
    return f"{thanks} A role is not yet a seat: an officer gives you your seat on the panel."


def invited(invitation: Invitation) -> str:
    """The letter with the invitation is written."""
    return mail_words.goes("invitation", to=invitation.email)


def check_asked(home: Residency) -> str:
    """Somebody asked for their address to be checked."""
    asked = "Asked. It is on the list of the people who check. We write to you when it is done."
    return mail_words.promise(asked)


def home_checked(home: Residency) -> str:
    """An officer said that somebody lives there."""
    return mail_words.promise(
        f"{home.person} lives in {home.neighbourhood.name}. An e-mail says so to them."
    )


def home_ended(home: Residency) -> str:
    """An officer took somebody off the list."""
    return f"{home.person} is off the list of {home.neighbourhood.name}."


def role_given(role: Role) -> str:
    """Somebody has a role more."""
    return f"{role.person} has a new role: {str(role).lower()}."


def role_ended(role: Role) -> str:
    """Somebody has a role less."""
    return f"{role.person} is no longer: {str(role).lower()}."


def invitation_withdrawn(invitation: Invitation) -> str:
    """Nobody can take it any more."""
    return f"The invitation to {invitation.email} is withdrawn."
