"""Each guard of the order of a vote by itself: where one is gone, a test here fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from audit.actions import record
from kit import clock
from places.models import Neighbourhood
from rounds import actions as rounds
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from tests.voting.test_door import needs_the_door, publish, say, take_back, tried
from tests.voting.test_list_and_box import stuff
from tests.voting.test_order import (
    EARLIER,
    STAYS,
    change,
    counted,
    discard,
    door_of,
    entry,
)
from voting import actions, box, refusals
from voting.actions import closing
from voting.models import (
    Box,
    Count,
    KeyHolder,
    PublishedBallot,
    RollChange,
    RollEntry,
    WayOn,
)

AGAIN = "unless the vote is held again"
FIXED = "it is fixed"


@pytest.mark.parametrize("moved", ["- interval '11 minutes'", "+ interval '11 minutes'"])
def test_a_door_counts_for_ten_minutes_either_way(committed_vote: Scene, moved: str) -> None:
    vote = committed_vote
    vote.vote(vote.voter(), 1)
    vote.end()

    def restored(vote: Scene) -> None:
        postgres.as_owner(f"UPDATE ballot.door_shown SET at = at {moved}")
        publish(vote)

    with pytest.raises(DatabaseError, match="without the door"):
        tried(vote, restored, door=True)


def test_an_empty_box_is_given_up_without_its_door_a_day_after_the_end(
    committed_vote: Scene,
) -> None:
    scenes.move_clock(10 * DAY + timedelta(hours=23))
    needs_the_door(committed_vote, take_back)
    scenes.move_clock(timedelta(hours=1))
    tried(committed_vote, take_back)


@pytest.mark.parametrize(("what", "agreed"), [("restore", True), ("void", False)])
def test_no_other_change_turns_an_entry_void(vote: Scene, what: str, agreed: bool) -> None:
    mine = RollEntry.objects.get(voter=vote.voter())
    RollChange.objects.create(
        entry=mine,
        what=what,
        reason="Because",
        asked_by=vote.openers[0],
        agreed=agreed,
        decided_by=vote.openers[1],
        decided_at=clock.now(),
    )
    with pytest.raises(DatabaseError, match="void by two officers"), transaction.atomic():
        RollEntry.objects.filter(pk=mine.pk).update(void_at=clock.now(), void_because="Because")


def test_an_entry_turns_void_before_there_is_a_box(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    mine = RollEntry.objects.get(voter=vote.voter())
    vote.take_off(mine)
    assert RollEntry.objects.get(pk=mine.pk).void_at is not None


def test_a_way_on_is_not_taken_out_of_the_books(vote: Scene) -> None:
    say(vote, "box.way_asked")
    WayOn.objects.create(
        round=vote.round, run=1, what="set-aside", reason="x", asked_by=vote.officer
    )
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        postgres.as_owner("DELETE FROM voting_wayon")


def test_a_vote_that_was_opened_is_not_held_again(vote: Scene) -> None:
    vote.end()
    assert vote.open().opened_at is not None
    entry(vote.round, "box.rerun")
    with pytest.raises(DatabaseError, match=AGAIN):
        change(vote.round, box_ready_at=None, vote_sealed_at=None)


def test_a_vote_that_is_held_again_is_not_closed(vote: Scene) -> None:
    vote.end()
    entry(vote.round, "box.rerun")
    with pytest.raises(DatabaseError, match="held again is not closed"):
        change(vote.round, box_ready_at=None)


def test_a_box_with_ballots_set_aside_is_not_empty(vote: Scene) -> None:
    voter = vote.voter()
    vote.vote(voter, 1)
    vote.take_off(RollEntry.objects.get(voter=voter))
    vote.end()
    entry(vote.round, "box.rerun")
    with pytest.raises(DatabaseError, match=AGAIN):
        change(vote.round, box_ready_at=None, vote_sealed_at=None)


def test_a_round_that_is_signed_off_stays_so(vote: Scene) -> None:
    auditor, kind = factories.with_role("auditor", vote.area), "round.signed_off"
    record(by=auditor, kind=kind, subject=vote.round, role="auditor", round=vote.round.pk)
    change(vote.round, signed_off_at=clock.now())
    with pytest.raises(DatabaseError, match=STAYS):
        change(vote.round, signed_off_at=None)


@pytest.mark.parametrize("name", ["vote_sealed_at", "opened_at"])
def test_without_a_box_nothing_is_closed_or_opened(area: Neighbourhood, name: str) -> None:
    vote = scenes.fixed_round(area)
    for kind in ("box.closed", "box.opened"):
        entry(vote.round, kind)
    with pytest.raises(DatabaseError, match="there is no box"):
        change(vote.round, **{name: clock.now()})


DATES = ("voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at")


@pytest.mark.parametrize("name", DATES)
def test_no_date_is_taken_away_once_the_box_is_ready(vote: Scene, name: str) -> None:
    entry(vote.round, "round.postponed")
    with pytest.raises(DatabaseError, match=EARLIER):
        change(vote.round, **{name: None})


@pytest.mark.parametrize("name", DATES)
def test_no_date_at_all_moves_beyond_all_measure(vote: Scene, name: str) -> None:
    entry(vote.round, "round.postponed")
    with pytest.raises(DatabaseError, match=EARLIER), transaction.atomic():
        postgres.as_owner(f"UPDATE rounds_round SET {name} = 'infinity'")


@pytest.mark.parametrize("name", DATES)
def test_every_date_moves_with_its_entry_alone(vote: Scene, name: str) -> None:
    vote.round.refresh_from_db()
    later = getattr(vote.round, name) + timedelta(hours=1)
    with pytest.raises(DatabaseError, match="dates without an entry"):
        change(vote.round, **{name: later})


@pytest.mark.parametrize("name", ["ideas_open_at", "ideas_close_at", "develop_closes_at"])
def test_no_phase_before_the_vote_moves(vote: Scene, name: str) -> None:
    entry(vote.round, "round.postponed")
    vote.round.refresh_from_db()
    with pytest.raises(DatabaseError, match=EARLIER):
        change(vote.round, **{name: getattr(vote.round, name) + timedelta(minutes=1)})


@pytest.mark.parametrize("name", ["voting_opens_at", "voting_closes_at"])
def test_a_vote_that_is_closed_keeps_its_dates(vote: Scene, name: str) -> None:
    vote.end()
    vote.round.refresh_from_db()
    entry(vote.round, "round.postponed")
    with pytest.raises(DatabaseError, match=EARLIER):
        change(vote.round, **{name: getattr(vote.round, name) + timedelta(hours=1)})


def test_a_box_is_ready_with_its_entry_alone(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    with pytest.raises(DatabaseError, match="box_ready_at without an entry"):
        change(vote.round, box_ready_at=clock.now())


def test_votes_are_opened_and_counted_with_their_entries_alone(vote: Scene) -> None:
    vote.end()
    with pytest.raises(DatabaseError, match="opened_at without an entry"):
        change(vote.round, opened_at=clock.now())
    entry(vote.round, "box.opened")
    change(vote.round, opened_at=clock.now())
    Count.objects.create(round=vote.round, rules={}, ballots=0, result={}, spent_pence=0)
    with pytest.raises(DatabaseError, match="counted_at without an entry"):
        change(vote.round, counted_at=clock.now())


def test_no_box_is_deleted(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        postgres.as_owner("DELETE FROM voting_box")


@pytest.mark.parametrize("run", [2, 3])
def test_the_run_grows_by_one_with_its_entry(area: Neighbourhood, run: int) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    if run == 3:
        entry(vote.round, "box.rerun")
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        Box.objects.filter(round=vote.round).update(run=run)


def test_a_box_that_is_ready_keeps_when_it_was_made(vote: Scene) -> None:
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        Box.objects.filter(round=vote.round).update(made_at=clock.now())


def destroy(vote: Scene) -> None:
    with transaction.atomic():
        Box.objects.filter(round=vote.round).update(destroyed_at=clock.now())


def test_keys_are_called_destroyed_with_an_entry_and_an_empty_box(vote: Scene) -> None:
    counted(vote)
    scenes.move_clock(40 * DAY)
    entry(vote.round, "box.destroyed")
    with pytest.raises(DatabaseError, match=FIXED):
        destroy(vote)


def test_keys_of_an_empty_box_are_called_destroyed_with_an_entry(vote: Scene) -> None:
    vote.end()
    vote.open()
    scenes.move_clock(40 * DAY)
    with pytest.raises(DatabaseError, match=FIXED):
        destroy(vote)
    entry(vote.round, "box.destroyed")
    destroy(vote)
    with pytest.raises(DatabaseError, match=FIXED), transaction.atomic():
        Box.objects.filter(round=vote.round).update(destroyed_at=None)


@pytest.mark.parametrize("fact", [{"share_sha256": bytes(32)}, {"rehearsed_at": clock.KitNow()}])
def test_shares_and_rehearsals_are_fixed_with_the_box(vote: Scene, fact: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="its box is ready"), transaction.atomic():
        postgres.forge(KeyHolder.objects.filter(round=vote.round), **fact)


def test_a_part_that_is_lost_stays_so(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    actions.declare_share_lost(vote.round, by=vote.officer, holder=vote.openers[0])
    with pytest.raises(DatabaseError, match="its box is ready"), transaction.atomic():
        KeyHolder.objects.filter(lost_at__isnull=False).update(lost_at=None)


def test_an_entry_turns_void_once_and_nothing_else_of_it_changes(vote: Scene) -> None:
    gone, stays = (RollEntry.objects.get(voter=vote.voter()) for _ in range(2))
    vote.take_off(gone)
    forgeries: list[tuple[RollEntry, dict[str, object]]] = [
        (gone, {"void_because": "Another reason"}),
        (stays, {"void_because": "Not yet"}),
        (stays, {"void_at": clock.KitNow(), "void_because": "x", "voter_ref": uuid4()}),
        (stays, {"void_at": clock.KitNow(), "void_because": "x", "ground": "Another"}),
    ]
    for row, forgery in forgeries:
        with pytest.raises(DatabaseError, match="only turns void, once"), transaction.atomic():
            postgres.forge(RollEntry.objects.filter(pk=row.pk), **forgery)


def test_nobody_is_taken_off_a_closed_list(vote: Scene) -> None:
    mine = RollEntry.objects.get(voter=vote.voter())
    vote.end()
    with pytest.raises(DatabaseError, match="the vote is closed"), transaction.atomic():
        RollEntry.objects.filter(pk=mine.pk).update(void_at=clock.now(), void_because="x")


def test_no_ballot_is_published_after_the_opening(vote: Scene) -> None:
    counted(vote)
    with pytest.raises(DatabaseError, match="out of its turn"), transaction.atomic():
        PublishedBallot.objects.create(round=vote.round, tracker=bytes(32), choices=[[1, 1]])


def close_box(vote: Scene) -> object:
    return box.close_box(vote.round.pk, door=door_of(vote), valid=[], void=[])


EARLY: dict[str, Callable[[Scene], object]] = {
    "closed": close_box,
    "held": lambda vote: box.check_box(vote.round.pk, door=door_of(vote), valid=[], void=[]),
    "told": lambda vote: box.final_tags(vote.round.pk),
    "exported": lambda vote: box.export_shuffled(vote.round.pk),
}


@pytest.mark.parametrize("deed", EARLY)
def test_an_open_box_is_not(vote: Scene, deed: str) -> None:
    vote.vote(vote.voter(), 1)
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        EARLY[deed](vote)


def test_a_box_is_closed_once(vote: Scene) -> None:
    vote.end()
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        close_box(vote)


def test_the_box_of_a_cancelled_vote_is_not_closed(vote: Scene) -> None:
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    scenes.move_clock(11 * DAY)
    with pytest.raises(refusals.NotYetClosed), transaction.atomic():
        close_box(vote)


def test_ballots_of_nobody_never_leave_the_box(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    with pytest.raises(refusals.OfNobody), transaction.atomic():
        box.export_shuffled(vote.round.pk)


def test_an_opened_box_is_not_given_up(vote: Scene) -> None:
    counted(vote)
    with pytest.raises(refusals.NotLost), transaction.atomic():
        discard(vote, door_of(vote))


def test_a_box_that_is_not_ready_is_not_given_up(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    scenes.move_clock(12 * DAY)
    with pytest.raises(refusals.NotLost), transaction.atomic():
        discard(vote, door_of(vote))


def test_lost_parts_alone_give_no_box_up_without_its_door(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    for lost in vote.openers[:2]:
        actions.declare_share_lost(vote.round, by=vote.officer, holder=lost)
    with pytest.raises(refusals.NotLost), transaction.atomic():
        discard(vote, None)


def test_nothing_is_destroyed_that_was_neither_counted_nor_cancelled(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    scenes.move_clock(40 * DAY)
    with pytest.raises(refusals.TooEarlyToDestroy), transaction.atomic():
        box.destroy(vote.round.pk)


def test_nobody_is_made_to_have_pressed_before_the_box_is_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    first = vote.openers[0]
    KeyHolder.objects.filter(person=first).delete()
    with pytest.raises(DatabaseError, match="after the close"), transaction.atomic():
        KeyHolder.objects.create(round=vote.round, person=first, pressed_open_at=clock.now())
    KeyHolder.objects.create(round=vote.round, person=first)
    closing.show_door(vote.round)
    with pytest.raises(DatabaseError, match="after the close"), transaction.atomic():
        KeyHolder.objects.filter(person=first).update(pressed_open_at=clock.now())


def test_when_somebody_pressed_open_is_not_changed_without_the_door(committed_vote: Scene) -> None:
    vote = committed_vote
    vote.end()
    actions.press_open(vote.round, by=vote.openers[0])

    def press_again(vote: Scene) -> None:
        pressed = KeyHolder.objects.filter(round=vote.round, pressed_open_at__isnull=False)
        assert pressed.update(pressed_open_at=clock.now())
        say(vote, "box.open_pressed")

    needs_the_door(vote, press_again)
