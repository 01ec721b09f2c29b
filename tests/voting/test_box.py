"""The box in SQL, as the app role meets it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from kit import clock
from kit.refusal import Refused
from places.models import Neighbourhood
from rounds import actions as rounds
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, refusals, sealing
from voting.keys import keys_of
from voting.models import LiveTag


@transaction.atomic
def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


class Hand:
    """Somebody who speaks to the box without any of our pages."""

    def __init__(self, vote: Scene) -> None:
        self.vote = vote
        self.kr = sealing.kr_digest(keys_of(vote.round.box).kr())
        self.k = self.place()
        self.length = vote.round.box.ct_length

    def place(self) -> bytes:
        """The place in the box of somebody on the list."""
        kr = keys_of(self.vote.round.box).kr()
        return sealing.place(kr, self.vote.round.pk, self.vote.voter().pk)

    def cast(
        self,
        live: bytes,
        base_rev: int,
        *,
        kr: bytes | None = None,
        k: bytes | None = None,
        ct: bytes | None = None,
    ) -> int:
        with transaction.atomic():
            return box.cast_ballot(
                self.vote.round.pk,
                kr_sha256=kr or self.kr,
                k=k or self.k,
                live=live,
                ciphertext=ct or bytes(self.length),
                base_rev=base_rev,
            )


@pytest.fixture
def hand(vote: Scene) -> Hand:
    return Hand(vote)


A, B, C = (bytes([n]) * 32 for n in range(3))


def test_a_first_ballot_is_revision_one(hand: Hand) -> None:
    assert hand.cast(A, 0) == 1
    assert box.has_ballot(hand.vote.round.pk, hand.k) == 1


def test_the_same_ballot_again_is_the_same_answer(hand: Hand) -> None:
    assert [hand.cast(A, 0), hand.cast(A, 0), hand.cast(B, 1), hand.cast(B, 1)] == [1, 1, 2, 2]


def test_a_replaced_ballot_cannot_come_back(hand: Hand) -> None:
    hand.cast(A, 0)
    hand.cast(B, 1)
    for base_rev in (0, 1, 2):
        with pytest.raises(refusals.Replaced):
            hand.cast(A, base_rev)
    assert box.in_box(hand.vote.round.pk, A) == "replaced"
    assert box.in_box(hand.vote.round.pk, B) == "in"
    assert box.in_box(hand.vote.round.pk, C) == "not found"


@pytest.mark.parametrize("base_rev", [0, 2, -1])
def test_a_ballot_changed_elsewhere_is_not_overwritten(hand: Hand, base_rev: int) -> None:
    hand.cast(A, 0)
    with pytest.raises(refusals.ChangedElsewhere):
        hand.cast(B, base_rev)
    assert box.in_box(hand.vote.round.pk, A) == "in"


def test_a_first_ballot_cannot_claim_to_be_a_change(hand: Hand) -> None:
    with pytest.raises(refusals.ChangedElsewhere):
        hand.cast(A, 1)


def test_a_caller_with_another_secret_is_refused(hand: Hand) -> None:
    with pytest.raises(refusals.WrongKeys):
        hand.cast(A, 0, kr=bytes(32))


@pytest.mark.parametrize("ct", [b"\0", bytes(111), bytes(113)])
def test_a_ballot_of_another_length_is_refused(hand: Hand, ct: bytes) -> None:
    with pytest.raises(refusals.NotABallotHere):
        hand.cast(A, 0, ct=ct)


def test_short_tags_and_places_are_refused(hand: Hand) -> None:
    with pytest.raises(refusals.NotABallotHere):
        hand.cast(A[1:], 0)
    with pytest.raises(refusals.NotABallotHere):
        hand.cast(A, 0, k=B[1:])


def test_two_voters_never_share_a_tag(hand: Hand) -> None:
    hand.cast(A, 0)
    with pytest.raises(refusals.ChangedElsewhere):
        hand.cast(A, 0, k=B)


def test_a_round_that_is_none_takes_nothing(hand: Hand) -> None:
    with pytest.raises(refusals.VoteNotOpen), transaction.atomic():
        box.cast_ballot(
            uuid4(),
            kr_sha256=hand.kr,
            k=hand.k,
            live=A,
            ciphertext=bytes(hand.length),
            base_rev=0,
        )


def test_a_closed_vote_takes_nothing(hand: Hand) -> None:
    hand.vote.end()
    with pytest.raises(refusals.VoteNotOpen):
        hand.cast(A, 0)


def test_a_cancelled_vote_takes_nothing(hand: Hand) -> None:
    rounds.cancel(hand.vote.round, reason="The money is gone", by=hand.vote.officer)
    with pytest.raises(refusals.VoteNotOpen):
        hand.cast(A, 0)


def test_a_vote_whose_time_has_not_come_takes_nothing(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, voting_opens_at=clock.now() + DAY)
    with pytest.raises(refusals.VoteNotOpen):
        Hand(vote).cast(A, 0)


def test_nothing_lands_after_the_end_even_when_nobody_closed_the_vote(hand: Hand) -> None:
    hand.cast(A, 0)
    scenes.move_clock(10 * DAY - timedelta(seconds=5))
    assert hand.cast(B, 1) == 2
    scenes.move_clock(timedelta(seconds=5))
    with pytest.raises(refusals.VoteNotOpen):
        hand.cast(C, 2)
    assert hand.cast(B, 1) == 2, "what is in the box already is answered the same"


def test_a_box_that_is_not_ready_takes_nothing(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    with pytest.raises(refusals.VoteNotOpen):
        Hand(vote).cast(A, 0)


@pytest.mark.parametrize("table", ["sealed", "superseded", "batch", "noticed"])
@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 FROM {}", "SELECT xmin FROM {}", "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}",
     "UPDATE {} SET round = round", "TRUNCATE {}", "COPY {} TO STDOUT", "DROP TABLE {}"],
)  # fmt: skip
def test_the_app_role_reaches_no_table_of_the_box(vote: Scene, table: str, sql: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied|must be owner"):
        execute(sql.format(f"ballot.{table}"))


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE ballot.more (a int)",
        "SELECT ballot.root_of(ARRAY[]::bytea[])",
        "SELECT ballot.must_be_closed(gen_random_uuid())",
        "CREATE OR REPLACE FUNCTION ballot.has_ballot(p_round uuid, p_k bytea) RETURNS int "
        "LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_the_app_role_may_only_call_the_doors(vote: Scene, sql: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied|must be owner"):
        execute(sql)


def test_a_temporary_table_does_not_stand_in_for_the_box(hand: Hand) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE sealed (round uuid, k bytea, live bytea, ct bytea, rev int)"
        )
        cursor.execute("CREATE TEMP TABLE rounds_round (id uuid)")
    assert hand.cast(A, 0) == 1
    assert box.in_box(hand.vote.round.pk, A) == "in"


def test_nothing_leaves_the_box_before_its_close(hand: Hand) -> None:
    hand.cast(A, 0)
    for door in (box.final_tags, box.export_shuffled):
        with pytest.raises(refusals.NotYetClosed), transaction.atomic():
            door(hand.vote.round.pk)
    with pytest.raises(Refused), transaction.atomic():
        box.destroy(hand.vote.round.pk)
    with pytest.raises(DatabaseError, match="no entry"), transaction.atomic():
        box.discard(hand.vote.round.pk, door=None)


def test_a_vote_is_not_closed_before_its_time(hand: Hand) -> None:
    hand.vote.round.vote_sealed_at = hand.vote.round.box_ready_at
    with pytest.raises(DatabaseError, match="is closed, then opened"), transaction.atomic():
        hand.vote.round.save(update_fields=["vote_sealed_at"])


def test_an_export_never_carries_a_voters_place(hand: Hand) -> None:
    for n in range(20):
        hand.cast(bytes([n]) * 32, 0, k=hand.place())
    hand.vote.end()
    exports = [[row.live for row in box.export_shuffled(hand.vote.round.pk)] for _ in range(3)]
    assert {frozenset(lives) for lives in exports} == {
        frozenset(bytes([n]) * 32 for n in range(20))
    }
    assert len({tuple(lives) for lives in exports}) > 1, "its order is chance"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ballot.export_shuffled(%s)", [hand.vote.round.pk])
        assert [column.name for column in cursor.description or ()] == ["live", "ct"]


def test_a_batch_tells_of_twenty_more_or_nothing(hand: Hand) -> None:
    pk = hand.vote.round.pk
    for n in range(19):
        hand.cast(bytes([n]) * 32, 0, k=bytes([100 + n]) * 32)
    assert actions.publish_batch(hand.vote.round) is None
    assert box.count_batched(pk) == 0
    hand.cast(bytes([19]) * 32, 0, k=bytes([119]) * 32)
    batch = actions.publish_batch(hand.vote.round)
    assert batch == (1, sealing.root([bytes([n]) * 32 for n in range(20)]), 20)
    assert actions.publish_batch(hand.vote.round) is None
    for n in range(20, 43):
        hand.cast(bytes([n]) * 32, 0, k=bytes([100 + n]) * 32)
    assert actions.publish_batch(hand.vote.round) == (
        2,
        sealing.root([bytes([n]) * 32 for n in range(43)]),
        43,
    )
    assert box.count_batched(pk) == 43
    facts = Event.objects.filter(kind="box.batch").order_by("id").last()
    assert facts is not None
    assert facts.payload["after"] == {
        "batch": 2,
        "ballots": 43,
        "root": sealing.root([bytes([n]) * 32 for n in range(43)]).hex(),
    }


def test_the_close_publishes_every_tag_and_the_root(hand: Hand) -> None:
    hand.cast(A, 0)
    hand.cast(B, 1)
    hand.cast(C, 0, k=hand.place())
    hand.vote.end()
    tags = LiveTag.objects.filter(round=hand.vote.round)
    assert {bytes(row.tag): row.counts for row in tags} == {A: False, B: True, C: True}
    facts = Event.objects.get(kind="box.closed").payload["after"]
    assert facts == {
        "ballots": 2,
        "in_box": 2,
        "set_aside": 0,
        "of_nobody": 0,
        "on_list": 2,
        "replaced": 1,
        "root": sealing.root([B, C]).hex(),
        "run": 1,
    }


def test_what_was_published_cannot_be_changed(hand: Hand) -> None:
    hand.cast(A, 0)
    hand.vote.end()
    for sql in (
        "UPDATE voting_livetag SET counts = false",
        "DELETE FROM voting_livetag",
        "TRUNCATE voting_livetag",
        "DELETE FROM voting_ballotline",
        "DELETE FROM voting_publishedballot",
        "UPDATE voting_count SET ballots = 1",
    ):
        with pytest.raises(DatabaseError, match="permission denied|refused"):
            execute(sql)
    with pytest.raises(DatabaseError, match="the ballot is fixed"), transaction.atomic():
        postgres.forge(hand.vote.round.ballot_lines.all(), pence=1)


def test_a_line_of_the_ballot_can_be_marked_as_withdrawn_once(vote: Scene) -> None:
    postgres.show_door(vote.round.pk)
    vote.round.ballot_lines.filter(number=1).update(withdrawn_at=clock.now())
    with pytest.raises(DatabaseError, match="the ballot is fixed"), transaction.atomic():
        vote.round.ballot_lines.filter(number=1).update(withdrawn_at=None)


def test_the_box_of_one_round_knows_nothing_of_another(vote: Scene) -> None:
    other = scenes.open_vote(factories.area(name="Grange", town="", slug="grange"))
    Hand(vote).cast(A, 0)
    assert box.in_box(other.round.pk, A) == "not found"
    assert box.has_ballot(other.round.pk, A) == 0
