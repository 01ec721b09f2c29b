"""Nouns of a round that is being set up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kit import clock as kit_clock
from ledger import actions as money
from ledger.models import Fund
from people.models import Role, User
from places.models import Boundary, Neighbourhood
from rounds import actions
from rounds.models import Round
from tests import factories

PEOPLE = {
    "opener": ("officer", "finance"),
    "approver": ("officer",),
    "authoriser": ("finance",),
    "secretary": ("secretary",),
    "answerer": ("officer",),
}


@pytest.fixture
def fund(area: Neighbourhood, finance: User) -> Fund:
    """A fund with £30,000 in it."""
    today = kit_clock.today()
    fund = money.open_fund(
        area, name="Ten-year fund", source="Community Wealth Fund", starts_on=today,
        ends_on=today + timedelta(days=3650), by=finance,
    )  # fmt: skip
    factories.money_in(fund, 3_000_000)
    return fund


@pytest.fixture
def draft(area: Neighbourhood, fund: Fund, officer: User) -> Round:
    """A draft with suggested dates and nobody named yet."""
    Boundary.objects.create(neighbourhood=area, version=1)
    start = kit_clock.today() + timedelta(days=10)
    return actions.draft(
        area, preset="small", title="Cleaner alleys", fund=fund, pot_pence=1_200_000, start=start,
        by=officer,
    )  # fmt: skip


def name_everybody(round_: Round, *, by: User) -> None:
    """Give every duty to people who hold the roles in the round's neighbourhood."""
    roles = Role.objects.filter(neighbourhood=round_.neighbourhood, ended_at=None)
    for kind, wanted in PEOPLE.items():
        for role in wanted:
            holder = roles.filter(kind=role).select_related("person").order_by("pk")[0]
            actions.give_duty(round_, kind=kind, person=holder.person, by=by)


@pytest.fixture
def ready(draft: Round, officer: User, finance: User, secretary: User) -> Round:
    """A draft of which nothing that a round itself knows is missing."""
    name_everybody(draft, by=officer)
    return draft


@pytest.fixture
def without_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the checks of this package: a panel and a box belong to others."""
    from rounds import publishing, readiness

    own: dict[str, list[readiness.Check]] = {step: [] for step in readiness.STEPS} | {
        "publish": list(publishing.CHECKS)
    }
    monkeypatch.setattr(readiness, "_checks", own)


@pytest.fixture
def published(ready: Round, officer: User, without_panels: None) -> Round:
    return actions.publish(ready, by=officer)


@pytest.fixture
def vetted_person(area: Neighbourhood) -> User:
    """Another finance officer."""
    return factories.with_role("finance", area, name="Femi Adeyemi")
