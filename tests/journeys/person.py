"""Somebody with a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import Resolver404, resolve
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

from tests.journeys.axe import HEIGHTS, PHONE, accessible
from tests.journeys.pictures import picture
from tests.journeys.site import Site

_BY_HTMX = "(thing) => Boolean(thing.closest('[hx-get], [hx-post]'))"
_SETTLED = """() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"""

# Pages that axe has looked at, by test: an address's name, its heading and the answer's status.
Seen = set[tuple[str, str, int]]


@dataclass
class Count:
    """What one journey asks of a person: pages gone through and fields filled."""

    name: str
    steps: int = 0
    fields: int = 0


class Person:
    """One person at one browser; every page they arrive at is checked."""

    def __init__(
        self, site: Site, browser: Browser, email: str, seen: Seen, *, javascript: bool = True
    ) -> None:
        self.site, self.email, self.javascript = site, email, javascript
        self._seen, self._browser = seen, browser
        self.context: BrowserContext = browser.new_context(
            base_url=site.url,
            viewport={"width": PHONE, "height": HEIGHTS[PHONE]},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self.context.set_default_timeout(8000)
        self.page: Page = self.context.new_page()
        self.noise: list[str] = []
        self.receipt = ""
        self.counts: list[Count] = []
        self._counting: Count | None = None
        self._refused_expected = False
        self._listen()

    # What the browser says while the person reads.

    def _listen(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.noise.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.noise.append(f"{message.type}: {message.text}")

    def _failed(self, asked: Request) -> None:
        # Whoever goes on before a part of the page has come breaks off its request.
        if (
            asked.resource_type not in ("xhr", "image", "other")
            or asked.failure != "net::ERR_ABORTED"
        ):
            self.noise.append(f"failed: {asked.url} {asked.failure}")

    def _answered(self, response: Response) -> None:
        if response.request.resource_type != "document" and response.status >= 400:
            self.noise.append(f"{response.status}: {response.url}")

    # What the person does.

    def visit(self, path: str, *, status: int = 200) -> Person:
        """Go to an address; the page that comes must answer `status`."""
        response = self.page.goto(path, wait_until="load")
        assert response is not None
        self._arrive(response, status)
        return self

    def press(self, name: str, *, status: int = 200, within: str = "body") -> Person:
        """Press the button or follow the link of this name; `within` is a selector."""
        self._go(self._named(name, self.page.locator(within)), status)
        return self

    def _named(self, name: str, place: Locator) -> Locator:
        spaced = r"\s*".join(map(re.escape, re.findall(r"[^\s:]+|:", name)))
        exactly, roughly = re.compile(rf"^\s*{spaced}\s*$"), re.compile(spaced)
        for wanted in (exactly, roughly):
            for role in ("button", "link"):
                found = place.get_by_role(role, name=wanted)
                if found.count():
                    return found.first
        raise AssertionError(
            f"nothing to press is called {name!r} on {self.page.url}:\n{self.text}"
        )

    def _go(self, thing: Locator, status: int) -> None:
        if self._counting:
            self._counting.steps += 1
        in_part = self.javascript and bool(thing.evaluate(_BY_HTMX))
        with self.page.expect_event(
            "response", lambda answer: _is_answer(answer, self.page, in_part)
        ) as caught:
            thing.click()
        if in_part:
            self.page.wait_for_function(_SETTLED)
        else:
            self.page.wait_for_load_state("load")
        self._arrive(caught.value, status)

    def fill(self, **fields: Any) -> Person:
        """Fill fields by their names in the form (`where="…"`): text, True, a file, or a choice."""
        for name, value in fields.items():
            self._fill(name, value)
        return self

    def _fill(self, name: str, value: Any) -> None:
        if self._counting:
            self._counting.fields += 1
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                box = self.page.locator(f'main [name="{name}_{part}"]')
                box.fill(str(getattr(value, part)))
            return
        box = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
        assert box.count(), f"no field {name!r} on {self.page.url}: {self.fields()}"
        kind = str(box.first.evaluate("box => box.tagName + ':' + box.type")).lower()
        if kind.startswith("select"):
            options = box.first.locator("option").all()
            values = [option.get_attribute("value") for option in options]
            if str(value) in values:
                box.first.select_option(value=str(value))
            else:
                box.first.select_option(label=str(value))
        elif kind == "input:file":
            box.first.set_input_files(value)
        elif kind in ("input:radio", "input:checkbox"):
            self._choose(name, kind, value)
        else:
            box.first.fill(str(value))

    def _choose(self, name: str, kind: str, value: Any) -> None:
        box = self.page.locator(f'main input[name="{name}"]')
        if isinstance(value, bool):
            box.first.set_checked(value)
            return
        for one in value if isinstance(value, list) else [value]:
            self.page.locator(f'main input[name="{name}"][value="{one}"]').check()

    def choose(self, label: str, option: str) -> Person:
        """Choose from the list with this label."""
        box = self.page.get_by_label(label, exact=True)
        options = box.locator("option").all_inner_texts()
        wanted = [text for text in options if option in text]
        assert wanted, f"{option!r} is not among {options}"
        box.select_option(label=wanted[0])
        if self._counting:
            self._counting.fields += 1
        return self

    def tick(self, label: str) -> Person:
        """Tick the box whose label begins so."""
        self.page.get_by_role("checkbox", name=re.compile(rf"^\s*{re.escape(label)}")).check()
        if self._counting:
            self._counting.fields += 1
        return self

    def has_button(self, name: str) -> bool:
        return self.page.get_by_role("button", name=name, exact=True).count() > 0

    def fields(self) -> list[str]:
        """Names of the fields on the page, to tell what is there."""
        names: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('main [name]')].map((box) => box.name)"
        )
        return names

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def sees(self, *words: str) -> Person:
        """The page says all of this, somewhere, whatever the line breaks."""
        said = " ".join(self.page.locator("body").inner_text().split())
        for wanted in words:
            assert wanted.lower() in said.lower(), f"{wanted!r} is not on {self.page.url}:\n{said}"
        return self

    def sees_not(self, *words: str) -> Person:
        said = " ".join(self.page.locator("body").inner_text().split()).lower()
        for unwanted in words:
            assert unwanted.lower() not in said, f"{unwanted!r} is on {self.page.url}"
        return self

    def kept(self, **typed: str) -> Person:
        """The form still holds what was typed."""
        for name, text in typed.items():
            assert self.page.locator(f'main [name="{name}"]').first.input_value() == text
        return self

    def sign_in(self) -> Person:
        """By e-mailed code, with an account or without."""
        return self.visit("/accounts/login/").ask_for_code().enter_code()

    def ask_for_code(self) -> Person:
        """On a page that asks for an e-mail address."""
        self.fill(**{self._email_field(): self.email}).press("Send me a code")
        self.site.work()
        return self

    def _email_field(self) -> str:
        return self.page.locator('main input[type="email"]').first.get_attribute("name") or ""

    def enter_code(self) -> Person:
        """On the page that asks for the code that was sent."""
        return self.fill(code=self.site.mail.code(self.email)).press("Go on")

    @contextmanager
    def journey(self, name: str) -> Iterator[None]:
        """Count the steps and fields of what is done inside."""
        self._counting = Count(name)
        try:
            yield
        finally:
            self.counts.append(self._counting)
            self._counting = None

    # What is checked of every page.

    def _arrive(self, response: Response, status: int) -> None:
        assert response.status == status, (
            f"{response.status} instead of {status} at {self.page.url}:\n{self.text[:1500]}"
        )
        name = _name_of(response.url)
        heading = re.sub(r"\d+", "", self.page.title())
        if (name, heading, status) not in self._seen:
            self._seen.add((name, heading, status))
            accessible(self.page, javascript=self.javascript)
        assert not self.noise, f"{self.page.url} is not quiet: {self.noise}"

    def looks_right(self) -> Person:
        """Check the page as it is now, although its like was seen before."""
        accessible(self.page, javascript=self.javascript)
        return self

    def picture(self, *names: str, at: str = "") -> Person:
        """Keep pictures of the page when ALLOTMENT_PICTURES names a folder for them."""
        for name in names:
            picture(self.page, name, at=at)
        return self

    def leave(self) -> None:
        self.context.close()


def _is_answer(answer: Response, page: Page, in_part: bool) -> bool:
    """The page's own answer, or the part of it that htmx asked for; not a redirect on the way."""
    asked = answer.request
    if 300 <= answer.status < 400 or asked.frame != page.main_frame:
        return False
    return asked.resource_type in ("xhr", "fetch") if in_part else asked.is_navigation_request()


def _name_of(url: str) -> str:
    path = "/" + url.split("://", 1)[1].split("/", 1)[1].split("?")[0]
    try:
        return resolve(path).view_name
    except Resolver404:
        return path
