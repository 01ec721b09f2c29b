"""Cost that does not grow: a page asks the database as often for 30 rows of everything as for 3."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests import factories
from tests.multiplied import multiply
from tests.routes import ROUTES, Route
from tests.scene import Played, play

FEW, MANY = 3, 30
# Pages that ask once more for each of something of which a place never has many.
GROWS = {
    "pages:staff-area": "what waits in a round that runs: there is one, or two",
    "grants:panel": "how many seats a running round began with",
    "grants:quorum": "the same",
    "grants:leave": "the same",
    "demo:move-on": "the next step of a round of the demonstration",
    "rounds:people": "what part an auditor of the place had in the round",
    "rounds:publish": "the same",
}


class Opened(NamedTuple):
    """A page that somebody opens."""

    route: str
    who: str
    url: str


@pytest.mark.slow
def test_no_page_asks_more_often_for_more_rows(
    db: None, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    here = play("ash", clock.set, factories.with_role("officer", None), before=0)
    clients = {who: _client(user) for who, user in {**here.people, "visitor": None}.items()}
    opened = [page for route in ROUTES for page in _opened(route, here)]
    grown: dict[Opened, str] = {}
    for rounds in (False, True):
        with transaction.atomic():
            multiply(1, FEW - 1, rounds=rounds)
            few = _queries(clients, opened)
            multiply(FEW, MANY - 1, rounds=rounds)
            many = _queries(clients, opened)
            transaction.set_rollback(True)
        grown |= {
            page: f"{few[page]} queries for {FEW} rows, {count} for {MANY}"
            for page, count in many.items()
            if count > few.get(page, count)
        }
    more = {f"{page.who} at {page.url}: {how}" for page, how in grown.items()}
    assert {page.route for page in grown} == GROWS.keys(), "\n".join(sorted(more))


def _opened(route: Route, here: Played) -> Iterator[Opened]:
    """The pages of a route, each opened by whoever sees most there, and by a visitor."""
    urls = {
        reverse(
            route.name, kwargs={part: here.value(route.name, part, when) for part in route.parts}
        )
        for when in ("late", "early", "draft")
    }
    if "public" in route.audience:
        who = {"visitor", "officer"}
    elif "signed-in" in route.audience:
        who = {"resident"}
    else:
        who = set(route.audience) & {"officer", "chair", "secretary", "auditor"}
    for url in sorted(urls):
        yield from (Opened(route.name, each, url) for each in sorted(who))


def _client(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def _queries(clients: dict[str, Client], opened: list[Opened]) -> dict[Opened, int]:
    """How many queries each page takes that is shown; what opening it changed is undone."""
    found = {}
    for page in [*opened, *opened]:  # the second time nothing is looked up for the first
        for cache in caches.all():
            cache.clear()
        browser = Client(raise_request_exception=False)
        browser.cookies = copy(clients[page.who].cookies)  # nothing is left of the page before
        with transaction.atomic(), _counted() as asked:
            answer = browser.get(page.url)
            transaction.set_rollback(True)
        if answer.status_code == 200 and not answer.streaming:
            found[page] = asked.count
    return found


class _Count:
    """Notes each statement that goes to the database."""

    count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


@contextmanager
def _counted() -> Iterator[_Count]:
    counted = _Count()
    with connection.execute_wrapper(counted):
        yield counted
