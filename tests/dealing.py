"""Which process begins with which tests.

pytest-xdist gives each process an equal part of the list, from its start to its end, and one that
is done takes over from the end of another's. So each part begins with its share of slow tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol, TypeVar

SLOW = ("drill", "browser", "slow")


class Test(Protocol):
    """What is needed of a test."""

    @property
    def path(self) -> object: ...

    def get_closest_marker(self, name: str) -> object | None: ...


Each = TypeVar("Each", bound=Test)


def dealt(items: Sequence[Each], processes: int) -> list[Each]:
    """The tests in the order in which these processes get them. Slow tests of one file stay
    together: what they share is made once.
    """
    slow = [each for each in items if _is_slow(each)]
    rest = [each for each in items if not _is_slow(each)]
    hands: list[list[Each]] = [[] for _ in range(processes)]
    files = [list(file) for _, file in groupby(slow, key=lambda each: each.path)]
    for file in sorted(files, key=len, reverse=True):
        min(hands, key=len).extend(file)
    order: list[Each] = []
    for number, hand in enumerate(hands):
        part = (len(items) - len(order)) // (processes - number)
        quick = max(0, part - len(hand))
        order += [*hand, *rest[:quick]]
        rest = rest[quick:]
    return [*order, *rest]


def _is_slow(item: Test) -> bool:
    return any(item.get_closest_marker(mark) for mark in SLOW)
