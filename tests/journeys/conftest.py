"""A real site and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import site as sites
from tests.journeys.person import Person, Seen
from tests.journeys.site import Site

People = Callable[[str], Person]


@pytest.fixture
def site(committed_db: str, settings: Any) -> Iterator[Site]:
    """A web server over a database of the test's own."""
    with sites.running(committed_db) as running:
        settings.SITE_URL = running.url
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: while it is open a loop runs in this thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            yield chromium
            chromium.close()


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("ALLOTMENT_BROWSER") or next(
        filter(None, map(shutil.which, names)), None
    )
    assert found, "there is no Chromium on this machine"
    return found


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def seen() -> Seen:
    """Pages that were looked at in this test."""
    return set()


@pytest.fixture
def person(
    site: Site, browser: Browser, seen: Seen, request: pytest.FixtureRequest
) -> Iterator[People]:
    """Call it with an e-mail address for somebody with a browser of their own."""
    javascript = True
    if "javascript" in request.fixturenames:
        javascript = request.getfixturevalue("javascript")
    here: list[Person] = []

    def come(email: str) -> Person:
        here.append(Person(site, browser, email, seen, javascript=javascript))
        return here[-1]

    yield come
    for somebody in here:
        for count in somebody.counts:
            words = f"{count.name}: {count.steps} steps, {count.fields} fields"
            request.node.user_properties.append(("journey", words))
        somebody.leave()
