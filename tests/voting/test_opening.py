"""Closing, opening and counting, by two people or with two of three parts of the key."""

from __future__ import annotations

import pytest

from audit.models import Event
from kit import clock
from people.models import Letter, User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round
from rounds.phases import current
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, refusals, sealing
from voting.actions import ballots
from voting.counting import ballots_digest
from voting.keys import keys_of
from voting.models import Count, DamagedBallot, KeyHolder, LiveTag, PublishedBallot
from voting.voters import Voter


def test_a_vote_cannot_be_closed_before_its_time(vote: Scene) -> None:
    with pytest.raises(refusals.NotYetClosed):
        actions.close(vote.round, by=vote.officer)


def test_nobody_opens_the_votes_before_the_close(vote: Scene) -> None:
    with pytest.raises(refusals.NotYetClosed):
        actions.press_open(vote.round, by=vote.openers[0])


def test_opening_needs_two_different_people(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.NeedsOther):
        actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.NotAHolder):
        actions.press_open(vote.round, by=vote.officer)
    assert not PublishedBallot.objects.exists()
    actions.press_open(vote.round, by=vote.openers[1])
    assert PublishedBallot.objects.count() == 1
    with pytest.raises(refusals.AlreadyOpened):
        actions.press_open(vote.round, by=vote.openers[1])


def test_every_voter_finds_their_own_ballot_and_only_the_newest_counts(vote: Scene) -> None:
    kept = {}
    for n in range(12):
        voter = vote.voter()
        vote.vote(voter, 1)
        kept[vote.vote(voter, 1 + n % 3).code] = 1 + n % 3
    vote.end()
    vote.open()
    found = {
        bytes(row.tracker): row.choices for row in PublishedBallot.objects.filter(round=vote.round)
    }
    assert found == {sealing.tracker(vote.round.pk, code): [[n, 1]] for code, n in kept.items()}
    assert LiveTag.objects.filter(counts=False).count() == 12
    votes = {o["number"]: o["votes"] for o in Count.objects.get().result["outcomes"]}
    assert votes == {1: 4, 2: 4, 3: 4}


def put_in(vote: Scene, voter: User, sealed: bytes) -> None:
    """Put sealed bytes into the box at a voter's place, past the pages."""
    kr = keys_of(vote.round.box).kr()
    box.cast_ballot(
        vote.round.pk,
        kr_sha256=sealing.kr_digest(kr),
        k=sealing.place(kr, vote.round.pk, voter.pk),
        live=b"\x07" * 32,
        ciphertext=sealed,
        base_rev=0,
    )


def test_published_ballots_stand_sorted_by_receipt(vote: Scene) -> None:
    for _ in range(9):
        vote.vote(vote.voter(), 1)
    vote.end()
    vote.open()
    rows = [bytes(row.tracker) for row in PublishedBallot.objects.order_by("pk")]
    assert rows == sorted(rows)


def test_counting_again_says_the_same(vote: Scene) -> None:
    for n in range(7):
        vote.vote(vote.voter(), 1 + n % 2, 3)
    vote.end()
    round_ = vote.open()
    again = actions.count(round_, by=vote.officer)
    first = Count.objects.order_by("counted_at")[0]
    assert first.pk != again.pk
    assert (first.result, first.ballots_sha256, first.rules) == (
        again.result,
        again.ballots_sha256,
        again.rules,
    )
    assert Round.objects.get(pk=round_.pk).counted_at == round_.counted_at


def test_an_idea_withdrawn_after_the_ballot_was_fixed_cannot_win(vote: Scene) -> None:
    vote.vote(vote.voter(), 1, 2)
    line = vote.round.ballot_lines.get(number=1)
    Proposal.objects.filter(ballot_line=line).update(status="withdrawn")
    vote.end()
    vote.open()
    assert PublishedBallot.objects.get().choices == [[1, 1], [2, 1]]
    result = Count.objects.get().result
    verdicts = {outcome["number"]: outcome["verdict"] for outcome in result["outcomes"]}
    assert verdicts == {1: "withdrawn", 2: "picked", 3: "no-votes"}
    assert result["funded"] == ["2"]


