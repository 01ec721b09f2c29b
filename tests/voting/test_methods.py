"""Casting takes a POST; a person who comes back to its address is led on, and nothing else is."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.voting.browser import Browser

POSTED = ["confirm", "cast", "press"]


@pytest.mark.parametrize("page", POSTED)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_with_or_without_a_token(
    voter: Browser, visitor: Browser, page: str, method: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    for client in (voter.client, visitor.client, strict):
        answer = getattr(client, method)(voter.url(page))
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("page", POSTED)
def test_somebody_who_comes_back_to_the_address_is_led_on(voter: Browser, page: str) -> None:
    answer = voter.get(page)
    assert answer.status_code == 302
    assert answer.url == voter.url("opening" if page == "press" else "ballot")
