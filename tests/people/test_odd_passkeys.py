"""What a browser sends as a passkey and is none: half of one, another thing, or nonsense."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.people.sign_in import sign_in

pytestmark = pytest.mark.django_db

RESPONSE = {
    "clientDataJSON": "e30",
    "authenticatorData": "AAAA",
    "signature": "AAAA",
    "userHandle": "AAAA",
}
WHOLE: dict[str, object] = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": RESPONSE,
}


RESPONSES: list[object] = [
    {"clientDataJSON": "e30", "attestationObject": "oA"},
    {"clientDataJSON": "e30", "attestationObject": "%%%"},
    {"clientDataJSON": "e30", "attestationObject": "o2NmbXRkbm9uZQ"},
    {"clientDataJSON": "e30"},
    {},
    [],
]
NEW = [WHOLE | {"response": response} for response in RESPONSES]
OTHER: list[object] = [1, None, [], {}, "é", "%%%"]
INNER: list[object] = [1, [], {}, "é", "%%%", "bnVsbA", "W10", "MQ"]


def nonsense() -> list[str]:
    less = [{key: value for key, value in WHOLE.items() if key != gone} for gone in WHOLE]
    parts = [
        WHOLE | {"response": {key: value for key, value in RESPONSE.items() if key != gone}}
        for gone in RESPONSE
    ]
    other = [WHOLE | {key: value} for key in WHOLE for value in OTHER]
    inner = [WHOLE | {"response": RESPONSE | {key: value}} for key in RESPONSE for value in INNER]
    odd: list[object] = [WHOLE, {}, {"id": 1}, [], 1, "a", True, *less, *parts, *other, *inner]
    return ["x", "null", "[" * 100_000, '{"a": "\\u0000\\ud800"}', *map(json.dumps, odd)]


def test_what_is_no_passkey_is_refused_in_words(client: Client) -> None:
    here = reverse("mfa_login_webauthn")
    for sent in nonsense():
        cache.clear()
        client.get(here, headers={"accept": "application/json"})
        answer = client.post(here, {"credential": sent})
        assert answer.status_code in (200, 302), sent[:200]
        assert "_auth_user_id" not in client.session


def test_what_is_no_passkey_is_not_added(client: Client) -> None:
    person = factories.person()
    sign_in(client, person.email)
    here = reverse("mfa_add_webauthn")
    for sent in [*nonsense(), *map(json.dumps, NEW)]:
        cache.clear()
        client.get(here)
        assert client.post(here, {"name": "Mine", "credential": sent}).status_code == 200, sent[
            :200
        ]
    assert not Authenticator.objects.filter(user=person).exists()
