"""Pounds as people write them, pence as the books keep them."""

import re

MOST_PENCE = 2**53 - 1
"""The largest amount: what every program that reads our files can hold exactly."""

_NUMBER = re.compile(
    r"(?P<sign>[-\u2212]?)[ ]?£?[ ]?"
    r"(?P<whole>[0-9]{1,16}|[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,3}(?: [0-9]{3}){1,5})"
    r"(?:\.(?P<part>[0-9]{1,2}))?"
)
_GROUPED = re.compile(
    r"[-+\u2212]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:\.[0-9]+)?"
)
_NOT_MONEY = "Write the amount in pounds, like 1250 or 1,250.50"


def pounds(pence: int) -> str:
    """Pence as pounds: 125050 is "£1,250.50", 125000 is "£1,250", -500 is "−£5"."""
    whole, part = divmod(abs(pence), 100)
    sign = "\u2212" if pence < 0 else ""
    return f"{sign}£{whole:,}.{part:02}" if part else f"{sign}£{whole:,}"


def parse_pounds(text: str, *, negative: bool = False) -> int:
    """What a person typed, in pence.

    Takes "£1,250.50", "1250" and " 1 250 ". Raises ValueError, in words for that person, for
    anything that could be read in two ways, for a fraction of a penny, for a sum below zero
    unless `negative`, and for one above MOST_PENCE.
    """
    if not isinstance(text, str):
        raise ValueError(_NOT_MONEY)
    match = _NUMBER.fullmatch(_plain(text))
    if match is None:
        raise ValueError(_NOT_MONEY)
    pence = _pence(match["whole"], match["part"] or "")
    if match["sign"] and pence:
        if not negative:
            raise ValueError("The amount can't be less than zero")
        pence = -pence
    return pence


def without_marks(value: object) -> object:
    """A number as it was typed, without marks between the thousands: "1,250" is "1250". Anything
    else comes back as it is.
    """
    plain = _plain(value) if isinstance(value, str) else ""
    return re.sub("[, ]", "", plain) if _GROUPED.fullmatch(plain) else value


def _plain(text: str) -> str:
    return text.strip().replace("\u00a0", " ").replace("\u202f", " ")


def _pence(whole: str, part: str) -> int:
    pence = int(re.sub("[, ]", "", whole)) * 100 + int(part.ljust(2, "0"))
    if pence > MOST_PENCE:
        raise ValueError("That amount is too large")
    return pence
