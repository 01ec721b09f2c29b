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
Files = Mapping[str, tuple[str, bytes]]  # a field's name, and the file's name and content

_PLAIN = "application/x-www-form-urlencoded"
_EDGE = "edge-of-a-part-5b0d1e"
_PARTS = f"multipart/form-data; boundary={_EDGE}"


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
        return self._ask("GET", path)

    def post(self, path: str, fields: Fields, *, token: str) -> Page:
        """Send a form with the token of the page that it was on."""
        sent = {"csrfmiddlewaretoken": [token], **fields}
        return self._ask("POST", path, urlencode(sent, doseq=True).encode(), _PLAIN)

    def upload(self, path: str, fields: Fields, files: Files, *, token: str, wait: float) -> Page:
        """Send a form with files, and wait so many seconds for the answer."""
        texts = {"csrfmiddlewaretoken": [token], **fields}
        return self._ask("POST", path, _in_parts(texts, files), _PARTS, wait)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "",
        wait: float = PATIENCE,
    ) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection = HTTPConnection(HOST, self._port, timeout=wait)
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


def _in_parts(fields: Fields, files: Files) -> bytes:
    """A form with files, as browsers send it."""
    parts = [
        (f'name="{name}"', str(value).encode()) for name, texts in fields.items() for value in texts
    ]
    parts += [
        (f'name="{name}"; filename="{called}"', content)
        for name, (called, content) in files.items()
    ]
    facts = [
        f"--{_EDGE}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode() + content + b"\r\n"
        for about, content in parts
    ]
    return b"".join([*facts, f"--{_EDGE}--\r\n".encode()])
