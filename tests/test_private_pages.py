"""What isn't for everybody is kept by no browser and no proxy; what is may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people import uploads
from people.models import Upload, User
from places.models import Neighbourhood
from tests import factories
from tests.people.files import photo
from tests.routes import LIBRARY, ROUTES
from tests.scene import Played, play

pytestmark = pytest.mark.slow

# Parts of the library's addresses.
_PARTS: dict[str, dict[str, Any]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
PRIVATE = "no-store, private"
# What a visitor looks at and nobody need ask for again at once.
FOR_EVERYBODY = ("/", "/privacy/", "/contact/", "/data/", "/healthz", "/robots.txt", "/nowhere/")


@pytest.fixture
def played(db: None, clock: Any) -> Played:
    return play("ash", clock.set, factories.with_role("officer", None), before=0)


def addresses(played: Played) -> Iterator[tuple[str, frozenset[str], str]]:
    """Every page: its name, for whom it is, and an address of it."""
    for route in ROUTES:
        values = {part: played.value(route.name, part) for part in route.parts}
        yield route.name, route.audience, reverse(route.name, kwargs=values)
    for name in LIBRARY:
        yield name, frozenset(), reverse(name, kwargs=_PARTS.get(name, {}))


def ask(method: str, address: str, cookie: str | None = None) -> Any:
    """The answer, to somebody's cookie or to a visitor; whatever it changed is undone."""
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer


def kept(answer: Any) -> str:
    return str(answer.headers.get("Cache-Control", ""))


def test_nothing_that_somebody_signed_in_is_answered_is_kept(played: Played) -> None:
    wrong = []
    for kind, methods in (("resident", ["get"]), ("panel", ["get"]), ("officer", ["get", "post"])):
        client = Client()
        client.force_login(played.people[kind])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        for method, (name, _, address) in product(methods, addresses(played)):
            if (facts := kept(ask(method, address, cookie))) != PRIVATE:
                wrong.append((kind, method, name, facts))
    assert not wrong


def test_what_a_visitor_is_answered_is_kept_only_where_it_is_for_everybody(played: Played) -> None:
    wrong, tokens, open_pages = [], 0, 0
    for name, audience, address in addresses(played):
        answer, sent = ask("get", address), ask("post", address)
        token = not answer.streaming and b"csrfmiddlewaretoken" in answer.content
        tokens += token
        private = "public" not in audience or token or name == "people:accept"
        open_pages += "no-store" not in kept(answer)
        if kept(sent) != PRIVATE or (private and kept(answer) != PRIVATE):
            wrong.append((name, kept(answer), kept(sent)))
    assert not wrong
    assert tokens > 3
    assert open_pages > 30


@pytest.mark.parametrize("address", FOR_EVERYBODY)
def test_a_visitor_may_keep_a_page_for_everybody(area: Neighbourhood, address: str) -> None:
    factories.with_role("officer", area)
    assert "no-store" not in kept(Client().get(address))


@pytest.mark.parametrize("address", FOR_EVERYBODY)
def test_the_same_page_with_somebodys_name_in_it_is_not_kept(
    area: Neighbourhood, officer: User, address: str
) -> None:
    client = Client()
    client.force_login(officer)
    answer = client.get(address)
    assert kept(answer) == PRIVATE
    if address == "/privacy/":
        assert "Cookie" in answer.headers["Vary"]


def test_what_a_fault_tells_somebody_is_not_kept(resident: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(resident)
    for answer in (client.get("/me"), client.get("/staff/nowhere/people/")):
        assert answer.status_code in (301, 404)
        assert kept(answer) == PRIVATE


def test_an_invitation_is_not_kept_whoever_opens_it(officer: User, area: Neighbourhood) -> None:
    assert kept(Client().get(reverse("people:accept", args=["made-up"]))) == PRIVATE


def test_styles_are_kept_by_everybody(resident: User) -> None:
    assert finders.find("css/app/page.css")
    client = Client()
    client.force_login(resident)
    assert "no-store" not in kept(client.get("/static/css/app/page.css"))


def test_a_public_picture_is_kept_for_an_hour_and_a_private_one_never(resident: User) -> None:
    client = Client()
    client.force_login(resident)
    upload = uploads.receive(photo(), owner=resident)
    address = reverse("people:file", args=[upload.pk])
    assert kept(client.get(address)) == PRIVATE
    Upload.objects.update(public=True, alt="An alley")
    assert kept(client.get(address)) == "private, max-age=3600"
    assert kept(Client().get(address)) == "private, max-age=3600"
