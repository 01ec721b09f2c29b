"""Who types while somebody else is faster, or takes their role away, finds it on the refusal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from places.models import Neighbourhood
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Trees for <everybody>, & a bench."
SHOWN = "Trees for &lt;everybody&gt;, &amp; a bench."


def send(person: User, area: Neighbourhood, phase: str) -> tuple[int, str]:
    """Send the first page of a round's setting up, typed while it was a draft."""
    round_ = factories.round_in(phase, area)
    client = Client()
    client.force_login(person)
    page = client.post(reverse("rounds:money", args=[area, round_.number]), {"purpose": WORDS})
    return page.status_code, page.content.decode()


def test_a_draft_that_somebody_published_meanwhile(area: Neighbourhood, officer: User) -> None:
    status, page = send(officer, area, "ideas")
    assert status == 404
    assert SHOWN in page
    assert "Nothing was saved" in page
    assert "mistyped" not in page


def test_a_page_that_is_not_for_them_any_more(area: Neighbourhood) -> None:
    no_officer_now = factories.resident(area)
    status, page = send(no_officer_now, area, "draft")
    assert status == 403
    assert SHOWN in page


def test_where_there_is_no_page_nothing_that_was_sent_is_shown(area: Neighbourhood) -> None:
    page = Client(enforce_csrf_checks=True).post("/no/such/page/", {"text": WORDS})
    assert page.status_code == 404
    assert "Trees for" not in page.content.decode()
    assert "mistyped" in page.content.decode()
