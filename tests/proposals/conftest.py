"""Scenes of the proposals tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from evidence.models import Kind
from kit import clock
from people.models import User
from places.models import Neighbourhood
from proposals import actions
from proposals.actions.work import Cost
from proposals.models import CHECKS, Proposal
from rounds.models import Round
from rounds.presets import PRESETS
from tests import factories

GREEN: dict[str, Any] = {
    "title": "Clear the alley behind Rutland Street",
    "what": "Clear the rubbish and plant it up.",
    "where": "The alley between Rutland Street and Tunnard Street",
    "why": "Children walk through it to school.",
    "theme": "greener",
}
SAFER: dict[str, Any] = GREEN | {
    "title": "Boxing on Friday nights",
    "what": "Two coached sessions and a youth worker.",
    "theme": "safer",
}


@pytest.fixture
def ideas_round(area: Neighbourhood) -> Round:
    rules = PRESETS["small"].draft_rules()
    rules["proposals"] = {"max_asked_pence": 500_000, "max_on_ballot": 2}
    return factories.round_in("ideas", area, rules=rules)


@pytest.fixture
def checks_round(area: Neighbourhood) -> Round:
    return factories.round_in("checks", area)


@pytest.fixture
def lead(area: Neighbourhood) -> User:
    return factories.resident(area, name="Ruth Adeyemi")


@pytest.fixture
def second_officer(area: Neighbourhood) -> User:
    return factories.with_role("finance", area, name="Second Person")


@pytest.fixture
def green_kind(db: None) -> Kind:
    return Kind.objects.filter(theme="greener", about_crime=False).order_by("order")[0]


@pytest.fixture
def draft(ideas_round: Round, lead: User) -> Proposal:
    return actions.start_idea(ideas_round, by=lead, **GREEN)


@pytest.fixture
def idea(draft: Proposal, lead: User) -> Proposal:
    return actions.share(draft, by=lead)


@pytest.fixture
def crime_idea(ideas_round: Round, lead: User) -> Proposal:
    return actions.share(actions.start_idea(ideas_round, by=lead, **SAFER), by=lead)


@pytest.fixture
def whole(idea: Proposal, lead: User, green_kind: Kind) -> Proposal:
    """An idea with everything worked out, not handed in yet."""
    return actions.develop(
        idea,
        by=lead,
        kind=green_kind,
        who_delivers="us",
        target=Decimal(12),
        due=clock.today() + timedelta(days=400),
        costs=[Cost("Skips", 120_000), Cost("Plants", 30_000, "others")],
    )


@pytest.fixture
def submitted(whole: Proposal, lead: User) -> Proposal:
    return actions.submit(whole, by=lead)


@pytest.fixture
def refused(submitted: Proposal, officer: User) -> Proposal:
    actions.check(submitted, kind="cost", passed=False, reason="No price yet.", by=officer)
    return actions.refuse(submitted, reason="There is no price for the skips yet.", by=officer)


def answer_all(proposal: Proposal, by: User) -> None:
    for kind in CHECKS:
        actions.check(proposal, kind=kind, passed=True, reason="It does.", by=by)


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def url(proposal: Proposal, name: str = "detail") -> str:
    from django.urls import reverse

    round_ = proposal.round
    return reverse(
        f"proposals:{name}", args=[round_.neighbourhood.slug, round_.number, proposal.number]
    )


def date_of(round_: Round, name: str) -> datetime:
    """One of the dates of a round that has them all (UTC)."""
    moment = getattr(round_, name)
    assert isinstance(moment, datetime)
    return moment
