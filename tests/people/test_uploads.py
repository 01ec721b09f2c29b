"""Files people give: told by content, made anew, seen by the right people only."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from people import uploads
from people.models import Upload, User
from places.models import Neighbourhood
from tests import factories
from tests.people.files import pdf, photo, picture_bytes


@pytest.fixture
def owner(area: Neighbourhood) -> User:
    return factories.resident(area)


@pytest.fixture
def visitor() -> Client:
    return Client()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def content_of(upload: Upload) -> bytes:
    with upload.file.open("rb") as file:
        content: bytes = file.read()
    return content


def test_where_and_with_what_a_photo_was_taken_is_gone(owner: User) -> None:
    given = picture_bytes(gps=True)
    assert Image.open(BytesIO(given)).getexif().get_ifd(0x8825)
    upload = uploads.receive(photo(content=given), owner=owner, alt="A garden")
    kept = content_of(upload)
    assert not Image.open(BytesIO(kept)).getexif()
    assert b"Exif" not in kept
    assert b"phone" not in kept


def test_a_sideways_photo_stands_upright(owner: User) -> None:
    upload = uploads.receive(photo(size=(60, 40), turned=True), owner=owner, alt="A garden")
    assert Image.open(BytesIO(content_of(upload))).size == (40, 60)


def test_a_large_photo_is_made_smaller(owner: User) -> None:
    upload = uploads.receive(photo(size=(5000, 2500)), owner=owner, alt="A garden")
    assert Image.open(BytesIO(content_of(upload))).size == (2400, 1200)


def test_a_png_stays_a_png_and_keeps_its_clear_parts(owner: User) -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    upload = uploads.receive(photo("logo.png", out.getvalue()), owner=owner, alt="A logo")
    kept = Image.open(BytesIO(content_of(upload)))
    assert (kept.format, kept.mode) == ("PNG", "RGBA")


def test_what_hides_behind_a_picture_is_left_behind(owner: User) -> None:
    page = b"<html><script>alert(1)</script></html>"
    upload = uploads.receive(photo(content=picture_bytes() + page), owner=owner, alt="A garden")
    assert b"script" not in content_of(upload)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("page.jpg", b"<html><script>alert(1)</script></html>"),
        ("program.pdf", b"MZ\x90\x00" + b"\0" * 100),
        ("moving.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
        ("eicar.txt", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
        ("archive.zip", b"PK\x03\x04" + b"\0" * 60),
    ],
)
def test_other_kinds_of_files_are_refused_whatever_they_are_called(
    owner: User, name: str, content: bytes
) -> None:
    with pytest.raises(uploads.CannotTake):
        uploads.receive(SimpleUploadedFile(name, content), owner=owner, alt="x")
    assert not Upload.objects.exists()


def test_an_empty_file_is_refused(owner: User) -> None:
    with pytest.raises(uploads.FileEmpty):
        uploads.receive(SimpleUploadedFile("a.jpg", b""), owner=owner)


def test_a_file_over_ten_megabytes_is_refused(owner: User) -> None:
    with pytest.raises(uploads.FileTooLarge):
        uploads.receive(pdf(content=b"%PDF-1.4\n" + b"0" * uploads.MOST_BYTES), owner=owner)


@pytest.mark.parametrize("share", [0.3, 0.99])
def test_a_picture_cut_off_on_the_way_is_refused(owner: User, share: float) -> None:
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG")
    whole = out.getvalue()
    with pytest.raises(uploads.PictureBroken):
        uploads.receive(photo(content=whole[: int(len(whole) * share)]), owner=owner)


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(65_535, 65_535), (12_000, 9_000), (8_000, 5_001)])
def test_a_picture_that_would_fill_the_memory_is_refused(
    owner: User, size: tuple[int, int]
) -> None:
    with pytest.raises(uploads.PictureTooLarge):
        uploads.receive(photo("bomb.png", _png_that_claims(*size)), owner=owner)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\quote.PDF", "quote.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        (".pdf", "pdf.pdf"),
        ("no ending", "no ending.pdf"),
        ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
    ],
)
def test_a_file_is_renamed_to_something_harmless(given: str, shown: str) -> None:
    assert uploads.plain_name(given, "application/pdf") == shown


def test_the_stored_name_has_nothing_of_the_given_one(owner: User) -> None:
    upload = uploads.receive(photo("12 Rutland Street.jpg"), owner=owner, alt="A garden")
    assert upload.file.name == f"uploads/{upload.pk}.jpg"


def test_a_picture_without_words_is_not_shown_to_others(owner: User) -> None:
    upload = uploads.receive(photo(), owner=owner)
    with pytest.raises(uploads.NeedsAlt):
        uploads.show(upload)
    with pytest.raises(IntegrityError, match="upload_shown_has_alt"), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(public=True)
    uploads.describe(upload, alt="A garden")
    assert uploads.show(upload).public


def test_a_file_is_its_owners_until_it_is_shown(
    owner: User, area: Neighbourhood, visitor: Client
) -> None:
    upload = uploads.receive(photo(), owner=owner, alt="A garden")
    address = reverse("people:file", args=[upload.pk])
    neighbour = client_of(factories.resident(area))
    assert client_of(owner).get(address).status_code == 200
    assert visitor.get(address).status_code == 404
    assert neighbour.get(address).status_code == 404
    uploads.show(upload)
    assert visitor.get(address).status_code == 200
    uploads.hide(upload)
    assert neighbour.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["officer", "finance", "auditor"])
def test_staff_see_files_of_people_of_their_own_neighbourhood_only(
    owner: User, area: Neighbourhood, other_area: Neighbourhood, kind: str
) -> None:
    address = reverse("people:file", args=[uploads.receive(pdf(), owner=owner).pk])
    assert client_of(factories.with_role(kind, area)).get(address).status_code == 200
    assert client_of(factories.with_role(kind, None)).get(address).status_code == 200
    assert client_of(factories.with_role(kind, other_area)).get(address).status_code == 404


@pytest.mark.parametrize("kind", ["panel", "chair", "secretary"])
def test_the_panel_does_not_see_peoples_files(owner: User, area: Neighbourhood, kind: str) -> None:
    address = reverse("people:file", args=[uploads.receive(pdf(), owner=owner).pk])
    assert client_of(factories.with_role(kind, area)).get(address).status_code == 404


def test_a_pdf_that_is_also_a_page_is_only_ever_saved(owner: User) -> None:
    both = b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF"
    upload = uploads.receive(pdf('<b>x".pdf', both), owner=owner)
    answer = client_of(owner).get(reverse("people:file", args=[upload.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store, private"


def test_a_file_is_only_read_at_its_address(owner: User) -> None:
    upload = uploads.receive(pdf(), owner=owner)
    assert client_of(owner).post(reverse("people:file", args=[upload.pk])).status_code == 405
