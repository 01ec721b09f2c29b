"""The database holds the order of a vote against the account that the website itself uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import record, settle
from kit import clock
from kit.actor import SYSTEM
from places.models import Neighbourhood
from rounds import actions as rounds
from rounds.models import Round
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, keys, refusals, sealing
from voting.actions import closing
from voting.models import BallotLine, Box, Count, KeyHolder, PublishedBallot, RollChange, RollEntry

EARLIER = "dates of a round only move later"
STAYS = "what has happened to a round stays"


def change(round_: Round, **facts: object) -> None:
    """What somebody with the website's account could send."""
    with transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(**facts)
        settle()


def entry(round_: Round, kind: str) -> None:
    """An entry that the same account could write."""
    record(by=SYSTEM, kind=kind, subject=round_, role="date", round=round_.pk)


@pytest.mark.parametrize(
    "name",
    ["voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at"],
)
def test_dates_only_move_later_once_the_box_is_ready(vote: Scene, name: str) -> None:
    vote.round.refresh_from_db()
    earlier = getattr(vote.round, name) - timedelta(hours=1)
    with pytest.raises(DatabaseError, match=EARLIER):
        change(vote.round, **{name: earlier})
    with pytest.raises(DatabaseError, match=EARLIER):
        postgres.forge(Round.objects.filter(pk=vote.round.pk), **{name: earlier})


def test_ideas_do_not_open_again_once_the_box_is_ready(vote: Scene) -> None:
    vote.round.refresh_from_db()
    assert vote.round.ideas_open_at is not None
    with pytest.raises(DatabaseError, match=EARLIER):
        change(vote.round, ideas_open_at=vote.round.ideas_open_at - DAY)


def test_a_date_moves_later_with_its_entry_alone(vote: Scene) -> None:
    vote.round.refresh_from_db()
    assert vote.round.panel_meets_at is not None
    later = vote.round.panel_meets_at + DAY
    with pytest.raises(DatabaseError, match="dates without an entry"):
        change(vote.round, panel_meets_at=later)
    rounds.postpone(vote.round, reason="Snow", by=vote.officer, panel_meets_at=later)
    settle()


FACTS = ("box_ready_at", "vote_sealed_at", "opened_at", "counted_at")


def counted(vote: Scene) -> Round:
    vote.vote(vote.voter(), 1)
    vote.end()
    return vote.open()


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("new", [None, timedelta(hours=1)])
def test_a_fact_is_set_once(vote: Scene, name: str, new: timedelta | None) -> None:
    round_ = counted(vote)
    moved = getattr(round_, name) + new if new else None
    with pytest.raises(DatabaseError, match="stays"):
        change(round_, **{name: moved})


def test_a_cancelled_round_stays_so(vote: Scene) -> None:
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    with pytest.raises(DatabaseError, match=STAYS):
        change(vote.round, cancelled_at=None)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (("vote_sealed_at",), "is closed, then opened"),
        (("opened_at",), "is closed, then opened"),
        (("counted_at",), "is closed, then opened"),
        (("cancelled_at",), "cancelled_at without an entry"),
        (("signed_off_at",), "signed_off_at without an entry"),
    ],
)
def test_an_open_vote_is_not_ended_out_of_turn(
    vote: Scene, facts: tuple[str, ...], why: str
) -> None:
    with pytest.raises(DatabaseError, match=why):
        change(vote.round, **dict.fromkeys(facts, clock.now()))


def test_a_close_without_its_entry_is_refused_at_the_end(vote: Scene) -> None:
    scenes.move_clock(11 * DAY)
    closing.show_door(vote.round)
    with pytest.raises(DatabaseError, match="vote_sealed_at without an entry"):
        change(vote.round, vote_sealed_at=clock.now())


def test_an_entry_of_another_deed_or_of_earlier_does_not_do(vote: Scene) -> None:
    scenes.move_clock(11 * DAY)
    closing.show_door(vote.round)
    entry(vote.round, "box.ready")
    with pytest.raises(DatabaseError, match="vote_sealed_at without an entry"):
        change(vote.round, vote_sealed_at=clock.now())
    entry(vote.round, "box.closed")
    scenes.move_clock(timedelta(minutes=11))
    closing.show_door(vote.round)
    with pytest.raises(DatabaseError, match="vote_sealed_at without an entry"):
        change(vote.round, vote_sealed_at=clock.now())


