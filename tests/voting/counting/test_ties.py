from __future__ import annotations

import pytest

from voting.counting import Project, TieKey
from voting.counting.ties import deciding_key, tie_position

BENCH = (Project("9", "Benches", 500, 2), 12)
BULBS = (Project("10", "Bulbs", 300, 3), 11)


@pytest.mark.parametrize(
    ("key", "bench_goes_first"),
    [
        (TieKey.COST, False),
        (TieKey.VOTES, True),
        (TieKey.ID, False),
        (TieKey.NUMBER, True),
    ],
)
def test_each_key_puts_one_of_two_projects_first(key: TieKey, bench_goes_first: bool) -> None:
    assert (tie_position(*BENCH, [key]) < tie_position(*BULBS, [key])) is bench_goes_first


def test_the_first_key_that_differs_decides() -> None:
    keys = (TieKey.COST, TieKey.ID)
    same_cost = (Project("10", "Bulbs", 500, 3), 11)
    one, other = tie_position(*BENCH, keys), tie_position(*same_cost, keys)
    assert deciding_key(one, other, keys) is TieKey.ID
