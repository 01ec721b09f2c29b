"""Amounts as people read them. Amounts are whole minor units (pence) and never below zero."""

from __future__ import annotations

from collections.abc import Callable

Money = Callable[[int], str]
"""Turns minor units into words for a page."""


def in_currency(code: str, minor_digits: int = 2) -> Money:
    """Amounts of this currency: "£12,300", or "PLN 12,300" where it is not pounds.

    `minor_digits` is how many decimal places a minor unit is. Decimals show only when there are
    any.
    """
    sign = "£" if code == "GBP" else f"{code} "

    def words(amount: int) -> str:
        whole, rest = divmod(amount, 10**minor_digits)
        decimals = f".{rest:0{minor_digits}d}" if rest else ""
        return f"{sign}{whole:,}{decimals}"

    return words


pounds = in_currency("GBP")
