"""What a vote publishes, and what becomes of it, only a site that holds `K_r` can say.

Each deed here is one that the website's account tries with everything it has, entries in the record
included. It is refused for want of the door of the box and for nothing else: the same statements
pass in a transaction that has shown it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import record, settle
from kit import clock
from kit.actor import SYSTEM
from rounds.models import Round
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, refusals
from voting.actions import closing
from voting.models import Box, Closing, Count, KeyHolder, RollEntry, WayOn

Deed = Callable[[Scene], None]


def say(vote: Scene, kind: str, subject: Any = None) -> None:
    """An entry, as the account can write one itself."""
    record(by=SYSTEM, kind=kind, subject=subject or vote.round, role="date", round=vote.round.pk)


def send(sql: str, *arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        assert cursor.rowcount, "the deed met a row"


def publish(vote: Scene) -> None:
    send(
        "INSERT INTO voting_publishedballot (round_id, tracker, choices)"
        " VALUES (%s, %s, '[[1, 1]]')",
        vote.round.pk,
        bytes(32),
    )


def publish_mark(vote: Scene) -> None:
    send(
        "INSERT INTO voting_livetag (round_id, run, tag, counts) VALUES (%s, 1, %s, true)",
        vote.round.pk,
        bytes(32),
    )


def say_closed(vote: Scene) -> None:
    send(
        "INSERT INTO voting_closing"
        " (round_id, run, on_list, in_box, set_aside, of_nobody, replaced)"
        " VALUES (%s, 2, 9, 9, 0, 0, 0)",
        vote.round.pk,
    )


def say_aside(vote: Scene) -> None:
    send(
        "INSERT INTO voting_setaside (round_id, run, tag, why) VALUES (%s, 1, %s, 'void')",
        vote.round.pk,
        bytes(32),
    )


def say_damaged(vote: Scene) -> None:
    send(
        "INSERT INTO voting_damagedballot (round_id, run, tag) SELECT round_id, run, tag"
        " FROM voting_livetag WHERE round_id = %s LIMIT 1",
        vote.round.pk,
    )


def call_open(vote: Scene) -> None:
    send("UPDATE rounds_round SET opened_at = kit_now() WHERE id = %s", vote.round.pk)
    say(vote, "box.opened")


def press(vote: Scene) -> None:
    send(
        "UPDATE voting_keyholder SET pressed_open_at = kit_now() WHERE round_id = %s", vote.round.pk
    )
    say(vote, "box.open_pressed")


def take_off_ballot(vote: Scene) -> None:
    send(
        "UPDATE voting_ballotline SET withdrawn_at = kit_now() WHERE round_id = %s AND number = 1",
        vote.round.pk,
    )


AFTER_THE_CLOSE: tuple[Deed, ...] = (
    publish,
    publish_mark,
    say_closed,
    say_aside,
    say_damaged,
    call_open,
    press,
    take_off_ballot,
)


def call_closed(vote: Scene) -> None:
    send("UPDATE rounds_round SET vote_sealed_at = kit_now() WHERE id = %s", vote.round.pk)
    say(vote, "box.closed")


def take_back(vote: Scene) -> None:
    """Make an empty box that is ready one that is not."""
    say(vote, "box.rerun")
    send("UPDATE rounds_round SET box_ready_at = NULL WHERE id = %s", vote.round.pk)


def take_off_list(vote: Scene) -> None:
    entry = RollEntry.objects.filter(round=vote.round, void_at=None).order_by("pk")[0]
    send(
        "INSERT INTO voting_rollchange"
        " (id, entry_id, what, reason, asked_by_id, agreed, decided_by_id, decided_at)"
        " VALUES (%s, %s, 'void', 'Because', %s, true, %s, kit_now())",
        uuid4(),
        entry.pk,
        vote.openers[0].pk,
        vote.openers[1].pk,
    )
    send(
        "UPDATE voting_rollentry SET void_at = kit_now(), void_because = 'Because' WHERE id = %s",
        entry.pk,
    )
    say(vote, "roll.voided", entry)


def tried(vote: Scene, deed: Deed, *, door: bool = False) -> None:
    """Do it in a transaction of its own, whose deferred guards are asked; nothing stays."""
    with transaction.atomic():
        if door:
            closing.show_door(Round.objects.get(pk=vote.round.pk))
        deed(vote)
        settle()
        transaction.set_rollback(True)


def needs_the_door(vote: Scene, deed: Deed) -> None:
    with pytest.raises(DatabaseError, match="without the door of the box"):
        tried(vote, deed)
    tried(vote, deed, door=True)


def test_nothing_is_said_of_a_closed_vote_without_the_door(committed_vote: Scene) -> None:
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.end()
    for deed in AFTER_THE_CLOSE:
        needs_the_door(vote, deed)


def test_nothing_is_done_to_an_open_vote_without_the_door(committed_vote: Scene) -> None:
    committed_vote.voter()
    for deed in (take_back, take_off_list):
        needs_the_door(committed_vote, deed)


def test_no_vote_is_called_closed_without_the_door(committed_vote: Scene) -> None:
    scenes.move_clock(11 * DAY)
    needs_the_door(committed_vote, call_closed)


def test_a_door_that_was_shown_before_opens_nothing_now(committed_vote: Scene) -> None:
    """Not that of another transaction, nor, after a restore, one of the same number."""
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.end()

    def restored(vote: Scene) -> None:
        postgres.as_owner("UPDATE ballot.door_shown SET at = at - interval '11 minutes'")
        publish(vote)

    with pytest.raises(DatabaseError, match="without the door"):
        tried(vote, restored, door=True)


def test_another_rounds_door_does_not_do(committed_vote: Scene) -> None:
    vote, other = (
        committed_vote,
        scenes.open_vote(factories.area(name="Grange", town="", slug="grange")),
    )
    vote.vote(vote.voter(), 1)
    vote.end()

    def with_the_other(vote: Scene) -> None:
        closing.show_door(other.round)
        publish(vote)

    with pytest.raises(DatabaseError, match="without the door"):
        tried(vote, with_the_other)


def test_the_site_shows_the_door_with_the_key_alone(vote: Scene) -> None:
    with pytest.raises(refusals.WrongKeys), transaction.atomic():
        box.show_door(vote.round.pk, bytes(32))


def again(vote: Scene, **other: object) -> None:
    """The first count once more, but for what is named."""
    first = Count.objects.filter(round=vote.round)[0]
    first.pk = uuid4()
    for name, value in other.items():
        setattr(first, name, value)
    first.save(force_insert=True)


@pytest.mark.parametrize(
    "other",
    [
        {"spent_pence": 1},
        {"ballots": 9},
        {"ballots_sha256": "0" * 64},
        {"rules": {}},
        {"result": {}},
    ],
)
def test_a_later_count_says_the_same_as_the_first(vote: Scene, other: dict[str, object]) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    vote.open()
    again(vote)
    with pytest.raises(DatabaseError, match="says the same"), transaction.atomic():
        again(vote, **other)


def test_the_first_count_needs_the_door_and_a_counted_round_its_count(
    committed_vote: Scene,
) -> None:
    """As the owner, in one transaction with an opening that has shown it."""
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.end()

    def count_nothing(vote: Scene) -> None:
        call_open(vote)
        postgres.as_owner("UPDATE ballot.door_shown SET xid = '3'")
        Count.objects.create(round=vote.round, rules={}, ballots=0, result={}, spent_pence=0)

    with pytest.raises(DatabaseError, match="voting_count without the door"):
        tried(vote, count_nothing, door=True)

    def call_counted(vote: Scene) -> None:
        call_open(vote)
        send("UPDATE rounds_round SET counted_at = kit_now() WHERE id = %s", vote.round.pk)

    with pytest.raises(DatabaseError, match="counted by a count"):
        tried(vote, call_counted, door=True)


def test_an_entry_turns_void_by_two_officers(vote: Scene) -> None:
    vote.voter()
    entry = RollEntry.objects.filter(round=vote.round, void_at=None).order_by("pk")[0]
    with pytest.raises(DatabaseError, match="void by two officers"), transaction.atomic():
        send(
            "UPDATE voting_rollentry SET void_at = kit_now(), void_because = 'x' WHERE id = %s",
            entry.pk,
        )


def test_a_part_of_the_key_is_lost_with_an_entry(vote: Scene) -> None:
    def lose(vote: Scene) -> None:
        KeyHolder.objects.filter(round=vote.round).update(lost_at=clock.now())

    with pytest.raises(DatabaseError, match="lost without an entry"):
        tried(vote, lose)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "box.way_asked"),
        ({"agreed_at": True}, "box.set_aside"),
        ({"taken_back_at": True}, "box.way_taken_back"),
    ],
)
def test_a_way_on_has_its_entries(vote: Scene, facts: dict[str, bool], kind: str) -> None:
    """Nobody is said to have agreed on anything of which the record knows nothing."""
    one, other = vote.openers
    way = WayOn(round=vote.round, run=1, what="set-aside", reason="Because", asked_by=one)
    if facts:
        say(vote, "box.way_asked")
        way.save(force_insert=True)
        settle()
    new: dict[str, Any] = dict.fromkeys(facts, clock.now())
    if "agreed_at" in facts:
        new["agreed_by_id"] = other.pk

    def deed() -> None:
        if facts:
            WayOn.objects.filter(pk=way.pk).update(**new)
        else:
            way.save(force_insert=True)
        settle()

    with pytest.raises(DatabaseError, match="without an entry"), transaction.atomic():
        deed()
    say(vote, kind)
    deed()


def test_a_box_with_another_door_is_never_ready(vote: Scene) -> None:
    """Before it is ready the account could put a door of its own there."""
    fresh = scenes.fixed_round(vote.area)
    actions.make_box(fresh.round, by=fresh.officer)
    Box.objects.filter(round=fresh.round).update(door_sha256=bytes(32))
    with pytest.raises(refusals.WrongKeys):
        actions.ready(fresh.round, by=fresh.officer)
    Box.objects.filter(round=fresh.round).update(door_sha256=None)
    actions.ready(fresh.round, by=fresh.officer)


def test_nobody_swaps_the_door_while_the_box_becomes_ready(committed_db: str) -> None:
    fresh = scenes.fixed_round()
    actions.make_box(fresh.round, by=fresh.officer)
    outcome: list[str] = []

    def swap() -> None:
        with postgres.site_connection(committed_db) as attacker:
            try:
                attacker.execute("UPDATE voting_box SET door_sha256 = '\\x00'")
            except Exception as error:  # whatever it is stands in the outcome
                outcome.append(str(error))

    with transaction.atomic():
        actions.ready(fresh.round, by=fresh.officer)
        thread = threading.Thread(target=swap)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive(), "it waits for the box"
    thread.join()
    assert len(outcome) == 1
    assert "it is fixed" in outcome[0]


def test_what_the_site_does_shows_the_door(committed_vote: Scene) -> None:
    """The whole way, each deed in a transaction of its own."""
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.take_off(RollEntry.objects.get(voter=vote.voter()))
    vote.end()
    assert vote.open().counted_at is not None
    assert Closing.objects.get().in_box == 1
