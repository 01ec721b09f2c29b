"""A real site: https alone, its own name alone, cookies that no network can read."""

from __future__ import annotations

import subprocess
import sys

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client, RequestFactory

from tests.config.conftest import HOST, Production, environment


def test_cookies_of_a_real_site_travel_by_https_only(production: Production) -> None:
    (page,) = production({"path": "/accounts/login/"})
    assert page["status"] == 200
    assert page["cookies"]["csrftoken"]["secure"] == "True"
    assert page["cookies"]["csrftoken"]["samesite"] == "Lax"
    assert all(cookie["secure"] == "True" for cookie in page["cookies"].values())


def test_session_cookies_are_out_of_scripts_reach(production: Production) -> None:
    names = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "DEBUG")
    code = f"from django.conf import settings as s; print(*(getattr(s, n) for n in {names}))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "Lax", "False"]


def test_a_real_site_answers_by_https_and_says_so(production: Production) -> None:
    plain, page = production({"path": "/privacy/", "secure": False}, {"path": "/privacy/"})
    assert plain["status"] == 301
    assert plain["headers"]["location"] == f"https://{HOST}/privacy/"
    assert page["headers"]["strict-transport-security"].startswith("max-age=63072000")


@pytest.mark.parametrize("host", ["evil.example.org", f"{HOST}.evil.example.org", "127.0.0.1"])
def test_a_real_site_answers_to_no_other_name(production: Production, host: str) -> None:
    (page,) = production({"path": "/", "headers": {"host": host}})
    assert page["status"] == 400
    assert "evil.example.org" not in page["text"]


def test_a_real_sites_styles_are_found_and_kept_by_browsers(production: Production) -> None:
    (page,) = production({"path": "/privacy/"})
    style = page["text"].partition("/static/css/app/page.")[2].partition('"')[0]
    (found,) = production({"path": f"/static/css/app/page.{style}"})
    assert found["status"] == 200
    assert "immutable" in found["headers"]["cache-control"]


@pytest.mark.django_db
def test_a_forged_name_is_refused_on_a_laptop_too() -> None:
    assert Client(headers={"host": "evil.example.org"}).get("/").status_code == 400


@pytest.mark.django_db
def test_a_forged_name_in_a_proxys_header_counts_for_nothing() -> None:
    page = Client(headers={"x-forwarded-host": "evil.example.org"}).get("/accounts/login/")
    assert page.status_code == 200
    assert b"evil.example.org" not in page.content
    assert page.wsgi_request.get_host() == "testserver"


@pytest.mark.django_db
def test_a_visitor_cannot_claim_https_where_no_proxy_speaks_it() -> None:
    page = Client(headers={"x-forwarded-proto": "https"}).get("/privacy/")
    assert not page.wsgi_request.is_secure()


def test_a_visitor_cannot_choose_their_own_address(settings: object) -> None:
    """Limits per network would be worth nothing."""
    request = RequestFactory(headers={"x-forwarded-for": "203.0.113.9"}).get("/")
    assert get_adapter().get_client_ip(request) == "127.0.0.1"


def test_behind_a_proxy_its_word_counts_and_the_visitors_does_not() -> None:
    code = (
        "import django; django.setup()\n"
        "from allauth.account.adapter import get_adapter\n"
        "from django.test import RequestFactory\n"
        "headers = {'x-forwarded-for': '203.0.113.9, 198.51.100.7'}\n"
        "print(get_adapter().get_client_ip(RequestFactory(headers=headers).get('/')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(ALLOTMENT_TRUSTED_PROXIES="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "198.51.100.7"
