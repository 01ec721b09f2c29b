"""Destroying the keys, notices, questions and jobs."""

from __future__ import annotations

import traceback
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection

from audit.models import Event
from people import refused_mail, signs
from people.models import Letter, MailRefused, User
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, box, notices, refusals, sealing, tasks
from voting.actions import challenges
from voting.keys import keys_of
from voting.models import Box, PublishedBallot, RollEntry


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
    assert {name for name, _ in rows} == {"voting.send_notices", "people.send_letter"}
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


@pytest.fixture
def one_address_refused(monkeypatch: pytest.MonkeyPatch) -> str:
    """A mail server that takes every letter but those to this address."""
    refused, whole = "gone@example.org", EmailMessage.send

    def send(message: EmailMessage, fail_silently: bool = False) -> int:
        if refused in message.to:
            raise SMTPRecipientsRefused({refused: (550, b"no such user")})
        return whole(message, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", send)
    return refused


def test_an_address_that_takes_no_mail_keeps_no_notice_from_the_others_and_is_not_named(
    vote: Scene, one_address_refused: str
) -> None:
    voters = [vote.voter() for _ in range(6)]
    User.objects.filter(pk=voters[0].pk).update(email=one_address_refused)
    for voter in voters:
        vote.vote(voter, 1)
    with pytest.raises(notices.NotAllSent) as facts:
        notices.send(vote.round)
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        voter.email for voter in voters[1:]
    )
    whole = "".join(traceback.format_exception(facts.value))
    assert one_address_refused not in whole
    assert "1 notice" in whole


def test_a_notice_that_could_not_go_notes_nothing_about_the_person(
    vote: Scene, one_address_refused: str
) -> None:
    """A note that mail was refused would say who voted."""
    voter = vote.voter()
    User.objects.filter(pk=voter.pk).update(email=one_address_refused)
    vote.vote(voter, 1)
    with pytest.raises(notices.NotAllSent):
        notices.send(vote.round)
    assert not MailRefused.objects.exists()
    assert not signs.of([voter.pk])


def test_a_notice_that_went_takes_no_sign_away(vote: Scene) -> None:
    """That a sign went away with a batch would say who voted, too."""
    voter = vote.voter()
    refused_mail.note(voter.email)
    vote.vote(voter, 1)
    assert notices.send(vote.round) == 1
    assert MailRefused.objects.filter(person=voter).exists()


def test_keys_that_a_crash_left_behind_are_destroyed_the_next_night(vote: Scene) -> None:
    folder = keys_of(vote.round.box).folder
    vote.end()
    vote.open()
    scenes.move_clock(10 * DAY)
    actions.destroy_keys(vote.round, by=vote.officer)
    assert folder.exists()  # the process died before its files were removed
    tasks.destroy_keys(0)
    assert not folder.parent.exists()


def test_a_question_sent_twice_is_asked_once(vote: Scene) -> None:
    voter = vote.voter()
    first = actions.raise_challenge(vote.round, by=voter, about="ballot", text="Not mine")
    assert actions.raise_challenge(vote.round, by=voter, about="ballot", text="Not mine") == first
    other = actions.raise_challenge(vote.round, by=vote.voter(), about="ballot", text="Not mine")
    assert other != first


def test_a_question_is_not_joined_to_what_its_asker_does_elsewhere(db: None) -> None:
    scene = scenes.open_vote()
    asker = factories.resident(scene.round.neighbourhood)
    challenge = actions.raise_challenge(scene.round, by=asker, about="ballot", text="I see nothing")
    entry = Event.objects.get(kind="challenge.raised", subject_ref=challenge.pk)
    assert entry.actor_ref != asker.ref(round_ref=scene.round.pk, place_ref=None)
