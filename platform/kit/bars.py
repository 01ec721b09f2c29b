"""Bars drawn by the server: the pot, and what has been taken out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kit.money import pounds

BAR_WIDTH = 1000
"""Units across a bar's own drawing; the page stretches it."""


class Part(NamedTuple):
    """One piece of a pot. Tones: green leaf marigold safer greener red ink."""

    label: str
    pence: int
    tone: str = "green"


class Segment(NamedTuple):
    """A piece as it is drawn: `x` and `width` in units of BAR_WIDTH."""

    label: str
    pence: int
    tone: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """A pot of `total` pence and its parts, from left to right.

    A part that is not nothing is always seen: it is at least 3 units wide. Parts that come to more
    than the pot fill it and no more; the words still say the true sums.
    """

    total: int
    parts: Sequence[Part]

    @property
    def used(self) -> int:
        """Pence in all parts together."""
        return sum(part.pence for part in self.parts)

    @property
    def left(self) -> int:
        """Pence not in any part; below zero when the parts come to more than the pot."""
        return self.total - self.used

    @property
    def segments(self) -> list[Segment]:
        """The parts with their place on the bar."""
        drawn: list[Segment] = []
        at = 0
        whole = max(self.total, self.used, 1)
        for part in self.parts:
            width = min(_width(part.pence, whole), BAR_WIDTH - at)
            if width > 0:
                drawn.append(Segment(part.label, part.pence, part.tone, at, width))
            at += max(width, 0)
        return drawn

    @property
    def sentence(self) -> str:
        """The bar in words, for people who don't see it."""
        said = [f"{part.label} {pounds(part.pence)}" for part in self.parts]
        return f"Of {pounds(self.total)}: {', '.join([*said, f'left {pounds(self.left)}'])}"


def _width(pence: int, whole: int) -> int:
    if pence <= 0:
        return 0
    return max(3, round(pence * BAR_WIDTH / whole))
