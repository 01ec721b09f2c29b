"""What names and files are refused for: each guard in its words."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from people import actions, refusals, uploads
from people.models import Upload, User
from tests import factories
from tests.people.files import pdf, picture_bytes


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
