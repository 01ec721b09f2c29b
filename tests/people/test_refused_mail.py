"""Addresses that take no mail, with a mail server that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from people import delivery, post, refused_mail, signs
from people.models import Letter, MailRefused, User
from people.tasks import chase_letters
from tests import factories
from tests.conftest import Clock
from tests.people.mail_server import MailServer, running

NOBODY = "550 5.1.1 no such mailbox"
LATER = "450 4.2.0 greylisted"


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def written(to: User | str, key: str = "a") -> Letter:
    letter = post.write(
        to=to,
        template="email/people/invitation.txt",
        context={"invitation": None, "role": "auditor", "place": "East Marsh", "link": "x"},
        key=key,
    )
    assert letter is not None
    return letter


def kinds(person: User) -> list[str]:
    return [sign.kind for sign in signs.of([person.pk]).get(person.pk, [])]


def asked_for_a_code(address: str) -> str:
    """What somebody who asks for a code reads."""
    answer = Client().post("/accounts/login/", {"email": address})
    said = re.sub(r'value="[^"]{20,}"|nonce="[^"]+"', "", answer.content.decode())
    return said.replace(address, "X")


def test_a_letter_refused_for_good_is_a_sign_and_is_not_tried_again(
    person: User, mail_server: MailServer, clock: Clock
) -> None:
    mail_server.answer = NOBODY
    letter = written(person)
    assert delivery.deliver(letter.pk) is False
    letter.refresh_from_db()
    assert letter.refused_at is not None
    assert letter.sent_at is None
    assert letter.text == ""
    assert kinds(person) == ["mail-refused"]
    mail_server.answer = "250 ok"
    clock.move(timedelta(minutes=16))
    assert chase_letters(0) == 0
    assert delivery.deliver(letter.pk) is False
    assert not mail_server.taken


@pytest.mark.parametrize(
    "answer", [LATER, "421 busy", "550 5.7.1 your server is on a list", "530 5.5.1 sign in first"]
)
def test_a_refusal_for_now_or_of_our_server_is_no_sign(
    person: User, mail_server: MailServer, answer: str
) -> None:
    mail_server.answer = answer
    letter = written(person)
    with pytest.raises(SMTPRecipientsRefused):
        delivery.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.refused_at is None
    assert not kinds(person)
    mail_server.answer = "250 ok"
    assert delivery.deliver(letter.pk)


def test_mail_that_gets_through_takes_the_sign_away(person: User, mail_server: MailServer) -> None:
    mail_server.answer = NOBODY
    delivery.deliver(written(person).pk)
    mail_server.answer = LATER
    asked_for_a_code(person.email)
    assert kinds(person) == ["mail-refused"]
    mail_server.answer = "250 ok"
    assert delivery.deliver(written(person, key="b").pk)
    assert not kinds(person)


def test_a_refused_code_is_a_sign_until_one_gets_through(
    person: User, mail_server: MailServer
) -> None:
    mail_server.answer = NOBODY
    assert "This e-mail address takes no mail" in asked_for_a_code(person.email)
    since = MailRefused.objects.get().at
    asked_for_a_code(person.email)
    assert MailRefused.objects.get().at == since
    assert kinds(person) == ["mail-refused"]
    mail_server.answer = "250 ok"
    asked_for_a_code(person.email)
    assert not kinds(person)


def test_a_code_refused_for_now_is_no_sign(person: User, mail_server: MailServer) -> None:
    mail_server.answer = LATER
    assert "could not be sent just now" in asked_for_a_code(person.email)
    assert not kinds(person)


def test_a_refused_code_tells_nobody_who_has_an_account(
    person: User, mail_server: MailServer
) -> None:
    mail_server.answer = NOBODY
    assert asked_for_a_code(person.email) == asked_for_a_code("stranger@example.org")
    assert MailRefused.objects.count() == 1


def test_a_letter_to_an_address_of_nobody_here_is_put_aside(
    db: None, mail_server: MailServer
) -> None:
    mail_server.answer = NOBODY
    assert delivery.deliver(written("guest@example.org").pk) is False
    assert Letter.objects.get().refused_at is not None
    assert not MailRefused.objects.exists()


def test_one_persons_refused_mail_says_nothing_of_another(
    person: User, mail_server: MailServer
) -> None:
    mail_server.answer = NOBODY
    delivery.deliver(written(person).pk)
    assert not kinds(factories.person())


def test_a_letter_is_never_both_sent_and_refused(person: User) -> None:
    letter = written(person)
    with pytest.raises(IntegrityError, match="letter_sent_or_refused"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            sent_at=letter.written_at, refused_at=letter.written_at
        )


def test_other_failures_of_mail_are_not_for_good() -> None:
    assert not refused_mail.for_good(ConnectionRefusedError())
