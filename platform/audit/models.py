"""The record: entries that are only ever added, the erasable words they refer to, its epochs."""

import json
import uuid
from typing import cast

from django.db import models

from audit.canonical import Json
from kit.clock import KitNow


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(audience="public")

    def in_place(self, place_ref: uuid.UUID) -> "EventQuerySet":
        return self.filter(place_ref=place_ref)

    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-id")


class Event(models.Model):
    """One entry. `body` is what counts; the columns beside it are copies that `verify` compares."""

    id = models.BigIntegerField(primary_key=True)
    event_uuid = models.UUIDField(unique=True)
    at = models.DateTimeField()
    kind = models.TextField()
    place_ref = models.UUIDField(null=True)
    round_ref = models.UUIDField(null=True)
    actor_ref = models.UUIDField(null=True)
    subject_ref = models.UUIDField(null=True)
    role = models.TextField()
    audience = models.TextField()
    body = models.BinaryField()
    salt = models.BinaryField()
    leaf = models.BinaryField()

    objects = EventQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = 'audit"."event'

    def __str__(self) -> str:
        return f"{self.kind} {self.event_uuid}"

    @property
    def payload(self) -> dict[str, Json]:
        """The body as JSON."""
        return cast("dict[str, Json]", json.loads(bytes(self.body)))

    @property
    def fingerprint(self) -> str:
        """The entry's fingerprint (SHA-256, hex)."""
        return bytes(self.leaf).hex()


class Words(models.Model):
    """Free text that an entry refers to by `sha256(salt | text)`: deleting the row erases the
    words and leaves the entry provable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event_uuid = models.UUIDField(db_index=True)
    name = models.TextField()
    salt = models.BinaryField()
    text = models.TextField()
    written_at = models.DateTimeField(db_default=KitNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_uuid", "name"], name="words_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.event_uuid}"


class Epoch(models.Model):
    """From entry `first_id` on, the numbers of transactions are this database server's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    first_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=KitNow())

    class Meta:
        managed = False
        db_table = 'audit"."epoch'

    def __str__(self) -> str:
        return f"from entry {self.first_id}"
