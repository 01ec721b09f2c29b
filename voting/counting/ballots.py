"""One election as every rule sees it: projects, money, and the ballots packed small.

Equal ballots are kept once with a weight, as flat arrays, so that 90,000 ballots take a few
megabytes and a rule never loops over people. `Ballots` is the whole instance: it carries the
projects and the budget, and `Rules` only says how to count, so one set of rules can be tried on
many elections and one election under many rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class BallotsError(ValueError):
    """The projects or a ballot do not make sense together."""


class Format(StrEnum):
    """What a voter wrote on the ballot."""

    APPROVAL = "approval"
    POINTS = "points"
    SCORES = "scores"
    RANKINGS = "rankings"


@dataclass(frozen=True, slots=True)
class Project:
    """Something that can be voted for.

    `cost` is in minor units (pence). `number` is its number on the ballot, from 1; `id` is text
    and is compared as text. `theme` and `area` are what stages of a count go by.
    """

    id: str
    name: str
    cost: int
    number: int
    theme: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """An election: projects, budget in minor units (pence), and the distinct ballots.

    Distinct ballot j was cast by `weights[j]` people and names the projects at positions
    `choices[starts[j]:starts[j + 1]]` of `projects`, ascending. `values`, of the same shape, says
    how: 1 on approval ballots, the points or score given, or the place in a ranking (1 is best).
    A ballot may be blank. `max_length` is how many projects a ballot may name, where that is known.

    `withdrawn` are ids of projects that were on the ballot and can't be picked any more: marks for
    them count nowhere. Of two `incompatible` ids at most one can be picked.
    """

    format: Format
    projects: tuple[Project, ...]
    budget: int
    choices: NDArray[np.int32]
    values: NDArray[np.int32]
    starts: NDArray[np.int64]
    weights: NDArray[np.int64]
    currency: str = "GBP"
    minor_digits: int = 2
    max_length: int | None = None
    withdrawn: frozenset[str] = frozenset()
    incompatible: tuple[tuple[str, str], ...] = ()

    @property
    def distinct(self) -> int:
        """How many different ballots there are."""
        return len(self.weights)

    @property
    def voters(self) -> int:
        """How many people cast a ballot, blank ones included."""
        return int(self.weights.sum())

    @property
    def blank(self) -> int:
        """How many ballots name no project, or give nothing to those they name."""
        named = np.zeros(self.distinct, dtype=bool)
        named[self.owners()[self.values > 0]] = True
        return int(self.weights[~named].sum())

    @property
    def marks(self) -> int:
        """How many project marks all ballots carry together."""
        return int((np.diff(self.starts) * self.weights).sum())

    def votes(self) -> tuple[int, ...]:
        """Per project, in the order of `projects`, how many people named it.

        Naming a project and giving it no points is not a vote for it.
        """
        given = self.values > 0
        people = self.weights[self.owners()[given]]
        # Sums of people are far below 2**53, where floating point is still exact.
        totals = np.bincount(self.choices[given], people, minlength=len(self.projects))
        return tuple(int(total) for total in totals)

    def served(self, ids: Collection[str]) -> int:
        """How many people gave at least one of these projects a mark that counts.

        Naming a project and giving it no points is not choosing it.
        """
        wanted = np.array([project.id in ids for project in self.projects], dtype=bool)
        got = np.zeros(self.distinct, dtype=bool)
        got[self.owners()[wanted[self.choices] & (self.values > 0)]] = True
        return int(self.weights[got].sum())

    def owners(self) -> NDArray[np.int64]:
        """Per mark, the distinct ballot it stands on."""
        return np.repeat(np.arange(self.distinct), np.diff(self.starts))


_LARGEST_VALUE = 1_000_000
_Key = tuple[tuple[int, ...], tuple[int, ...]]


class Builder:
    """Takes ballots one at a time and packs them: the order they come in does not matter."""

    def __init__(
        self,
        projects: Sequence[Project],
        *,
        budget: int,
        format: Format = Format.APPROVAL,
        currency: str = "GBP",
        minor_digits: int = 2,
        max_length: int | None = None,
        withdrawn: Iterable[str] = (),
        incompatible: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Budget in minor units. Raises `BallotsError` for impossible projects or money."""
        self._withdrawn, self._incompatible = frozenset(withdrawn), tuple(incompatible)
        _check(projects, budget)
        _check_known(projects, self._withdrawn, self._incompatible)
        self._max_length = max_length
        self._projects = tuple(projects)
        self._budget = budget
        self._format = format
        self._money = (currency, minor_digits)
        self._slots: dict[_Key, int] = {}
        self._weights: list[int] = []

    def slot(self, choices: Iterable[int], values: Iterable[int] | None = None) -> int:
        """The place of this ballot among the distinct ones, made when it is new.

        `choices` are positions in `projects`. On approval ballots a repeated choice is one choice;
        anywhere else it is refused, because its value would be in doubt.
        """
        key = self._approval(choices) if values is None else self._valued(choices, values)
        if key[0] and not 0 <= key[0][0] <= key[0][-1] < len(self._projects):
            raise BallotsError("a ballot names a project that is not in this vote")
        slot = self._slots.setdefault(key, len(self._weights))
        if slot == len(self._weights):
            self._weights.append(0)
        return slot

    def cast(self, slot: int, people: int = 1) -> None:
        """Count this many more people on a distinct ballot."""
        if people < 1:
            raise BallotsError("a ballot is cast by one person or more")
        self._weights[slot] += people

    def add(
        self, choices: Iterable[int], values: Iterable[int] | None = None, *, people: int = 1
    ) -> None:
        """Add a ballot, or one that this many people cast alike."""
        self.cast(self.slot(choices, values), people)

    def build(self) -> Ballots:
        """The packed election. Ballots asked for but never cast are left out."""
        cast = [(key, w) for key, w in zip(self._slots, self._weights, strict=True) if w]
        currency, minor_digits = self._money
        return Ballots(
            format=self._format,
            projects=self._projects,
            budget=self._budget,
            choices=_frozen32(i for (choices, _), _ in cast for i in choices),
            values=_frozen32(v for (_, values), _ in cast for v in values),
            starts=_frozen64([0, *np.cumsum([len(key[0]) for key, _ in cast], dtype=np.int64)]),
            weights=_frozen64([weight for _, weight in cast]),
            currency=currency,
            minor_digits=minor_digits,
            max_length=self._max_length,
            withdrawn=self._withdrawn,
            incompatible=self._incompatible,
        )

    def _approval(self, choices: Iterable[int]) -> _Key:
        if self._format is not Format.APPROVAL:
            raise BallotsError(f"a ballot of {self._format} needs a value for each choice")
        named = tuple(sorted(set(choices)))
        return named, (1,) * len(named)

    def _valued(self, choices: Iterable[int], values: Iterable[int]) -> _Key:
        if self._format is Format.APPROVAL:
            raise BallotsError("an approval ballot has no values")
        pairs = sorted(zip(choices, values, strict=True))
        named = tuple(choice for choice, _ in pairs)
        if len(set(named)) < len(named):
            raise BallotsError("a ballot names a project twice")
        given = tuple(value for _, value in pairs)
        least = 1 if self._format is Format.RANKINGS else 0
        if given and not least <= min(given) <= max(given) <= _LARGEST_VALUE:
            raise BallotsError(f"a value on a ballot of {self._format} is out of bounds")
        return named, given


def _check(projects: Sequence[Project], budget: int) -> None:
    if budget < 0:
        raise BallotsError("the budget is below zero")
    if any(project.cost < 0 for project in projects):
        raise BallotsError("a project costs less than nothing")
    for values in ({p.id for p in projects}, {p.number for p in projects}):
        if len(values) < len(projects):
            raise BallotsError("two projects share an id or a ballot number")


def _check_known(
    projects: Sequence[Project], withdrawn: frozenset[str], pairs: Sequence[tuple[str, str]]
) -> None:
    known = {project.id for project in projects}
    if not withdrawn <= known:
        raise BallotsError("a withdrawn project was not in this vote")
    if any(one == other or not {one, other} <= known for one, other in pairs):
        raise BallotsError("an incompatible pair is not two projects of this vote")


def _frozen32(numbers: Iterable[int]) -> NDArray[np.int32]:
    array = np.fromiter(numbers, dtype=np.int32)
    array.setflags(write=False)
    return array


def _frozen64(numbers: Sequence[int]) -> NDArray[np.int64]:
    array = np.array(numbers, dtype=np.int64)
    array.setflags(write=False)
    return array
