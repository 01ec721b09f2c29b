"""The outbox: a letter stands and falls with its deed, and is sent once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from people import actions, delivery, post
from people.models import Letter, User
from people.tasks import chase_letters, forget_old_letters
from tests import factories
from tests.at_once import at_once
from tests.conftest import Clock


class Invitation:
    """What the template of an invitation shows of one."""

    def __init__(self, name: str) -> None:
        self.name, self.email = name, "guest@example.org"


def write(
    to: User | str, key: str = "a", name: str = "Ruth", place: str = "East Marsh"
) -> Letter | None:
    return post.write(
        to=to,
        template="email/people/invitation.txt",
        context={"invitation": Invitation(name), "role": "auditor", "place": place, "link": "x"},
        key=key,
    )


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


def jobs() -> QuerySet[ProcrastinateJob]:
    """Jobs that send letters."""
    return ProcrastinateJob.objects.filter(task_name="people.send_letter")


def work() -> None:
    """Do what is waiting, as the worker does."""
    with app.replace_connector(app.connector.get_worker_connector()) as there:  # type: ignore[attr-defined]
        there.run_worker(
            queues=["letters"], wait=False, install_signal_handlers=False, listen_notify=False
        )


def test_a_letter_and_its_job_are_written_together(person: User) -> None:
    letter = write(person)
    assert letter is not None
    job = jobs().get()
    assert (job.task_name, job.args) == ("people.send_letter", {"letter": str(letter.pk)})
    assert letter.sent_at is None
    assert not mail.outbox


def test_the_first_line_is_the_subject_and_nothing_is_escaped(person: User) -> None:
    letter = write(person, name="O'Brien & <b>", place="East Marsh")
    assert letter is not None
    assert letter.subject == "You are invited to be auditor in East Marsh"
    assert "Hello O'Brien & <b>," in letter.text


@pytest.mark.parametrize(
    "place", ["A\r\nBcc: all@example.org", "A\nSubject: x", "A\x0bB\x00", "x" * 500]
)
def test_nothing_gets_into_the_headers(person: User, place: str) -> None:
    letter = write(person, place=place)
    assert letter is not None
    assert letter.subject.isprintable()
    assert len(letter.subject) <= 200
    delivery.deliver(letter.pk)
    sent = mail.outbox[0]
    assert sent.to == [person.email]
    assert sent.recipients() == [person.email]
    assert sent.message()["Bcc"] is None


def test_a_letter_is_written_once_for_each_key(person: User) -> None:
    assert write(person) is not None
    assert write(person) is None
    assert (Letter.objects.count(), jobs().count()) == (1, 1)


@pytest.mark.usefixtures("committed_db")
def test_a_letter_belongs_to_a_deed() -> None:
    with pytest.raises(post.OutsideTransaction):
        write("guest@example.org")


def test_a_demonstration_persons_letter_never_leaves(db: None) -> None:
    somebody = factories.person("Sam", is_demonstration=True)
    letter = write(somebody)
    assert letter is not None
    assert letter.sent_at is not None
    write(somebody.email.upper(), key="b")
    assert not jobs().exists()
    assert not delivery.deliver(letter.pk)
    assert not mail.outbox


def test_a_sent_letters_text_is_wiped(person: User) -> None:
    letter = write(person)
    assert letter is not None
    assert delivery.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert letter.text == ""
    assert not delivery.deliver(letter.pk)
    assert len(mail.outbox) == 1


def test_old_letters_are_forgotten_after_ninety_days(person: User, clock: Clock) -> None:
    write(person)
    clock.move(timedelta(days=91))
    write(person, key="b")
    assert forget_old_letters(0) == 1
    assert Letter.objects.get().key == "b"


def test_a_letter_whose_job_was_lost_is_sent_all_the_same(person: User, clock: Clock) -> None:
    write(person)
    assert chase_letters(0) == 0
    clock.move(timedelta(minutes=16))
    assert chase_letters(0) == 1
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("committed_db")
def test_nothing_is_sent_for_a_deed_that_was_undone() -> None:
    with transaction.atomic():
        write("guest@example.org")
        transaction.set_rollback(True)
    work()
    assert not Letter.objects.exists()
    assert not jobs().exists()
    assert not mail.outbox


@pytest.mark.usefixtures("committed_db")
def test_the_worker_sends_a_letter_after_its_deed() -> None:
    place = factories.area()
    officer = factories.with_role("officer", place)
    with transaction.atomic():
        actions.invite("guest@example.org", kind="panel", neighbourhood=place, by=officer)
        assert not mail.outbox
    work()
    assert [message.to for message in mail.outbox] == [["guest@example.org"]]
    assert mail.outbox[0].message()["Message-ID"].startswith(f"<{Letter.objects.get().pk}@")
    assert not jobs().exists(), "a job that is done is not kept"


@pytest.mark.usefixtures("committed_db")
def test_a_mail_server_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> int:
        raise SMTPServerDisconnected

    with transaction.atomic():
        write("guest@example.org")
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        work()
    letter, job = Letter.objects.get(), jobs().get()
    assert letter.sent_at is None
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None
    assert delivery.deliver(letter.pk)


@pytest.mark.usefixtures("committed_db")
def test_two_workers_send_a_letter_once() -> None:
    with transaction.atomic():
        letter = write("guest@example.org")
    assert letter is not None
    sent = at_once([partial(delivery.deliver, letter.pk)] * 6)
    assert sum(map(bool, sent)) == 1
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("committed_db")
def test_thirty_deeds_with_one_key_write_one_letter() -> None:
    def one() -> bool:
        with transaction.atomic():
            return write("guest@example.org") is not None

    assert sum(map(bool, at_once([one] * 30))) == 1
    assert (Letter.objects.count(), jobs().count()) == (1, 1)
