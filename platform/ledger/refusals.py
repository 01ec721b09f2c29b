"""What the books say no to, in words with figures."""

from kit.money import pounds
from kit.refusal import Refused


class NotAnAmount(Refused):
    message = "Enter an amount above zero."
    field = "pence"


class FundExceeded(Refused):
    """More than the fund has."""

    field = "pence"

    def __init__(self, *, has: int, asked: int) -> None:
        super().__init__(f"{pounds(has)} is in the fund; this is {pounds(asked)}.")


class PotExceeded(Refused):
    """More than is left in the pot."""

    def __init__(self, *, left: int, asked: int, what: str = "this award") -> None:
        super().__init__(f"{pounds(left)} is left in the pot; {what} is {pounds(asked)}.")


class HoldingExceeded(Refused):
    """More than an award has offered, promised or paid."""

    def __init__(self, *, holds: int, asked: int, state: str) -> None:
        super().__init__(f"{pounds(holds)} of this award is {state}; this is {pounds(asked)}.")


class DifferentRequest(Refused):
    message = "This was sent before with other contents. Look at what was saved, then start again."


class AlreadyCommitted(Refused):
    message = "Money has been offered for this already."


class AlreadyReversed(Refused):
    message = "This movement has been undone already."


class IsReversal(Refused):
    message = "This undoes an earlier movement. Enter a new movement instead."


class BelongsToAward(Refused):
    message = "This money belongs to an award. Change the award instead."


class BelongsToRound(Refused):
    message = (
        "This money is what a round shares out, and that is fixed. "
        "What is left goes back to the fund when the round ends or is cancelled."
    )


class NothingLeftOver(Refused):
    message = "Nothing is left over in this pot."


class NotYourDeposit(Refused):
    message = "Somebody else of the trust must do this."


class DayImplausible(Refused):
    """The bank can't have received it on that day."""

    message = "Enter the day on which the bank received the money."
    field = "received_on"


class NeedsReference(Refused):
    message = "Enter the bank's reference, as it stands on the statement."
    field = "bank_reference"


class ReferenceUsed(Refused):
    message = (
        "Money with this reference has been entered already. Look at the list of what came in."
    )
    field = "bank_reference"


class DepositConfirmed(Refused):
    message = "This has been confirmed already. Undo its movement instead."


class DepositTakenBack(Refused):
    message = "This has been taken back already. Enter it again if the money did come in."


class NeedsReason(Refused):
    message = "Say why it is taken back. Everyone can read it."
    field = "reason"
