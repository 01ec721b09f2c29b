"""What was hoped for is fixed by the money, and nobody verifies their own evidence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import Event, Words
from evidence import actions, refusals
from evidence.access import may_verify
from evidence.models import Expectation, Indicator, Kind, Observation
from kit import clock
from people.models import User
from places.models import Neighbourhood
from tests import factories, postgres
from tests.evidence.conftest import Hope, Measure


def test_the_catalogue_is_there_from_the_start(db: None) -> None:
    assert Indicator.objects.count() == 31
    assert {kind.theme for kind in Kind.objects.all()} == {"safer", "greener"}
    assert Kind.objects.count() >= 14


def test_a_project_may_change_what_it_hopes_for_until_it_has_money(hope: Hope) -> None:
    row = hope(funded=False)
    hope(subject=row.subject, target=Decimal(30), funded=False)
    assert Expectation.objects.get().target == 30
    hope(subject=row.subject)
    with pytest.raises(refusals.AlreadyFunded):
        hope(subject=row.subject, target=Decimal(10))


def test_an_offer_declined_leaves_the_track_record(hope: Hope) -> None:
    row = hope()
    actions.mark_unfunded(row.subject)
    row.refresh_from_db()
    assert row.funded_at is None


def test_a_value_handed_in_does_not_count_yet_and_only_staff_hear_of_it(
    hope: Hope, measure: Measure
) -> None:
    observation = measure(hope(), 44, verified=False)
    entry = Event.objects.get(subject_ref=observation.pk)
    assert (entry.kind, entry.audience) == ("observation.recorded", "staff")
    assert observation.verified_at is None


def test_verifying_tells_everyone_the_value_and_what_was_seen(
    hope: Hope, measure: Measure, officer: User
) -> None:
    observation = measure(hope(), 44, verified=False)
    actions.verify(observation, by=officer, seen="The register's totals")
    entry = Event.objects.get(subject_ref=observation.pk, kind="observation.verified")
    assert entry.audience == "public"
    assert json.loads(bytes(entry.body))["after"]["value"] == "44.00"
    assert Words.objects.get(event_uuid=entry.event_uuid, name="seen").text


def test_nobody_verifies_what_they_measured(hope: Hope, measure: Measure, resident: User) -> None:
    observation = measure(hope(), 44, verified=False)
    with pytest.raises(refusals.OwnEvidence):
        actions.verify(observation, by=resident)


def test_a_share_that_is_more_than_all_is_not_handed_in(hope: Hope, measure: Measure) -> None:
    trees = Indicator.objects.get(unit="% of trees planted")
    with pytest.raises(refusals.MoreThanAll, match="it can be 100 at most"):
        measure(hope(indicator=trees), 101, verified=False)
    assert not Observation.objects.exists()


def test_nobody_of_the_staff_verifies_what_they_handed_in(
    hope: Hope, measure: Measure, officer: User
) -> None:
    observation = measure(hope(), 44, verified=False)
    observation.recorded_by = officer
    verdict = may_verify(officer, observation)
    assert verdict.because == "You handed this in. Somebody else must verify it."


def test_who_awarded_the_money_cannot_verify(hope: Hope, resident: User, awarder: User) -> None:
    observation = actions.observe(
        hope().subject,
        value=Decimal(44),
        measured_on=clock.today(),
        how="Counted",
        barred=[awarder.pk],
        by=resident,
    )
    with pytest.raises(refusals.OwnEvidence):
        actions.verify(observation, by=awarder)


def test_a_caller_may_bar_more_people(hope: Hope, measure: Measure, officer: User) -> None:
    observation = measure(hope(), 44, verified=False)
    with pytest.raises(refusals.OwnEvidence):
        actions.verify(observation, by=officer, barred={officer.pk})


def test_a_value_is_verified_once(hope: Hope, measure: Measure, awarder: User) -> None:
    observation = measure(hope(), 44)
    with pytest.raises(refusals.AlreadyVerified):
        actions.verify(observation, by=awarder)


def test_a_later_value_replaces_the_earlier_which_stays(hope: Hope, measure: Measure) -> None:
    row = hope()
    first = measure(row, 12)
    second = measure(row, 44)
    assert second.supersedes == first
    first.refresh_from_db()
    assert first.value == 12
    assert Event.objects.filter(kind="observation.superseded").count() == 1


def test_a_value_that_was_replaced_can_be_neither_verified_nor_replaced_again(
    hope: Hope, measure: Measure, officer: User, resident: User
) -> None:
    row = hope()
    first = measure(row, 12, verified=False)
    measure(row, 44, verified=False)
    with pytest.raises(refusals.Superseded):
        actions.verify(first, by=officer)
    with pytest.raises(refusals.Superseded):
        actions.supersede(
            first,
            value=Decimal(1),
            measured_on=clock.today(),
            how="Again",
            barred=[],
            by=resident,
        )


def test_nothing_is_measured_tomorrow(hope: Hope, resident: User) -> None:
    with pytest.raises(refusals.NotYetMeasured):
        actions.observe(
            hope().subject,
            value=Decimal(1),
            measured_on=clock.today() + timedelta(days=1),
            how="Foreseen",
            barred=[],
            by=resident,
        )


def test_nothing_is_measured_against_nothing(resident: User) -> None:
    with pytest.raises(refusals.NothingExpected):
        actions.observe(
            uuid4(), value=Decimal(1), measured_on=date(2026, 1, 1), how="x", barred=[], by=resident
        )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e12"])
def test_only_a_number_that_fits_is_a_value(value: str) -> None:
    with pytest.raises(refusals.NotANumber):
        actions.number(Decimal(value))


def test_the_app_cannot_change_a_measured_value(hope: Hope, measure: Measure) -> None:
    measure(hope(), 44)
    for deed in ("SET value = 60", "SET how = ''", "SET recorded_by_id = verified_by_id"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE evidence_observation {deed}")


def test_the_database_refuses_a_barred_verifier(hope: Hope, resident: User, awarder: User) -> None:
    observation = actions.observe(
        hope().subject,
        value=Decimal(44),
        measured_on=clock.today(),
        how="Counted",
        barred=[awarder.pk],
        by=resident,
    )
    rows = Observation.objects.filter(pk=observation.pk)
    with pytest.raises(IntegrityError, match="somebody else"), transaction.atomic():
        rows.update(verified_by=awarder, verified_at=clock.now())
    with pytest.raises(IntegrityError, match="self_verified"), transaction.atomic():
        rows.update(verified_by=resident, verified_at=clock.now())


def test_even_the_owner_cannot_change_or_delete_a_measurement(committed_db: str) -> None:
    with transaction.atomic():
        area: Neighbourhood = factories.area()
        by = factories.resident(area)
        kind = Kind.objects.get(code="trees")
        row = actions.expect(
            uuid4(),
            label="Trees",
            place=area,
            round_number=1,
            theme="greener",
            kind=kind,
            indicator=kind.indicator,
            target=Decimal(90),
            due=date(2027, 1, 1),
            by=by,
        )
        actions.observe(
            row.subject,
            value=Decimal(80),
            measured_on=date(2026, 1, 1),
            how="x",
            barred=[by.pk],
            by=by,
        )
    with postgres.owner_connection(committed_db) as owner:
        for deed in (
            "UPDATE evidence_observation SET value = 90",
            "DELETE FROM evidence_observation",
            "TRUNCATE evidence_observation CASCADE",
            "DELETE FROM evidence_observation_barred",
            "UPDATE evidence_observation_barred SET user_id = gen_random_uuid()",
        ):
            with pytest.raises(psycopg.DatabaseError, match="refused"):
                owner.execute(deed)


def test_nobody_outside_reads_of_a_value_before_it_is_verified(
    hope: Hope, measure: Measure
) -> None:
    row = hope()
    measure(row, 12, verified=False)
    measure(row, 30, verified=False)
    assert not Event.objects.public().filter(kind__startswith="observation").exists()


def test_a_verified_value_that_is_to_be_replaced_says_so_without_the_new_words(
    hope: Hope, measure: Measure
) -> None:
    row = hope()
    measure(row, 12)
    measure(row, 30, verified=False)
    entry = Event.objects.get(kind="observation.superseded")
    assert not Words.objects.filter(event_uuid=entry.event_uuid).exists()


@pytest.mark.parametrize("value", [True, 1.5, "3"])
def test_a_value_is_an_exact_number(value: object) -> None:
    with pytest.raises(refusals.NotANumber):
        actions.number(value)  # type: ignore[arg-type]
