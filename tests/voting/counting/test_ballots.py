from __future__ import annotations

import pytest

from voting.counting import (
    Ballots,
    BallotsError,
    Builder,
    Format,
    Project,
    Rules,
    count,
)

BENCH = Project("bench", "Benches", 500, 1)
BULBS = Project("bulbs", "Bulbs", 300, 2)


def pack(*ballots: list[int]) -> Ballots:
    builder = Builder([BENCH, BULBS], budget=700)
    for ballot in ballots:
        builder.add(ballot)
    return builder.build()


def test_equal_ballots_are_kept_once_with_a_weight() -> None:
    ballots = pack([0, 1], [1, 0], [1])
    assert (ballots.distinct, ballots.voters, ballots.marks) == (2, 3, 5)


def test_votes_are_people_per_project() -> None:
    assert pack([0, 1], [1], [1]).votes() == (1, 3)


def test_a_repeated_choice_on_an_approval_ballot_is_one_choice() -> None:
    assert pack([1, 1]).votes() == (0, 1)


def test_a_blank_ballot_is_a_voter_without_a_mark() -> None:
    ballots = pack([], [0])
    assert (ballots.voters, ballots.blank, ballots.marks) == (2, 1, 1)


def test_an_election_without_ballots_has_no_votes() -> None:
    assert pack().votes() == (0, 0)


def test_packed_ballots_can_not_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        pack([0]).weights[0] = 9


@pytest.mark.parametrize("choice", [-1, 2])
def test_a_choice_outside_the_vote_is_refused(choice: int) -> None:
    with pytest.raises(BallotsError):
        pack([choice])


def test_two_projects_can_not_share_an_id_or_a_number() -> None:
    with pytest.raises(BallotsError):
        Builder([BENCH, Project("bench", "Bins", 1, 2)], budget=1)
    with pytest.raises(BallotsError):
        Builder([BENCH, Project("bins", "Bins", 1, 1)], budget=1)


def test_money_below_zero_is_refused() -> None:
    with pytest.raises(BallotsError):
        Builder([BENCH], budget=-1)
    with pytest.raises(BallotsError):
        Builder([Project("bins", "Bins", -1, 1)], budget=1)


def test_points_stay_with_their_project() -> None:
    builder = Builder([BENCH, BULBS], budget=700, format=Format.POINTS)
    builder.add([1, 0], [3, 2], people=4)
    ballots = builder.build()
    assert (ballots.choices.tolist(), ballots.values.tolist()) == ([0, 1], [2, 3])
    assert ballots.weights.tolist() == [4]


def test_points_for_a_project_twice_are_refused() -> None:
    builder = Builder([BENCH, BULBS], budget=700, format=Format.POINTS)
    with pytest.raises(BallotsError):
        builder.add([1, 1], [3, 2])


def test_points_are_ranked_by_points_and_not_by_people() -> None:
    builder = Builder([BENCH, BULBS], budget=700, format=Format.POINTS)
    builder.add([0, 1], [1, 3])
    builder.add([0], [1])
    assert count(builder.build(), Rules()).outcome(BULBS.id).place == 1


def test_naming_a_project_without_giving_it_points_is_no_vote() -> None:
    builder = Builder([BENCH, BULBS], budget=700, format=Format.POINTS)
    builder.add([0, 1], [2, 0])
    assert builder.build().votes() == (1, 0)
