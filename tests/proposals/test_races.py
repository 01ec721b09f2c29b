"""The same deed by many at once, on real PostgreSQL with real threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kit.refusal import Refused
from people.models import Letter
from proposals import actions
from proposals.models import Proposal, Report
from tests import factories
from tests.proposals.conftest import GREEN

MANY = 10


def at_once(deed: Callable[[int], object]) -> list[object]:
    """What `deed` gave or raised for each of MANY threads that start together."""
    start = Barrier(MANY)

    def one(number: int) -> object:
        start.wait()
        try:
            return deed(number)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


@pytest.mark.usefixtures("committed_db")
def test_ten_reports_by_one_person_at_once_are_one_report() -> None:
    area = factories.area()
    idea = factories.proposal(factories.round_in("ideas", area), status="idea")
    person = factories.person()
    answers = at_once(lambda _: actions.report(idea, reason="It names me.", by=person))
    assert Report.objects.count() == 1
    assert sum(isinstance(answer, Report) for answer in answers) == 1


@pytest.mark.usefixtures("committed_db")
def test_ten_ideas_at_once_have_numbers_without_gaps() -> None:
    round_ = factories.round_in("ideas", factories.area())
    people = [factories.person() for _ in range(MANY)]
    at_once(lambda number: actions.start_idea(round_, by=people[number], title=f"Idea {number}"))
    numbers = sorted(Proposal.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))


@pytest.mark.usefixtures("committed_db")
def test_sending_in_ten_times_at_once_is_one_idea_and_one_letter() -> None:
    round_ = factories.round_in("ideas", factories.area())
    person = factories.person()
    draft = actions.start_idea(round_, by=person, **GREEN)
    answers = at_once(lambda _: actions.share(draft, by=person))
    assert sum(isinstance(answer, Proposal) for answer in answers) == 1
    assert Letter.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_two_titles_that_read_the_same_are_not_both_shown_at_once() -> None:
    round_ = factories.round_in("ideas", factories.area())
    people = [factories.person() for _ in range(MANY)]
    drafts = [actions.start_idea(round_, by=person, **GREEN) for person in people]
    at_once(lambda number: actions.share(drafts[number], by=people[number]))
    assert Proposal.objects.public().count() == 1
