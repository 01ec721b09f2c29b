"""The database goes in the middle of a cast: nobody knows, so the page says to press again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from tests import postgres
from tests.voting.browser import Browser, code_on
from tests.voting.scene import Scene
from voting.views import unclear

WHEN = ["before it is in the box", "before the commit", "after the commit"]


class Killer:
    """Ends the site's connection to the database once, at a moment of the cast; really."""

    def __init__(self, name: str, when: str) -> None:
        self.name, self.when = name, when
        self.cast = self.done = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        casts = "ballot.cast_ballot(" in sql
        after = self.cast and not connection.in_atomic_block
        if casts and self.when == WHEN[0] or after and self.when == WHEN[2]:
            self.kill()
        answer = execute(sql, params, many, context)
        self.cast = self.cast or casts
        if casts and self.when == WHEN[1]:
            self.kill()
        return answer

    def kill(self) -> None:
        if not self.done:
            self.done = True
            with postgres.app_connection(self.name) as other:
                pid = connection.connection.info.backend_pid
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@contextmanager
def killing(name: str, when: str) -> Iterator[Killer]:
    killer = Killer(name, when)
    with connection.execute_wrapper(killer):
        yield killer


def ballots(name: str) -> tuple[int, int]:
    """How many are in the box, and how many were replaced."""
    with postgres.owner_connection(name) as owner:
        row = owner.execute(
            "SELECT (SELECT count(*) FROM ballot.sealed), (SELECT count(*) FROM ballot.superseded)"
        ).fetchone()
    assert row is not None
    return row


def form_on(page: Any) -> tuple[str, dict[str, list[str]]]:
    """Where the page's form goes, and what it carries."""
    text = page.content.decode()
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text):
        fields.setdefault(name, []).append(html.unescape(value))
    action = re.search(r'<form method="post" action="([^"]*)"', text)
    assert action is not None
    return action[1], fields


@pytest.mark.parametrize("when", WHEN)
def test_a_cast_that_broke_off_can_be_pressed_again_and_counts_once(
    committed_vote: Scene, committed_db: str, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(committed_vote, committed_vote.voter())
    browser.client.raise_request_exception = False
    posted = browser.confirm(1, 3)
    with killing(committed_db, when) as killer:
        page = browser.post("cast", **posted, own="ABCD")
    assert killer.done
    assert page.status_code == 503
    assert "press again: it counts once" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Retry-After"] == "60"
    assert ballots(committed_db) == ((1, 0) if when == WHEN[2] else (0, 0))

    close_old_connections()  # as the server does when the next request begins
    action, fields = form_on(page)
    assert action == browser.url("cast")
    assert fields.pop("csrfmiddlewaretoken")
    assert fields == {"slip": [posted["slip"]], "picks": ["1", "3"], "own": ["ABCD"]}
    receipt = browser.client.post(action, fields)
    assert receipt.status_code == 200
    assert ballots(committed_db) == (1, 0)
    again = browser.client.post(action, fields)
    assert code_on(again) == code_on(receipt)
    found = browser.post("check", code=code_on(receipt))
    assert "is in the box" in found.content.decode()
    assert posted["slip"] not in caplog.text
    assert code_on(receipt) not in caplog.text


def test_a_cast_that_never_reached_the_database_can_be_pressed_again(
    committed_vote: Scene, committed_db: str
) -> None:
    browser = Browser(committed_vote, committed_vote.voter())
    browser.client.raise_request_exception = False
    posted = browser.confirm(2)
    connection.close()
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT 0')
        page = browser.post("cast", **posted)
        owner.execute(f'ALTER DATABASE "{committed_db}" CONNECTION LIMIT -1')
    assert page.status_code == 503
    action, fields = form_on(page)
    assert browser.client.post(action, fields).status_code == 200
    assert ballots(committed_db) == (1, 0)


def test_the_form_to_press_again_carries_a_token(vote: Scene) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    voter = vote.voter()
    client.force_login(voter)
    url = reverse("voting:cast", args=[vote.area, vote.round.number])
    assert url.endswith(unclear.CAST)
    token = re.search(
        r'csrfmiddlewaretoken" value="(\w+)"',
        client.get(reverse("voting:ballot", args=[vote.area, vote.round.number])).content.decode(),
    )
    assert token is not None
    picked = {"picks": ["1"], "csrfmiddlewaretoken": token[1]}
    check = reverse("voting:confirm", args=[vote.area, vote.round.number])
    confirm = client.post(check, picked, follow=True)
    slip = re.search(r'name="slip" value="([^"]*)"', confirm.content.decode())
    assert slip is not None
    with connection.execute_wrapper(_falls):
        page = client.post(url, {**picked, "slip": slip[1]})
    assert page.status_code == 503
    action, fields = form_on(page)
    assert client.post(action, fields).status_code == 200


def _falls(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Something of ours that falls over, in the middle of a cast."""
    if "ballot.cast_ballot(" in sql:
        raise RuntimeError("unforeseen")
    return execute(sql, params, many, context)
