"""The public record, as anyone reads it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from audit import actions
from kit import clock
from kit.actor import SYSTEM
from kit.dates import day, day_time
from people.models import User
from places.models import Neighbourhood
from proposals import actions as proposals
from rounds import turns
from tests import factories, postgres
from tests.words.truth import text_of


@pytest.mark.django_db
def test_an_entry_shows_its_words_money_and_proof(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    uuid = actions.record(
        by=officer, kind="money.deposited", subject=area, role="officer", place=area.pk,
        after={"pence": 24_000_000}, words={"memo": "From the fund <b>"},
    )  # fmt: skip
    page = client.get(f"/{area.slug}/record/").content.decode()
    assert "Money received" in page
    assert "£240,000" in page
    assert "From the fund &lt;b&gt;" in page
    proof = client.get(f"/{area.slug}/record/{uuid}/").content.decode()
    assert "RFC 8785" in proof


@pytest.mark.django_db
def test_an_entry_about_a_round_says_which_and_since_when_it_is_so(
    client: Client, area: Neighbourhood
) -> None:
    round_ = factories.round_in("checks", area)
    round_ = factories.round_in("checks", area)
    turns.notice(round_)
    page = text_of(client.get(f"/{area.slug}/record/"))
    assert round_.number == 2
    assert round_.ideas_close_at
    assert f"The round reached “Working ideas out” · at {day_time(round_.ideas_close_at)}" in page
    assert "by the calendar · round 2" in page
    assert "round 1" not in page


@pytest.mark.django_db
def test_what_is_not_public_is_not_there(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    uuid = actions.record(
        by=officer, kind="residency.verified", subject=area, role="officer", place=area.pk
    )
    assert "Address verified" not in client.get(f"/{area.slug}/record/").content.decode()
    assert client.get(f"/{area.slug}/record/{uuid}/").status_code == 404


@pytest.mark.django_db
def test_a_hidden_ideas_words_are_gone_and_the_reason_stays(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("ideas", area)
    idea = factories.proposal(round_, status="idea")
    uuid = actions.record(
        by=officer, kind="proposal.changed", subject=idea, role="resident", place=area.pk,
        round=round_.pk, words={"what": "He lives at number 12"},
    )  # fmt: skip
    proposals.hide(idea, reason="It names somebody.", by=officer)
    for page in (f"/{area.slug}/record/", f"/{area.slug}/record/{uuid}/"):
        text = client.get(page).content.decode()
        assert "number 12" not in text
    assert "It names somebody." in client.get(f"/{area.slug}/record/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "reads"),
    [("auditor", ["staff", "auditor"]), ("officer", ["staff"]), ("panel", [])],
)
def test_staff_and_auditors_read_what_is_theirs(
    client: Client, area: Neighbourhood, officer: User, role: str, reads: list[str]
) -> None:
    kinds = {"staff": "residency.verified", "auditor": "person.erased"}
    for kind in kinds.values():
        actions.record(by=officer, kind=kind, subject=area, role="officer", place=area.pk)
    client.force_login(factories.with_role(role, area))
    page = client.get(f"/{area.slug}/record/").content.decode()
    titles = {"staff": "Address verified", "auditor": "Personal data erased"}
    assert [kind for kind, title in titles.items() if title in page] == reads


@pytest.mark.django_db
def test_another_neighbourhoods_entry_is_not_here(
    client: Client, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    uuid = actions.record(
        by=SYSTEM, kind="place.changed", subject=area, role="system", place=area.pk
    )
    assert client.get(f"/{other_area.slug}/record/{uuid}/").status_code == 404


@pytest.mark.django_db
def test_the_page_says_what_was_checked_and_what_that_cannot_show(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    actions.record(by=officer, kind="place.changed", subject=area, role="officer", place=area.pk)
    page = client.get(f"/{area.slug}/record/").content.decode()
    assert "The record is consistent with itself." in page
    assert "whoever owns the database could have written all of it anew" in page
    assert "whole" not in page


@pytest.mark.django_db
def test_erased_words_leave_a_line_that_says_when(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    uuid = actions.record(
        by=officer, kind="place.changed", subject=area, role="officer", place=area.pk,
        words={"about": "By Mrs Bell"},
    )  # fmt: skip
    actions.erase_words(uuid, by=officer, role="officer", reason="She asked us to.")
    record = client.get(f"/{area.slug}/record/").content.decode()
    entry = client.get(f"/{area.slug}/record/{uuid}/").content.decode()
    said = f"Words of this entry were erased on {day(clock.now())}."
    assert said in record
    assert said in entry
    assert "She asked us to." in record
    assert "Bell" not in record + entry
    assert "has been altered" not in record + entry


def test_words_deleted_behind_the_guards_turn_the_page_red(committed_db: str) -> None:
    with transaction.atomic():
        area = factories.area()
        uuid = actions.record(
            by=SYSTEM, kind="place.created", subject=area, role="system", place=area.pk,
            words={"name": "East Marsh"},
        )  # fmt: skip
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("ALTER TABLE audit_words DISABLE TRIGGER ALL")
        owner.execute("DELETE FROM audit_words")
    assert "The record has been altered." in Client().get("/east-marsh/record/").content.decode()
    proof = Client().get(f"/east-marsh/record/{uuid}/").content.decode()
    assert "This entry has been altered." in proof


def test_an_altered_entry_turns_the_page_red(committed_db: str) -> None:
    with transaction.atomic():
        area = factories.area()
        actions.record(by=SYSTEM, kind="place.created", subject=area, role="system", place=area.pk)
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("ALTER TABLE audit.event DISABLE TRIGGER event_append_only")
        owner.execute("UPDATE audit.event SET role = 'nobody'")
    page = Client().get("/east-marsh/record/").content.decode()
    assert "The record has been altered." in page
