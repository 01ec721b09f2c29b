"""What names and files are refused for: each guard in its words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from people import actions, refusals, tries, uploads
from people.models import Upload, User
from places import postcodes
from places.postcodes import Answer
from tests import factories
from tests.people.files import pdf, photo, picture_bytes


@pytest.fixture
def owner(db: None) -> User:
    return factories.person()


def test_a_name_has_an_end(owner: User) -> None:
    assert actions.set_name(owner, name="a" * 100, by=owner).name == "a" * 100
    with pytest.raises(refusals.NoName, match="Enter a name of at most 100 letters"):
        actions.set_name(owner, name="a" * 101, by=owner)


def test_where_a_picture_is_asked_for_nothing_else_is_taken(owner: User) -> None:
    for given in (pdf(), ContentFile(b"Dear all", "a.png")):
        with pytest.raises(uploads.NotAPicture, match="Choose a JPEG or PNG picture"):
            uploads.receive(given, owner=owner, pictures_only=True)
    assert not Upload.objects.exists()
    assert uploads.receive(ContentFile(picture_bytes(), "a.pdf"), owner=owner, pictures_only=True)


def test_what_a_shown_picture_shows_is_always_said(owner: User) -> None:
    upload = uploads.show(uploads.receive(photo(), owner=owner, alt="A garden"))
    with pytest.raises(uploads.NeedsAlt, match="Say in a few words what the picture shows"):
        uploads.describe(upload, alt="  ")


def test_a_file_that_is_gone_from_the_disk_is_not_found(owner: User, client: Client) -> None:
    upload = uploads.receive(photo(), owner=owner, alt="A garden")
    client.force_login(owner)
    address = reverse("people:file", args=[upload.pk])
    assert client.get(address).status_code == 200
    Path(upload.file.path).unlink()
    assert client.get(address).status_code == 404


def test_tries_that_come_at_the_same_moment_are_counted_together(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five others are wrong between the first look at the counter and the answer."""
    found = postcodes.look_up
    asked: list[str] = []

    def while_others_ask(postcode: str, *, on: date) -> Answer:
        asked.append(postcode)
        if len(asked) == 1:
            for _ in range(tries.MOST):
                tries.look_up("DN99 9ZZ", by=owner)
        return found(postcode, on=on)

    monkeypatch.setattr(postcodes, "look_up", while_others_ask)
    with pytest.raises(refusals.TooManyTries, match="Wait ten minutes"):
        tries.look_up("DN99 9ZZ", by=owner)
