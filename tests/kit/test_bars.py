"""Bars drawn by the server."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.bars import BAR_WIDTH, Bar, Part


def test_a_bar_says_what_is_used_and_left() -> None:
    bar = Bar(24000000, [Part("Agreed", 2615000), Part("In part", 3400000, "safer")])
    assert (bar.used, bar.left) == (6015000, 17985000)
    assert bar.sentence == "Of £240,000: Agreed £26,150, In part £34,000, left £179,850"


def test_parts_lie_side_by_side_in_proportion() -> None:
    bar = Bar(1000, [Part("a", 250), Part("b", 500)])
    assert [(part.x, part.width) for part in bar.segments] == [(0, 250), (250, 500)]


def test_a_pot_with_nothing_in_it_is_drawn_empty() -> None:
    assert Bar(0, [Part("a", 0)]).segments == []


def test_a_pot_that_is_overdrawn_is_full_and_says_so() -> None:
    bar = Bar(100, [Part("a", 150)])
    assert [(part.x, part.width) for part in bar.segments] == [(0, BAR_WIDTH)]
    assert bar.left == -50


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=12))
def test_no_part_ever_leaves_the_bar(total: int, amounts: list[int]) -> None:
    drawn = Bar(total, [Part("part", pence) for pence in amounts]).segments
    ends = [0, *(part.x + part.width for part in drawn)]
    assert ends[-1] <= BAR_WIDTH
    assert [part.x for part in drawn] == ends[:-1]
