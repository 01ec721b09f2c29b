"""The bytes of a record entry: final from the first release.

RFC 8785 (JSON canonicalisation) over strings in Unicode normal form C, whole numbers, booleans,
null, lists and objects. A time is `YYYY-MM-DDTHH:MM:SS.ffffffZ`; a UUID is lower-case and
hyphenated. There are no floats.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import rfc8785

Plain = str | int | bool | None | datetime | date | UUID | Sequence["Plain"] | Mapping[str, "Plain"]
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

LARGEST = 2**53 - 1


def instant(moment: datetime) -> str:
    """A UTC time as the record writes it. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _scalar(value: object) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large for the record")
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"the record holds no {type(value).__name__}")


def plain(value: Plain) -> Json:
    """The value as JSON that has exactly one form. Raises TypeError for a float or anything
    else.
    """
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(inner) for inner in value]
    return _scalar(value)


def encode(value: Plain) -> bytes:
    """Canonical bytes (RFC 8785, UTF-8)."""
    return rfc8785.dumps(plain(value))
