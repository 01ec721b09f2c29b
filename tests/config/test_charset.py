"""A request that says its text is written in anything but UTF-8: it is read as UTF-8 all the same,
as every page of ours is, and is never a fault of the site.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from config.wsgi import application
from people.models import User

pytestmark = pytest.mark.django_db
# Another name of the same, another way to write, and names that stand for no way to write text.
CHARSETS = ["utf8", "latin-1", "utf-16", "rot13", "hex", "undefined", "idna", "no-such-thing"]
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=a-part"


@pytest.fixture(autouse=True)
def the_tests_connection() -> Iterator[None]:
    """A request does not hang up on the test's own connection, as with Django's client."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(method: str, page: str, sent: str, body: bytes = b"", cookies: str = "") -> int:
    """The status that the site as its server calls it answers with."""
    path, _, query = page.partition("?")
    facts: list[str] = []

    def start_response(status: str, *rest: object) -> Callable[[bytes], object]:
        facts.append(status)
        return io.BytesIO().write

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": sent,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookies,
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    answer = application(environ, start_response)
    assert b"".join(answer) or facts[0].startswith("302")
    return int(facts[0].split()[0])


def in_parts(fields: dict[str, str]) -> bytes:
    parts = (
        f'--a-part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    return ("".join(parts) + "--a-part--\r\n").encode()


@pytest.mark.parametrize("charset", CHARSETS)
def test_what_is_typed_is_kept_as_it_was_typed(resident: User, charset: str) -> None:
    browser, request = Client(), RequestFactory().get("/")
    browser.force_login(resident)
    token = get_token(request)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={request.META['CSRF_COOKIE']}"
    fields = {"name": "Ruth Allén", "csrfmiddlewaretoken": token}
    plain = "&".join(f"{name}={quote(text)}" for name, text in fields.items()).encode()
    for sent, body in ((FORM, plain), (PARTS, in_parts(fields))):
        User.objects.filter(pk=resident.pk).update(name="Ruth")
        assert ask("POST", "/me/details/", f"{sent}; charset={charset}", body, cookies) == 302
        resident.refresh_from_db()
        assert resident.name == "Ruth Allén", sent


@pytest.mark.parametrize("charset", CHARSETS)
def test_no_page_falls_for_it_not_even_one_that_is_not_there(charset: str) -> None:
    for method, page, status in (
        ("GET", "/privacy/?a=%FF", 200),
        ("GET", "/api/v1/rounds/?search=%FF", 200),
        ("POST", "/no/such/page/?a=%FF", 404),
        ("POST", "/accounts/login/", 403),
    ):
        assert ask(method, page, f"{FORM}; charset={charset}", b"a=%FF") == status, (method, page)


@pytest.mark.parametrize("name", ["no-such-thing", "undefined", "idna"])
def test_a_name_that_is_itself_written_in_no_way_is_no_fault(name: str) -> None:
    for sent in (
        f"{FORM}; charset*={name}''a..b",
        f"{PARTS}; x*={name}''a..b",
        f"x; y*={name}''%41",
    ):
        assert ask("GET", "/privacy/", sent) == 200, sent
        assert ask("POST", "/accounts/login/", sent, b"a=b") == 403, sent
        assert ask("POST", "/no/such/page/", sent, b"a=b") == 404, sent
