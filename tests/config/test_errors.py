"""When something is wrong the page still looks like ours, and says nothing that helps a thief."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.config.falling import WAYS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.falling")]


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_falls_still_looks_like_ours(way: str) -> None:
    status, error = WAYS[way]
    page = Client(raise_request_exception=False).get(f"/fall/{way}/")
    text = page.content.decode()
    assert page.status_code == status
    assert 'class="masthead"' in text
    assert '<html lang="en' in text
    assert "<h1" in text
    assert "Traceback" not in text
    assert error.__name__ not in text


def test_a_refusal_gives_its_reason() -> None:
    assert (
        "There is no money left in this round." in Client().get("/fall/refused/").content.decode()
    )


def test_a_stale_form_is_answered_in_our_own_words() -> None:
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    assert page.status_code == 403
    assert 'class="masthead"' in page.content.decode()
    assert "CSRF" not in page.content.decode()


def test_a_page_that_is_not_there_is_404_for_every_method() -> None:
    for method in ("get", "head", "options", "post", "put", "delete", "patch"):
        assert getattr(Client(), method)("/no/such/page/").status_code == 404, method
