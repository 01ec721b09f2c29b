"""A receipt after the close: asked for among many, found here."""

from __future__ import annotations

import psycopg
import pytest

from places.models import Neighbourhood
from tests import factories, postgres, statements
from tests.voting.scene import Scene
from voting import receipts, sealing
from voting.models import LiveTag, PublishedBallot


def test_a_receipt_is_in_replaced_or_not_found_before_and_after_the_close(vote: Scene) -> None:
    voter = vote.voter()
    first, second = vote.vote(voter, 1).code, vote.vote(voter, 2).code
    facts = {first: "replaced", second: "in", "0000000000000000": "not found"}
    assert {code: receipts.found(vote.round, code) for code in facts} == facts
    vote.end()
    vote.round.refresh_from_db()
    assert {code: receipts.found(vote.round, code) for code in facts} == facts
    opened = vote.open()
    assert {code: receipts.found(opened, code) for code in facts} == facts


def test_the_ballot_of_a_receipt_is_shown_once_the_votes_are_open(vote: Scene) -> None:
    code = vote.vote(vote.voter(), 1, 3).code
    vote.vote(vote.voter(), 2)
    vote.end()
    vote.round.refresh_from_db()
    assert receipts.ballot(vote.round, code) is None
    opened = vote.open()
    found = receipts.ballot(opened, code)
    assert found is not None
    assert found.tracker == sealing.tracker(opened.pk, code).hex()
    assert [line.number for line in found.chosen] == [1, 3]
    assert receipts.ballot(opened, "0000000000000000") is None


def test_after_the_close_no_statement_carries_what_a_receipt_stands_for(vote: Scene) -> None:
    codes = [vote.vote(vote.voter(), 1).code for _ in range(3)]
    vote.end()
    opened = vote.open()
    with statements.values() as asked:
        for code in codes:
            assert receipts.found(opened, code) == "in"
            assert receipts.ballot(opened, code) is not None
    sent = {bytes(one.obj) for each in asked for one in each if isinstance(one, psycopg.Binary)}
    assert sent
    assert max(map(len, sent - {b"\xff" * 33})) == 1


@pytest.mark.parametrize("first", [0x00, 0x7F, 0xFE, 0xFF])
def test_every_first_byte_is_asked_for_as_a_bucket_of_its_own(vote: Scene, first: int) -> None:
    digests = [bytes([first, n]) + b"\xff" * 30 for n in range(25)]
    beside = [bytes([(first + 1) % 256, 0]) + bytes(30), bytes([(first - 1) % 256]) + bytes(31)]
    postgres.show_door(vote.round.pk)
    LiveTag.objects.bulk_create(
        LiveTag(round=vote.round, tag=tag, counts=True) for tag in digests + beside
    )
    tags = LiveTag.objects.filter(round=vote.round).values_list("tag")
    near = receipts.alike(tags, "tag", digests[0])
    assert sorted(bytes(row[0]) for row in near) == digests


def test_a_small_bucket_is_asked_for_among_the_whole_list(area: Neighbourhood) -> None:
    one, other = (factories.round_in("delivering", area, origin="imported") for _ in range(2))
    digests = [bytes([n]) * 32 for n in range(30)]
    PublishedBallot.objects.bulk_create(
        PublishedBallot(round=one, tracker=digest, choices=[]) for digest in digests
    )
    PublishedBallot.objects.create(round=other, tracker=digests[0], choices=[])
    ballots = PublishedBallot.objects.filter(round=one).values_list("tracker")
    assert len(receipts.alike(ballots, "tracker", digests[3])) == 30
