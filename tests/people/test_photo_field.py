"""A photo stays with its form, whatever else is wrong with the form."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from people import uploads
from people.models import Upload, User
from people.photo_field import PhotoMixin, already, token
from tests import factories
from tests.people.files import pdf, photo


class IdeaForm(PhotoMixin, forms.Form):
    title = forms.CharField()


@pytest.fixture
def person(db: None) -> User:
    return factories.person()


def sent(files: SimpleUploadedFile | None = None, **data: str) -> IdeaForm:
    return IdeaForm(data, {"photo": files} if files else None)


def hidden(form: IdeaForm) -> str:
    """What the form that comes back carries."""
    found = re.search(r'name="photo_kept" value="([^"]+)"', str(form))
    return found.group(1) if found else ""


def test_a_photo_is_kept_though_the_title_is_missing(person: User) -> None:
    form = sent(photo(), photo_alt="A garden")
    kept = form.kept_upload(person)
    assert not form.is_valid()
    assert kept == Upload.objects.get()
    assert "garden.jpg" in str(form)
    again = sent(title="Trees", photo_alt="A garden", photo_kept=hidden(form))
    assert again.kept_upload(person) == kept
    assert again.is_valid()


def test_a_photo_is_kept_once(person: User) -> None:
    form = sent(photo(), title="Trees", photo_alt="A garden")
    assert form.kept_upload(person) == form.kept_upload(person)
    assert Upload.objects.count() == 1


def test_a_photo_without_words_is_kept_and_asked_about(person: User) -> None:
    form = sent(photo(), title="Trees")
    assert form.kept_upload(person)
    assert form.errors == {"photo_alt": ["Say in a few words what the picture shows."]}
    again = sent(title="Trees", photo_alt="A garden", photo_kept=hidden(form))
    kept = again.kept_upload(person)
    assert kept is not None
    assert kept.alt == "A garden"


def test_a_form_without_a_photo_is_fine(person: User) -> None:
    form = sent(title="Trees")
    assert form.kept_upload(person) is None
    assert form.is_valid()


def test_a_kept_photo_can_be_taken_away(person: User) -> None:
    upload = uploads.receive(photo(), owner=person, alt="A garden")
    form = IdeaForm({"title": "Trees", "photo_kept": token(upload, by=person), "photo-clear": "on"})
    assert form.kept_upload(person) is None
    assert form.is_valid()
    assert hidden(form) == ""


def test_a_new_photo_takes_the_kept_ones_place(person: User) -> None:
    upload = uploads.receive(photo(), owner=person, alt="A garden")
    form = sent(
        photo("alley.jpg"), title="Trees", photo_alt="An alley", photo_kept=token(upload, by=person)
    )
    kept = form.kept_upload(person)
    assert kept is not None
    assert kept.name == "alley.jpg"


@pytest.mark.parametrize(
    "wrong", [pdf(), SimpleUploadedFile("x.jpg", b"no"), SimpleUploadedFile("x.jpg", b"")]
)
def test_a_wrong_file_is_an_error_of_the_photo_and_the_kept_one_stays(
    person: User, wrong: SimpleUploadedFile
) -> None:
    upload = uploads.receive(photo(), owner=person, alt="A garden")
    form = sent(wrong, title="Trees", photo_alt="x", photo_kept=token(upload, by=person))
    assert form.kept_upload(person) == upload
    assert list(form.errors) == ["photo"]


def test_nobody_can_use_another_persons_kept_photo(person: User) -> None:
    theirs = uploads.receive(photo(), owner=factories.person(), alt="Mine")
    stolen = token(theirs, by=theirs.owner)
    assert sent(title="Trees", photo_kept=stolen).kept_upload(person) is None
    forged = stolen.replace(str(theirs.owner.pk), str(person.pk))
    assert sent(title="Trees", photo_kept=forged).kept_upload(person) is None


def test_a_form_about_something_with_a_photo_shows_it(person: User) -> None:
    upload = uploads.receive(photo(), owner=factories.person(), alt="A garden")
    page = str(IdeaForm(initial=already(upload, by=person)))
    assert "garden.jpg" in page
    form = IdeaForm(
        {"title": "Trees", "photo_alt": "A garden", "photo_kept": token(upload, by=person)}
    )
    assert form.kept_upload(person) == upload
