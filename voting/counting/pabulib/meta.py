"""The META section: what the election says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from voting.counting.ballots import Format
from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.table import Header
from voting.counting.pabulib.text import Rows, one_line

ONE_CHOICE = "choose-1"
FORMATS = {
    "approval": Format.APPROVAL,
    ONE_CHOICE: Format.APPROVAL,
    "cumulative": Format.POINTS,
    "scoring": Format.SCORES,
    "ordinal": Format.RANKINGS,
}
_CURRENCIES = {
    "czechia": "CZK",
    "france": "EUR",
    "netherlands": "EUR",
    "poland": "PLN",
    "switzerland": "CHF",
    "united kingdom": "GBP",
}
_NO_CURRENCY = "XXX"
_AMOUNT = re.compile(r"(?P<sign>-?)\d{1,15}(\.\d{1,12}0*)?", re.ASCII)
_WHOLE = re.compile(r"(\d{1,9})(\.0+)?", re.ASCII)
_EMPTY_CELLS = re.compile(r"[;\s]+\Z")
# What the first line of META names where it has no header.
_FIRST = frozenset({"description", "country", "unit", "district", "instance", "num_projects"})
_LENGTHS = ("min_length", "max_length")
_LEAST_POINTS = frozenset({"min_points", "min_sum_points"})
_POINTS = ("min_points", "max_points", "min_sum_points", "max_sum_points", "default_score")
_READ_ONCE = frozenset(
    {"budget", "vote_type", "num_projects", "num_votes", "currency", *_LENGTHS, *_POINTS}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ballot may hold: how many projects, points for one, points in all; None is no limit.

    `default_score` is what a score ballot gives to a project that it does not name.
    """

    min_length: int | None = None
    max_length: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    default_score: int | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What META says: the fields as they stand, and those that the count needs.

    `budget` is in whole units of the currency, which is an ISO 4217 code (XXX when unknown).
    """

    fields: Mapping[str, str]
    lines: Mapping[str, int]
    budget: Decimal
    format: Format
    currency: str
    num_projects: int | None
    num_votes: int | None
    limits: Limits


def read_meta(rows: Rows) -> Meta:
    """Take META and the name of PROJECTS from the rows."""
    fields, lines = _fields(rows)
    for name in ("budget", "vote_type"):
        if name not in fields:
            raise rows.refuse(lines["key"], f"META does not say {name}")
    format = _format(rows, lines["vote_type"], fields["vote_type"])
    return Meta(
        fields=fields,
        lines=lines,
        budget=amount(rows, lines["budget"], "budget", fields["budget"]),
        format=format,
        currency=currency(fields),
        num_projects=_whole(rows, fields, lines, "num_projects"),
        num_votes=_whole(rows, fields, lines, "num_votes"),
        limits=_limits(rows, fields, lines, format),
    )


def amount(rows: Rows, line: int, name: str, text: str) -> Decimal:
    """Money in whole units of the currency, exactly as written. Never below zero."""
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise rows.refuse(line, f"the {name} {shown(text)} is not an amount of money")
    if match["sign"]:
        raise rows.refuse(line, f"the {name} {shown(text)} is below zero")
    return Decimal(text)


def _fields(rows: Rows) -> tuple[dict[str, str], dict[str, int]]:
    taken = rows.section("META", ends_at="PROJECTS")
    header = next(taken, None)
    if header is None:
        raise rows.refuse(rows.line, "META is empty")
    first = [header] if _is_a_field(header[1]) else []
    if not first:
        Header(rows, header, section="META", needs=("key", "value"))
    fields: dict[str, str] = {}
    lines = {"key": header[0]}
    for line, cells in chain(first, taken):
        name = one_line(cells[0]).lower()
        if name in _READ_ONCE and name in fields:
            raise rows.refuse(line, f"META says {name} twice")
        value = one_line(_EMPTY_CELLS.sub("", ";".join(cells[1:])))
        if name or value:
            fields[name], lines[name] = value, line
    return fields, lines


def _is_a_field(cells: Sequence[str]) -> bool:
    """Whether META begins with what it says, without the line "key;value": some files do, and the
    field's reference reader takes them.
    """
    return len(cells) > 1 and cells[0].strip().lower() in _FIRST


def _format(rows: Rows, line: int, text: str) -> Format:
    format = FORMATS.get(text.lower())
    if format is None:
        raise rows.refuse(line, f"the vote_type {shown(text)} is not known")
    return format


def _limits(
    rows: Rows, fields: Mapping[str, str], lines: Mapping[str, int], format: Format
) -> Limits:
    """Limits on points are read only where ballots carry points."""
    names = (*_LENGTHS, *_POINTS) if format in (Format.POINTS, Format.SCORES) else _LENGTHS
    limits = Limits(**{name: _whole(rows, fields, lines, name) for name in names})
    if fields["vote_type"].lower() == ONE_CHOICE and limits.max_length is None:
        return replace(limits, max_length=1)
    return limits


def currency(fields: Mapping[str, str]) -> str:
    """The ISO 4217 code that META names, or that of its country, or XXX."""
    code = fields.get("currency", "").upper()
    if re.fullmatch("[A-Z]{3}", code):
        return code
    return _CURRENCIES.get(fields.get("country", "").lower(), _NO_CURRENCY)


def whole(text: str) -> int | None:
    """A whole number such as 3 or 3.0; None for anything else."""
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else None


def _whole(
    rows: Rows, fields: Mapping[str, str], lines: Mapping[str, int], name: str
) -> int | None:
    text = fields.get(name, "")
    number = whole(text)
    if name in _LEAST_POINTS and text.startswith("-") and whole(text[1:]) is not None:
        # Points are 0 or more here, so that this limits nothing.
        return None
    if text and number is None:
        raise rows.refuse(lines[name], f"{name} {shown(text)} is not a whole number")
    return number
