"""What is said once money was written down."""

from kit.money import pounds
from ledger.models import Fund, Move


def fund_opened(fund: Fund) -> str:
    """A fund without money yet."""
    return "The fund is open. Enter the money that came in."


def deposited(move: Move) -> str:
    """Money came in."""
    return f"{pounds(move.pence)} is in the fund."


def undone(move: Move) -> str:
    """An entry was undone by its opposite."""
    return f"{pounds(move.pence)} went back."
