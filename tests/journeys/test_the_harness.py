"""The checks that journeys lean on can fail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Browser

from people.models import User
from tests.journeys.axe import AXE, accessible
from tests.journeys.person import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
VENDOR = Path(AXE).parent
GOOD = "<html lang=en><title>A page</title><main><h1>A page</h1>%s</main>"


@pytest.mark.parametrize("line", (VENDOR / "VENDORED.sha256").read_text().splitlines())
def test_the_checker_is_the_one_that_was_published(line: str) -> None:
    digest, name = line.split()
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_a_sound_page_passes(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(GOOD % "<p>Nothing wrong here.</p>")
    accessible(page)
    page.close()


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<button></button>", "button-name"),
        ("<input name=q>", "label"),
        ("<p style='color:#999;background:#fff'>Too pale</p>", "color-contrast"),
        ("<p style='width:400px;background:#eee'>Too wide</p>", "scrolls sideways"),
    ],
)
def test_a_planted_fault_is_found(browser: Browser, planted: str, complaint: str) -> None:
    page = browser.new_page()
    page.set_content(GOOD % planted)
    with pytest.raises(AssertionError, match=complaint):
        accessible(page)
    page.close()


def test_the_check_works_without_javascript_too(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/planted", lambda route: route.fulfill(body=GOOD % "<button></button>"))
    page.goto(f"{site.url}/planted")
    with pytest.raises(AssertionError, match="button-name"):
        accessible(page, javascript=False)
    context.close()


def test_the_clock_of_a_site_moves_for_all(site: Site) -> None:
    before = site.now()
    site.move(days=3)
    assert timedelta(days=3) <= site.now() - before < timedelta(days=3, minutes=5)


def test_somebody_signs_in_by_a_code(
    site: Site, person: Callable[[str], Person], javascript: bool
) -> None:
    User.objects.create_user("ada@example.org", "Ada Brown")
    ada = person("ada@example.org").sign_in()
    assert len(mail.outbox) == 1
    assert "/accounts/" not in ada.page.url


def test_a_noisy_page_is_refused(site: Site, person: Callable[[str], Person]) -> None:
    ada = person("ada@example.org")
    ada.page.evaluate("() => console.error('boo')")
    with pytest.raises(AssertionError, match="boo"):
        ada.visit("/accounts/login/")
