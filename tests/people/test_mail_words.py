"""Where no mail leaves the site, no page and no message says that an e-mail is on its way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people import kept_mail, mail_words, said
from people.models import User
from places.models import Neighbourhood
from proposals import said as ideas_said
from tests import factories
from voting import said as votes_said

ROOT = Path(__file__).resolve().parents[2]
PRINTED = "No mail server is set"
# A sentence that says somebody gets, or got, an e-mail.
PROMISE = re.compile(
    r"\bwrites? to you|We sent|We send|(?:is|are) on (?:its|their) way|\bgets? an e-mail|"
    r"An e-mail says|by e-mail\b"
)
# Not promises: what somebody asks for, a list of what is kept, and the letters page itself.
NO_PROMISE = {"pages/privacy.html"}


@pytest.fixture
def no_server(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = kept_mail.BACKEND
    settings.LETTERS = tmp_path / "letters"


def asked_for_a_code(address: str = "joan@example.org") -> str:
    answer = Client().post("/accounts/login/", {"email": address}, follow=True)
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


@pytest.mark.django_db
def test_a_code_that_is_sent_is_looked_for_in_the_mail() -> None:
    page = asked_for_a_code()
    assert "We sent an e-mail with a code to joan@example.org" in page
    assert PRINTED not in page


@pytest.mark.django_db
def test_a_code_that_is_only_printed_is_looked_for_where_the_site_was_started(
    no_server: None,
) -> None:
    page = asked_for_a_code()
    assert "We sent" not in page
    assert "spam" not in page
    assert "The code for joan@example.org is printed where this site was started" in page


@pytest.mark.django_db
def test_a_code_of_a_demonstration_is_looked_for_among_its_letters(no_server: None) -> None:
    factories.area(is_demonstration=True)
    page = asked_for_a_code()
    assert "We sent" not in page
    assert "The code for joan@example.org is under “Read the letters”" in page


@pytest.mark.django_db
def test_an_invitation_that_is_only_printed_is_not_on_its_way(
    no_server: None, officer: User, area: Neighbourhood
) -> None:
    client = Client()
    client.force_login(officer)
    url = reverse("people:invite", args=[area])
    page = client.post(url, {"email": "tom@example.org", "kind": "finance"}, follow=True)
    assert (
        "The invitation for tom@example.org is printed where this site was started:"
        " no mail server is set."
    ) in page.content.decode()


@pytest.mark.django_db
def test_messages_that_promise_an_e_mail_say_where_it_goes(no_server: None) -> None:
    home = factories.resident(factories.area()).residencies.get()
    facts = [said.check_asked(home), said.home_checked(home), said.sent_again(True)]
    assert all(PRINTED in each for each in facts), facts


@pytest.mark.parametrize(
    ("way", "where"),
    [
        (mail_words.Way.LEAVES, "We write to you."),
        (mail_words.Way.PRINTED, f"We write to you. {PRINTED}"),
        (mail_words.Way.READABLE, "We write to you. Nothing leaves a demonstration"),
        (mail_words.Way.WAITS, f"We write to you. {PRINTED}"),
    ],
)
def test_a_promise_is_kept_to_what_the_site_can_do(
    monkeypatch: pytest.MonkeyPatch, way: mail_words.Way, where: str
) -> None:
    monkeypatch.setattr(mail_words, "way", lambda: way)
    assert mail_words.promise("We write to you.").startswith(where)


def test_every_template_that_promises_an_e_mail_says_where_it_goes() -> None:
    folder = ROOT / "templates"
    pages = [file for file in folder.rglob("*.html") if PROMISE.search(file.read_text())]
    assert len(pages) > 5
    silent = [
        name
        for file in pages
        if (name := str(file.relative_to(folder))) not in NO_PROMISE
        and not re.search(r"mail_note|mail_way", file.read_text())
    ]
    assert not silent


@pytest.mark.parametrize("module", [said, ideas_said, votes_said])
def test_every_message_that_promises_an_e_mail_is_made_of_how_mail_leaves(module: Any) -> None:
    source = Path(module.__file__).read_text()
    bodies = re.split(r"(?m)^def ", source)
    promising = [body for body in bodies if PROMISE.search(body)]
    assert promising
    assert not [body.split("(")[0] for body in promising if "mail_words." not in body]
