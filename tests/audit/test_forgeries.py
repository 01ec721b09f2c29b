"""What somebody with an account of the database would try against the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import transaction

from audit import actions, verify
from audit.canonical import Plain, encode
from audit.models import Event, Words
from kit import clock
from kit.actor import SYSTEM
from tests import factories, postgres

INSERT = """
INSERT INTO audit.event (event_uuid, at, kind, subject_ref, role, audience, body, salt)
VALUES (%(uuid)s, %(at)s, %(kind)s, %(subject_ref)s, %(role)s, %(audience)s, %(body)s, %(salt)s)
"""


def forged(at: datetime, /, **instead: Plain) -> dict[str, Any]:
    """An entry of nobody's deed, dated `at`, whose body says the same but for `instead`."""
    facts: dict[str, Plain] = {
        "uuid": uuid4(),
        "at": at,
        "kind": "round.postponed",
        "place_ref": None,
        "round_ref": None,
        "actor_ref": None,
        "subject_ref": uuid4(),
        "role": "officer",
        "audience": "public",
    }
    body = encode({"v": 1, **facts, "before": {}, "after": {}, **instead})
    return {**facts, "body": body, "salt": bytes(16)}


def written(words: Mapping[str, str]) -> UUID:
    """An entry with words, committed."""
    with transaction.atomic():
        area = factories.area()
        return actions.record(
            by=SYSTEM, kind="place.created", subject=area, role="officer", place=area.pk,
            words=words,
        )  # fmt: skip


@pytest.mark.parametrize("days", [-365, 1])
def test_neither_app_nor_owner_can_date_an_entry_otherwise(committed_db: str, days: int) -> None:
    entry = forged(clock.now() + timedelta(days=days))
    for account in (postgres.site_connection, postgres.owner_connection):
        with (
            account(committed_db) as them,
            pytest.raises(psycopg.DatabaseError, match="dated"),
            postgres.deed(them),
        ):
            them.execute(INSERT, entry)
    assert not Event.objects.exists()


def test_copying_rows_in_is_no_way_around(committed_db: str) -> None:
    entry = forged(clock.now() - timedelta(days=365))
    columns = "event_uuid, at, kind, subject_ref, role, audience, body, salt"
    with (
        postgres.owner_connection(committed_db) as owner,
        pytest.raises(psycopg.DatabaseError, match="dated"),
        owner.cursor() as cursor,
        cursor.copy(f"COPY audit.event ({columns}) FROM STDIN") as copy,
    ):
        copy.write_row([entry[name] for name in ("uuid", *columns.split(", ")[1:])])
    assert not Event.objects.exists()


def test_an_entry_may_take_half_a_minute_to_be_written(committed_db: str) -> None:
    with postgres.site_connection(committed_db) as app, postgres.deed(app):
        app.execute(INSERT, forged(clock.now() - timedelta(seconds=30)))
    assert verify.check().consistent


@pytest.mark.parametrize(
    "instead",
    [{"at": "2020-01-01T00:00:00.000000Z"}, {"kind": "place.created"}, {"audience": "staff"}],
)
def test_an_entry_that_says_one_thing_twice_differently_is_refused(
    committed_db: str, instead: dict[str, Plain]
) -> None:
    with (
        postgres.site_connection(committed_db) as app,
        pytest.raises(psycopg.DatabaseError, match="its text"),
        postgres.deed(app),
    ):
        app.execute(INSERT, forged(clock.now(), **instead))


@pytest.mark.parametrize("instead", [{"audience": "staff"}, {"kind": "round.made_up"}])
def test_an_entry_kept_from_whom_its_kind_is_told_is_shown(
    committed_db: str, instead: dict[str, Plain]
) -> None:
    """Else whoever has the website's account could write in secret what the public is to read."""
    with postgres.site_connection(committed_db) as app, postgres.deed(app):
        app.execute(INSERT, {**forged(clock.now(), **instead), **instead})
    assert len(verify.check().altered) == 1


