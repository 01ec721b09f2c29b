"""What changed is told by the one place that knows how: few people stay "a few" here too."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from evidence import actions
from evidence.models import Kind
from kit import clock
from people.models import User
from places.models import Neighbourhood

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["", "changes/"])
def test_few_people_are_never_counted_out(
    client: Client, area: Neighbourhood, officer: User, resident: User, page: str
) -> None:
    kind, subject = Kind.objects.get(code="youth-sessions"), uuid4()
    actions.expect(
        subject, label="A club", place=area, round_number=1, theme="safer", kind=kind,
        indicator=kind.indicator, target=Decimal(60), due=clock.today() + timedelta(days=9),
        by=resident,
    )  # fmt: skip
    actions.mark_funded(subject)
    row = actions.observe(
        subject, value=Decimal(3), measured_on=clock.today(), how="Counted", barred=[], by=resident
    )
    actions.verify(row, by=officer)
    text = client.get(f"/{area.slug}/{page}").content.decode()
    assert "a few young people a week" in text
    assert ">3<" not in text
