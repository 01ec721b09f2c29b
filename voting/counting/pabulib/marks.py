"""What one ballot says, understood from its cells `vote` and `points`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voting.counting.ballots import Format
from voting.counting.pabulib.meta import Limits
from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.text import Rows

_WHOLE = re.compile(r"(\d{1,15})(\.0+)?", re.ASCII)
_BELOW_ZERO = re.compile(r"-\d+(\.\d+)?", re.ASCII)
_LARGEST = 1_000_000
_ONE = {Format.POINTS: "number of points", Format.SCORES: "score"}


class Slip(NamedTuple):
    """The projects that a ballot names, as positions from 0, ascending, and the value of each."""

    choices: tuple[int, ...]
    values: tuple[int, ...]
    repeats: bool

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Ballot numbers, from 1, with their values."""
        return tuple((i + 1, value) for i, value in zip(self.choices, self.values, strict=True))


class Marks:
    """Understands ballots of one format. Raises `BadFile` for those that break the file's limits.

    A project that is named twice counts once: with the points of both together, or at the better
    of its places in a ranking, where those below move up. In a ranking the order of `vote` decides
    and points are not read.
    """

    def __init__(
        self, rows: Rows, format: Format, limits: Limits, position: Mapping[str, int]
    ) -> None:
        self._rows = rows
        self._format = format
        self._limits = limits
        self._position = position

    def understand(self, line: int, vote: str, points: str) -> Slip:
        """The ballot that stands on this line."""
        named = self._named(line, vote)
        # Each once, in the order in which they are first named.
        once = dict.fromkeys(named, 1)
        self._check_length(line, len(named), len(once))
        held = self._held(line, named, once, points)
        choices = tuple(sorted(held))
        return Slip(choices, tuple([held[i] for i in choices]), repeats=len(once) < len(named))

    def _held(
        self, line: int, named: Sequence[int], once: dict[int, int], points: str
    ) -> dict[int, int]:
        """The value of each project that the ballot names, and of others that have one."""
        if self._format is Format.APPROVAL:
            return once
        if self._format is Format.RANKINGS:
            return dict(zip(once, range(1, len(once) + 1), strict=True))
        return self._together(line, named, self._given(line, named, points))

    def _named(self, line: int, text: str) -> list[int]:
        """Positions of the projects in the order in which the ballot names them."""
        parts = _parts(text)
        try:
            return [self._position[part] for part in parts]
        except KeyError as error:
            unknown = shown(str(error.args[0]))
            raise self._refuse(line, f"{unknown} is not a project of this vote") from None

    def _given(self, line: int, named: Sequence[int], text: str) -> list[int]:
        """The points of each project named, in that order."""
        parts = _parts(text)
        if len(parts) != len(named):
            says = f"the ballot names {_many(len(named), 'project')}"
            raise self._refuse(line, f"{says} and has points for {len(parts)}")
        return [self._value(line, part) for part in parts]

    def _value(self, line: int, text: str) -> int:
        what = f"the {_ONE[self._format]} {shown(text)}"
        match = _WHOLE.fullmatch(text)
        if not match:
            fault = "below zero" if _BELOW_ZERO.fullmatch(text) else "not a whole number"
            raise self._refuse(line, f"{what} is {fault}")
        value, limits = int(match[1]), self._limits
        if value > _LARGEST:
            raise self._refuse(line, f"{what} is too large")
        if limits.max_points is not None and value > limits.max_points:
            raise self._refuse(line, f"{what} is too much; max_points is {limits.max_points}")
        if limits.min_points is not None and 0 < value < limits.min_points:
            raise self._refuse(line, f"{what} is too little; min_points is {limits.min_points}")
        return value

    def _together(self, line: int, named: Sequence[int], given: Sequence[int]) -> dict[int, int]:
        """Points by project, those of a repeated one put together."""
        held: dict[int, int] = {}
        largest: dict[int, int] = {}
        for choice, value in zip(named, given, strict=True):
            held[choice] = held.get(choice, 0) + value
            largest[choice] = max(largest.get(choice, 0), value)
        self._check_sum(line, sum(given), sum(largest.values()))
        if held and max(held.values()) > _LARGEST:
            raise self._refuse(line, "the points for a project are too large")
        if self._format is Format.SCORES and self._limits.default_score:
            unnamed = set(self._position.values()) - held.keys()
            held.update(dict.fromkeys(unnamed, self._limits.default_score))
        return held

    def _check_length(self, line: int, written: int, chosen: int) -> None:
        """A repeated choice is held against nobody: it counts where that makes the ballot fit."""
        most, least = self._limits.max_length, self._limits.min_length
        if least is not None and written < least:
            has = f"the ballot has {_many(written, 'choice')}"
            raise self._refuse(line, f"{has}; min_length is {least}")
        if most is not None and chosen > most:
            has = f"the ballot has {_many(chosen, 'choice')}"
            raise self._refuse(line, f"{has}; max_length is {most}")

    def _check_sum(self, line: int, written: int, once: int) -> None:
        """`once` leaves out the smaller points of a project named twice, as above."""
        most, least = self._limits.max_sum_points, self._limits.min_sum_points
        if least is not None and written < least:
            has = f"the ballot gives {_many(written, 'point')}"
            raise self._refuse(line, f"{has}; min_sum_points is {least}")
        if most is not None and once > most:
            has = f"the ballot gives {_many(once, 'point')}"
            raise self._refuse(line, f"{has}; max_sum_points is {most}")

    def _refuse(self, line: int, reason: str) -> Exception:
        return self._rows.refuse(line, reason)


def _parts(text: str) -> list[str]:
    """What stands between the commas; empty parts at the end are left out."""
    parts = [part.strip() for part in text.split(",")]
    while parts and not parts[-1]:
        del parts[-1]
    return parts


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
