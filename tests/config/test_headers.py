"""What every answer carries, whoever asks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from places.models import Neighbourhood

PAGES = ("/", "/accounts/login/", "/privacy/", "/data/", "/east-marsh/", "/nowhere/", "/healthz")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, area: Neighbourhood) -> object:
    return Client().get(request.param)


def policy(page: object) -> dict[str, str]:
    """The content security policy as directives and their sources."""
    header = page.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    parts = (part.strip().partition(" ") for part in header.split(";") if part.strip())
    return {name: sources for name, _, sources in parts}


def test_nothing_inline_and_nothing_foreign_may_run(page: object) -> None:
    rules = policy(page)
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "unsafe" not in str(rules)
    assert not {"script-src", "style-src", "script-src-elem", "style-src-attr"} & set(rules)


def test_no_other_site_can_frame_a_page(page: object) -> None:
    assert policy(page)["frame-ancestors"] == "'none'"
    assert page.headers["X-Frame-Options"] == "DENY"  # type: ignore[attr-defined]


def test_pages_tell_other_sites_nothing(page: object) -> None:
    headers = page.headers  # type: ignore[attr-defined]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


def test_pages_have_nothing_that_the_policy_would_refuse(page: object) -> None:
    text = page.content.decode()  # type: ignore[attr-defined]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert " src=" in script or 'type="application/json"' in script
    for source in re.findall(r"(?:src|href)=\"(//[^\"]+|https?://[^\"]+)\"", text):
        assert "<link" not in source
