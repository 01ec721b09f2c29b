"""Exact amounts as whole minor units (pence) that still add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def adding_up(parts: Sequence[Fraction], total: int) -> list[int]:
    """The parts as whole numbers that add up to `total`, each less than 1 from the exact one.

    All are rounded down, then those that lost most get 1 back (largest remainder; of equals the
    earlier). `total` is the exact sum rounded down or up, or one of its parts rounded down less.
    """
    whole = [floor(part) for part in parts]
    by_loss = sorted(range(len(parts)), key=lambda at: whole[at] - parts[at])
    for at in by_loss[: total - sum(whole)]:
        whole[at] += 1
    return whole


def nearest(amount: Fraction) -> int:
    """The nearest whole number, halves up."""
    return floor(amount + Fraction(1, 2))
