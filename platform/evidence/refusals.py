"""What evidence says no to."""

from kit.refusal import Refused


class AlreadyFunded(Refused):
    message = "Money was awarded for this. What it set out to do can't be changed now."


class NothingExpected(Refused):
    message = "Nothing was stated that this could be measured against."


class NotYetMeasured(Refused):
    message = "Enter the day of the measurement: today or earlier."
    field = "measured_on"


class NotANumber(Refused):
    message = "Enter a number, like 44 or 12.5."
    field = "value"


class MoreThanAll(Refused):
    """A share of more than a hundred per cent; the message says of what."""

    message = "This is in per cent, so it can be 100 at most."
    field = "value"


class AlreadyVerified(Refused):
    message = "This measurement has been verified already."


class Superseded(Refused):
    message = "A better measurement has replaced this one."


class OwnEvidence(Refused):
    """The recorder, the holder of the money or one of its awarders tried to verify."""

    message = "Somebody else must verify this: not who measured it, got the money or awarded it."
