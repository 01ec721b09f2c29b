from __future__ import annotations

import pytest

from voting.counting import Project, Rules, TieKey
from voting.counting.ties import deciding_key, lot, tie_position

BENCH = (Project("9", "Benches", 500, 2), 12)
BULBS = (Project("10", "Bulbs", 300, 3), 11)


def by(*keys: TieKey) -> Rules:
    """Rules with these keys first; the id comes last, so that nothing stays equal."""
    rest = [] if TieKey.ID in keys else [TieKey.ID]
    seed = "a draw of 4 May" if TieKey.LOT in keys else ""
    return Rules(ties=(*keys, *rest), lot_seed=seed)


@pytest.mark.parametrize(
    ("key", "bench_goes_first"),
    [
        (TieKey.COST, False),
        (TieKey.VOTES, True),
        (TieKey.ID, False),
        (TieKey.NUMBER, True),
        (TieKey.LOT, True),
    ],
)
def test_each_key_puts_one_of_two_projects_first(key: TieKey, bench_goes_first: bool) -> None:
    rules = by(key)
    assert (tie_position(*BENCH, rules) < tie_position(*BULBS, rules)) is bench_goes_first


def test_the_first_key_that_differs_decides() -> None:
    keys = (TieKey.COST, TieKey.ID)
    same_cost = (Project("10", "Bulbs", 500, 3), 11)
    one, other = tie_position(*BENCH, by(*keys)), tie_position(*same_cost, by(*keys))
    assert deciding_key(one, other, keys) is TieKey.ID


def test_the_lot_is_drawn_from_the_seed_and_the_id_alone() -> None:
    # sha256("pb-lot/v1\na draw of 4 May\n9"), worked out with another program.
    assert lot("a draw of 4 May", "9").startswith("2e5c03c24f3b34b1")
    assert lot("a draw of 4 May", "9") != lot("a draw of 5 May", "9")
