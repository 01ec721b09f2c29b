"""Sentences around names: an initial's dot is the only one, and a letter begins as letters do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from people.models import ROLE_NAMES, ROLES_AS_ASKED
from tests import factories
from tests.voting.scene import Scene, open_vote
from voting import actions as voting
from voting.models import Challenge

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [file for file in (ROOT / "templates").rglob("*.*") if file.suffix in (".html", ".txt")]
LETTERS = sorted(
    file.relative_to(ROOT / "templates") for file in TEMPLATES if file.suffix == ".txt"
)
_NAME = (
    r"public_name|proposer_shown|inviter"
    r"|(?:verified|asked|answered|entered|recorded|agreed|made)_by"
)
_NAME_THEN_STOP = re.compile(rf"(?:{_NAME}) *\}}\}}(?:\s*{{%[^%]*%}})*\.")


def test_no_sentence_of_a_page_or_letter_ends_with_a_name() -> None:
    found = {
        str(file.relative_to(ROOT)): hits
        for file in TEMPLATES
        if (hits := _NAME_THEN_STOP.findall(file.read_text()))
    }
    assert not found


def test_no_sentence_of_the_code_ends_with_a_name() -> None:
    rooms = ("platform", "proposals", "voting", "grants", "pages", "demo")
    ends = re.compile(r"\{(?:[\w.]*(?:public_name|proposer_shown)|named\([^)]*\))\}\.[\"' ]")
    found = [
        f"{file.name}: {hit}"
        for room in rooms
        for file in (ROOT / room).rglob("*.py")
        for hit in ends.findall(file.read_text())
    ]
    assert not found


@pytest.mark.parametrize("letter", LETTERS, ids=str)
def test_a_letter_begins_with_a_capital_after_its_greeting(letter: Path) -> None:
    text = (ROOT / "templates" / letter).read_text()
    greeted = re.search(r"(?m)^Hello[^\n]*,\n\n(.)", text)
    assert greeted is None or not greeted[1].islower()
    assert greeted or not re.search(r"(?m)^(?:Dear|Hi|Hello)\b", text)


@pytest.mark.django_db
def test_an_answer_by_somebody_with_an_initial_is_said_with_one_dot() -> None:
    vote: Scene = open_vote()
    resident = factories.resident(vote.area)
    asked = voting.raise_challenge(vote.round, by=resident, about="count", text="The sums look odd")
    voting.answer_challenge(asked, by=vote.officer, answer="They add up", upheld=False)
    client = Client()
    client.force_login(vote.officer)
    here = [vote.area, vote.round.number, Challenge.objects.get().pk]
    page = client.get(reverse("voting:answer", args=here)).content.decode()
    assert "Olive O. answered on" in " ".join(page.split())
    assert ".." not in re.sub(r"<[^>]*>", "", page)


def test_each_role_has_its_article_where_one_is_asked_to_be_it() -> None:
    assert set(ROLES_AS_ASKED) == set(ROLE_NAMES)
    assert all(re.match(r"(?:an? |the )[a-z]", role) for role in ROLES_AS_ASKED.values())
    for page in ("email/people/invitation.txt", "people/invitation.html"):
        assert "role|lower" not in (ROOT / "templates" / page).read_text()
