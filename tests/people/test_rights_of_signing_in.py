"""What the sign-in libraries save works with the rights of the app's account."""

from __future__ import annotations

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from people.allauth_adapter import Adapter
from people.models import User
from tests import factories

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
