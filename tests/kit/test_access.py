"""Who isn't signed in is asked to, and loses nothing that was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from kit.access import audience
from people.models import User
from places.models import Neighbourhood
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_session_that_ended_shows_again_what_was_typed(
    client: Client, area: Neighbourhood, resident: User
) -> None:
    round_ = factories.round_in("ideas", area)
    idea = factories.proposal(round_, lead=resident, status="idea")
    url = f"/{area.slug}/rounds/{round_.number}/ideas/{idea.number}/edit/"
    answer = client.post(url, {"what": "Clear the <alley> behind us", "title": "Short"})
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "Clear the &lt;alley&gt; behind us" in page
    assert f"/accounts/login/?next={url}" in page


def test_a_page_that_needs_a_person_asks_for_signing_in(client: Client) -> None:
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/me/")


@pytest.mark.parametrize(
    ("kinds", "says"),
    [((), "unknown audience: none"), (("public", "nobody"), "unknown audience: .'nobody'.")],
)
def test_every_page_is_for_somebody_who_is_known(kinds: tuple[str, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        audience(*kinds)
