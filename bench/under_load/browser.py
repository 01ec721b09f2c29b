"""A browser as a voter has one: cookies, forms, and connections that break off."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 30  # seconds for one answer

Fields = Mapping[str, Sequence[object]]


class Page(NamedTuple):
    """An answer of the site; status 0 where the connection broke off or none could be made."""

    status: int
    text: str

    def field(self, name: str) -> str:
        """The value of the first field of that name, or nothing."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return html.unescape(found[1]) if found else ""

    def picks(self) -> list[int]:
        """The ballot numbers that the page lets one tick."""
        inputs = re.findall(r'<input[^>]*name="picks"[^>]*>', self.text)
        return [int(found[1]) for each in inputs if (found := re.search(r'value="(\d+)"', each))]

    def receipt(self) -> str:
        """The receipt on the page, or nothing."""
        found = re.search(r'class="big-code one-line">([0-9A-Z-]+)<', self.text)
        return found[1] if found else ""


class Browser:
    """Somebody's browser, without JavaScript."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self._port = port
        self._cookies = dict(cookies or {})

    def get(self, path: str) -> Page:
        """Look at a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields, *, token: str) -> Page:
        """Send a form with the token of the page that it was on."""
        sent = {"csrfmiddlewaretoken": [token], **fields}
        return self._ask("POST", path, urlencode(sent, doseq=True))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(HOST, self._port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = Page(answer.status, answer.read().decode())
            for line in answer.headers.get_all("Set-Cookie", []):
                self._keep(SimpleCookie(line))
        except (OSError, HTTPException):
            return Page(0, "")
        finally:
            connection.close()
        return page

    def _keep(self, cookies: SimpleCookie) -> None:
        self._cookies.update({name: morsel.value for name, morsel in cookies.items()})
