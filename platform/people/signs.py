"""Signs that one person may stand on a list more than once, or be nobody: worth a look, and never a
verdict.

Each has an innocent explanation that is more common than the other one, so each says what to do.
"""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from kit import dates
from people import name_signs, sign_ups
from people.name_signs import Sign
from people.sign_ups import note as note_sign_up

__all__ = ["Sign", "note_sign_up", "of"]


# Each statement takes the people as one array: their ids are too many for a parameter each.

# One mailbox: small letters, what follows a plus sign left out, and dots where the provider leaves
# them out. Two addresses of one mailbox are both welcome; that is why they are only compared here.
_ONE_MAILBOX = r"""
WITH parts AS (
  SELECT id, regexp_replace(split_part(lower(email), '@', 1), '^([^+]+)\+.*$', '\1') AS name,
    split_part(lower(email), '@', 2) AS domain
  FROM people_user JOIN unnest(%s::uuid[]) AS asked (id) USING (id)
), boxes AS (
  SELECT id, CASE WHEN domain IN ('gmail.com', 'googlemail.com')
    THEN replace(name, '.', '') || '@gmail.com' ELSE name || '@' || domain END AS box
  FROM parts
), counted AS (SELECT id, box, count(*) OVER (PARTITION BY box) AS many FROM boxes)
SELECT id, box, many FROM counted WHERE many > 1
"""

_MAIL_REFUSED = """
SELECT person_id, at FROM people_mailrefused
JOIN unnest(%s::uuid[]) AS asked (id) ON person_id = asked.id
"""

# A crowd of which only one is on the list takes nobody's place there.
_ONE_NETWORK = """
WITH counted AS (
  SELECT person_id, crowd, count(*) OVER (PARTITION BY crowd) AS many FROM people_signup
  JOIN unnest(%s::uuid[]) AS asked (id) ON person_id = asked.id
  WHERE crowd IS NOT NULL
)
SELECT person_id, crowd, many FROM counted WHERE many > 1
"""

# Said to live in the place no longer, by themselves or an officer, and nothing else said since.
_GONE = """
SELECT person_id, max(ended_at) FROM people_residency
JOIN unnest(%s::uuid[]) AS asked (id) ON person_id = asked.id
WHERE neighbourhood_id = %s GROUP BY person_id HAVING bool_and(ended_at IS NOT NULL)
"""


def of(people: Collection[UUID], *, place: UUID | None = None) -> dict[UUID, list[Sign]]:
    """The signs about the people of one list of a place, for those who have any; seven
    queries however many.

    Signs that take two are only looked for among `people`: once one of two entries has left the
    list, the other is worth no look.
    """
    found: dict[UUID, list[Sign]] = {}
    once = list(set(people))
    with connection.cursor() as cursor:
        for statement, sign in _SIGNS:
            cursor.execute(statement, [once])
            for person, *facts in cursor.fetchall():
                found.setdefault(person, []).append(sign(*facts))
        cursor.execute(_GONE, [once, place])
        for person, since in cursor.fetchall():
            found.setdefault(person, []).append(_gone(since))
    for person, seen in name_signs.of(once, place):
        found.setdefault(person, []).append(seen)
    return found


def _one_mailbox(box: str, many: int) -> Sign:
    return Sign(
        "one-mailbox",
        f"{many} people on this list have e-mail addresses that lead to one mailbox.",
        "Ask each of them, in person or by phone, whether they made the account themselves. It may"
        " be a family that shares one mailbox, or a carer's.",
        f"one-mailbox {hashlib.sha256(box.encode()).hexdigest()[:16]}",
    )


def _mail_refused(since: datetime) -> Sign:
    return Sign(
        "mail-refused",
        f"Mail servers refuse e-mail to this person's address, since {dates.day(since)}.",
        "Ask them for an address that works. It may be mistyped, full or given up.",
        "mail-refused",
    )


def _one_network(crowd: UUID, many: int) -> Sign:
    return Sign(
        "one-network",
        f"{many} people on this list made their accounts from one network at a time when"
        f" {sign_ups.MANY} or more accounts were made there within an hour.",
        "Ask what went on there: it may be a meeting, a library, or neighbours who share one"
        " connection. If nothing explains it, ask each of them to show you where they live.",
        f"one-network {crowd}",
    )


def _gone(since: datetime) -> Sign:
    return Sign(
        "gone",
        f"It was said on {dates.day(since)} that this person lives here no longer.",
        "Ask them. If they had moved away before voting opened, take the entry off the list with a"
        " second officer.",
        "gone",
    )


_SIGNS: tuple[tuple[str, Callable[..., Sign]], ...] = (
    (_ONE_MAILBOX, _one_mailbox),
    (_MAIL_REFUSED, _mail_refused),
    (_ONE_NETWORK, _one_network),
)
