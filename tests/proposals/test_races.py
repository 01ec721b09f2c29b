"""The same deed by many at once, on real PostgreSQL with real threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import sleep

import pytest
from django.db import connection, transaction

from audit.actions import record
from kit import clock
from people.models import Letter, User
from proposals import actions
from proposals.models import CHECKS, Proposal, Report
from proposals.refusals import BallotFixed
from rounds.models import Round
from tests import factories
from tests.at_once import at_once, be_patient
from tests.proposals.conftest import GREEN

MANY = 10


def by_many(deed: Callable[[int], object]) -> list[object]:
    """What `deed` gave or raised for each of MANY who start together."""
    return at_once([partial(deed, number) for number in range(MANY)])


@pytest.mark.usefixtures("committed_db")
def test_ten_reports_by_one_person_at_once_are_one_report() -> None:
    area = factories.area()
    idea = factories.proposal(factories.round_in("ideas", area), status="idea")
    person = factories.person()
    answers = by_many(lambda _: actions.report(idea, reason="It names me.", by=person))
    assert Report.objects.count() == 1
    assert sum(isinstance(answer, Report) for answer in answers) == 1


@pytest.mark.usefixtures("committed_db")
def test_ten_ideas_at_once_have_numbers_without_gaps() -> None:
    round_ = factories.round_in("ideas", factories.area())
    people = [factories.person() for _ in range(MANY)]
    by_many(lambda number: actions.start_idea(round_, by=people[number], title=f"Idea {number}"))
    numbers = sorted(Proposal.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))


@pytest.mark.usefixtures("committed_db")
def test_sending_in_ten_times_at_once_is_one_idea_and_one_letter() -> None:
    round_ = factories.round_in("ideas", factories.area())
    person = factories.person()
    draft = actions.start_idea(round_, by=person, **GREEN)
    answers = by_many(lambda _: actions.share(draft, by=person))
    assert sum(isinstance(answer, Proposal) for answer in answers) == 1
    assert Letter.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_two_titles_that_read_the_same_are_not_both_shown_at_once() -> None:
    round_ = factories.round_in("ideas", factories.area())
    people = [factories.person() for _ in range(MANY)]
    drafts = [actions.start_idea(round_, by=person, **GREEN) for person in people]
    by_many(lambda number: actions.share(drafts[number], by=people[number]))
    assert Proposal.objects.public().count() == 1


@pytest.mark.usefixtures("committed_db")
def test_nothing_becomes_ready_while_the_ballot_box_is_made_ready() -> None:
    area = factories.area()
    round_ = factories.round_in("checks", area)
    officer = factories.with_role("officer", area)
    idea = factories.proposal(round_, status="submitted")
    for kind in CHECKS:
        actions.check(idea, kind=kind, passed=True, reason="Yes.", by=officer)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            held = Round.objects.select_for_update().get(pk=round_.pk)
            passing = pool.submit(_passed, idea, officer)
            _until_somebody_waits()
            held.box_ready_at = clock.now()
            held.save(update_fields=["box_ready_at"])
            record(by=officer, kind="box.ready", subject=held, role="officer", round=held.pk)
        with pytest.raises(BallotFixed):
            passing.result(timeout=60)
    idea.refresh_from_db()
    assert idea.status == "submitted"


def _passed(idea: Proposal, officer: User) -> Proposal:
    try:
        be_patient()
        return actions.pass_to_vote(idea, by=officer)
    finally:
        connection.close()


def _until_somebody_waits() -> None:
    for _ in range(1500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waited")
