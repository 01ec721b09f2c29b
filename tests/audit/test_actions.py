"""The record: one entry per deed, final bytes, guards that hold against everyone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction

from audit import actions
from audit.canonical import encode
from audit.models import Event, Words
from kit.actor import SYSTEM
from people.models import User
from places.models import Neighbourhood
from tests import postgres


def write(area: Neighbourhood, by: User | None = None, **rest: object) -> Event:
    uuid = actions.record(
        by=by or SYSTEM,
        kind="place.changed",
        subject=area,
        role="officer",
        place=area.pk,
        **rest,  # type: ignore[arg-type]
    )
    return Event.objects.get(event_uuid=uuid)


def test_canonical_bytes_are_sorted_composed_and_without_floats() -> None:
    body = encode({"b": 1, "a": "e\u0301", "t": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)})
    assert body == '{"a":"é","b":1,"t":"2026-01-02T03:04:05.000006Z"}'.encode()
    with pytest.raises(TypeError):
        encode({"a": 1.5})  # type: ignore[dict-item]


def test_an_entry_holds_all_its_parts(area: Neighbourhood, resident: User) -> None:
    event = write(area, resident, before={"name": "Old"}, after={"name": "New", "pence": 5})
    body = json.loads(bytes(event.body))
    assert set(body) == {
        "v",
        "uuid",
        "at",
        "kind",
        "place_ref",
        "round_ref",
        "actor_ref",
        "subject_ref",
        "role",
        "audience",
        "before",
        "after",
    }
    assert body["after"] == {"name": "New", "pence": 5}
    assert body["actor_ref"] == str(resident.ref(round_ref=None, place_ref=area.pk))
    assert str(resident.pk) not in bytes(event.body).decode()


def test_words_are_only_a_digest_in_the_entry(area: Neighbourhood) -> None:
    event = write(area, words={"reason": "Because of the rats"})
    assert b"rats" not in bytes(event.body)
    assert Words.objects.get(event_uuid=event.event_uuid).text == "Because of the rats"


@pytest.mark.parametrize(
    "deed", ["UPDATE audit.event SET kind = 'x'", "DELETE FROM audit.event", "TRUNCATE audit.event"]
)
def test_the_app_role_cannot_alter_the_record(area: Neighbourhood, deed: str) -> None:
    write(area)
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)


def test_the_app_role_cannot_choose_a_leaf(area: Neighbourhood) -> None:
    with (
        pytest.raises(Exception, match="permission denied|non-DEFAULT"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO audit.event (leaf) VALUES ('x')")


def test_even_the_owner_cannot_alter_the_record(committed_db: str) -> None:
    with transaction.atomic():
        area = Neighbourhood.objects.create(slug="somewhere", name="Somewhere")
        actions.record(by=SYSTEM, kind="place.created", subject=area, role="officer", place=area.pk)
    with postgres.owner_connection(committed_db) as owner:
        for deed in (
            "UPDATE audit.event SET kind = 'x'",
            "DELETE FROM audit.event",
            "TRUNCATE audit.event",
        ):
            with pytest.raises(psycopg.DatabaseError, match="only ever added"):
                owner.execute(deed)


def test_no_entry_outside_a_transaction(committed_db: str) -> None:
    area = Neighbourhood.objects.create(slug="somewhere", name="Somewhere")
    with pytest.raises(actions.OutsideTransaction):
        actions.record(by=SYSTEM, kind="place.created", subject=area, role="officer")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (datetime(2026, 5, 4, 12, 0), "a time needs its zone"),  # noqa: DTZ001
        (2**53, "is too large for the record"),
        (-(2**53), "is too large for the record"),
    ],
)
def test_what_has_no_one_form_is_not_written_down(value: datetime | int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        encode({"told": value})
