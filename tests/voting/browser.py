"""Somebody at a browser, for the pages of a vote."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from people.models import User
from tests.voting.scene import Scene


class Browser:
    """Somebody at a browser without JavaScript."""

    def __init__(self, vote: Scene, person: User | None = None) -> None:
        self.vote = vote
        self.client = Client()
        if person is not None:
            self.client.force_login(person)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"voting:{name}", args=[self.vote.area, self.vote.round.number, *more])

    def get(self, name: str, *more: object) -> Any:
        return self.client.get(self.url(name, *more))

    def post(self, name: str, *more: object, **data: object) -> Any:
        return self.client.post(self.url(name, *more), data)

    def follow(self, name: str, **data: object) -> Any:
        """The page that an answer leads to."""
        return self.client.post(self.url(name), data, follow=True)

    def check(self, *picks: object) -> Any:
        """The page after "Check and cast my ballot"."""
        return self.client.post(self.url("confirm"), {"picks": list(picks)}, follow=True)

    def confirm(self, *picks: int) -> dict[str, Any]:
        """The confirm page's fields."""
        page = self.check(*picks)
        assert page.status_code == 200, page.content.decode()
        return {"slip": field(page, "slip"), "picks": list(picks)}

    def cast(self, *picks: int, **more: object) -> Any:
        return self.post("cast", **self.confirm(*picks), **more)


def field(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found is not None
    return html.unescape(found[1])


def code_on(page: Any) -> str:
    found = re.search(r'class="big-code one-line">([0-9A-Z-]+)<', page.content.decode())
    assert found is not None
    return found[1]


def plain(page: Any) -> str:
    """A page without the token that differs each time."""
    text: str = page.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
