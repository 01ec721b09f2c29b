"""A project that hopes for 60 young people a week, and the way to a verified value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from evidence import actions
from evidence.models import Expectation, Kind, Observation
from kit import clock
from people.models import User
from places.models import Neighbourhood
from tests import factories

Hope = Callable[..., Expectation]
Measure = Callable[..., Observation]


@pytest.fixture
def hope(area: Neighbourhood, resident: User) -> Hope:
    """Makes a funded project's expectation; what differs is given."""

    def make(**rest: Any) -> Expectation:
        kind = Kind.objects.get(code=rest.pop("kind", "youth-sessions"))
        funded = rest.pop("funded", True)
        subject = rest.pop("subject", None) or uuid4()
        fields: dict[str, Any] = {
            "label": "Boxing on Friday nights",
            "place": area,
            "round_number": 1,
            "theme": kind.theme,
            "kind": kind,
            "indicator": kind.indicator,
            "target": Decimal(60),
            "due": clock.today() + timedelta(days=90),
            "by": resident,
        }
        row = actions.expect(subject, **{**fields, **rest})
        if funded:
            actions.mark_funded(subject)
        row.refresh_from_db()
        return row

    return make


@pytest.fixture
def measure(resident: User, officer: User) -> Measure:
    """Hands a value in and has it verified."""

    def make(row: Expectation, value: object, *, verified: bool = True) -> Observation:
        observation = actions.observe(
            row.subject,
            value=Decimal(str(value)),
            measured_on=clock.today(),
            how="Counted at the door",
            barred=[],
            by=resident,
        )
        return actions.verify(observation, by=officer) if verified else observation

    return make


@pytest.fixture
def awarder(area: Neighbourhood) -> User:
    """A member of staff who awarded the money."""
    return factories.with_role("officer", area)
