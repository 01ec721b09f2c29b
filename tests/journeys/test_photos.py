"""A large photo is made smaller in the browser; what it cannot draw is sent as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from people import pictures, uploads
from people.models import Upload, User
from rounds.models import Round
from tests import factories
from tests.journeys.person import Person
from tests.journeys.site import Site
from tests.people.files import ORIENTATION

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]
Files = Callable[..., Path]
LARGE = 5 * 1024 * 1024


def photo(size: tuple[int, int], kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A picture that no coder can make small: red above, noise below."""
    image = Image.frombytes("RGB", size, os.urandom(3 * size[0] * size[1]))
    image.paste((200, 30, 30), (0, 0, size[0], size[1] // 4))
    exif = image.getexif()
    if turned:
        exif[ORIENTATION] = 6
    out = BytesIO()
    image.save(out, kind, quality=98, exif=exif)
    return out.getvalue()


@pytest.fixture
def got(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What reached the server, before it made a picture anew."""
    seen: list[bytes] = []

    def noted(given: bytes) -> bytes:
        seen.append(given)
        return pictures.remade(given)

    monkeypatch.setattr("people.uploads.remade", noted)
    return seen


@pytest.fixture
def round_(site: Site) -> Round:
    return factories.round_in("ideas", factories.area())


@pytest.fixture
def resident(round_: Round, person: Come) -> Person:
    """Somebody signed in, on the page of a new idea, with everything but the photo written."""
    user = factories.resident(round_.neighbourhood, "Rose Ash")
    return at_the_form(person(user.email), user, round_)


def at_the_form(somebody: Person, user: User, round_: Round) -> Person:
    somebody.context.set_default_timeout(60_000)  # noise takes long to draw
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    somebody.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": somebody.site.url}]
    )
    somebody.visit(reverse("proposals:new", args=[round_.neighbourhood, round_.number]))
    kind = somebody.page.locator('main [name="theme"]').first.get_attribute("value")
    words = {"title": "An alley", "what": "Clear it", "where": "Mill Lane", "why": "Rats"}
    somebody.fill(**words, theme=kind, photo_alt="An alley full of bags")
    return somebody


@pytest.fixture
def file(tmp_path: Path) -> Files:
    """A file on the person's own disk."""

    def kept(content: bytes, name: str = "alley.jpg") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return kept


def note(somebody: Person) -> str:
    """What the page says of the photo, once it has been seen to."""
    somebody.page.wait_for_function(
        "() => !document.querySelector('[data-photo-note]')?.textContent.startsWith('Making')"
    )
    found = somebody.page.locator("[data-photo-note]")
    return found.inner_text() if found.count() else ""


def test_a_photo_over_5_mb_arrives_small_and_upright(
    resident: Person, file: Files, got: list[bytes]
) -> None:
    given = photo((2800, 2100), turned=True)
    assert len(given) > LARGE
    resident.fill(photo=file(given, "Alley.JPEG"))
    resident.page.get_by_text("Made smaller before sending").wait_for()
    assert note(resident).startswith(
        f"Made smaller before sending: {len(given) / LARGE * 5:.1f} MB"
    )
    resident.looks_right().press("Send it in")
    assert len(got) == 1
    arrived = Image.open(BytesIO(got[0]))
    assert len(got[0]) < len(given)
    assert (arrived.format, arrived.size) == ("JPEG", (1800, 2400))
    assert ORIENTATION not in arrived.getexif()
    red, _, blue = arrived.convert("RGB").getpixel((1700, 1200))  # type: ignore[misc]
    assert red > blue + 100, "what was above is on the right, as a viewer turns it"
    assert Upload.objects.get().name == "Alley.jpg"


def test_whoever_presses_send_at_once_sends_the_small_one(
    resident: Person, file: Files, got: list[bytes]
) -> None:
    resident.fill(photo=file(photo((2800, 2100))))
    with resident.page.expect_navigation():
        resident.page.get_by_role("button", name="Send it in").click()
    resident.sees("Thank you")
    assert max(Image.open(BytesIO(got[0])).size) == 2400


def test_a_photo_that_the_server_would_refuse_is_taken(
    resident: Person, file: Files, got: list[bytes]
) -> None:
    given = photo((2800, 2100), "PNG")
    assert len(given) > uploads.MOST_BYTES
    resident.fill(photo=file(given, "alley.png"))
    resident.page.get_by_text("Made smaller before sending").wait_for()
    resident.press("Send it in")
    assert Image.open(BytesIO(got[0])).format == "JPEG"
    assert Upload.objects.get().name == "alley.jpg"


def test_a_photo_of_at_most_5_mb_is_sent_as_it_is(
    resident: Person, file: Files, got: list[bytes]
) -> None:
    given = photo((1200, 900))
    assert len(given) < LARGE
    resident.fill(photo=file(given)).press("Send it in")
    assert got == [given]


def test_what_the_browser_cannot_draw_is_sent_as_it_is(resident: Person, file: Files) -> None:
    broken = b"\xff\xd8\xff\xe0" + bytes(LARGE)
    resident.fill(photo=file(broken))
    assert note(resident) == ""
    resident.press("Send it in", status=422).sees("This picture can't be opened")


def test_other_kinds_are_left_alone(resident: Person, file: Files) -> None:
    resident.fill(photo=file(bytes(LARGE + 1), "alley.heic"))
    assert resident.page.locator("[data-photo-note]").count() == 0
    resident.press("Send it in", status=422).sees("Choose a JPEG or PNG picture")


def test_without_scripts_the_server_makes_it_smaller(
    site: Site, browser: Any, seen: Any, round_: Round, file: Files, got: list[bytes]
) -> None:
    user = factories.resident(round_.neighbourhood, "Rose Ash")
    somebody = Person(site, browser, user.email, seen, javascript=False)
    given = photo((2800, 2100))
    at_the_form(somebody, user, round_).fill(photo=file(given)).press("Send it in")
    assert got == [given]
    with Image.open(Upload.objects.get().file) as kept:
        assert max(kept.size) == 2400
    somebody.leave()
