"""Checking the record: every entry's copies against its body, its fingerprint, and the words it
refers to.

What this can't see: someone with the database's own rights who alters body and copies together
before anybody has kept a fingerprint. Fingerprints printed on minutes and letters are what shows
that.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kit.clock import now

_COPIES = ("kind", "place_ref", "round_ref", "actor_ref", "subject_ref", "role", "audience")

_ENTRIES = """
SELECT event_uuid FROM (
  SELECT *, convert_from(body, 'UTF8')::jsonb AS told FROM audit.event
  WHERE (%(place)s::uuid IS NULL OR place_ref = %(place)s)
    AND (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
) e
WHERE leaf <> sha256('\\x00'::bytea || salt || body)
   OR told ->> 'uuid' <> event_uuid::text
   OR told ->> 'at' <> to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
""" + "".join(f"   OR told ->> '{name}' IS DISTINCT FROM {name}::text\n" for name in _COPIES)

_WORDS = """
SELECT w.event_uuid FROM audit_words w LEFT JOIN audit.event e USING (event_uuid)
WHERE (%(place)s::uuid IS NULL OR e.place_ref = %(place)s)
  AND (%(entry)s::uuid IS NULL OR e.event_uuid = %(entry)s)
  AND convert_from(e.body, 'UTF8')::jsonb -> 'after' -> w.name ->> 'sha256'
      IS DISTINCT FROM encode(sha256(w.salt || convert_to(w.text, 'UTF8')), 'hex')
"""

_COUNT = """
SELECT count(*) FROM audit.event
WHERE (%(place)s::uuid IS NULL OR place_ref = %(place)s)
  AND (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
"""


@dataclass(frozen=True)
class Verdict:
    """How many entries were checked, when (UTC), and which do not hold."""

    entries: int
    checked_at: datetime
    altered: tuple[UUID, ...]

    @property
    def whole(self) -> bool:
        return not self.altered


def check(place: UUID | None = None, *, entry: UUID | None = None) -> Verdict:
    """Check every entry of one neighbourhood, or of the installation when `place` is None; or the
    one `entry` alone.
    """
    asked = {"place": place, "entry": entry}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, asked)
        altered = {row[0] for row in cursor.fetchall()}
        cursor.execute(_WORDS, asked)
        altered |= {row[0] for row in cursor.fetchall()}
        cursor.execute(_COUNT, asked)
        (entries,) = cursor.fetchone()
    return Verdict(entries, now(), tuple(sorted(altered)))
