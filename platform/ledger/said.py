"""What is said once money was written down."""

from kit.money import pounds
from ledger.models import Deposit, Fund, Move


def fund_opened(fund: Fund) -> str:
    """A fund without money yet."""
    return "The fund is open. Enter the money that came in."


def entered(deposit: Deposit) -> str:
    """Money that came in was written down by one person."""
    return f"{pounds(deposit.pence)} is entered. It waits for a second person to confirm it."


def entry_taken_back(deposit: Deposit) -> str:
    """What was written down wrongly, before anybody confirmed it."""
    return f"The entry of {pounds(deposit.pence)} is taken back."


def deposited(move: Move) -> str:
    """Money came in."""
    return f"{pounds(move.pence)} is in the fund."


def undone(move: Move) -> str:
    """An entry was undone by its opposite."""
    return f"{pounds(move.pence)} went back."
