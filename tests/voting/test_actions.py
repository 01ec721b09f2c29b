from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection

from audit.models import Event
from kit import clock
from people.models import Letter, Residency, User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, keys, notices, refusals, sealing, tasks
from voting.actions import ballots, challenges
from voting.actions.setup import keys_of
from voting.models import BallotLine, Box, Count, KeyHolder, LiveTag, PublishedBallot, RollEntry

# ---- setting up ----


def test_fixing_the_ballot_numbers_every_ready_idea_once(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, ideas=5)
    lines = BallotLine.objects.filter(round=vote.round)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert {line.proposal_id for line in lines} == set(
        vote.round.proposals.values_list("pk", flat=True)
    )
    told = Event.objects.get(kind="ballot.fixed").told["after"]
    assert told["lines"] == 5  # type: ignore[index,call-overload]
    assert told["plaintext_length"] == 64  # type: ignore[index,call-overload]


def test_a_fixed_ballot_stays_fixed(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    with pytest.raises(refusals.BallotFixed):
        actions.fix_ballot(vote.round, by=vote.officer)


def test_the_ballot_waits_for_checks(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    with pytest.raises(refusals.NothingToVoteOn):
        actions.fix_ballot(round_, by=officer)
    factories.proposal(round_)
    factories.proposal(round_, status="submitted")
    with pytest.raises(refusals.StillBeingChecked):
        actions.fix_ballot(round_, by=officer)


def test_a_hidden_idea_is_not_on_the_ballot(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    shown = factories.proposal(round_)
    factories.proposal(round_, hidden_at=shown.shared_at, hidden_because="A name was in it")
    assert [line.proposal_id for line in actions.fix_ballot(round_, by=officer)] == [shown.pk]


def test_the_box_needs_the_people_who_open_it(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    vote.round.duties.all()[0].delete()
    with pytest.raises(refusals.TooFewHolders):
        actions.make_box(vote.round, by=vote.officer)


def test_only_digests_of_the_box_are_stored(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    kr = keys_of(made).kr()
    assert bytes(made.kr_sha256) == sealing.kr_digest(kr)
    body = bytes(Event.objects.get(kind="box.made").body)
    assert kr.hex().encode() not in body
    assert bytes(keys_of(made).private_key()).hex().encode() not in body


def test_key_files_are_for_the_server_alone(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    folder = keys_of(actions.make_box(vote.round, by=vote.officer)).folder
    files = list(folder.iterdir())
    assert {file.name for file in files} == {"kr", "box.sealed"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_box_can_be_made_again_until_it_is_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    first = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    second = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    assert first != second
    actions.ready(vote.round, by=vote.officer)
    with pytest.raises(refusals.BoxReady):
        actions.make_box(vote.round, by=vote.officer)


def test_a_box_whose_key_is_gone_is_never_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    (keys_of(made).folder / "box.sealed").unlink()
    with pytest.raises(keys.KeysMissing):
        actions.ready(vote.round, by=vote.officer)
    assert Round.objects.get(pk=vote.round.pk).box_ready_at is None


# ---- the roll ----


def test_everybody_with_a_checked_address_is_on_the_roll(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    here = factories.resident(area)
    factories.resident(factories.area(name="Grange", town="", slug="grange"))
    unchecked = factories.person()
    Residency.objects.create(person=unchecked, neighbourhood=area, postcode="DN32 7LD")
    moved = factories.resident(area)
    Residency.objects.filter(person=moved).update(ended_at=clock.now())
    assert actions.draw_roll(vote.round, by=vote.officer) == 1
    assert list(RollEntry.objects.values_list("voter", flat=True)) == [here.pk]


def test_a_late_resident_is_added_without_a_trace_of_when_they_came(vote: Scene) -> None:
    voter = factories.resident(vote.area)
    scenes.move_clock(DAY)
    assert actions.top_up_roll(vote.round) == 1
    assert actions.top_up_roll(vote.round) == 0
    entry = RollEntry.objects.get(round=vote.round, voter=voter)
    assert entry.added_at == Residency.objects.get(person=voter).verified_at


# ---- casting ----


def test_a_resident_votes_and_gets_a_receipt(vote: Scene) -> None:
    receipt = vote.vote(vote.voter(), 1, 3)
    assert len(receipt.code) == 16
    assert receipt.numbers == (1, 3)
    assert receipt.rev == 1
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, receipt.code)) == "in"


def test_a_vote_can_be_changed_until_the_close(vote: Scene) -> None:
    voter = vote.voter()
    first, second = vote.vote(voter, 1), vote.vote(voter, 2)
    assert second.rev == 2
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, first.code)) == "replaced"
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, second.code)) == "in"


def test_pressing_cast_twice_gives_the_same_receipt(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    receipts = {
        actions.cast(vote.round, by=voter, field=slip, numbers=[1], own="abcd") for _ in range(3)
    }
    assert len(receipts) == 1
    assert receipts.pop().code.endswith("ABCD")


def test_changed_choices_need_a_new_receipt(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=voter, field=slip, numbers=[1, 2])
    assert not ballots.has_voted(vote.round, voter)


def test_a_slip_of_somebody_else_is_refused(vote: Scene) -> None:
    one, other = vote.voter(), vote.voter()
    slip = actions.prepare(vote.round, by=one, numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=other, field=slip, numbers=[1])


def test_a_slip_of_another_round_is_refused(vote: Scene) -> None:
    voter = vote.voter()
    second = scenes.open_vote(vote.area)
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(second.round, by=voter, field=slip, numbers=[1])


@pytest.mark.parametrize("field", ["", "x", "%%%", "é", "QUJD", "A" * 200])
def test_a_made_up_slip_is_refused(vote: Scene, field: str) -> None:
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=vote.voter(), field=field, numbers=[1])


def test_every_bit_of_a_slip_is_protected(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    for at in range(0, len(slip) - 2, 7):
        other = "A" if slip[at] != "A" else "B"
        with pytest.raises(refusals.StaleSlip):
            actions.cast(
                vote.round, by=voter, field=slip[:at] + other + slip[at + 1 :], numbers=[1]
            )


def test_an_old_page_cannot_overwrite_a_newer_vote(vote: Scene) -> None:
    voter = vote.voter()
    old = actions.prepare(vote.round, by=voter, numbers=[1])
    vote.vote(voter, 2)
    with pytest.raises(refusals.ChangedElsewhere):
        actions.cast(vote.round, by=voter, field=old, numbers=[1])


def test_a_replaced_ballot_cannot_be_posted_again(vote: Scene) -> None:
    voter = vote.voter()
    old = actions.prepare(vote.round, by=voter, numbers=[1])
    actions.cast(vote.round, by=voter, field=old, numbers=[1])
    vote.vote(voter, 2)
    with pytest.raises(refusals.Replaced):
        actions.cast(vote.round, by=voter, field=old, numbers=[1])


@pytest.mark.parametrize("own", ["abc", "abcde", "ab!d", "LUCY"])
def test_odd_characters_of_ones_own_are_refused(vote: Scene, own: str) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    with pytest.raises(refusals.BadOwnCharacters):
        actions.cast(vote.round, by=voter, field=slip, numbers=[1], own=own)


def test_somebody_who_is_not_on_the_roll_cannot_vote(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    RollEntry.objects.filter(voter=voter).update(void_at=clock.now(), void_because="Moved")
    for by in (voter, factories.person(), vote.officer):
        with pytest.raises(refusals.CannotVote):
            actions.cast(vote.round, by=by, field=slip, numbers=[1])
        with pytest.raises(refusals.CannotVote):
            actions.prepare(vote.round, by=by, numbers=[1])


def test_a_server_with_another_secret_takes_no_vote(vote: Scene) -> None:
    voter = vote.voter()
    (keys_of(vote.round.box).folder / "kr").write_bytes(bytes(32))
    slip = actions.prepare(vote.round, by=voter, numbers=[1])
    with pytest.raises(refusals.WrongKeys):
        actions.cast(vote.round, by=voter, field=slip, numbers=[1])


# ---- closing, opening, counting ----


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
    assert [outcome["number"] for outcome in result["outcomes"]] == [2, 3]
    assert result["funded"] == ["2"]


def test_a_ballot_that_was_altered_stops_the_opening_and_is_named(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    bad, k = b"\x07" * 32, b"\x08" * 32
    kr = sealing.kr_digest(keys_of(vote.round.box).kr())
    box.cast_ballot(vote.round.pk, kr_sha256=kr, k=k, live=bad, ciphertext=bytes(112), base_rev=0)
    vote.end()
    actions.press_open(vote.round, by=vote.openers[0])
    with pytest.raises(refusals.BoxDamaged, match=bad.hex()):
        actions.press_open(vote.round, by=vote.openers[1])
    assert not PublishedBallot.objects.exists()
    assert Round.objects.get(pk=vote.round.pk).opened_at is None


@pytest.mark.parametrize("numbers", [[], [1, 2, 3]])
def test_a_ballot_that_breaks_the_rules_stops_the_opening(
    area: Neighbourhood, numbers: list[int]
) -> None:
    vote = scenes.open_vote(area, rules=scenes.rules(max_choices=2, suggest_at_least=1))
    kr = sealing.kr_digest(keys_of(vote.round.box).kr())
    plain = sealing.encode(bytes(32), numbers, lines=3)
    sealed = sealing.seal(bytes(vote.round.box.public_key), plain)
    box.cast_ballot(
        vote.round.pk, kr_sha256=kr, k=bytes(32), live=b"\x09" * 32, ciphertext=sealed, base_rev=0
    )
    vote.end()
    with pytest.raises(refusals.BoxDamaged, match="09" * 32):
        vote.open()


# ---- people who keep a part of the key ----


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
    old = actions.prepare(shared.round, by=voter, numbers=[1])
    actions.cast(shared.round, by=voter, field=old, numbers=[1])
    shared.end()
    now = clock.now()
    actions.declare_share_lost(shared.round, by=shared.officer, holder=shared.openers[0])
    with pytest.raises(refusals.NotLost):
        actions.rerun(shared.round, by=shared.officer, opens=now + DAY, closes=now + 8 * DAY)
    actions.declare_share_lost(shared.round, by=shared.openers[1], holder=shared.openers[1])
    made = actions.rerun(shared.round, by=shared.officer, opens=now + DAY, closes=now + 8 * DAY)
    assert made.run == 2
    assert Letter.objects.filter(to=voter.email, key__startswith="voting.rerun").exists()
    for holder in KeyHolder.objects.filter(round=shared.round):
        words = keys_of(made).words(holder.person_id)
        assert words is not None
        shared.words[holder.person_id] = words
        actions.rehearse(shared.round, by=holder.person, words=words)
    shared.round = actions.ready(shared.round, by=shared.officer)
    scenes.move_clock(DAY)
    assert not ballots.has_voted(shared.round, voter)
    with pytest.raises(refusals.StaleSlip):
        actions.cast(shared.round, by=voter, field=old, numbers=[1])
    shared.vote(voter, 3)
    shared.end()
    assert shared.open().counted_at is not None
    assert PublishedBallot.objects.get().choices == [[3, 1]]


def test_a_rerun_needs_dates_ahead(shared: Scene) -> None:
    for person in shared.openers[:2]:
        actions.declare_share_lost(shared.round, by=shared.officer, holder=person)
    now = clock.now()
    for opens, closes in ((now - DAY, now + DAY), (now + DAY, now + DAY)):
        with pytest.raises(refusals.BadNewDates):
            actions.rerun(shared.round, by=shared.officer, opens=opens, closes=closes)


# ---- afterwards ----


def test_keys_are_destroyed_only_after_the_time_for_questions(
    vote: Scene, django_capture_on_commit_callbacks: object
) -> None:
    receipt = vote.vote(vote.voter(), 1)
    vote.end()
    vote.open()
    with pytest.raises(refusals.TooEarlyToDestroy):
        actions.destroy_keys(vote.round, by=vote.officer)
    scenes.move_clock(10 * DAY)
    folder = keys_of(vote.round.box).folder
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.destroy_keys(vote.round, by=vote.officer)
    assert not folder.parent.exists()
    assert Box.objects.get().destroyed_at is not None
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, receipt.code)) == "not found"
    assert PublishedBallot.objects.filter(
        tracker=sealing.tracker(vote.round.pk, receipt.code)
    ).exists()


def test_keys_stay_while_a_question_is_open(vote: Scene) -> None:
    vote.end()
    vote.open()
    actions.raise_challenge(vote.round, by=vote.voter(), about="ballot", text="Not mine")
    scenes.move_clock(10 * DAY)
    with pytest.raises(refusals.TooEarlyToDestroy):
        actions.destroy_keys(vote.round, by=vote.officer)


def test_the_notice_goes_once_to_those_whose_ballot_is_in_the_box(vote: Scene) -> None:
    voted, abstained = vote.voter(), vote.voter()
    receipt = vote.vote(voted, 1)
    assert notices.send(vote.round) == 1
    assert notices.send(vote.round) == 0
    assert [message.to for message in mail.outbox] == [[voted.email]]
    assert abstained.email not in str(mail.outbox)
    assert receipt.code not in mail.outbox[0].body
    assert not Letter.objects.exists()


# ---- something looks wrong ----


def test_an_answer_that_could_change_the_result_holds_awards_until_it_is_put_right(
    vote: Scene,
) -> None:
    asked = actions.raise_challenge(vote.round, by=vote.voter(), about="count", text="Off by one")
    assert challenges.open_challenges_that_could_change(vote.round)
    actions.answer_challenge(asked, by=vote.officer, answer="True", upheld=True, could_change=True)
    assert challenges.open_challenges_that_could_change(vote.round)
    actions.answer_challenge(asked, by=vote.officer, answer="Put right", upheld=True)
    assert not challenges.open_challenges_that_could_change(vote.round)
    asked.refresh_from_db()
    assert asked.answer == "True\n\nPut right"
    with pytest.raises(refusals.AlreadyAnswered):
        actions.answer_challenge(asked, by=vote.officer, answer="Again", upheld=False)


def test_a_question_about_one_idea_does_not_hold_another(vote: Scene) -> None:
    first, second = (line.proposal for line in vote.round.ballot_lines.all()[:2])
    actions.raise_challenge(
        vote.round, by=vote.voter(), about="interest", text="Her cousin", proposal=first
    )
    assert challenges.open_challenges_that_could_change(vote.round, first)
    assert not challenges.open_challenges_that_could_change(vote.round, second)


def test_nobody_answers_their_own_question(vote: Scene) -> None:
    asked = actions.raise_challenge(vote.round, by=vote.officer, about="rules", text="Wrong")
    with pytest.raises(refusals.OwnChallenge):
        actions.answer_challenge(asked, by=vote.officer, answer="No", upheld=False)


def test_questions_about_the_vote_end_with_their_time(vote: Scene) -> None:
    voter = vote.voter()
    scenes.move_clock(20 * DAY)
    with pytest.raises(refusals.NoChallengeNow):
        actions.raise_challenge(vote.round, by=voter, about="ballot", text="Late")
    actions.raise_challenge(vote.round, by=voter, about="decision", text="Why?")


# ---- jobs ----


def test_jobs_close_what_is_due_and_name_no_voter(vote: Scene) -> None:
    voter = vote.voter()
    vote.vote(voter, 1)
    assert tasks.close_due(0) == 0
    scenes.move_clock(11 * DAY)
    assert tasks.close_due(0) == 1
    assert tasks.close_due(0) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        rows = cursor.fetchall()
    assert [name for name, _ in rows] == ["voting.send_notices"]
    assert str(voter.pk) not in str(rows)
    assert tasks.send_notices(str(vote.round.pk)) == 1


def test_jobs_publish_batches_and_tell_voters(vote: Scene) -> None:
    for _ in range(20):
        vote.vote(vote.voter(), 1)
    late = factories.resident(vote.area)
    assert tasks.batches(0) == 1
    assert tasks.batches(0) == 0
    assert RollEntry.objects.filter(voter=late).exists()
    assert tasks.send_notices(str(vote.round.pk)) == 20


def test_jobs_destroy_keys_when_their_time_has_come(vote: Scene) -> None:
    vote.end()
    vote.open()
    assert tasks.destroy_keys(0) == 0
    scenes.move_clock(10 * DAY)
    assert tasks.destroy_keys(0) == 1
    assert tasks.destroy_keys(0) == 0