@pytest.mark.parametrize("numbers", [[], [1, 2, 3]])
def test_a_ballot_that_breaks_the_rules_stops_the_opening(
    area: Neighbourhood, numbers: list[int]
) -> None:
    vote = scenes.open_vote(area, rules=scenes.rules(max_choices=2, suggest_at_least=1))
    plain = sealing.encode(bytes(32), numbers, lines=3)
    put_in(vote, vote.voter(), sealing.seal(bytes(vote.round.box.public_key), plain))
    vote.end()
    assert vote.open().opened_at is None
    assert [bytes(row.tag) for row in DamagedBallot.objects.all()] == [b"\x07" * 32]
    assert not PublishedBallot.objects.exists()


@pytest.fixture
def shared(area: Neighbourhood) -> Scene:
    return scenes.open_vote(area, custody="keyholders")


def test_the_server_keeps_no_part_of_the_key_after_the_rehearsal(
    area: Neighbourhood, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        vote = scenes.open_vote(area, custody="keyholders")
    assert [file.name for file in keys_of(vote.round.box).folder.iterdir()] == ["kr"]


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (2, 1)])
def test_any_two_of_three_open_the_votes(shared: Scene, pair: tuple[int, int]) -> None:
    receipt = shared.vote(shared.voter(), 2)
    shared.end()
    shared.openers = [shared.openers[n] for n in pair]
    assert shared.open().counted_at is not None
    assert bytes(PublishedBallot.objects.get().tracker) == sealing.tracker(
        shared.round.pk, receipt.code
    )


def test_one_person_cannot_open_with_their_words_twice(shared: Scene) -> None:
    shared.vote(shared.voter(), 2)
    shared.end()
    one, other = shared.openers[:2]
    actions.give_share(shared.round, by=one, words=shared.words[one.pk])
    with pytest.raises(refusals.NeedsOther):
        actions.give_share(shared.round, by=one, words=shared.words[one.pk])
    with pytest.raises(refusals.WrongWords):
        actions.give_share(shared.round, by=one, words=shared.words[other.pk])
    with pytest.raises(refusals.OtherWay):
        actions.press_open(shared.round, by=other)


def test_words_can_be_typed_carelessly(shared: Scene) -> None:
    shared.end()
    for person in shared.openers[:2]:
        words = "\n  ".join(shared.words[person.pk].upper().split())
        actions.give_share(shared.round, by=person, words=words)
    assert Round.objects.get(pk=shared.round.pk).opened_at is not None


