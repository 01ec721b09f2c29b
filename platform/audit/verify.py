"""Checking the record: every entry's copies against its body, its fingerprint, the audience of its
kind, and the words it refers to.

What this can't see: someone with the database's own rights who alters body and copies together
before anybody has kept a fingerprint. Fingerprints printed on minutes and letters are what shows
that.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from audit.kinds import KINDS
from kit.clock import now

_COPIES = ("kind", "place_ref", "round_ref", "actor_ref", "subject_ref", "role", "audience")

_ENTRIES = f"""
SELECT event_uuid FROM audit.event
WHERE (%(place)s::uuid IS NULL OR place_ref = %(place)s)
  AND (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
  AND (audience IS DISTINCT FROM (%(audiences)s::text::jsonb ->> kind)
    OR leaf <> sha256('\\x00'::bytea || salt || body)
    OR NOT convert_from(body, 'UTF8')::jsonb @> jsonb_build_object('uuid', event_uuid,
      'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      {", ".join(f"'{name}', {name}" for name in _COPIES)}))
"""

# Every word that an entry holds the hash of, beside every word that is kept: what has no other half
# is missed, unless a later entry names it as erased.
_WORDS = """
WITH entries AS (
  SELECT event_uuid, convert_from(body, 'UTF8')::jsonb -> 'after' AS after FROM audit.event
  WHERE (%(place)s::uuid IS NULL OR place_ref = %(place)s)
    AND (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
), told AS (
  SELECT event_uuid, name, value ->> 'sha256' AS hash FROM entries, jsonb_each(
    CASE jsonb_typeof(after) WHEN 'object' THEN after ELSE '{}' END) AS part (name, value)
  WHERE jsonb_typeof(value) = 'object' AND value ? 'sha256'
), kept AS (
  SELECT event_uuid, name, encode(sha256(salt || convert_to(text, 'UTF8')), 'hex') AS hash
  FROM audit_words
  WHERE (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
    AND (%(place)s::uuid IS NULL OR event_uuid IN (SELECT event_uuid FROM entries))
), erased AS (
  SELECT subject_ref AS event_uuid, convert_from(body, 'UTF8')::jsonb #> '{after,words}' AS names
  FROM audit.event WHERE kind = 'words.erased' AND audience = 'public'
)
SELECT event_uuid FROM told FULL JOIN kept USING (event_uuid, name)
WHERE told.hash IS DISTINCT FROM kept.hash AND NOT (kept.hash IS NULL AND EXISTS (
  SELECT FROM erased WHERE erased.event_uuid = told.event_uuid AND names ? name))
"""

_COUNT = """
SELECT count(*) FROM audit.event
WHERE (%(place)s::uuid IS NULL OR place_ref = %(place)s)
  AND (%(entry)s::uuid IS NULL OR event_uuid = %(entry)s)
"""


@dataclass(frozen=True)
class RecordVerdict:
    """How many entries were checked, when (UTC), and which do not hold."""

    entries: int
    checked_at: datetime
    altered: tuple[UUID, ...]

    @property
    def consistent(self) -> bool:
        """Whether the record agrees with itself."""
        return not self.altered


def check(place: UUID | None = None, *, entry: UUID | None = None) -> RecordVerdict:
    """Check every entry of one neighbourhood, or of the installation when `place` is None; or the
    one `entry` alone.
    """
    # Whoever reads less of the record than a kind lets them would not miss what is kept from them.
    audiences = json.dumps({kind: known.audience for kind, known in KINDS.items()})
    asked = {"place": place, "entry": entry, "audiences": audiences}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, asked)
        altered = {row[0] for row in cursor.fetchall()}
        cursor.execute(_WORDS, asked)
        altered |= {row[0] for row in cursor.fetchall()}
        cursor.execute(_COUNT, asked)
        (entries,) = cursor.fetchone()
    return RecordVerdict(entries, now(), tuple(sorted(altered)))
