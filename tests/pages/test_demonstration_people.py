"""People of the demonstration are known by their addresses: names can be another's too."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from demo import cast
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/", "demo:be-someone"])
def test_somebody_of_the_same_name_is_never_taken_for_one_of_its_people(
    client: Client, page: str
) -> None:
    factories.with_role("officer", factories.area(is_demonstration=True))
    name = cast.EAST_MARSH[0].name
    address = cast.address("ruth", "east-marsh")
    first, ruth, last = (
        factories.person(name, is_demonstration=True, email=email)
        for email in ("kath@east-marsh.demo.example", address, "mo@grange.example")
    )
    text = client.get(page if page == "/" else reverse(page)).content.decode()
    assert reverse("demo:be", args=[ruth.pk]) in text
    for other in (first, last):
        assert reverse("demo:be", args=[other.pk]) not in text


def test_who_changed_their_name_can_still_be_played(client: Client) -> None:
    factories.with_role("officer", factories.area(is_demonstration=True))
    ruth = factories.person("Me", is_demonstration=True, email=cast.address("ruth", "east-marsh"))
    for page in ("/", reverse("demo:be-someone")):
        assert reverse("demo:be", args=[ruth.pk]) in client.get(page).content.decode()
