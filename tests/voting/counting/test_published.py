from __future__ import annotations

import hashlib

import pytest

from voting.counting import BallotsError, Format, Project, ballots_digest, from_published

BENCH = Project("bench", "Benches", 500, 1)
BULBS = Project("bulbs", "Bulbs", 300, 2)
ROWS = [("0b" * 32, [[2, 1]]), ("0a" * 32, [[2, 1], [1, 1]])]


def test_published_ballots_are_counted_by_ballot_number() -> None:
    ballots = from_published(ROWS, projects=[BULBS, BENCH], budget=700)
    assert dict(zip(["bulbs", "bench"], ballots.votes(), strict=True)) == {"bulbs": 2, "bench": 1}


def test_published_places_keep_the_most_that_a_ballot_may_have() -> None:
    rows = [("0a" * 32, [[1, 2], [2, 1]])]
    ballots = from_published(
        rows, projects=[BENCH, BULBS], budget=700, format=Format.RANKINGS, max_length=3
    )
    assert (ballots.values.tolist(), ballots.max_length) == ([2, 1], 3)


def test_a_number_that_is_not_in_the_vote_is_refused() -> None:
    with pytest.raises(BallotsError):
        from_published([("0a" * 32, [[3, 1]])], projects=[BENCH], budget=700)


def test_the_ballots_digest_is_of_the_documented_bytes() -> None:
    lines = f'pb-ballots/v1\n["{"0a" * 32}",[[1,1],[2,1]]]\n["{"0b" * 32}",[[2,1]]]\n'
    assert ballots_digest(ROWS) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_ballots_digest_does_not_depend_on_their_order() -> None:
    assert ballots_digest(ROWS) == ballots_digest(reversed(ROWS))


def test_one_mark_more_changes_the_ballots_digest() -> None:
    assert ballots_digest(ROWS) != ballots_digest([(ROWS[0][0], [[1, 1], [2, 1]]), ROWS[1]])
