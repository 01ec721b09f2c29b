"""Small words that sentences share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from voting.counting.explain.rounding import nearest
from voting.counting.money import Money

NAMED = 3
"""How many projects a sentence names before it says "and 2 others"."""


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th … 21st."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def many(number: int, one: str, more: str) -> str:
    """ "1 person", "1,204 people"."""
    return f"{number:,} {one if number == 1 else more}"


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def with_others(names: Sequence[str]) -> str:
    """The first names of a list that may be long: "A, B, C and 2 others"."""
    more = len(names) - NAMED
    if more <= 0:
        return listed(names)
    return listed([*names[:NAMED], many(more, "other", "others")])


def amount(pence: int, money: Money, nothing: str = "nothing") -> str:
    """An amount in minor units, with a word for none."""
    return money(pence) if pence else nothing


def each(exact: Fraction, money: Money) -> str:
    """What one person or one point pays, in minor units: "£74.20", "about £74.21"."""
    if exact.denominator == 1:
        return money(int(exact))
    shown = nearest(exact)
    return f"about {money(shown)}" if shown else f"less than {money(1)}"


def together(shown: int, exact: Fraction, money: Money) -> str:
    """A sum that was rounded to `shown`; a part of a penny is not nothing."""
    return money(shown) if shown or not exact else f"less than {money(1)}"
