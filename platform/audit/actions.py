"""Writing to the record: one entry per deed, in the deed's own transaction."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from django.db import connection, transaction

from audit import canonical
from audit.canonical import Plain
from audit.kinds import KINDS
from audit.models import Event, Words
from kit import site_key
from kit.actor import Actor
from kit.clock import now
from kit.refusal import Refused

VERSION = 1


class Subject(Protocol):
    """A row that an entry is about."""

    @property
    def pk(self) -> UUID: ...


class _Entry(NamedTuple):
    """An entry, as the subject of another."""

    pk: UUID


class OutsideTransaction(RuntimeError):
    """An entry must stand and fall with the deed it tells of."""


class NoWords(Refused):
    message = "There are no words here to erase; perhaps somebody else erased them."


def record(
    *,
    by: Actor,
    kind: str,
    subject: Subject,
    role: str,
    place: UUID | None = None,
    round: UUID | None = None,
    before: Mapping[str, Plain] | None = None,
    after: Mapping[str, Plain] | None = None,
    words: Mapping[str, str] | None = None,
) -> UUID:
    """Add one entry to the record and give its UUID.

    `kind` is a row of `audit.kinds` and fixes the audience. `role` is what `by` acted as. `place`
    and `round` are the references of neighbourhood and round. `before` and `after` hold whole
    numbers (pence), strings, booleans, times (UTC) and UUIDs. `words` is free text: the entry
    holds `sha256(salt | text)` under its name, the text itself stays erasable. Raises
    OutsideTransaction, KeyError for an unknown kind.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    audience = KINDS[kind].audience
    uuid, at = uuid4(), now()
    facts: dict[str, Plain] = {
        "uuid": uuid,
        "at": at,
        "kind": kind,
        "place_ref": place,
        "round_ref": round,
        "actor_ref": by.ref(round_ref=round, place_ref=place),
        "subject_ref": subject.pk,
        "role": role,
        "audience": audience,
    }
    payload = {**(after or {}), **_keep(uuid, words or {})}
    body = canonical.encode({"v": VERSION, **facts, "before": dict(before or {}), "after": payload})
    _insert(facts, body)
    return uuid


@transaction.atomic
def erase_words(event_uuid: UUID, *, by: Actor, role: str, reason: str) -> UUID:
    """Erase all words of one entry for good, and give the UUID of the public entry that says so.

    That entry names which words went, never what they were; `reason` is read by everybody, so it
    must not repeat them. Who may do this is the caller's question. Raises NoWords.
    """
    event = Event.objects.get(event_uuid=event_uuid)
    names = _delete_words(event_uuid)
    if not names:
        raise NoWords
    return record(
        by=by,
        kind="words.erased",
        subject=_Entry(event_uuid),
        role=role,
        place=event.place_ref,
        round=event.round_ref,
        after={"words": names},
        words={"reason": reason},
    )


def _delete_words(event_uuid: UUID) -> list[str]:
    """Delete, and tell what went in the same statement: of two who erase, one finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_words WHERE event_uuid = %s RETURNING name", [event_uuid])
        return sorted(name for (name,) in cursor.fetchall())


def settle() -> None:
    """Have the database look now, and not at the transaction's end, whether every change so far has
    its entry: for whoever moves the clock inside one transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _keep(event_uuid: UUID, words: Mapping[str, str]) -> dict[str, Plain]:
    payload: dict[str, Plain] = {}
    for name, text in words.items():
        salt = secrets.token_bytes(16)
        Words.objects.create(event_uuid=event_uuid, name=name, salt=salt, text=text)
        payload[name] = {"sha256": hashlib.sha256(salt + text.encode()).hexdigest()}
    return payload


def _insert(facts: Mapping[str, Plain], body: bytes) -> None:
    columns: dict[str, object] = {"body": body, "salt": secrets.token_bytes(16)}
    for name, value in facts.items():
        columns["event_uuid" if name == "uuid" else name] = value
    marks = ", ".join(["%s"] * len(columns))
    site_key.show_for_deed()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit.event ({', '.join(columns)}) VALUES ({marks})",
            list(columns.values()),  # type: ignore[arg-type]
        )
