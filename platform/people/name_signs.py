"""Signs in the names of the people of one list: names that look like another's, and titles."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from people import look_alikes
from people.models import Role


class Sign(NamedTuple):
    """Why somebody is worth a look. Signs of one mailbox, crowd or look have the same `group`."""

    kind: str
    text: str
    to_do: str
    group: str


# Names that may look like something else than what their small letters say, or hold a title.
_ODD = r"[^ -~]|[01|]|[[:lower:]]I|[[:alpha:]]I[[:lower:]]"
_TITLED = r"\m(" + "|".join(sorted(look_alikes.TITLES)) + r")\M"
_STRANGE = """
SELECT id, name FROM people_user JOIN unnest(%s::uuid[]) AS asked (id) USING (id)
WHERE name ~ %s OR name ~* %s
"""
_NAMED = """
SELECT id, name FROM people_user JOIN unnest(%s::uuid[]) AS asked (id) USING (id)
WHERE lower(name) = ANY (%s)
"""


def of(people: Sequence[UUID], place: UUID | None) -> Iterator[tuple[UUID, Sign]]:
    """The signs in names, three queries however many people; those who work for the place may be
    called what they are.
    """
    here = _who_work_here(place)
    strange = _asked(_STRANGE, [list(people), _ODD, _TITLED])
    seen = {look_alikes.seen_as(name) for name in [*strange.values(), *here.values()] if name}
    named = strange | _asked(_NAMED, [list(people), list(seen)])
    for person, name in strange.items():
        if look_alikes.mixed(name):
            yield person, _MIXED
        if look_alikes.has_a_title(name) and person not in here:
            yield person, _TITLE
    yield from _alike(named, here)


def _alike(named: dict[UUID, str], here: dict[UUID, str]) -> Iterator[tuple[UUID, Sign]]:
    known = {look_alikes.seen_as(name) for name in here.values() if name}
    groups: defaultdict[str, list[UUID]] = defaultdict(list)
    for person, name in named.items():
        groups[look_alikes.seen_as(name)].append(person)
    for seen, group in groups.items():
        yield from (
            (person, _LIKE_STAFF) for person in group if seen in known - {""} - _own(person, here)
        )
        if len({named[person].casefold() for person in group}) > 1:
            sign = _spelt_otherwise(seen, len(group))
            yield from ((person, sign) for person in group)


def _own(person: UUID, here: dict[UUID, str]) -> set[str]:
    """What somebody who works here looks like: that they are called so is no sign."""
    return {look_alikes.seen_as(here[person])} if person in here else set()


def _who_work_here(place: UUID | None) -> dict[UUID, str]:
    """Officers, panel and auditors of a place, and those of the whole site."""
    roles = Role.objects.filter(ended_at=None)
    held = roles.filter(neighbourhood=None) | roles.filter(neighbourhood=place)
    return dict(held.values_list("person_id", "person__name"))


def _asked(statement: str, values: Sequence[Any]) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


_MIXED = Sign(
    "two-alphabets",
    "This name mixes letters of two alphabets that look alike.",
    "Ask them to type their name again: it may be a slip of a keyboard, or it may be meant to look"
    " like another name.",
    "two-alphabets",
)
_TITLE = Sign(
    "title",
    "This name says that somebody holds an office here, and this person holds none.",
    "Ask them what they are called. It may be their own name.",
    "title",
)
_LIKE_STAFF = Sign(
    "named-like-staff",
    "This name looks the same as that of an officer or a panel member, and it is another account.",
    "Ask the two of them. It may be a namesake, a parent and child, or the same person's second"
    " account.",
    "named-like-staff",
)


def _spelt_otherwise(seen: str, many: int) -> Sign:
    return Sign(
        "look-alike-names",
        f"{many} people on this list have names that look the same and are spelt in different"
        " letters.",
        "Ask each of them, in person or by phone, whether they made the account themselves. It may"
        " be a keyboard of another language.",
        f"look-alike-names {hashlib.sha256(seen.encode()).hexdigest()[:16]}",
    )
