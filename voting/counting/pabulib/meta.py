"""The META section: what the election says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from voting.counting.ballots import Format
from voting.counting.pabulib.refusals import NotYetCounted, shown
from voting.counting.pabulib.table import Header
from voting.counting.pabulib.text import Rows

_FORMATS = {
    "approval": Format.APPROVAL,
    "choose-1": Format.APPROVAL,
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
_AMOUNT = re.compile(r"(?P<sign>-?)\d{1,15}(\.\d{1,12})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_READ_ONCE = frozenset(
    {"budget", "vote_type", "num_projects", "num_votes", "min_length", "max_length", "currency"}
)


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
    min_length: int | None
    max_length: int | None


def read_meta(rows: Rows) -> Meta:
    """Take META and the name of PROJECTS from the rows."""
    fields, lines = _fields(rows)
    for name in ("budget", "vote_type"):
        if name not in fields:
            raise rows.refuse(lines["key"], f"META does not say {name}")
    return Meta(
        fields=fields,
        lines=lines,
        budget=amount(rows, lines["budget"], "budget", fields["budget"]),
        format=_format(rows, lines["vote_type"], fields["vote_type"]),
        currency=_currency(fields),
        num_projects=_whole(rows, fields, lines, "num_projects"),
        num_votes=_whole(rows, fields, lines, "num_votes"),
        min_length=_whole(rows, fields, lines, "min_length"),
        max_length=_whole(rows, fields, lines, "max_length"),
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
    Header(rows, header, section="META", needs=("key", "value"))
    fields: dict[str, str] = {}
    lines = {"key": header[0]}
    for line, cells in taken:
        name = cells[0].strip().lower()
        if name in _READ_ONCE and name in fields:
            raise rows.refuse(line, f"META says {name} twice")
        fields[name] = ";".join(cells[1:]).strip().rstrip(";")
        lines[name] = line
    return fields, lines


def _format(rows: Rows, line: int, text: str) -> Format:
    format = _FORMATS.get(text.lower())
    if format is None:
        raise rows.refuse(line, f"the vote_type {shown(text)} is not known")
    if format is not Format.APPROVAL:
        reason = f"vote_type {text.lower()} means ballots of {format}: only approval is counted yet"
        raise NotYetCounted(rows.file, line, reason)
    return format


def _currency(fields: Mapping[str, str]) -> str:
    code = fields.get("currency", "").upper()
    if re.fullmatch("[A-Z]{3}", code):
        return code
    return _CURRENCIES.get(fields.get("country", "").lower(), _NO_CURRENCY)


def _whole(
    rows: Rows, fields: Mapping[str, str], lines: Mapping[str, int], name: str
) -> int | None:
    text = fields.get(name, "")
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise rows.refuse(lines[name], f"{name} {shown(text)} is not a whole number")
    return int(text)
