"""What the deeds around a box refuse, each by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from kit import clock
from places.models import Neighbourhood
from rounds import actions as rounds
from rounds.models import Round
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from tests.voting.test_door import say
from tests.voting.test_list_and_box import garble, stuff
from tests.voting.test_order import door_of
from voting import actions, box, keys, queue, refusals
from voting.actions import closing
from voting.models import RollEntry, SetAside

REASON = "Lives elsewhere now"


def test_the_box_of_another_day_stops_the_opening(vote: Scene) -> None:
    """The owner exchanged a ballot after the close."""
    vote.vote(vote.voter(), 1)
    vote.end()
    postgres.as_owner("UPDATE ballot.sealed SET live = %s", [bytes(32)])
    actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.BoxDamaged, match="does not hold the ballots"):
        actions.press_open(vote.round, by=vote.openers[1])


def test_a_cancelled_vote_is_neither_closed_nor_opened(vote: Scene) -> None:
    vote.end()
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    assert not closing.not_held(Round.objects.get(pk=vote.round.pk))
    with pytest.raises(refusals.NotYetClosed):
        actions.press_open(vote.round, by=vote.openers[0])


def test_a_cancelled_vote_does_not_become_due(vote: Scene) -> None:
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    scenes.move_clock(11 * DAY)
    assert not closing.is_due(Round.objects.get(pk=vote.round.pk))


def test_whoever_lost_their_part_after_typing_it_does_not_open(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    vote.end()
    one, two, three = vote.openers
    actions.give_share(vote.round, by=one, words=vote.words[one.pk])
    actions.declare_share_lost(vote.round, by=vote.officer, holder=one)
    assert actions.give_share(vote.round, by=two, words=vote.words[two.pk]).opened_at is None
    assert actions.give_share(vote.round, by=three, words=vote.words[three.pk]).opened_at


def test_whoever_lost_their_part_does_not_say_how_to_go_on(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    stuff(vote)
    vote.end()
    actions.declare_share_lost(vote.round, by=vote.officer, holder=vote.openers[0])
    with pytest.raises(refusals.NotAHolder):
        actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="No")


def test_a_missing_key_leaves_no_ballot_to_set_aside(vote: Scene) -> None:
    vote.end()
    (keys.keys_of(vote.round.box).folder / "box.sealed").unlink()
    with pytest.raises(refusals.NothingWrong, match="no ballot to set aside"):
        actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="No")


def test_a_named_ballot_that_has_left_the_box_is_not_set_aside(vote: Scene) -> None:
    tag = garble(vote, vote.voter())
    vote.end()
    vote.open()
    postgres.as_owner("DELETE FROM ballot.sealed WHERE live = %s", [tag])
    actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="Cut short")
    with pytest.raises(refusals.BoxDamaged), transaction.atomic():
        actions.agree_way(vote.round, by=vote.openers[1])


def test_what_is_set_aside_is_held_against_the_list_at_that_moment(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    tags = stuff(vote)
    vote.end()
    box.check_box(vote.round.pk, door=door_of(vote), valid=[], void=[])
    actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="Nobody's")
    actions.agree_way(vote.round, by=vote.openers[1])
    assert [bytes(tag) for tag in SetAside.objects.values_list("tag", flat=True)] == tags


def test_new_dates_that_have_passed_meanwhile_are_not_agreed_to(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    opens = clock.now() + timedelta(hours=1)
    actions.ask_way_on(
        vote.round,
        by=vote.openers[0],
        what="again",
        reason="Somebody got in",
        opens=opens,
        closes=opens + 2 * DAY,
    )
    scenes.move_clock(timedelta(hours=2))
    with pytest.raises(refusals.BadNewDates):
        actions.agree_way(vote.round, by=vote.openers[1])


def test_a_part_is_lost_where_there_are_parts_and_before_the_opening(
    area: Neighbourhood, other_area: Neighbourhood
) -> None:
    two, three = scenes.open_vote(area), scenes.open_vote(other_area, custody="keyholders")
    with pytest.raises(refusals.OtherWay):
        actions.declare_share_lost(two.round, by=two.officer, holder=two.openers[0])
    with pytest.raises(refusals.NotAHolder):
        actions.declare_share_lost(three.round, by=three.officer, holder=three.officer)
    three.end()
    three.open()
    with pytest.raises(refusals.AlreadyOpened):
        actions.declare_share_lost(three.round, by=three.officer, holder=three.openers[0])


def test_the_list_of_a_cancelled_vote_stays(vote: Scene) -> None:
    mine = RollEntry.objects.get(voter=vote.voter())
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    with pytest.raises(refusals.ListClosed):
        actions.ask_change(mine, by=vote.officer, what="void", reason=REASON)


def test_nobody_answers_or_looks_away_their_own_entry(vote: Scene) -> None:
    me = vote.voter()
    mine = RollEntry.objects.get(voter=me)
    report = actions.report_voted_as_me(vote.round, by=me, text="")
    with pytest.raises(refusals.OwnEntry):
        actions.answer_report(report, by=me, answer="All is well")
    with pytest.raises(refusals.OwnEntry):
        actions.look_at([mine], by=me, sign="one-mailbox x")


def test_nobody_is_put_back_who_is_on_the_list_meanwhile(vote: Scene) -> None:
    voter = vote.voter()
    gone = vote.take_off(RollEntry.objects.get(voter=voter))
    change = actions.ask_change(gone, by=vote.officer, what="restore", reason="The letter came")
    RollEntry.objects.create(round=vote.round, voter=voter, ground="Holds a card")
    with pytest.raises(refusals.OnTheList):
        actions.agree_change(change, by=factories.with_role("officer", vote.area))


def test_whoever_is_off_the_list_or_late_reports_nothing(vote: Scene) -> None:
    off, late = vote.voter(), vote.voter()
    vote.take_off(RollEntry.objects.get(voter=off))
    with pytest.raises(refusals.NotReported):
        actions.report_voted_as_me(vote.round, by=off, text="")
    vote.end()
    with pytest.raises(refusals.NotReported):
        actions.report_voted_as_me(vote.round, by=late, text="")


def test_a_box_is_ready_with_all_who_keep_its_key(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    actions.make_box(vote.round, by=vote.officer)
    scenes.type_words(vote)
    actions.declare_share_lost(vote.round, by=vote.officer, holder=vote.openers[0])
    with pytest.raises(refusals.TooFewHolders):
        actions.ready(vote.round, by=vote.officer)


def test_one_too_many_keeps_no_part_of_the_key(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    vote.round.duties.create(kind="keyholder", person=factories.with_role("finance", area))
    with pytest.raises(refusals.TooFewHolders, match="Exactly 3"):
        actions.make_box(vote.round, by=vote.officer)


def test_a_cancelled_round_gets_no_box(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    with pytest.raises(refusals.VoteNotOpen):
        actions.make_box(vote.round, by=vote.officer)


def test_what_was_asked_waits_for_nobody_after_the_close(vote: Scene) -> None:
    entry = RollEntry.objects.get(voter=vote.voter())
    actions.ask_change(entry, by=vote.officer, what="void", reason=REASON)
    assert queue.waiting(vote.round) == 1
    vote.end()
    assert queue.waiting(Round.objects.get(pk=vote.round.pk)) == 0


def dropped() -> int:
    return postgres.as_owner("SELECT FROM ballot.dropped")


def test_what_a_vote_held_again_leaves_behind_is_kept_until_the_keys_are_destroyed(
    vote: Scene,
) -> None:
    gone, stays = vote.voter(), vote.voter()
    for voter in (gone, stays):
        vote.vote(voter, 1)
    vote.take_off(RollEntry.objects.get(voter=gone))
    vote.end()
    say(vote, "box.rerun")
    box.discard(vote.round.pk, door=door_of(vote))
    assert dropped() == 2
    rounds.cancel(vote.round, reason="The money is gone", by=vote.officer)
    scenes.move_clock(40 * DAY)
    assert box.to_destroy(vote.round.pk) == 2
    say(vote, "box.destroyed")
    assert box.destroy(vote.round.pk) == 2
    assert dropped() == 0


def test_an_entry_that_is_void_is_not_worth_a_look(vote: Scene) -> None:
    people = [vote.voter() for _ in range(2)]
    for n, person in enumerate(people):
        type(person).objects.filter(pk=person.pk).update(email=f"box+{n}@example.org")
    assert len(queue.of(vote.round).items) == 1
    vote.take_off(RollEntry.objects.get(voter=people[0]))
    assert queue.of(vote.round).items == []


def test_a_vote_that_would_have_begun_already_is_not_asked_for(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    opens = clock.now() - timedelta(hours=1)
    dates = {"opens": opens, "closes": opens + 2 * DAY}
    with pytest.raises(refusals.BadNewDates, match="must open in the future"):
        actions.ask_way_on(vote.round, by=vote.openers[0], what="again", reason="No", **dates)


def test_what_nobody_asked_for_is_not_taken_back(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    with pytest.raises(refusals.NoWayAsked, match="Nobody waits for this any more"):
        actions.take_back_way(vote.round, by=vote.openers[0])


def test_what_the_page_of_the_opening_has_no_button_for_is_not_done(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    page = Browser(vote, vote.openers[0]).post("way-on", do="burn")
    assert page.status_code == 422
    assert "Nobody waits for this any more. Look at the page again." in page.content.decode()


@pytest.mark.parametrize("key", ["kept", "lost"])
def test_a_vote_without_an_end_is_not_held_again(area: Neighbourhood, key: str) -> None:
    """No deed leaves a round without this date: the owner took it away before the box was ready."""
    vote = scenes.fixed_round(area, custody="keyholders")
    vote.round = actions.make_box(vote.round, by=vote.officer).round
    for person in vote.openers[:2]:
        actions.declare_share_lost(vote.round, by=person, holder=person)
    if key == "lost":
        (keys.keys_of(vote.round.box).folder / "kr").unlink()
    postgres.forge(Round.objects.filter(pk=vote.round.pk), voting_closes_at=None)
    opens = clock.now() + DAY
    with pytest.raises(refusals.VoteNotOpen, match="The vote is not open"):
        actions.rerun(vote.round, by=vote.officer, opens=opens, closes=opens + 2 * DAY)


def test_a_ballot_that_comes_from_outside_the_box_stops_the_opening(vote: Scene) -> None:
    """The owner has the database put one more beside the ballots that are published."""
    vote.vote(vote.voter(), 2)
    vote.end()
    actions.press_open(vote.round, by=vote.openers[0])
    postgres.as_owner(
        "CREATE FUNCTION one_more() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " INSERT INTO voting_publishedballot (round_id, tracker, choices)"
        " VALUES (NEW.round_id, decode(repeat('07', 32), 'hex'), '[[1, 1]]'); RETURN NEW; END$$"
    )
    postgres.as_owner(
        "CREATE TRIGGER one_more BEFORE INSERT ON voting_publishedballot FOR EACH ROW"
        " WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION one_more()"
    )
    with pytest.raises(refusals.BoxDamaged, match="other ballots were counted than were opened"):
        actions.press_open(vote.round, by=vote.openers[1])