def test_an_entry_that_nobody_can_read_is_refused(committed_db: str) -> None:
    entry = {**forged(clock.now()), "body": b"\xff no text"}
    with (
        postgres.site_connection(committed_db) as app,
        pytest.raises(psycopg.DataError),
        postgres.deed(app),
    ):
        app.execute(INSERT, entry)


def test_nobody_but_the_site_writes_an_entry(committed_db: str) -> None:
    """Neither with the account's password, nor by a statement that the site is made to send."""
    for account, refusal in (
        (postgres.app_connection, "no deed of the site"),
        (postgres.site_connection, "no deed of the site"),
    ):
        with account(committed_db) as them, pytest.raises(psycopg.DatabaseError, match=refusal):
            them.execute(INSERT, forged(clock.now()))
    assert not Event.objects.exists()


def test_words_that_are_deleted_without_an_entry_stay(committed_db: str) -> None:
    written({"reason": "As agreed in March"})
    for account in (postgres.site_connection, postgres.owner_connection):
        with (
            account(committed_db) as them,
            pytest.raises(psycopg.DatabaseError, match="without an entry"),
        ):
            them.execute("DELETE FROM audit_words")
    assert Words.objects.count() == 1


@pytest.mark.parametrize(
    ("account", "refusal"),
    [(postgres.app_connection, "permission denied"), (postgres.owner_connection, "only ever")],
)
@pytest.mark.parametrize("deed", ["UPDATE audit_words SET text = 'No'", "TRUNCATE audit_words"])
def test_nobody_changes_words(committed_db: str, account: Any, refusal: str, deed: str) -> None:
    written({"reason": "As agreed in March"})
    with account(committed_db) as them, pytest.raises(psycopg.DatabaseError, match=refusal):
        them.execute(deed)


def test_words_that_an_owner_without_guards_deletes_are_missed(committed_db: str) -> None:
    uuid = written({"reason": "As agreed in March", "memo": "Twice"})
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("ALTER TABLE audit_words DISABLE TRIGGER ALL")
        owner.execute("DELETE FROM audit_words WHERE name = 'memo'")
    assert verify.check().altered == (uuid,)
    assert verify.check(entry=uuid).altered == (uuid,)


def test_words_that_an_entry_does_not_name_are_missed(committed_db: str) -> None:
    uuid = written({"reason": "As agreed in March", "memo": "Twice"})
    with transaction.atomic():
        actions.erase_words(uuid, by=SYSTEM, role="officer", reason="Asked to")
    (erased,) = Event.objects.filter(kind="words.erased")
    after = {**erased.payload["after"], "words": ["memo"]}  # type: ignore[dict-item]
    body = json.dumps({**erased.payload, "after": after})
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("ALTER TABLE audit.event DISABLE TRIGGER ALL")
        owner.execute(
            "UPDATE audit.event SET body = %s WHERE event_uuid = %s",
            [body.encode(), erased.event_uuid],
        )
    assert verify.check().altered == (uuid,)


def test_words_beside_an_entry_that_has_none_are_found(committed_db: str) -> None:
    uuid = written({})
    with postgres.site_connection(committed_db) as app:
        app.execute(
            "INSERT INTO audit_words (id, event_uuid, name, salt, text)"
            " VALUES (gen_random_uuid(), %s, 'reason', %s, 'Never said')",
            [uuid, bytes(16)],
        )
    assert verify.check().altered == (uuid,)


def test_a_fact_that_only_looks_like_words_is_missed(committed_db: str) -> None:
    payload = {"reason": {"sha256": hashlib.sha256(b"").hexdigest()}}
    entry = forged(clock.now(), after=payload)
    with postgres.site_connection(committed_db) as app, postgres.deed(app):
        app.execute(INSERT, entry)
    assert verify.check().altered == (entry["uuid"],)
