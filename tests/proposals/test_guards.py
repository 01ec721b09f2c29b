"""What the database itself refuses about checks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from people.models import User
from places.models import Neighbourhood
from proposals import actions
from proposals.models import Check
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_answer_stays_as_it_was_given(area: Neighbourhood, officer: User) -> None:
    idea = factories.proposal(factories.round_in("checks", area), status="submitted")
    answer = actions.check(idea, kind="cost", passed=False, reason="Too dear.", by=officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Check.objects.filter(pk=answer.pk).update(passed=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        answer.delete()


def test_nobody_checks_what_they_lead_or_help_with(area: Neighbourhood, officer: User) -> None:
    led = factories.proposal(factories.round_in("checks", area), lead=officer, status="submitted")
    helped = factories.proposal(led.round, status="submitted")
    helped.helpers.add(officer)
    for idea in (led, helped):
        with pytest.raises(IntegrityError), transaction.atomic():
            Check.objects.create(proposal=idea, kind="cost", passed=True, reason="Yes.", by=officer)
