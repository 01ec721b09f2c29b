"""At the close the box is held against the list of voters, and what disagrees is never counted
silently and never a dead end.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from audit import verify
from audit.models import Event, Words
from kit import clock
from people.models import Letter, User
from places.models import Neighbourhood
from rounds.models import Round
from tests import factories, postgres
from tests.at_once import at_once
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from tests.voting.test_box import Hand
from voting import actions, box, keys, receipts, refusals, sealing, tasks
from voting.actions import closing, ways_on
from voting.box_figures import Figures, figures_of
from voting.models import Closing, DamagedBallot, LiveTag, PublishedBallot, RollEntry, SetAside
from voting.voters import Voter

BOTH = pytest.mark.parametrize("custody", ["two-people", "keyholders"])


def stuff(vote: Scene, times: int = 1) -> list[bytes]:
    """Put ballots into the box that belong to nobody on the list, as whoever has the database's
    account could.
    """
    hand, tags = Hand(vote), [bytes([200 + n]) * 32 for n in range(times)]
    for n, tag in enumerate(tags):
        hand.cast(tag, 0, k=bytes([n]) * 32)
    return tags


def garble(vote: Scene, voter: User) -> bytes:
    """A ballot of the right length that does not open."""
    hand, tag = Hand(vote), b"g" * 32
    kr = closing.known_kr(vote.round.box)
    hand.cast(tag, 0, k=sealing.place(kr, vote.round.pk, voter.pk))
    return tag


def take_all_off(vote: Scene, entries: Sequence[RollEntry]) -> None:
    for entry in entries:
        vote.take_off(entry)


def vote_again_and_again(vote: Scene, voters: Sequence[User]) -> None:
    for voter in list(voters) * 5:
        with suppress(refusals.CannotVote):
            vote.vote(voter, 1)


def press(vote: Scene, opener: User) -> Round:
    if vote.words:
        return actions.give_share(vote.round, by=opener, words=vote.words[opener.pk])
    return actions.press_open(vote.round, by=opener)


def figures(vote: Scene) -> tuple[int, int, int, int]:
    row = Closing.objects.get(round=vote.round, run=Round.objects.get(pk=vote.round.pk).box.run)
    return row.on_list, row.in_box, row.set_aside, row.of_nobody


@BOTH
def test_ballots_of_nobody_are_never_opened(area: Neighbourhood, custody: str) -> None:
    vote = scenes.open_vote(area, custody=custody)
    receipt = vote.vote(vote.voter(), 1)
    vote.voter()
    tags = stuff(vote, 20)
    vote.end()
    assert figures(vote) == (3, 1, 0, 20), "one voter of the three is the helper's own"
    press(vote, vote.openers[0])
    with pytest.raises(refusals.OfNobody):
        press(vote, vote.openers[1])
    page = Browser(vote).get("opening").content.decode()
    assert "20 ballots in the box belong to nobody on the list of voters." in page
    assert "The vote waits." in page
    actions.ask_way_on(
        vote.round, by=vote.openers[0], what="set-aside", reason="Nobody knows of them"
    )
    with pytest.raises(refusals.NeedsOther):
        actions.agree_way(vote.round, by=vote.openers[0])
    actions.agree_way(vote.round, by=vote.openers[1])
    press(vote, vote.openers[1])
    assert [b.choices for b in PublishedBallot.objects.all()] == [[[1, 1]]]
    assert set(SetAside.objects.values_list("why", flat=True)) == {"of-nobody"}
    assert {bytes(tag) for tag in SetAside.objects.values_list("tag", flat=True)} == set(tags)
    assert receipts.found(Round.objects.get(), receipt.code) == "in"
    facts = Event.objects.get(kind="box.set_aside")
    assert facts.audience == "public"
    assert facts.payload["after"]["of_nobody"] == 20  # type: ignore[index,call-overload]
    assert Words.objects.get(event_uuid=facts.event_uuid).text == "Nobody knows of them"
    results = " ".join(Browser(vote).get("results").content.decode().split())
    assert "left out, unopened: they belonged to nobody on the list" in results


@BOTH
def test_a_ballot_that_does_not_open_is_named_and_ends_no_round(
    area: Neighbourhood, custody: str
) -> None:
    vote = scenes.open_vote(area, custody=custody)
    vote.vote(vote.voter(), 2)
    tag = garble(vote, vote.voter())
    vote.end()
    vote.open()
    vote.round.refresh_from_db()
    assert vote.round.opened_at is None
    assert PublishedBallot.objects.count() == 0
    assert [bytes(row.tag) for row in DamagedBallot.objects.all()] == [tag]
    assert tag.hex() in Browser(vote).get("opening").content.decode()
    with pytest.raises(refusals.BoxDamaged):
        press(vote, vote.openers[1])
    actions.ask_way_on(vote.round, by=vote.openers[1], what="set-aside", reason="Cut short")
    actions.agree_way(vote.round, by=vote.openers[0])
    press(vote, vote.openers[1])
    assert [b.choices for b in PublishedBallot.objects.all()] == [[[2, 1]]]
    assert ways_on.trouble(Round.objects.get()) == ways_on.NONE


@BOTH
def test_the_vote_can_be_held_again_instead(area: Neighbourhood, custody: str) -> None:
    vote = scenes.open_vote(area, custody=custody)
    voter = vote.voter()
    old = vote.vote(voter, 2)
    stuff(vote, 3)
    vote.end()
    opens = clock.now() + DAY
    actions.ask_way_on(
        vote.round,
        by=vote.openers[0],
        what="again",
        reason="Somebody got into the box",
        opens=opens,
        closes=opens + 3 * DAY,
    )
    actions.agree_way(vote.round, by=vote.openers[1])
    vote.round = Round.objects.get()
    assert vote.round.box.run == 2
    assert vote.round.vote_sealed_at is None
    letter = Letter.objects.get(to=voter.email, key__startswith="voting.rerun")
    assert "Somebody got into the box" in letter.text
    scenes.make_ready_again(vote)
    scenes.move_clock(DAY + timedelta(minutes=1))
    new = vote.vote(voter, 1)
    scenes.move_clock(4 * DAY)
    actions.close(vote.round, by=vote.officer)
    assert figures(vote)[1:] == (1, 0, 0)
    vote.open()
    round_ = Round.objects.get()
    assert [receipts.found(round_, r.code) for r in (old, new)] == ["held-again", "in"]
    assert [b.choices for b in PublishedBallot.objects.all()] == [[[1, 1]]]
    assert verify.check().consistent


def test_there_is_nothing_to_decide_where_nothing_is_wrong(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    with pytest.raises(refusals.NothingWrong):
        actions.ask_way_on(vote.round, by=vote.openers[0], what="again", reason="No")
    vote.end()
    opens = clock.now() + DAY
    with pytest.raises(refusals.NothingWrong):
        actions.ask_way_on(
            vote.round,
            by=vote.openers[0],
            what="again",
            reason="No",
            opens=opens,
            closes=opens + DAY,
        )
    assert LiveTag.objects.filter(counts=True).count() == 1


def test_only_those_who_open_the_votes_say_how_to_go_on(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    with pytest.raises(refusals.NotAHolder):
        actions.ask_way_on(vote.round, by=vote.officer, what="set-aside", reason="No")
    actions.ask_way_on(vote.round, by=vote.openers[0], what="set-aside", reason="They are nobody's")
    with pytest.raises(refusals.WayAsked):
        actions.ask_way_on(vote.round, by=vote.openers[1], what="set-aside", reason="Me too")
    actions.take_back_way(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.NoWayAsked):
        actions.agree_way(vote.round, by=vote.openers[1])


def test_the_pages_lead_both_openers_through(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    stuff(vote)
    vote.end()
    one, two = (Browser(vote, person) for person in vote.openers[:2])
    refused = one.post("way-on", what="again", reason="Somebody got in")
    assert refused.status_code == 422
    assert "Say when, if the vote is held again" in refused.content.decode()
    assert "Somebody got in" in refused.content.decode(), "what was typed is kept"
    assert one.post("way-on", what="set-aside", reason="Nobody's").status_code == 302
    assert "leave these ballots out" in two.get("opening").content.decode()
    assert two.post("way-on", do="agree").status_code == 302
    assert one.post("press").status_code == 302
    assert two.post("press").status_code == 302
    assert Round.objects.get().counted_at is not None
    assert Browser(vote, vote.officer).post("way-on", do="agree").status_code == 422


def test_a_key_that_is_missing_closes_nothing_by_half(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    file = keys.keys_of(vote.round.box).folder / "kr"
    kept = file.read_bytes()
    file.unlink()
    scenes.move_clock(11 * DAY)
    with pytest.raises(keys.KeysMissing):
        actions.close(vote.round, by=vote.officer)
    assert tasks.close_due(0) == 0
    assert Round.objects.get().vote_sealed_at is None
    assert not LiveTag.objects.exists()
    refused = Browser(vote, vote.officer).post("box", do="close")
    assert refused.status_code == 422
    assert "A key of the ballot box is missing on this server" in refused.content.decode()
    file.write_bytes(kept)
    assert tasks.close_due(0) == 1
    assert figures(vote)[1:] == (1, 0, 0)


def test_a_close_that_does_not_come_is_told(vote: Scene) -> None:
    scenes.move_clock(10 * DAY + timedelta(minutes=9))
    facts = "Voting has ended, and the ballot box is not closed yet."
    assert facts not in Browser(vote).get("opening").content.decode()
    scenes.move_clock(timedelta(minutes=2))
    assert facts in Browser(vote).get("opening").content.decode()
    actions.close(vote.round, by=vote.officer)
    assert facts not in Browser(vote).get("opening").content.decode()


def test_who_opens_the_votes_is_written_to(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    one, two = vote.openers[:2]
    letters = Letter.objects.filter(key__startswith="voting.to_open")
    assert {letter.to for letter in letters} == {one.email, two.email}
    actions.ask_way_on(vote.round, by=one, what="set-aside", reason="Nobody knows of them")
    asked = Letter.objects.get(key__startswith="voting.way_asked")
    assert asked.to == two.email
    assert "Nobody knows of them" in asked.text


def test_not_to_agree_is_not_to_take_back(vote: Scene) -> None:
    stuff(vote)
    vote.end()
    one, two = vote.openers[:2]
    for by, kind, said in (
        (two, "box.way_refused", "Not agreed. The vote still waits."),
        (one, "box.way_taken_back", "Taken back."),
    ):
        actions.ask_way_on(vote.round, by=one, what="set-aside", reason="They are nobody's")
        page = Browser(vote, by).client.post(
            Browser(vote).url("way-on"), {"do": "back"}, follow=True
        )
        browser = Browser(vote, by)
        assert Event.objects.filter(kind=kind).count() == 1
        assert page.status_code == 200
        assert said in page.content.decode()
        assert browser.get("opening").status_code == 200


def test_a_key_that_stays_lost_is_no_dead_end(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    (keys.keys_of(vote.round.box).folder / "kr").unlink()
    scenes.move_clock(10 * DAY + timedelta(hours=1))
    opens = clock.now() + 3 * DAY
    actions.ask_way_on(
        vote.round,
        by=vote.openers[0],
        what="again",
        reason="The disk is gone",
        opens=opens,
        closes=opens + 2 * DAY,
    )
    with pytest.raises(refusals.KeyMayBeFound), transaction.atomic():
        actions.agree_way(vote.round, by=vote.openers[1])
    scenes.move_clock(DAY)
    actions.agree_way(vote.round, by=vote.openers[1])
    assert Round.objects.get().box.run == 2


def test_a_wrong_key_closes_nothing_either(vote: Scene) -> None:
    (keys.keys_of(vote.round.box).folder / "kr").write_bytes(bytes(32))
    scenes.move_clock(11 * DAY)
    with pytest.raises(refusals.WrongKeys):
        actions.close(vote.round, by=vote.officer)


def test_the_list_stays_as_it_is_after_the_close(vote: Scene) -> None:
    vote.end()
    factories.resident(vote.area)
    with pytest.raises(refusals.ListClosed):
        actions.draw_roll(vote.round, by=vote.officer)
    assert actions.top_up_roll(vote.round) == 0


def test_before_the_close_there_are_no_figures(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    assert figures_of(vote.round) is None


def test_a_voter_who_is_taken_off_while_voting_is_never_counted(committed_vote: Scene) -> None:
    vote = committed_vote
    voters = [vote.voter() for _ in range(6)]
    entries = list(RollEntry.objects.filter(voter__in=voters))
    at_once([partial(take_all_off, vote, entries), partial(vote_again_and_again, vote, voters)])
    vote.end()
    on_list, in_box, aside, of_nobody = figures(vote)
    assert (on_list, in_box, of_nobody) == (0, 0, 0)
    assert aside == SetAside.objects.filter(why="void").count() <= 6


def test_a_void_entry_and_the_close_wait_for_each_other(committed_vote: Scene) -> None:
    vote = committed_vote
    voter = vote.voter()
    vote.vote(voter, 1)
    entry = RollEntry.objects.get(voter=voter)
    scenes.move_clock(10 * DAY - timedelta(minutes=1))
    second = factories.with_role("officer", vote.area)
    change = actions.ask_change(entry, by=vote.officer, what="void", reason="Lives elsewhere")
    scenes.move_clock(timedelta(minutes=2))
    said, _ = at_once(
        [
            lambda: actions.agree_change(change, by=second),
            lambda: actions.close(vote.round, by=vote.officer),
        ]
    )
    is_void = not isinstance(said, refusals.ListClosed)
    assert figures(vote)[1:3] == ((0, 1) if is_void else (1, 0))
    assert box.final_tags(vote.round.pk)[0][1] == ("void" if is_void else "in")


def test_a_voter_without_an_account_votes_by_the_reference_of_their_entry(vote: Scene) -> None:
    entry = RollEntry.objects.create(round=vote.round, ground="Holds a card")
    by = Voter(ref=entry.voter_ref)
    slip = actions.prepare(vote.round, by=by, numbers=[1])
    receipt = actions.cast(vote.round, by=by, field=slip, numbers=[1])
    vote.end()
    assert figures(vote) == (1, 1, 0, 0)
    vote.open()
    assert receipts.found(Round.objects.get(), receipt.code) == "in"


def test_both_kinds_of_trouble_are_put_right_one_after_the_other(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    garble(vote, vote.voter())
    stuff(vote, 3)
    vote.end()
    one, two = vote.openers[:2]
    for reason in ("They belong to nobody", "It is cut short"):
        actions.ask_way_on(vote.round, by=one, what="set-aside", reason=reason)
        actions.agree_way(vote.round, by=two)
        vote.round.refresh_from_db()
        pressers = (one, two) if reason.startswith("They") else (two,)
        for person in pressers:
            press(vote, person)
    assert Round.objects.get().counted_at is not None
    page = Browser(vote).get("opening").content.decode()
    assert "They belong to nobody" in page
    assert "It is cut short" in page
    assert figures_of(Round.objects.get()) == Figures(
        on_list=4, in_box=1, left_out={"of-nobody": 3, "does-not-open": 1}, of_nobody=0, replaced=0
    )


def test_nothing_is_wrong_any_more_once_ballots_of_nobody_are_left_out(vote: Scene) -> None:
    taken_off = vote.voter()
    vote.vote(vote.voter(), 1)
    vote.vote(taken_off, 2)
    vote.take_off(RollEntry.objects.get(round=vote.round, voter=taken_off))
    stuff(vote, 2)
    vote.end()
    one, two = vote.openers[:2]
    actions.ask_way_on(vote.round, by=one, what="set-aside", reason="Somebody got in")
    actions.agree_way(vote.round, by=two)
    assert not ways_on.trouble_looked_for(Round.objects.get(pk=vote.round.pk))
    assert "The vote waits." not in Browser(vote, one).get("opening").content.decode()
    assert vote.open().opened_at is not None


def test_a_key_that_cannot_be_read_is_a_missing_key(vote: Scene) -> None:
    file = keys.keys_of(vote.round.box).folder / "kr"
    kept = file.read_bytes()
    file.write_bytes(b"")
    with pytest.raises(keys.KeysMissing):
        closing.known_kr(vote.round.box)
    file.unlink()
    file.mkdir()
    with pytest.raises(keys.KeysMissing):
        closing.known_kr(vote.round.box)
    assert Browser(vote, vote.voter()).get("ballot").status_code == 409
    file.rmdir()
    file.write_bytes(kept)


def test_one_round_that_fails_keeps_no_other_from_its_close(vote: Scene) -> None:
    other = scenes.open_vote(factories.area(name="Grange", town="", slug="grange"))
    postgres.show_door(vote.round.pk)
    Closing.objects.create(
        round=vote.round, run=1, on_list=0, in_box=0, set_aside=0, of_nobody=0, replaced=0
    )
    scenes.move_clock(11 * DAY)
    with pytest.raises(refusals.BoxDamaged):
        tasks.close_due(0)
    assert Round.objects.get(pk=other.round.pk).vote_sealed_at is not None


@pytest.mark.parametrize("forged", ["a tag", "a close", "a ballot"])
def test_what_somebody_published_beside_the_box_is_no_dead_end(vote: Scene, forged: str) -> None:
    vote.vote(vote.voter(), 1)
    postgres.show_door(vote.round.pk)
    if forged == "a close":
        zero = dict.fromkeys(("on_list", "in_box", "set_aside", "of_nobody", "replaced"), 0)
        Closing.objects.create(round=vote.round, run=1, **zero)
        scenes.move_clock(11 * DAY)
    else:
        vote.end()
    if forged == "a tag":
        LiveTag.objects.create(round=vote.round, run=1, tag=bytes(32), counts=True)
    if forged == "a ballot":
        PublishedBallot.objects.create(round=vote.round, tracker=bytes(32), choices=[[1, 1]])
    opener = Browser(vote, vote.openers[0])
    assert "is not what was published at the close" in opener.get("opening").content.decode()
    opens = clock.now() + DAY
    actions.ask_way_on(
        vote.round,
        by=vote.openers[0],
        what="again",
        reason="Somebody wrote beside the box",
        opens=opens,
        closes=opens + 2 * DAY,
    )
    actions.agree_way(vote.round, by=vote.openers[1])
    assert Round.objects.get().box.run == 2
