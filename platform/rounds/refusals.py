"""Everything that a round can refuse, in words."""

from typing import ClassVar

from kit.refusal import Refused


class WrongPhase(Refused):
    """The round has not reached the phase in which this is done."""

    message = "This can't be done at this point of the round."


class RoundClosed(WrongPhase):
    """The phase in which this is done has passed."""

    message = "This round has closed."


class RoundPublished(Refused):
    """The rules are fixed."""

    message = "The round has been published. Its rules, its money and its name can't change now."


class NotPublished(Refused):
    """The round is still a draft."""

    message = "The round has not been published yet."


class NotReady(Refused):
    """Something is missing; `missing` in words, one a line."""

    message = "Something is still missing."


class BadRules(Refused):
    """The rules are not of the shape that a round can run by."""

    message = "These rules can't run a round."


class PresetUnknown(Refused):
    message = "Choose one of the kinds of round on the page."
    field: ClassVar[str | None] = "preset"


class DatesCollide(Refused):
    """The dates are not in order."""

    message = "The dates are not in order."


class OnlyLater(Refused):
    message = "After publishing, a date can only move later, and only before it has come."


class NoReason(Refused):
    message = "Give the reason. Everybody can read it."
    field: ClassVar[str | None] = "reason"


class RoundDecided(Refused):
    message = "The panel has decided already, so the round can't be cancelled."


class LacksRole(Refused):
    message = "Give this person the role first, on the page of people."
    field: ClassVar[str | None] = "person"


class OnThePanel(Refused):
    message = (
        "Somebody who is not on the panel must answer when something looks wrong. "
        "Choose another person."
    )
    field: ClassVar[str | None] = "person"


class LastAuditor(Refused):
    message = (
        "This is the only auditor left here. Whoever has a duty in a round can't sign it off at "
        "its end: choose another person, or invite another auditor first."
    )
    field: ClassVar[str | None] = "person"


class HasDuty(Refused):
    message = "This person has this duty already."
    field: ClassVar[str | None] = "person"


class DutyNeeded(Refused):
    message = "The round can't run without this. Give the duty to somebody else first."


class NotDelivering(Refused):
    message = "A round is signed off after the panel has decided."


class OwnRound(Refused):
    message = "Somebody who had no other part in this round must sign it off."


class NotAuditor(Refused):
    message = "Only an auditor of this neighbourhood can sign a round off."
