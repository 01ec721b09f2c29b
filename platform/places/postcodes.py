"""From a postcode to a neighbourhood: an answer is found, outside, or unknown, and unknown is never
no.

The newest edition of each kind counts: one for everywhere, and one list per neighbourhood. A list
that belongs to a neighbourhood says so itself where it names no area codes; where it does, and in a
lookup for everywhere, the codes are compared with the newest boundary. A postcode stands for the
middle of its addresses, so one on the border can be wrong: an officer may say otherwise, with a
reason.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kit.refusal import Refused
from places.models import Boundary, BoundaryCode, Neighbourhood, Postcode, PostcodeEdition

# One or two letters and a district; inner London has a letter after it; some letters stand nowhere.
_WELL_FORMED = re.compile(
    r"([A-Z]{1,2}([0-9]|[1-9][0-9])|[A-Z][0-9][A-HJKPSTUW]|[A-Z]{2}[0-9][ABEHMNPRVWXY])"
    r" [0-9][ABD-HJLNP-UW-Z]{2}"
)
_PARTS = re.compile(r"([A-Z0-9]{2,4})([A-Z0-9]{3})")
_LEVELS = ("oa", "lsoa", "msoa", "ward")
# The two figures after the country's letter in a GSS code.
_KINDS = dict(zip(_LEVELS, ("00", "01", "02", "05"), strict=True))


class NotAPostcode(Refused):
    message = "Enter a whole postcode, like DN32 7AB."
    field = "postcode"


@dataclass(frozen=True)
class Found:
    """The postcode is in a neighbourhood that uses this site."""

    neighbourhood: Neighbourhood
    lsoa: str
    edition: PostcodeEdition


@dataclass(frozen=True)
class Outside:
    """The postcode is known, and in none of the neighbourhoods."""

    lsoa: str
    edition: PostcodeEdition


@dataclass(frozen=True)
class Unknown:
    """No edition tells. `ended` is when the postcode went out of use, where an edition says so."""

    ended: date | None = None


Answer = Found | Outside | Unknown


def normalise(text: str) -> str:
    """The postcode in its one form: "dn327ab" and "DN32 7AB" are the same. Raises NotAPostcode.

    An O typed for a nought is put right, and a nought for an O, wherever only the other can stand.
    """
    if _WELL_FORMED.fullmatch(text):
        return text
    letters = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text[:40]).upper())
    parts = _PARTS.fullmatch(letters)
    if parts is None:
        raise NotAPostcode
    code = f"{_outward(parts[1])} {parts[2][0].replace('O', '0')}{parts[2][1:]}"
    if not _WELL_FORMED.fullmatch(code):
        raise NotAPostcode
    return code


def _outward(part: str) -> str:
    """The first half: one or two letters, a district number, perhaps a letter."""
    if part[0] == "0":
        part = "O" + part[1:]
    if re.fullmatch(r"[A-Z]0[0-9O]{1,2}", part):  # Y01 for YO1: no district has a leading nought
        part = f"{part[0]}O{part[2:]}"
    letters = 2 if part[1].isalpha() and len(part) > 2 else 1
    return part[:letters] + part[letters:].replace("O", "0")


def look_up(postcode: str, *, on: date) -> Answer:
    """Where a postcode is, as the newest editions tell it; it must be in use `on` that day.

    Raises NotAPostcode for text that can't be one.
    """
    rows = list(_rows(normalise(postcode)))
    live = [row for row in rows if row.terminated_on is None or row.terminated_on > on]
    for row in live:
        place = _place_of(row)
        if place is not None:
            return Found(place, row.lsoa, row.edition)
    if live and not _cannot_tell(live[0]):
        return Outside(live[0].lsoa, live[0].edition)
    return Unknown(ended=rows[0].terminated_on if rows else None)


def _rows(postcode: str) -> Iterable[Postcode]:
    """What the current editions say of a postcode, the newest first."""
    rows = Postcode.objects.filter(postcode=postcode, edition__in=current_editions())
    return rows.select_related("edition__neighbourhood").order_by(
        F("edition__dated").desc(), F("edition__neighbourhood").asc(nulls_last=True)
    )


@dataclass(frozen=True)
class Proposed:
    """The areas that some postcodes lie in, by code with how many of them; and those that no
    edition places.
    """

    codes: dict[str, int]
    not_placed: tuple[str, ...]


def propose(postcodes: Sequence[str]) -> Proposed:
    """The small areas (LSOAs, else output areas, MSOAs or wards) of postcodes in their one form."""
    found: dict[str, str] = {}
    rows = Postcode.objects.filter(postcode__in=postcodes, edition__in=current_editions())
    for row in rows.order_by("edition__dated"):
        if code := row.lsoa or row.oa or row.msoa or row.ward:
            found[row.postcode] = code
    counted = Counter(found[one] for one in dict.fromkeys(postcodes) if one in found)
    missing = (one for one in dict.fromkeys(postcodes) if one not in found)
    return Proposed(dict(sorted(counted.items())), tuple(missing))


def names_areas() -> bool:
    """Whether any current edition says in which areas its postcodes are."""
    rows = Postcode.objects.filter(edition__in=current_editions())
    return rows.exclude(oa="", lsoa="", msoa="", ward="").exists()


def can_tell(place: Neighbourhood) -> bool:
    """Whether the site can tell for any postcode that it is there."""
    if Postcode.objects.filter(edition__neighbourhood=place).exists():
        return True
    national = PostcodeEdition.objects.filter(neighbourhood=None).exists()
    return national and BoundaryCode.objects.filter(boundary__neighbourhood=place).exists()


def current_editions() -> QuerySet[PostcodeEdition]:
    """The newest edition for everywhere, with all its parts, and the newest list of each
    neighbourhood. Parts of one edition are files of the same date.
    """
    newest = PostcodeEdition.objects.order_by("neighbourhood", "-dated", "-loaded_at")
    everywhere = PostcodeEdition.objects.filter(neighbourhood=None).order_by("-dated")
    return PostcodeEdition.objects.filter(
        Q(pk__in=newest.distinct("neighbourhood").values("pk"))
        | Q(neighbourhood=None, dated=Subquery(everywhere.values("dated")[:1]))
    )


def missing_levels(edition: PostcodeEdition) -> list[str]:
    """The kinds of area ("ward" …) that boundaries are made of and no row of an edition names."""
    codes = BoundaryCode.objects.filter(boundary__in=current_boundaries())
    if edition.neighbourhood_id is not None:
        codes = codes.filter(boundary__neighbourhood=edition.neighbourhood_id)
    rows = edition.postcodes.all()
    if not rows.exclude(oa="", lsoa="", msoa="", ward="").exists():
        return []  # a plain list says itself what is inside
    return [
        level
        for level, kind in _KINDS.items()
        if codes.filter(code__regex=f"^.{kind}").exists()
        and not rows.exclude(**{level: ""}).exists()
    ]


def _cannot_tell(row: Postcode) -> bool:
    """Whether a boundary is made of a kind of area that this row does not name: then it may be
    inside.
    """
    blank = [kind for level, kind in _KINDS.items() if not getattr(row, level)]
    if not blank:
        return False
    codes = BoundaryCode.objects.filter(boundary__in=current_boundaries())
    if row.edition.neighbourhood_id is not None:
        codes = codes.filter(boundary__neighbourhood=row.edition.neighbourhood_id)
    return codes.filter(code__regex=f"^.({'|'.join(blank)})").exists()


def _place_of(row: Postcode) -> Neighbourhood | None:
    own = row.edition.neighbourhood
    codes = [code for code in (row.oa, row.lsoa, row.msoa, row.ward) if code]
    if own is not None and (not codes or not own.boundaries.exists()):
        return own
    if not codes:
        return None
    matches = BoundaryCode.objects.filter(code__in=codes, boundary__in=current_boundaries())
    if own is not None:
        matches = matches.filter(boundary__neighbourhood=own)
    match = (
        matches.select_related("boundary__neighbourhood")
        .order_by("boundary__neighbourhood__slug")
        .first()
    )
    return match.boundary.neighbourhood if match else None


def current_boundaries() -> QuerySet[Boundary]:
    """The newest boundary of each neighbourhood."""
    newest = Boundary.objects.filter(neighbourhood=OuterRef("neighbourhood")).order_by("-version")
    return Boundary.objects.filter(pk=Subquery(newest.values("pk")[:1]))


def inside(edition: PostcodeEdition, *, of: Neighbourhood | None) -> int:
    """How many live postcodes of an edition are in a neighbourhood, or in any (None)."""
    rows = edition.postcodes.filter(terminated_on__isnull=True)
    codes = BoundaryCode.objects.filter(boundary__in=current_boundaries())
    if of is not None:
        codes = codes.filter(boundary__neighbourhood=of)
        if not codes.exists():
            return rows.count() if edition.neighbourhood_id == of.pk else 0
    wanted = codes.values("code")
    within = reduce(or_, (Q(**{f"{level}__in": wanted}) for level in _LEVELS))
    if edition.neighbourhood_id is not None:
        within |= Q(oa="", lsoa="", msoa="", ward="")
    return rows.filter(within).count()
