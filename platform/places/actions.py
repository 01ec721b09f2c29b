"""Deeds about places: making a neighbourhood, drawing its boundary, loading postcodes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

import psycopg
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.text import slugify

from audit import actions as audit
from kit.actor import Actor, System
from places import postcodes
from places.models import (
    RESERVED_SLUGS,
    Boundary,
    BoundaryCode,
    Neighbourhood,
    PostcodeEdition,
)
from places.postcode_files import PostcodeRow
from places.refusals import (
    BoundaryNeeded,
    CannotRead,
    NoCodes,
    NoName,
    NotACode,
    SlugNotPlain,
    SlugTaken,
)

GSS = re.compile(r"[EWSN](00|01|02|05)[0-9]{6}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COPY = (
    "COPY places_postcode (edition_id, postcode, oa, lsoa, msoa, ward, terminated_on) FROM STDIN"
)
_WORDS = (
    *("name", "town", "about", "trust_name", "trust_charity_number", "contact_email"),
    *("check_place", "check_hours", "check_write_to"),
)


class Details(TypedDict, total=False):
    """What is told of a neighbourhood. `adults` is how many people aged 18 or over live there."""

    name: str
    town: str
    about: str
    adults: int | None
    trust_name: str
    trust_charity_number: str
    contact_email: str
    check_place: str
    check_hours: str
    check_write_to: str


@dataclass(frozen=True)
class Loaded:
    """What came of loading postcodes: rows saved, and live ones inside (of the list's
    neighbourhood, or any).
    """

    edition: PostcodeEdition
    rows: int
    inside: int


def _as(by: Actor) -> str:
    return "system" if isinstance(by, System) else "officer"


@transaction.atomic
def create(
    *,
    by: Actor,
    slug: str = "",
    is_demonstration: bool = False,
    origin: str = "native",
    **details: Unpack[Details],
) -> Neighbourhood:
    """Make a neighbourhood. Without `slug` its web address is made from its name."""
    name = details.get("name", "").strip()
    if not name:
        raise NoName
    slug = slug or slugify(name)[:60].strip("-")
    _refuse_bad(slug)
    place = Neighbourhood(
        slug=slug, is_demonstration=is_demonstration, origin=origin, **{**details, "name": name}
    )
    place.save(force_insert=True)
    audit.record(
        by=by,
        kind="place.created",
        subject=place,
        role=_as(by),
        place=place.pk,
        after={"slug": slug, "adults": place.adults, "demonstration": is_demonstration},
        words=_words(place, _WORDS),
    )
    return place


def _refuse_bad(slug: str) -> None:
    if not _SLUG.fullmatch(slug):
        raise SlugNotPlain
    if slug in RESERVED_SLUGS or Neighbourhood.objects.filter(slug=slug).exists():
        raise SlugTaken


def _words(place: Neighbourhood, names: Iterable[str]) -> dict[str, str]:
    facts = {name: str(getattr(place, name)) for name in names}
    return {name: text for name, text in facts.items() if text}


@transaction.atomic
def change(neighbourhood: Neighbourhood, *, by: Actor, **details: Unpack[Details]) -> Neighbourhood:
    """Change what is told of a neighbourhood; only what is given. Its web address never changes."""
    place = Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    if not details.get("name", place.name).strip():
        raise NoName
    before = place.adults
    given = dict(details)
    changed = [name for name, value in given.items() if getattr(place, name) != value]
    if not changed:
        return place
    for name in changed:
        setattr(place, name, given[name])
    place.save(update_fields=changed)
    audit.record(
        by=by,
        kind="place.changed",
        subject=place,
        role=_as(by),
        place=place.pk,
        before={"adults": before},
        after={"adults": place.adults, "changed": changed},
        words=_words(place, [name for name in changed if name in _WORDS]),
    )
    return place


@transaction.atomic
def draw_boundary(
    neighbourhood: Neighbourhood,
    *,
    codes: Sequence[str] | Mapping[str, str],
    by: Actor,
    vintage: str = "LSOA 2021",
) -> Boundary:
    """Say which areas belong to a neighbourhood, as a new version of its boundary.

    `codes` are GSS codes of output areas, LSOAs, MSOAs or wards; as a mapping they come with names.
    """
    place = Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    named = _named(codes)
    last = place.boundaries.aggregate(last=Max("version"))["last"] or 0
    boundary = Boundary.objects.create(neighbourhood=place, version=last + 1, vintage=vintage)
    BoundaryCode.objects.bulk_create(
        (BoundaryCode(boundary=boundary, code=code, name=name) for code, name in named.items()),
        batch_size=2_000,
    )
    audit.record(
        by=by,
        kind="boundary.drawn",
        subject=boundary,
        role=_as(by),
        place=place.pk,
        after={"version": boundary.version, "codes": sorted(named)},
        words={"vintage": vintage},
    )
    return boundary


def _named(codes: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    pairs = codes.items() if isinstance(codes, Mapping) else ((code, "") for code in codes)
    named = {code.strip().upper(): name.strip()[:100] for code, name in pairs}
    for code in named:
        if not GSS.fullmatch(code):
            raise NotACode(
                f"“{code[:20]}” is not the code of an output area, LSOA, MSOA or ward. These have a"
                " letter and eight digits, like E01013138."
            )
    if not named:
        raise NoCodes
    return named


@transaction.atomic
def load_postcodes(
    rows: Iterable[PostcodeRow],
    *,
    name: str,
    dated: date,
    by: Actor,
    neighbourhood: Neighbourhood | None = None,
) -> Loaded:
    """Load an edition of postcodes, all of it or nothing: for everywhere, or one neighbourhood's
    list.

    Rows stream straight into the database, so that every postcode of the country can be loaded.
    Raises CannotRead for the first line that can't be used.
    """
    edition = PostcodeEdition.objects.create(
        name=name.strip()[:120], dated=dated, neighbourhood=neighbourhood
    )
    count = _copy(edition, rows)
    found = postcodes.inside(edition, of=neighbourhood)
    audit.record(
        by=by,
        kind="postcodes.loaded",
        subject=edition,
        role=_as(by),
        place=neighbourhood.pk if neighbourhood else None,
        after={"dated": dated, "rows": count, "inside": found},
        words={"name": edition.name},
    )
    return Loaded(edition, count, found)


def _copy(edition: PostcodeEdition, rows: Iterable[PostcodeRow]) -> int:
    count = 0
    place = edition.neighbourhood
    bounded = place is None or place.boundaries.exists()
    with connection.cursor() as cursor:
        try:
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    if not bounded and (row.oa or row.msoa or row.ward):
                        raise BoundaryNeeded
                    copy.write_row((edition.pk, *row))
                    count += 1
        except (IntegrityError, psycopg.errors.UniqueViolation) as error:
            raise CannotRead(f"{_twice(error)} is in the file twice.") from error
    return count


def _twice(error: Exception) -> str:
    found = re.search(r"=\(([A-Z0-9 ]+),", str(error))
    return found[1] if found else "A postcode"
