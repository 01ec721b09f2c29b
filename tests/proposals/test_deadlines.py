"""An idea that was sent back says until when it can be handed in again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from kit import clock
from kit.dates import day_time
from people.models import Letter, User
from places.models import Neighbourhood
from proposals import actions, deadlines
from tests import factories
from tests.proposals.conftest import client_of


def test_letter_and_page_of_a_returned_idea_name_the_end(
    area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("checks", area)
    lead = factories.resident(area)
    idea = factories.proposal(round_, lead, status="submitted")
    actions.return_for_change(idea, reason="Say who", by=officer)
    assert round_.voting_opens_at is not None
    facts = f"before the vote opens at {day_time(round_.voting_opens_at)}"
    assert facts in Letter.objects.get(to=lead.email).text
    url = reverse("proposals:detail", args=[area, round_.number, idea.number])
    assert facts in client_of(lead).get(url).text


def test_a_vote_that_is_late_promises_no_day(area: Neighbourhood) -> None:
    late = factories.round_in("checks", area, voting_opens_at=clock.now() - timedelta(hours=1))
    assert "any day now" in deadlines.again_until(late)


def test_each_answer_of_a_check_says_which_question_it_answers(
    area: Neighbourhood, officer: User
) -> None:
    idea = factories.proposal(factories.round_in("checks", area), status="submitted")
    actions.check(idea, kind="cost", passed=True, reason="Three offers", by=officer)
    url = reverse("proposals:detail", args=[area, 1, idea.number])
    page = client_of(factories.resident(area)).get(url).text
    assert "Are the costs right? Yes" in page
    assert "Check answered" not in page
