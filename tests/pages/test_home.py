"""The first page finds a neighbourhood, or sets an empty site up."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from pages import setup_code
from people.models import Role, User
from places.models import Neighbourhood
from tests import factories
from tests.people.sign_in import enter, last_code

pytestmark = pytest.mark.django_db


def test_an_empty_site_asks_for_its_first_officer(client: Client) -> None:
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/staff/first/"


def test_who_decides_names_those_who_work_for_the_whole_site(
    client: Client, area: Neighbourhood
) -> None:
    factories.with_role("officer", None, "Sam Oyelaran")
    page = client.get(reverse("pages:people", args=[area])).content.decode()
    assert "<b>Sam O.</b> · programme officer" in page


def test_the_first_officer_is_made_once(client: Client) -> None:
    answer = client.post("/staff/first/", {"name": "Sam Oyelaran", "email": "sam@example.org"})
    assert answer["Location"] == "/accounts/code/"
    assert mail.outbox[0].to == ["sam@example.org"]
    assert enter(client, last_code())["Location"] == "/staff/"
    assert Role.objects.get().neighbourhood is None
    again = client.post("/staff/first/", {"name": "Eve", "email": "eve@example.org"})
    assert again.status_code == 404
    assert User.objects.count() == 1


def test_on_the_internet_the_first_officer_needs_the_servers_code(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    typed = {"name": "Sam Oyelaran", "email": "sam@example.org", "code": "guessed"}
    refused = client.post("/staff/first/", typed)
    assert refused.status_code == 422
    assert "Sam Oyelaran" in refused.content.decode()
    assert not Role.objects.exists()
    assert client.post("/staff/first/", typed | {"code": setup_code.read()}).status_code == 302


@pytest.mark.usefixtures("officer")
def test_a_neighbourhood_is_found_by_name(
    client: Client, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    page = client.get("/", {"q": "marsh"}).content.decode()
    assert "East Marsh" in page
    assert "East Finchley" not in page


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    "typed", ["ZZ99 9ZZ", "\x00", "<script>alert(1)</script>", "x" * 5000, "%"]
)
def test_odd_words_get_a_plain_answer(client: Client, typed: str) -> None:
    answer = client.get("/", {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.usefixtures("officer")
def test_an_unknown_postcode_is_not_a_no(client: Client) -> None:
    page = client.get("/", {"q": "ZE1 0AA"}).content.decode()
    assert "We don’t know that postcode yet" in page


def test_imported_places_are_not_offered_as_homes(client: Client, officer: User) -> None:
    factories.area(name="Łódź", town="", slug="lodz", origin="imported")
    assert "Łódź" not in client.get("/").content.decode()


@pytest.mark.usefixtures("officer")
def test_a_long_list_is_cut_and_says_so(client: Client) -> None:
    for number in range(30):
        factories.area(name=f"Place {number:02}", town="", slug=f"place-{number}")
    page = client.get("/").content.decode()
    assert page.count("card__b") == 24
    assert "more: type a part of the name" in page
