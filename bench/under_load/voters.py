"""Voters who press again when nobody knows whether they voted, and keep every receipt."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.under_load.browser import Browser, Fields, Page
from bench.under_load.tally import Tally

REST = 0.2  # seconds before somebody presses again
PATIENCE = 180  # seconds after which somebody gives up
TWICE = 0.1  # the part of voters who press twice without need


class Receipt(NamedTuple):
    """What the site acknowledged: the receipt's characters, and what was picked."""

    code: str
    picks: tuple[int, ...]


class GaveUp(Exception):
    """The site did not answer for so long that a person would have gone away."""


@dataclass
class Voter:
    """One entry of the list of voters. Only one thread at a time votes as them."""

    browser: Browser
    path: str
    tally: Tally
    receipts: list[Receipt] = field(default_factory=list)

    def vote(self) -> bool:
        """Tick, check and cast, and again until the site says what became of it; False when the
        vote is not open.
        """
        page = self._patiently("vote/", {}, "")
        numbers = page.picks()
        if not numbers:
            return False
        picks = tuple(sorted(random.sample(numbers, random.randint(1, min(4, len(numbers))))))  # noqa: S311
        ticked = {"picks": list(picks)}
        self._patiently("vote/check/", ticked, page.field("csrfmiddlewaretoken"))
        page = self._patiently("vote/check/", {}, "")
        slip, token = page.field("slip"), page.field("csrfmiddlewaretoken")
        if not slip:
            return False
        self._cast({**ticked, "slip": [slip], "own": [""]}, token, picks)
        return True

    def _cast(self, form: Fields, token: str, picks: tuple[int, ...]) -> None:
        begun = time.monotonic()
        with self.tally.sending():
            page = self.browser.post(self.path + "vote/cast/", form, token=token)
        if broke_off := not _is_clear(page):
            self.tally.unclear(page.status)
            page = self._patiently("vote/cast/", form, token)
        code = page.receipt()
        if not code:
            self.tally.refused(page.status)
            return
        self.receipts.append(Receipt(code, picks))
        self.tally.acknowledged(begun, settled=broke_off)
        if broke_off or random.random() < TWICE:  # noqa: S311
            again = self._patiently("vote/cast/", form, token)
            self.tally.pressed_twice(same=again.receipt() == code)

    def _patiently(self, path: str, form: Fields, token: str) -> Page:
        """The page, asked for until the site gives a clear answer. Raises GaveUp."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if form:
                page = self.browser.post(self.path + path, form, token=token)
            else:
                page = self.browser.get(self.path + path)
            if _is_clear(page):
                return page
            self.tally.met(page.status)
            time.sleep(REST)
        raise GaveUp(f"{path}: {page.status}")


def _is_clear(page: Page) -> bool:
    return page.status in {200, 302, 409, 422}
