"""Figures that `bench/rules.py` printed, for the page that explains the two rules. A test counts
the elections again where their files are at hand.
"""

from datetime import date
from typing import NamedTuple


class Printed(NamedTuple):
    """Means over the elections of a group, most votes first, then equal shares."""

    group: str
    elections: int
    served: tuple[str, str]
    spent: tuple[str, str]
    winners: tuple[str, str]
    more: int
    fewer: int


PRINTED_ON = date(2026, 11, 22)
ELECTIONS = 40
FIGURES = (
    Printed("one", 6, ("65.5%", "62.3%"), ("99.9%", "86.5%"), ("8.8", "9.3"), 1, 2),
    Printed("over 1, up to 2.5", 15, ("74.4%", "66.4%"), ("86.3%", "62.0%"), ("4.0", "6.2"), 4, 6),
    Printed(
        "over 2.5, up to 5", 13, ("86.9%", "93.6%"), ("97.6%", "96.1%"), ("9.0", "16.7"), 11, 0
    ),
    Printed("over 5", 6, ("89.0%", "93.0%"), ("99.1%", "97.6%"), ("14.5", "26.5"), 4, 1),
)
