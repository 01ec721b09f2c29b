"""Half a sign (a lone surrogate), as raw bytes, wherever somebody may send one: it is left out, and
never kept as three signs nor a fault of the site.
"""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image

from kit import middleware
from people.models import Upload, User
from places.models import Neighbourhood
from proposals.models import Proposal
from tests import factories

pytestmark = pytest.mark.django_db
# The bytes of a half; one that a browser could not send; and what some programs make of a whole.
HALVES = [b"\xed\xa0\x80", b"\xef\xbf\xbd", b"\xed\xa0\xbd"]
EDGE = "a-part"


@pytest.fixture
def browser(resident: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(resident)
    return client


def quoted(half: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in half)


@pytest.mark.parametrize("half", HALVES)
def test_in_a_form_it_is_left_out(browser: Client, resident: User, half: bytes) -> None:
    body = f"name=Ruth{quoted(half)}+Allen"
    answer = browser.post("/me/details/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    resident.refresh_from_db()
    assert resident.name == "Ruth Allen"


def in_parts(half: bytes, fields: dict[str, str]) -> bytes:
    """A form with a photo, each text ending with half a sign, and the file's name as browsers send
    it: with what stands in the place of one.
    """
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG")
    parts = [
        f'name="{name}"'.encode() + b"\r\n\r\n" + text.encode() + half
        for name, text in fields.items()
    ]
    parts.append(b'name="photo"; filename="alley\xef\xbf\xbd.jpg"\r\n\r\n' + photo.getvalue())
    head = f"--{EDGE}\r\nContent-Disposition: form-data; ".encode()
    return b"".join(head + part + b"\r\n" for part in parts) + f"--{EDGE}--\r\n".encode()


@pytest.mark.parametrize("half", HALVES)
def test_in_a_form_with_files_it_is_left_out(
    browser: Client, area: Neighbourhood, half: bytes
) -> None:
    round_ = factories.round_in("ideas", area)
    form = browser.get(reverse("proposals:new", args=[area, round_.number])).context["form"]
    theme = str(next(iter(form.fields["theme"].choices))[0])
    words = {"title": "An alley", "what": "Clear it", "where": "Mill Lane", "why": "Rats"}
    fields = words | {"theme": theme, "photo_alt": "Bags", "send": "1"}
    answer = browser.post(
        reverse("proposals:new", args=[area, round_.number]),
        in_parts(half, fields),
        content_type=f"multipart/form-data; boundary={EDGE}",
    )
    assert answer.status_code == 302
    idea = Proposal.objects.get()
    assert [getattr(idea, name) for name in words] == list(words.values())
    assert (Upload.objects.get().name, Upload.objects.get().alt) == ("alley.jpg", "Bags")


@pytest.mark.parametrize("half", HALVES)
def test_in_an_address_it_is_left_out(officer: User, area: Neighbourhood, half: bytes) -> None:
    desk = Client(raise_request_exception=False)
    desk.force_login(officer)
    factories.resident(area, "Ruth Allen")
    people = reverse("people:staff-people", args=[area])
    for page in (f"{people}?q={quoted(half)}ruth", f"/api/v1/rounds/?search={quoted(half)}"):
        answer = desk.get(page)
        assert answer.status_code == 200, page
        assert "\ufffd" not in answer.content.decode()
    assert desk.get(f"/{quoted(half)}/").status_code == 404


def test_written_as_json_it_is_refused(browser: Client) -> None:
    credential = json.dumps({"id": "\ud800", "rawId": "\ud800", "type": "public-key"})
    answer = browser.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code < 500


def test_one_that_came_by_another_way_is_a_bad_request(resident: User) -> None:
    request = RequestFactory().get("/")
    try:
        User.objects.filter(pk=resident.pk).update(name="Ruth \ud800")
    except UnicodeEncodeError as error:
        answer = middleware.refusals(lambda request: None).process_exception(request, error)  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert answer.status_code == 400
