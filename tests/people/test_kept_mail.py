"""Letters that would have been sent: a visitor of a demonstration reads them, and nobody else."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client

from people import delivery, kept_mail, post
from people.models import Letter
from places.models import Neighbourhood
from tests import factories

URL = "/demo/letters/"
TEMPLATE = "email/people/invitation.txt"
WORDS = {"invitation": None, "role": "auditor", "place": "East Marsh", "link": "http://x.test/go/"}


@pytest.fixture(autouse=True)
def _no_mail_server(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = kept_mail.BACKEND
    settings.LETTERS = tmp_path / "letters"


@pytest.fixture
def demonstration(db: None) -> Neighbourhood:
    return factories.area(is_demonstration=True)


def send(subject: str = "Your code", text: str = "ABC-DEF\n", to: str = "a@example.org") -> None:
    EmailMessage(subject, text, to=[to]).send()


def read() -> str:
    answer = Client().get(URL)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_signs_in_with_the_code_they_read(demonstration: Neighbourhood) -> None:
    visitor = Client()
    factories.person(email="visitor@example.org")
    asked = visitor.post("/accounts/login/", {"email": "visitor@example.org"}, follow=True)
    assert f'href="{URL}"' in asked.content.decode()
    found = re.search(r"<p>\s*([A-Z0-9]{3,}-[A-Z0-9]{3,})\s*</p>", read())
    assert found
    visitor.post("/accounts/code/", {"code": found[1]})
    assert visitor.session.get("_auth_user_id")


def test_a_letter_of_the_outbox_is_read_when_it_would_have_left(
    demonstration: Neighbourhood,
) -> None:
    with transaction.atomic():
        letter = post.write(to="a@example.org", template=TEMPLATE, context=WORDS, key="a")
    assert letter is not None
    assert "East Marsh" not in read()
    assert delivery.deliver(letter.pk)
    assert not Letter.objects.get().text
    assert read().count("<details") == 2  # and the menu
    assert 'href="http://x.test/go/"' in read()


def test_letters_to_made_up_people_are_read_too(demonstration: Neighbourhood) -> None:
    ruth = factories.person("Ruth Amos", is_demonstration=True)
    with transaction.atomic():
        post.write(to=ruth, template=TEMPLATE, context=WORDS, key="a")
    assert f"To {ruth.email}" in read()


def test_the_newest_comes_first_and_only_so_many_are_kept(
    demonstration: Neighbourhood, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(kept_mail, "MOST", 3)
    for number in range(5):
        send(f"Letter {number}")
    assert [kept.subject for kept in kept_mail.newest(9)] == ["Letter 4", "Letter 3", "Letter 2"]
    assert len(list(settings.LETTERS.iterdir())) == 3


def test_a_letter_is_text_and_never_runs(demonstration: Neighbourhood) -> None:
    send("<script>a</script>", "<script>alert(1)</script>")
    assert "<script>a" not in read()


def test_a_file_that_is_no_letter_is_passed_by(demonstration: Neighbourhood, settings: Any) -> None:
    send()
    (settings.LETTERS / "9.json").write_text("{")
    (settings.LETTERS / "8.json").write_text(json.dumps({"at": "x"}))
    assert [kept.subject for kept in kept_mail.newest(9)] == ["Your code"]


def test_only_the_sites_own_account_reads_the_files(
    demonstration: Neighbourhood, settings: Any
) -> None:
    send()
    (file,) = settings.LETTERS.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_letter_that_cannot_be_kept_is_still_printed(
    demonstration: Neighbourhood, settings: Any, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "letters").write_text("in the way")
    send()
    assert "ABC-DEF" in capsys.readouterr().out


# Never on a site where something is real


def refused(settings: Any) -> None:
    send()
    assert not Path(settings.LETTERS).exists()
    assert Client().get(URL).status_code == 404


def test_a_site_of_ones_own_keeps_none(area: Neighbourhood, settings: Any) -> None:
    refused(settings)


def test_a_demonstration_beside_a_real_neighbourhood_keeps_none(
    demonstration: Neighbourhood, other_area: Neighbourhood, settings: Any
) -> None:
    refused(settings)


def test_a_site_before_its_first_neighbourhood_keeps_none(db: None, settings: Any) -> None:
    refused(settings)


def test_a_demonstration_whose_letters_leave_shows_none(
    demonstration: Neighbourhood, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    refused(settings)


def test_a_real_site_without_a_mail_server_writes_no_code_into_its_log(
    db: None, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PRODUCTION = True
    answer = Client(headers={"x-forwarded-proto": "https"}).post(
        "/accounts/login/", {"email": "a@example.org"}
    )
    assert "could not be sent just now" in answer.content.decode()
    assert "a@example.org" not in capsys.readouterr().out


def test_a_real_site_keeps_none(demonstration: Neighbourhood, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(OSError, match="set EMAIL_URL"):
        send()
    assert not Path(settings.LETTERS).exists()
    assert Client().get(URL).status_code == 404
