"""What the sign-in libraries save works with the rights of the app's account."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from people.allauth_adapter import _CHANGED, Adapter
from people.models import Letter, User
from tests import factories
from tests.people.sign_in import sign_in
from tests.people.test_sign_in import now_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return factories.person("Ruth Ali")


def test_an_address_is_added_made_the_first_one_and_the_old_one_removed(person: User) -> None:
    new = EmailAddress.objects.create(user=person, email="ruth@example.net", verified=True)
    old = EmailAddress.objects.get_primary(person)
    new.set_as_primary()
    old.remove()
    person.refresh_from_db()
    assert person.email == "ruth@example.net"
    assert EmailAddress.objects.get(user=person) == new


def test_an_address_is_shown_to_be_theirs(person: User) -> None:
    address = EmailAddress.objects.get_primary(person)
    assert address.set_verified()
    address.save()
    assert EmailAddress.objects.get(pk=address.pk).verified


def test_a_password_is_saved_and_nothing_else(person: User) -> None:
    Adapter().set_password(person, "A long enough password")
    person.refresh_from_db()
    assert person.check_password("A long enough password")


def test_signing_in_and_out_keeps_and_ends_a_session(person: User) -> None:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    person.refresh_from_db()
    assert person.last_login is not None
    session = client.session
    session["seen"] = "yes"
    session.save()
    again = Client()
    again.cookies = client.cookies
    assert again.session["seen"] == "yes"
    client.logout()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    assert not store.exists(session.session_key)


def test_a_second_step_is_set_up_used_and_taken_away(person: User) -> None:
    step = TOTP.activate(person, "JBSWY3DPEHPK3PXP").instance
    step.record_usage()
    step.delete()
    assert not Authenticator.objects.filter(user=person).exists()


def test_recovery_codes_are_seen_used_once_and_replaced(person: User) -> None:
    codes = RecoveryCodes.activate(person)
    codes.mark_as_viewed()
    code = codes.get_unused_codes()[0]
    assert codes.validate_code(code)
    assert not codes.validate_code(code)
    Authenticator.objects.filter(user=person).delete()


def test_a_passkey_gets_another_name(person: User) -> None:
    data = {"name": "Telephone", "credential": {}}
    passkey = Authenticator.objects.create(user=person, type="webauthn", data=data)
    passkey.data = {**passkey.data, "name": "Key ring"}
    passkey.save()
    assert Authenticator.objects.get(pk=passkey.pk).data["name"] == "Key ring"


def test_whoever_gets_a_second_step_is_told_by_letter(
    person: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    sign_in(client, person.email)
    page = "/accounts/2fa/totp/activate/"
    client.get(page)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"code": now_code(client.session["mfa.totp.secret"])})
    letter = Letter.objects.get(to=person.email)
    assert letter.subject == "How you sign in was changed"
    assert "Hello Ruth Ali" in letter.text
    assert "An app that shows codes was added as your second step." in letter.text


def test_the_address_before_is_told_that_another_one_stands_in_its_place(person: User) -> None:
    before = person.email
    EmailAddress.objects.create(user=person, email="ruth@example.net", verified=True)
    client = Client()
    sign_in(client, before)
    client.post("/accounts/email/", {"action_primary": "", "email": "ruth@example.net"})
    person.refresh_from_db()
    assert person.email == "ruth@example.net"
    assert "You chose another address to be written to." in Letter.objects.get(to=before).text


def test_every_letter_about_signing_in_says_what_was_changed() -> None:
    for name in _CHANGED:
        get_template(f"{name}_subject.txt")  # the library still writes a letter of this name