def test_the_box_is_taken_back_by_a_vote_held_again_alone(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match="unless the vote is held again"):
        change(vote.round, box_ready_at=None)


@pytest.mark.parametrize(
    "forgery",
    [
        {"public_key": bytes(32)},
        {"kr_sha256": bytes(32)},
        {"ct_length": 1},
        {"custody": "keyholders"},
        {"run": 2},
        {"destroyed_at": clock.KitNow()},
    ],
    ids=lambda forgery: next(iter(forgery)),
)
def test_a_box_that_is_ready_is_fixed(vote: Scene, forgery: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="it is fixed"), transaction.atomic():
        Box.objects.filter(round=vote.round).update(**forgery)


def test_a_box_can_be_made_again_before_it_is_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    first = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    assert bytes(actions.make_box(vote.round, by=vote.officer).public_key) != first


DEEDS: dict[str, Callable[[Scene], object]] = {
    "named": lambda vote: KeyHolder.objects.create(round=vote.round, person=vote.officer),
    "renamed": lambda vote: postgres.forge(
        KeyHolder.objects.filter(round=vote.round), person=vote.officer
    ),
    "taken away": lambda vote: KeyHolder.objects.filter(round=vote.round).delete(),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_opens_a_vote_is_fixed_with_its_box(vote: Scene, deed: str) -> None:
    with pytest.raises(DatabaseError, match="its box is ready"), transaction.atomic():
        DEEDS[deed](vote)


def test_no_entry_leaves_the_list_or_turns_valid_again(vote: Scene) -> None:
    mine = RollEntry.objects.get(voter=vote.voter())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RollEntry.objects.filter(pk=mine.pk).delete()
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        postgres.as_owner("DELETE FROM voting_rollentry")
    vote.take_off(mine)
    with pytest.raises(DatabaseError, match="only turns void, once"), transaction.atomic():
        RollEntry.objects.filter(pk=mine.pk).update(void_at=None, void_because="")


def test_an_entry_turns_void_with_an_entry_of_the_record_alone(vote: Scene) -> None:
    mine = RollEntry.objects.get(voter=vote.voter())
    second = factories.with_role("officer", vote.area)
    change = actions.ask_change(mine, by=vote.officer, what="void", reason="Lives elsewhere")
    closing.show_door(vote.round)
    now = clock.now()
    RollChange.objects.filter(pk=change.pk).update(agreed=True, decided_by=second, decided_at=now)
    settle()
    RollEntry.objects.filter(pk=mine.pk).update(void_at=now, void_because="Because")
    with (
        pytest.raises(DatabaseError, match="a void entry of the list without"),
        transaction.atomic(),
    ):
        settle()
    transaction.set_rollback(True)


def test_the_list_is_closed_with_the_vote(vote: Scene) -> None:
    vote.end()
    with pytest.raises(DatabaseError, match="the vote is closed"), transaction.atomic():
        RollEntry.objects.create(round=vote.round, voter=factories.person(), ground="Late")


def door_of(vote: Scene) -> bytes:
    return sealing.door(closing.known_kr(vote.round.box), vote.round.pk)


DOORS: dict[str, Callable[[Scene], object]] = {
    "discard": lambda vote: box.discard(vote.round.pk, door=door_of(vote)),
    "put aside": lambda vote: box.put_aside(
        vote.round.pk, door=door_of(vote), why="does-not-open", tags=[]
    ),
    "destroy": lambda vote: box.destroy(vote.round.pk),
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_leaves_the_box_without_an_entry(vote: Scene, door: str) -> None:
    counted(vote)
    scenes.move_clock(40 * DAY)
    with pytest.raises(DatabaseError, match="no entry"), transaction.atomic():
        DOORS[door](vote)


def test_only_who_has_the_key_comes_through_the_doors(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    scenes.move_clock(11 * DAY)
    nothing: dict[str, list[bytes]] = {"valid": [], "void": []}
    with pytest.raises(refusals.WrongKeys), transaction.atomic():
        box.close_box(vote.round.pk, door=bytes(32), **nothing)
    actions.close(vote.round, by=vote.officer)
    with pytest.raises(refusals.WrongKeys), transaction.atomic():
        box.check_box(vote.round.pk, door=bytes(32), **nothing)
    entry(vote.round, "box.set_aside")
    with pytest.raises(refusals.WrongKeys), transaction.atomic():
        box.put_aside(vote.round.pk, door=bytes(32), why="of-nobody", tags=[])
    entry(vote.round, "box.rerun")
    with pytest.raises(refusals.WrongKeys), transaction.atomic():
        box.discard(vote.round.pk, door=bytes(32))


def test_what_the_box_says_of_a_ballot_follows_the_list_it_is_held_against(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    held = box.check_box(vote.round.pk, door=door_of(vote), valid=[], void=[])
    assert held.of_nobody == 1
    assert vote.open().counts.get().ballots == 1, "the site holds it against the list itself"


def test_a_box_of_an_earlier_version_gets_its_door_once(vote: Scene) -> None:
    assert not closing.arm(vote.round.box)
    with pytest.raises(DatabaseError, match="it is fixed"), transaction.atomic():
        Box.objects.filter(round=vote.round).update(door_sha256=bytes(32))


def test_a_box_gets_no_door_from_the_key_of_another(vote: Scene) -> None:
    (keys.keys_of(vote.round.box).folder / "kr").write_bytes(bytes(32))
    of_an_earlier_version = Box.objects.get(round=vote.round)
    of_an_earlier_version.door_sha256 = None
    with pytest.raises(refusals.WrongKeys):
        closing.arm(of_an_earlier_version)
    assert of_an_earlier_version.door_sha256 is None


def test_a_round_without_a_box_is_not_closed(area: Neighbourhood) -> None:
    round_ = factories.round_in("checks", area)
    with pytest.raises(refusals.NotYetClosed):
        actions.close(round_, by=factories.person())


def test_an_open_vote_loses_no_ballot_whatever_is_written(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    entry(vote.round, "box.rerun")
    entry(vote.round, "box.destroyed")
    with pytest.raises(refusals.NotLost), transaction.atomic():
        box.discard(vote.round.pk, door=None)
    with pytest.raises(refusals.TooEarlyToDestroy), transaction.atomic():
        box.destroy(vote.round.pk)
    vote.end()
    assert vote.open().counts.get().ballots == 1


def test_a_vote_that_is_only_tried_out_is_never_kept(committed_vote: Scene) -> None:
    with pytest.raises(DatabaseError, match="only tried out"), transaction.atomic():
        factories.round_in("voting", committed_vote.area, origin="rehearsal")
    with (
        pytest.raises(DatabaseError, match="only tried out|its rules are fixed"),
        transaction.atomic(),
    ):
        postgres.forge(Round.objects.all(), origin="rehearsal")


def test_the_round_is_not_changed_past_the_guards_by_a_setting(vote: Scene) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SET session_replication_role = replica")


def test_keys_of_an_open_vote_are_never_thought_destroyed(vote: Scene) -> None:
    entry(vote.round, "box.destroyed")
    with pytest.raises(DatabaseError, match="it is fixed"), transaction.atomic():
        Box.objects.filter(round=vote.round).update(destroyed_at=clock.now())


@pytest.mark.parametrize("later", ["infinity", "9000-01-01"])
def test_no_date_moves_beyond_all_measure(vote: Scene, later: str) -> None:
    entry(vote.round, "round.postponed")
    with pytest.raises(DatabaseError, match=EARLIER), transaction.atomic():
        postgres.as_owner("UPDATE rounds_round SET panel_meets_at = %s", [later])


def test_nobody_is_put_on_the_list_as_void(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match="only turns void, once"), transaction.atomic():
        RollEntry.objects.create(
            round=vote.round,
            voter=factories.person(),
            ground="x",
            void_at=clock.now(),
            void_because="x",
        )


def test_no_line_comes_on_a_ballot_that_has_its_box(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match="out of its turn"), transaction.atomic():
        BallotLine.objects.create(round=vote.round, number=9, name="Ours", pence=1)


def test_no_opened_ballot_or_count_is_published_before_its_turn(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match="out of its turn"), transaction.atomic():
        PublishedBallot.objects.create(round=vote.round, tracker=bytes(32), choices=[[1, 1]])
    with pytest.raises(DatabaseError, match="out of its turn"), transaction.atomic():
        Count.objects.create(
            round=vote.round, rules={}, ballots_sha256="", ballots=1, result={}, spent_pence=0
        )


def test_ballots_that_were_published_before_the_opening_stop_it(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    PublishedBallot.objects.create(round=vote.round, tracker=bytes(32), choices=[[1, 1]])
    actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.BoxDamaged, match="published before this opening"):
        actions.press_open(vote.round, by=vote.openers[1])


def test_a_vote_is_held_again_with_an_empty_box_alone(vote: Scene) -> None:
    """Else dates could move back under a box that is not ready, and its ballots be destroyed."""
    vote.vote(vote.voter(), 1)
    entry(vote.round, "box.rerun")
    with pytest.raises(DatabaseError, match="unless the vote is held again"):
        change(vote.round, box_ready_at=None)


def test_a_box_is_not_held_against_the_list_once_it_is_open(vote: Scene) -> None:
    counted(vote)
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        box.check_box(vote.round.pk, door=door_of(vote), valid=[], void=[])


def put_aside(vote: Scene, why: str, tags: list[bytes]) -> int:
    entry(vote.round, "box.set_aside")
    return box.put_aside(vote.round.pk, door=door_of(vote), why=why, tags=tags)


def test_ballots_are_set_aside_between_close_and_opening_and_for_two_reasons(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        put_aside(vote, "does-not-open", [])
    vote.end()
    ((tag, stands),) = box.final_tags(vote.round.pk)
    assert stands == "in"
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        put_aside(vote, "void", [tag])
    assert put_aside(vote, "of-nobody", [tag]) == 0, "it is somebody's"
    assert box.final_tags(vote.round.pk) == [(tag, "in")]
    assert vote.open().opened_at is not None
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        put_aside(vote, "does-not-open", [tag])


def discard(vote: Scene, door: bytes | None) -> int:
    entry(vote.round, "box.rerun")
    return box.discard(vote.round.pk, door=door)


def test_without_its_key_a_box_is_given_up_a_day_after_the_end(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    scenes.move_clock(10 * DAY + timedelta(hours=23))
    with pytest.raises(refusals.NotLost), transaction.atomic():
        discard(vote, None)
    scenes.move_clock(timedelta(hours=1))
    assert discard(vote, None) == 1


def test_with_its_key_a_box_is_given_up_once_the_vote_has_ended(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    with pytest.raises(refusals.NotLost), transaction.atomic():
        discard(vote, door_of(vote))
    scenes.move_clock(10 * DAY)
    assert discard(vote, door_of(vote)) == 1


def test_with_two_parts_of_its_key_lost_a_box_is_given_up_while_people_vote(
    area: Neighbourhood,
) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    vote.vote(vote.voter(), 1)
    for lost in vote.openers[:2]:
        with pytest.raises(refusals.NotLost), transaction.atomic():
            discard(vote, door_of(vote))
        actions.declare_share_lost(vote.round, by=vote.officer, holder=lost)
    assert discard(vote, door_of(vote)) == 1


def superseded() -> int:
    return postgres.as_owner("SELECT FROM ballot.superseded")


def test_replaced_marks_leave_their_ballots_twenty_at_a_time(vote: Scene) -> None:
    voters = [vote.voter() for _ in range(20)]
    for voter in voters:
        vote.vote(voter, 1)
    for voter in voters[:19]:
        vote.vote(voter, 2)
    actions.publish_batch(vote.round)
    assert superseded() == 0
    vote.vote(voters[19], 2)
    actions.publish_batch(vote.round)
    assert superseded() == 20
