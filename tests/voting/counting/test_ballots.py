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


def test_what_the_vote_says_of_projects_is_of_projects_in_it() -> None:
    with pytest.raises(BallotsError, match="a withdrawn project was not in this vote"):
        Builder([BENCH, BULBS], budget=1, withdrawn=["bins"])
    for pair in (("bench", "bins"), ("bench", "bench")):
        with pytest.raises(BallotsError, match="pair is not two projects of this vote"):
            Builder([BENCH, BULBS], budget=1, incompatible=[pair])


@pytest.mark.parametrize("people", [0, -1])
def test_nobody_casts_no_ballot(people: int) -> None:
    with pytest.raises(BallotsError, match="cast by one person or more"):
        Builder([BENCH, BULBS], budget=700).add([0], people=people)


@pytest.mark.parametrize(
    ("format", "values", "why"),
    [
        (Format.APPROVAL, [1], "an approval ballot has no values"),
        (Format.POINTS, None, "a ballot of points needs a value for each choice"),
        (Format.POINTS, [-1], "a value on a ballot of points is out of bounds"),
        (Format.POINTS, [1_000_001], "a value on a ballot of points is out of bounds"),
        (Format.RANKINGS, [0], "a value on a ballot of rankings is out of bounds"),
    ],
)
def test_a_ballot_has_the_values_of_its_kind(
    format: Format, values: list[int] | None, why: str
) -> None:
    builder = Builder([BENCH, BULBS], budget=700, format=format)
    with pytest.raises(BallotsError, match=why):
        builder.add([0], values)


def test_more_points_than_can_be_added_up_exactly_are_not_counted() -> None:
    builder = Builder([BENCH, BULBS], budget=700)
    builder.add([0], people=2**53)
    with pytest.raises(BallotsError, match="too many to be real"):
        count(builder.build(), Rules())


def test_of_a_project_that_was_not_in_the_vote_nothing_is_told() -> None:
    with pytest.raises(KeyError, match="bins"):
        count(pack([0]), Rules()).outcome("bins")
