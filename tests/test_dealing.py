"""Slow tests are spread over the processes, and none is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.dealing import dealt


@dataclass(frozen=True)
class Item:
    path: str
    number: int
    slow: bool

    def get_closest_marker(self, name: str) -> object | None:
        return object() if self.slow and name == "slow" else None


ITEMS = [Item("a", n, False) for n in range(50)] + [
    Item(file, n, True)
    for file, many in (("b", 7), ("c", 3), ("d", 3), ("e", 1))
    for n in range(many)
]


@pytest.mark.parametrize("processes", [1, 2, 3, 4, 100])
def test_every_test_is_dealt_once(processes: int) -> None:
    order = dealt(ITEMS, processes)
    assert len(order) == len(ITEMS)
    assert set(order) == set(ITEMS)


def test_each_process_begins_with_slow_ones_and_a_file_stays_with_one() -> None:
    order = dealt(ITEMS, 2)
    parts = order[:32], order[32:]
    assert [sum(each.slow for each in part) for part in parts] == [7, 7]
    for part in parts:
        assert all(each.slow for each in part[:7])
        assert not any(each.slow for each in part[7:])
    assert {each.path for each in parts[0] if each.slow} == {"b"}


def test_nothing_to_deal_is_no_trouble() -> None:
    assert dealt([], 3) == []
