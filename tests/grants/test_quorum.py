"""Quorum and resident majority, item by item, after everyone with an interest left."""

from __future__ import annotations

import pytest

from grants.quorum import Seat, stand

HERE = Seat(votes=True, resident=True, present=True)
OUTSIDER = Seat(votes=True, resident=False, present=True)
AWAY = Seat(votes=True, resident=True, present=False)
SECRETARY = Seat(votes=False, resident=True, present=True)
LEAVES = Seat(votes=True, resident=True, present=True, interest=True)
OUTSIDER_LEAVES = Seat(votes=True, resident=False, present=True, interest=True)


@pytest.mark.parametrize(
    ("seats", "entitled", "residents", "left", "quorate", "majority"),
    [
        ([HERE] * 5, 5, 5, 0, True, True),
        ([HERE] * 4 + [AWAY], 4, 4, 0, False, True),
        ([HERE] * 4 + [SECRETARY], 4, 4, 0, False, True),
        ([HERE] * 5 + [LEAVES], 5, 5, 1, True, True),
        ([HERE] * 4 + [LEAVES], 4, 4, 1, False, True),
        ([HERE] * 3 + [OUTSIDER] * 3, 6, 3, 0, True, False),
        ([HERE] * 4 + [OUTSIDER] * 3, 7, 4, 0, True, True),
        ([HERE] * 3 + [OUTSIDER] * 3 + [LEAVES], 6, 3, 1, True, False),
        ([HERE] * 3 + [OUTSIDER] * 2 + [OUTSIDER_LEAVES], 5, 3, 1, True, True),
        ([], 0, 0, 0, False, False),
    ],
)
def test_each_item_is_counted_for_itself(
    seats: list[Seat], entitled: int, residents: int, left: int, quorate: bool, majority: bool
) -> None:
    standing = stand(seats, quorum=5)
    assert (standing.entitled, standing.residents, standing.left) == (entitled, residents, left)
    assert (standing.quorate, standing.resident_majority) == (quorate, majority)
    assert standing.can_decide is (quorate and majority)


def test_exactly_half_is_no_majority() -> None:
    assert not stand([HERE, HERE, OUTSIDER, OUTSIDER], quorum=2).resident_majority


def test_an_absent_member_with_an_interest_has_not_left() -> None:
    absent = Seat(votes=True, resident=True, present=False, interest=True)
    assert stand([HERE, HERE, absent], quorum=2).left == 0


def test_the_reason_names_who_left_and_what_is_needed() -> None:
    standing = stand([HERE] * 4 + [LEAVES], quorum=5)
    assert standing.because == (
        "4 members can vote on this. At least 5 are needed. 1 member left because of an interest."
    )


def test_the_reason_says_when_too_few_live_here() -> None:
    standing = stand([HERE] * 3 + [OUTSIDER] * 3, quorum=5)
    assert standing.because == (
        "3 of the 6 who can vote on this live here. It must be more than half."
    )
