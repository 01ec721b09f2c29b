"""No form of another site can do anything here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from people.models import User
from places.models import Neighbourhood
from tests.code import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
VALUES = {
    "area": "east-marsh",
    "int": "1",
    "uuid": str(uuid4()),
    "slug": "x",
    "str": "x",
    "path": "x",
}


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[str]:
    """Every address of the site, with something in place of its parts."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            filled = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: VALUES[part[1] or "str"], filled)


ADDRESSES = sorted(set(routes()))


def test_the_walk_finds_the_whole_site() -> None:
    assert len(ADDRESSES) > 90
    assert {"/accounts/login/", "/east-marsh/rounds/1/vote/"} <= set(ADDRESSES)


@pytest.mark.django_db
def test_no_address_takes_a_post_without_a_token(area: Neighbourhood, officer: User) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(officer)
    wrong = {}
    for address in ADDRESSES:
        status = client.post(address, {"anything": "x"}).status_code
        # What only ever reads has no need of a token: it takes no post at all.
        if status != (405 if address.startswith("/api/") else 403):
            wrong[address] = status
    assert not wrong


def test_no_view_is_excused_from_the_token() -> None:
    sources = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    excused = [
        str(file) for file in sources if re.search(r"csrf_exempt|exempt_csrf", file.read_text())
    ]
    assert len(sources) > 100
    assert not excused


def test_every_form_that_posts_carries_a_token() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
    bare = [
        f"{file.relative_to(ROOT)}: {found[0][:60]}"
        for file in (ROOT / "templates").rglob("*.html")
        for found in form.finditer(file.read_text())
        if "csrf_token" not in found[0]
    ]
    assert not bare
