"""Stages of a count: money kept first for a theme or an area, before the whole pot.

A stage is counted inside its group with its own money; what it leaves goes to the next, and the
last stage is always everything that was not picked yet with all the money that is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class StageError(ValueError):
    """A stage that makes no sense."""


class Group(StrEnum):
    """What a stage goes by."""

    THEME = "theme"
    AREA = "area"


_FORM = re.compile(r"(?P<by>theme|area):(?P<name>[^;=%]{1,200})=(?P<much>\d{1,15})(?P<cent>%?)")


@dataclass(frozen=True, slots=True)
class Stage:
    """A group of projects and the money kept for it: `percent` of the budget, rounded down to a
    minor unit, or `amount` in minor units (pence). Exactly one of the two is given.
    """

    by: Group
    name: str
    percent: int | None = None
    amount: int | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.amount is None):
            raise StageError("a stage has a per cent or an amount")
        if self.percent is not None and not 1 <= self.percent <= 100:
            raise StageError("a stage keeps from 1 to 100 per cent")
        if not _FORM.fullmatch(str(self)) or self.name != self.name.strip():
            raise StageError(f"a stage can't be written {str(self)!r}")

    def __str__(self) -> str:
        much = f"{self.percent}%" if self.amount is None else str(self.amount)
        return f"{self.by}:{self.name}={much}"

    def money(self, budget: int) -> int:
        """What is kept for it of this budget, in minor units."""
        if self.amount is not None:
            return self.amount
        return budget * (self.percent or 0) // 100


def stages_text(stages: tuple[Stage, ...]) -> str:
    """Stages as text such as "theme:safer=30%;area:north=500000"."""
    return ";".join(str(stage) for stage in stages)


def parse_stages(text: str) -> tuple[Stage, ...]:
    """Stages from such text; empty text is none. Raises `StageError`."""
    return tuple(_parse(part) for part in text.split(";")) if text else ()


def _parse(text: str) -> Stage:
    match = _FORM.fullmatch(text)
    if match is None:
        raise StageError(f"a stage is written theme:NAME=30% or area:NAME=AMOUNT, not {text!r}")
    much = int(match["much"])
    by = Group(match["by"])
    if match["cent"]:
        return Stage(by, match["name"], percent=much)
    return Stage(by, match["name"], amount=much)
