"""Cost that does not grow: a page asks the database as often for 30 rows of everything as for 3."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import factories
from tests.multiplied import Copies
from tests.opened import Opened, browsers, every_page, get
from tests.scene import play

FEW, MANY = 3, 30
# Pages that ask more for each of something of which a place never has many: how often for a row.
GROWS = {
    "pages:staff-area": (13, "what waits in a round that runs: there is one, or two"),
    "grants:panel": (1, "how many seats a running round began with"),
    "grants:quorum": (1, "the same"),
    "grants:leave": (1, "the same"),
    "demo:move-on": (2, "the next step of a round of the demonstration"),
    "rounds:people": (10, "what part an auditor of the place had in the round"),
    "rounds:publish": (8, "the same"),
}


@pytest.mark.slow
def test_no_page_asks_more_often_for_more_rows(
    db: None, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    here = play("ash", clock.set, factories.with_role("officer", None), before=0)
    clients, pages = browsers(here), every_page(here)
    kinds = [Copies(rounds=False), Copies(rounds=True)]
    counts = []
    for rows in (0, FEW - 1, MANY - FEW):  # with none, what is looked up once is looked up
        for copies in kinds:
            copies.add(rows)
        counts.append(_queries(clients, pages))
    _, few, many = counts
    transaction.set_rollback(True)
    assert few.keys() == many.keys(), "a page is shown for few rows and not for many"
    grown = {page: many[page] - few[page] for page in few if many[page] > few[page]}
    more = {
        f"{page.who} at {page.url}: {few[page]} queries for {FEW} rows, {many[page]} for {MANY}"
        for page in grown
    }
    assert {page.route for page in grown} == GROWS.keys(), "\n".join(sorted(more))
    for page, growth in grown.items():
        assert growth <= GROWS[page.route][0] * (MANY - FEW), "\n".join(sorted(more))


def _queries(clients: dict[str, Client], pages: list[Opened]) -> dict[Opened, int]:
    """How many queries each page takes that is shown."""
    found = {}
    for page in pages:
        answer, asked = get(clients[page.who], page.url)
        assert answer.status_code < 500, page
        if answer.status_code == 200 and not answer.streaming:
            found[page] = asked
    return found