def test_wrong_words_are_refused_at_the_rehearsal(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    actions.make_box(vote.round, by=vote.officer)
    with pytest.raises(refusals.WrongWords):
        actions.rehearse(vote.round, by=vote.openers[0], words="academic acid acne")
    with pytest.raises(refusals.NotAHolder):
        actions.rehearse(vote.round, by=vote.officer, words="academic acid acne")


def test_the_vote_waits_until_everybody_has_rehearsed(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    made = actions.make_box(vote.round, by=vote.officer)
    for person in vote.openers[:2]:
        words = keys_of(made).words(person.pk)
        assert words is not None
        assert len(words.split()) == 33
        actions.rehearse(vote.round, by=person, words=words)
    with pytest.raises(refusals.NotRehearsed):
        actions.ready(vote.round, by=vote.officer)


def test_two_lost_parts_lead_to_a_new_vote_on_the_same_roll(shared: Scene) -> None:
    voter = shared.voter()
    old = actions.prepare(shared.round, by=Voter(voter), numbers=[1])
    actions.cast(shared.round, by=Voter(voter), field=old, numbers=[1])
    shared.end()
    now = clock.now()
    actions.declare_share_lost(shared.round, by=shared.officer, holder=shared.openers[0])
    with pytest.raises(refusals.NotLost):
        actions.rerun(shared.round, by=shared.officer, opens=now + DAY, closes=now + 8 * DAY)
    actions.declare_share_lost(shared.round, by=shared.openers[1], holder=shared.openers[1])
    with pytest.raises(refusals.NeedsAnother):
        actions.rerun(shared.round, by=shared.officer, opens=now + DAY, closes=now + 8 * DAY)
    another = factories.with_role("officer", shared.round.neighbourhood)
    made = actions.rerun(shared.round, by=another, opens=now + DAY, closes=now + 8 * DAY)
    assert made.run == 2
    assert Letter.objects.filter(to=voter.email, key__startswith="voting.rerun").exists()
    for holder in KeyHolder.objects.filter(round=shared.round):
        words = keys_of(made).words(holder.person_id)
        assert words is not None
        shared.words[holder.person_id] = words
        actions.rehearse(shared.round, by=holder.person, words=words)
    shared.round = actions.ready(shared.round, by=shared.officer)
    scenes.move_clock(DAY)
    assert not ballots.has_voted(shared.round, voter.pk)
    with pytest.raises(refusals.StaleSlip):
        actions.cast(shared.round, by=Voter(voter), field=old, numbers=[1])
    shared.vote(voter, 3)
    shared.end()
    assert shared.open().counted_at is not None
    assert PublishedBallot.objects.get().choices == [[3, 1]]


def test_a_rerun_needs_dates_ahead(shared: Scene) -> None:
    for person in shared.openers[:2]:
        actions.declare_share_lost(shared.round, by=person, holder=person)
    now = clock.now()
    for opens, closes in ((now - DAY, now + DAY), (now + DAY, now + DAY)):
        with pytest.raises(refusals.BadNewDates):
            actions.rerun(shared.round, by=shared.officer, opens=opens, closes=closes)


def test_two_parts_of_the_key_never_lie_on_the_server_together(shared: Scene) -> None:
    put_in(shared, shared.voter(), bytes(112))
    shared.end()
    assert shared.open().opened_at is None
    kept = list(keys_of(shared.round.box).folder.glob("*.sealed"))
    assert [file.name for file in kept if file.name.startswith("given")] == [
        f"given-{shared.openers[0].pk}.sealed"
    ]


def test_words_that_a_crash_left_after_the_rehearsal_are_gone_when_the_box_is_ready(
    area: Neighbourhood, django_capture_on_commit_callbacks: object
) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    actions.make_box(vote.round, by=vote.officer)
    actions.draw_roll(vote.round, by=vote.officer)
    scenes.type_words(vote)
    folder = keys_of(vote.round.box).folder
    assert list(folder.glob("words-*"))  # nothing was committed yet
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.ready(vote.round, by=vote.officer)
    assert not list(folder.glob("words-*"))


def test_few_ballots_cannot_be_guessed_from_their_fingerprint(vote: Scene) -> None:
    codes = [vote.vote(vote.voter(), number).code for number in (1, 2)]
    vote.end()
    counted = vote.open().counts.get()
    trackers = sorted(sealing.tracker(vote.round.pk, code).hex() for code in codes)
    guesses = [
        ballots_digest((t, marks) for t, marks in zip(trackers, order, strict=True))
        for order in ([[[1, 1]], [[2, 1]]], [[[2, 1]], [[1, 1]]])
    ]
    assert counted.ballots_sha256 not in guesses
    assert counted.ballots_sha256 == ballots_digest((t, []) for t in trackers)


def test_enough_ballots_are_named_whole_by_their_fingerprint(area: Neighbourhood) -> None:
    rules = {**scenes.rules(), "whole_ballots_from": 1}
    vote = scenes.open_vote(area, rules=rules)
    code = vote.vote(vote.voter(), 2).code
    vote.end()
    tracker = sealing.tracker(vote.round.pk, code).hex()
    assert vote.open().counts.get().ballots_sha256 == ballots_digest([(tracker, [[2, 1]])])


@pytest.mark.parametrize("days_late", [9, 15])
def test_votes_opened_late_leave_people_time_to_ask(vote: Scene, days_late: int) -> None:
    planned = vote.round.panel_meets_at
    vote.end()
    scenes.move_clock((days_late - 1) * DAY)
    opened = vote.open()
    assert current(opened) == "challenge"
    assert opened.challenge_closes_at is not None
    assert opened.panel_meets_at is not None
    assert planned is not None
    left = opened.challenge_closes_at - clock.now()
    assert 2 * DAY < left <= 3 * DAY
    assert opened.panel_meets_at == max(planned, opened.challenge_closes_at)
    assert actions.raise_challenge(opened, by=vote.voter(), about="count", text="One is missing")
    facts = Event.objects.get(kind="box.opened").payload["after"]
    assert "challenge_closes_at" in facts  # type: ignore[operator]


def test_votes_opened_in_time_keep_the_published_dates(vote: Scene) -> None:
    before = vote.round.challenge_closes_at
    vote.end()
    assert vote.open().challenge_closes_at == before
    assert "challenge_closes_at" not in Event.objects.get(kind="box.opened").payload["after"]  # type: ignore[operator]
