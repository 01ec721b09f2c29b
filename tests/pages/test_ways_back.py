"""Whoever works for a neighbourhood finds the way back to their desk from every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Role, User
from places.models import Neighbourhood
from tests import factories

pytestmark = pytest.mark.django_db

Page = Callable[..., str]


@pytest.fixture
def menu(area: Neighbourhood) -> Callable[[User | None, str], list[str]]:
    def labels(person: User | None, name: str = "pages:area") -> list[str]:
        client = Client()
        if person:
            client.force_login(person)
        answer = client.get(reverse(name, args=[area]))
        assert answer.status_code == 200
        return [label for label, _, _ in answer.context["menu"]]

    return labels


def test_an_officer_finds_what_there_is_to_do_from_the_residents_pages(
    menu: Any, officer: User
) -> None:
    assert "To do" in menu(officer)


def test_an_officer_who_also_sits_at_the_panels_pages_finds_it_there(
    menu: Any, area: Neighbourhood
) -> None:
    secretary = factories.with_role("secretary", area)
    Role.objects.create(person=secretary, neighbourhood=area, kind="finance")
    assert menu(secretary, "pages:panel-area")[-1] == "To do"


def test_a_panel_member_finds_the_meetings_from_the_residents_pages(
    menu: Any, area: Neighbourhood
) -> None:
    labels = menu(factories.with_role("panel", area))
    assert "Meetings" in labels
    assert "To do" not in labels


@pytest.mark.parametrize("who", ["visitor", "resident", "officer elsewhere"])
def test_nobody_else_is_shown_a_way_to_a_desk(
    who: str, menu: Any, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    person = None
    if who == "resident":
        person = factories.resident(area)
    elif who == "officer elsewhere":
        person = factories.with_role("officer", other_area)
    assert not {"To do", "Meetings"} & set(menu(person))


def test_the_menu_says_where_ones_own_page_is(area: Neighbourhood) -> None:
    client = Client()
    client.force_login(factories.resident(area))
    page = client.get(reverse("pages:area", args=[area])).content.decode()
    assert f'<a href="{reverse("pages:me")}">Your page · Resident</a>' in " ".join(page.split())
