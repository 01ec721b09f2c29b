"""Every page of the site, opened by whoever sees most there, and what that costs the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.routes import ROUTES, Route
from tests.scene import Played


class Opened(NamedTuple):
    """A page that somebody opens."""

    route: str
    who: str
    url: str


def every_page(here: Played) -> list[Opened]:
    """All of them, in a round that is nearly over, in one that takes ideas and in a draft."""
    return [page for route in ROUTES for page in _opened(route, here)]


def _opened(route: Route, here: Played) -> Iterator[Opened]:
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


def browsers(here: Played) -> dict[str, Client]:
    """A browser for each of a place's people, signed in, and a visitor's."""
    return {who: _client(user) for who, user in {**here.people, "visitor": None}.items()}


def _client(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def get(browser: Client, url: str) -> tuple[Any, int]:
    """An answer, and how many statements it took; whatever opening it changed is undone, and
    nothing is left of the page before.
    """
    for cache in caches.all():
        cache.clear()
    fresh = Client(raise_request_exception=False)
    fresh.cookies = copy(browser.cookies)
    with transaction.atomic(), _counted() as asked:
        answer = fresh.get(url)
        transaction.set_rollback(True)
    return answer, asked.count


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
