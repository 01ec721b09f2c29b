"""What pages say of secrecy is true in both ways of keeping the key, and no two pages disagree:
pages show nobody how somebody voted; whoever runs the server could find out, and it is said how.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from places.models import Neighbourhood
from rounds import words
from tests import factories
from tests.voting import scene as scenes
from tests.words.truth import text_of

ROOT = Path(__file__).resolve().parents[2]
# Each says that a thing can't be done which whoever runs the server could do.
TOO_MUCH = re.compile(
    r"[Nn]obody (?:sees|can see) (?:how|what|a count)|can[’']t see a ballot|[Nn]obody has seen"
    r"|among all|ballots can[’']t be read"
)


def test_no_page_says_that_nobody_could_find_out_how_somebody_voted() -> None:
    pages = [file for file in (ROOT / "templates").rglob("*.*") if file.suffix in (".html", ".txt")]
    found = {file.name: TOO_MUCH.findall(file.read_text()) for file in pages}
    assert not {name: said for name, said in found.items() if said}


@pytest.mark.django_db
def test_the_first_page_and_who_decides_speak_of_pages_alone(
    client: Client, area: Neighbourhood
) -> None:
    decides = text_of(client.get(reverse("pages:people", args=[area])))
    assert "No page shows them how somebody voted" in decides
    first = (ROOT / "templates/pages/first_officer.html").read_text()
    assert "No page shows how somebody voted" in first


@pytest.mark.django_db
@pytest.mark.parametrize("custody", ["two-people", "keyholders"])
def test_the_rules_say_who_could_open_the_votes_early(custody: str, area: Neighbourhood) -> None:
    rules = {**factories.round_in("ideas", area).rules, "custody": custody}
    if custody == "keyholders":
        rules["key_shares"] = {"needed": 2, "of": 3}
    facts = " ".join(words._opening(rules))  # type: ignore[arg-type]
    assert "who runs the server" in facts
    assert "could then see who chose what" in facts


def test_a_receipt_is_never_promised_to_find_a_ballot_among_others() -> None:
    receipts = [ROOT / "templates/voting" / name for name in ("receipt.html", "check.html")]
    for page in receipts:
        assert "among all" not in page.read_text()
    assert "to check it with" in (ROOT / "platform/rounds/words.py").read_text()


@pytest.mark.django_db
def test_what_is_known_of_who_voted_is_said_beside_you_have_voted(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area)
    voter = vote.voter()
    vote.vote(voter, 1)
    client = Client()
    client.force_login(voter)
    assert "You have voted" in text_of(client.get(reverse("pages:area", args=[area])))
    limits = text_of(client.get(reverse("voting:limits", args=[area, vote.round.number])))
    assert "No list says who voted" not in limits
    for page in (limits, text_of(client.get(reverse("pages:privacy")))):
        assert "keep no list of who voted" in page
        assert "work out" in page
