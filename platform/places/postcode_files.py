"""Reading files of postcodes, a line at a time, whatever their size.

Three kinds: the ONS best-fit lookup (PCDS, DOTERM, OA21CD, LSOA21CD, MSOA21CD …), the ONS
directories (pcds, doterm, oa21, lsoa21, msoa21, osward), and a plain list with the columns
`postcode` and, if wished, `lsoa`. The header says which; capitals don't matter.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, NamedTuple

from places import postcodes
from places.postcodes import NotAPostcode
from places.refusals import CannotRead

MOST_LISTED = 200_000  # lines of a plain list
MOST_ROWS = 4_000_000  # lines of an ONS file: every postcode there ever was, with room
_ONS = {
    "oa": re.compile(r"oa21(cd)?"),
    "lsoa": re.compile(r"lsoa21(cd)?"),
    "msoa": re.compile(r"msoa21(cd)?"),
    "ward": re.compile(r"osward|ward|wd[0-9]{2}(cd)?"),
    "doterm": re.compile(r"doterm"),
}
# Directories also hold forms long out of use, such as NPT 0AA.
_EVER = re.compile(r"[A-Z]{1,3}[0-9]?[0-9A-Z]? [0-9][A-Z]{2}")
# What Excel writes before the header.
_SEPARATOR = re.compile(r"sep=(.)?\s*$", re.IGNORECASE)
_DELIMITERS = ",;\t"
_LSOA = re.compile(r"[EWSN]01[0-9]{6}")
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "zip", b"\xd0\xcf": "Excel"}
_UNPACK = {
    "UTF-16": "This file is saved as UTF-16. Save it again as “CSV UTF-8”.",
    "zip": "This is a zip file or a spreadsheet. Unpack it, or save it as “CSV UTF-8”.",
    "Excel": "This is a spreadsheet. Save it as “CSV UTF-8”.",
}


class PostcodeRow(NamedTuple):
    """One postcode of a file, with the codes the file gives (or blanks)."""

    postcode: str
    oa: str = ""
    lsoa: str = ""
    msoa: str = ""
    ward: str = ""
    terminated_on: date | None = None


@dataclass(frozen=True)
class _Columns:
    """Which column holds what; -1 where the file has none."""

    postcode: int
    oa: int = -1
    lsoa: int = -1
    msoa: int = -1
    ward: int = -1
    doterm: int = -1
    ons: bool = False

    @property
    def last(self) -> int:
        return max(self.postcode, self.oa, self.lsoa, self.msoa, self.ward, self.doterm)


class Reading:
    """The rows of a file, one by one; what a plain list says twice comes once. Once it is read,
    `without` are lines that name no postcode (a total, a label), `repeated` those that repeat one.

    Raises CannotRead, with the line, at the first fault.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._listed: dict[str, PostcodeRow] = {}
        self.without = self.repeated = 0

    def __iter__(self) -> Iterator[PostcodeRow]:
        start = self._file.read(4096)
        _refuse_foreign(start)
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding="utf-8-sig", errors="replace", newline="")
        try:
            yield from self._rows(text, _delimiter(start))
        finally:
            text.detach()  # the file belongs to the caller

    def _rows(self, text: io.TextIOWrapper, delimiter: str) -> Iterator[PostcodeRow]:
        lines = csv.reader(text, delimiter=delimiter, strict=True)
        columns: _Columns | None = None
        count = 0
        try:
            for cells in lines:
                if _says_nothing(cells):
                    continue
                if columns is None:
                    columns, is_header = _columns(cells)
                    if is_header:
                        continue
                count += 1
                _refuse_too_many(count, columns)
                if row := self._row(cells, columns, lines.line_num):
                    yield row
        except csv.Error as error:
            raise CannotRead(
                "this is not a line of a CSV file.", line=lines.line_num + 1
            ) from error
        if count == self.without:
            raise CannotRead("The file holds no postcodes.")

    def _row(self, cells: Sequence[str], columns: _Columns, line: int) -> PostcodeRow | None:
        """What a line says, if it says something that was not there before."""
        if columns.ons:
            return _row(cells, columns, line)
        if _is_label(cells, columns):
            self.without += 1
            return None
        row = _row(cells, columns, line)
        before = self._listed.setdefault(row.postcode, row)
        if before != row:
            raise CannotRead(f"{row.postcode} is in the file with two areas.", line=line)
        self.repeated += before is not row
        return row if before is row else None


def read(file: BinaryIO) -> Reading:
    """The rows of a file, to be gone through once."""
    return Reading(file)


def _says_nothing(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells) or bool(_SEPARATOR.match(",".join(cells)))


def _is_label(cells: Sequence[str], columns: _Columns) -> bool:
    """A line without a postcode: a total, a label, an address whose postcode nobody knows."""
    return len(cells) > columns.postcode and not cells[columns.postcode].strip()


def _refuse_foreign(start: bytes) -> None:
    if not start.strip():
        raise CannotRead("The file is empty.")
    for mark, kind in _MARKS.items():
        if start.startswith(mark):
            raise CannotRead(_UNPACK[kind])
    if b"\0" in start:
        raise CannotRead("This is not a CSV file. Save the list as “CSV UTF-8”.")


def _delimiter(start: bytes) -> str:
    header, _, _ = start.decode("utf-8-sig", "replace").partition("\n")
    if said := _SEPARATOR.match(header):
        return said[1] if said[1] in _DELIMITERS else ","
    return max(_DELIMITERS, key=header.count)


def _refuse_too_many(count: int, columns: _Columns) -> None:
    most = MOST_ROWS if columns.ons else MOST_LISTED
    if count > most:
        raise CannotRead(f"The file has more than {most:,} lines; a list of this kind may not.")


def _columns(header: Sequence[str]) -> tuple[_Columns, bool]:
    """Where things are, and whether this line was a header at all."""
    names = [re.sub(r"[\s_-]", "", name).lower() for name in header]
    for name in ("pcds", "pcd8", "pcd7"):
        if name in names:
            return _ons_columns(names, names.index(name)), True
    if "postcode" in names:
        lsoa = names.index("lsoa") if "lsoa" in names else -1
        return _Columns(postcode=names.index("postcode"), lsoa=lsoa), True
    try:
        postcodes.normalise(header[0])
    except NotAPostcode:
        raise CannotRead(
            "the columns aren't known. The first line must name “postcode”, or be that of an ONS"
            " postcode file (PCDS, LSOA21CD …).",
            line=1,
        ) from None
    return _Columns(postcode=0), False


def _ons_columns(names: Sequence[str], postcode: int) -> _Columns:
    found = {
        part: next((at for at, name in enumerate(names) if pattern.fullmatch(name)), -1)
        for part, pattern in _ONS.items()
    }
    if found["oa"] < 0 and found["lsoa"] < 0:
        raise CannotRead("there is no column of 2021 areas (LSOA21CD or lsoa21).", line=1)
    return _Columns(postcode=postcode, ons=True, **found)


def _row(cells: Sequence[str], columns: _Columns, line: int) -> PostcodeRow:
    if len(cells) <= columns.last:
        raise CannotRead("some columns are missing.", line=line)
    typed = cells[columns.postcode].strip()
    if not columns.ons:
        return PostcodeRow(_listed(typed, line), lsoa=_listed_lsoa(cells, columns, line))
    postcode = f"{typed[:-3].rstrip()} {typed[-3:]}"
    if not _EVER.fullmatch(postcode):
        raise CannotRead(f"“{typed[:20]}” is not a postcode.", line=line)
    return PostcodeRow(
        postcode,
        oa=_code(cells, columns.oa),
        lsoa=_code(cells, columns.lsoa),
        msoa=_code(cells, columns.msoa),
        ward=_code(cells, columns.ward),
        terminated_on=_ended(cells, columns.doterm, line),
    )


def _listed(typed: str, line: int) -> str:
    try:
        return postcodes.normalise(typed)
    except NotAPostcode:
        raise CannotRead(f"“{typed[:20]}” is not a postcode.", line=line) from None


def _listed_lsoa(cells: Sequence[str], columns: _Columns, line: int) -> str:
    code = cells[columns.lsoa].strip().upper() if columns.lsoa >= 0 else ""
    if code and not _LSOA.fullmatch(code):
        raise CannotRead(f"“{code[:20]}” is not the code of an LSOA.", line=line)
    return code


def _code(cells: Sequence[str], at: int) -> str:
    """A GSS code; what the file puts where there is none (islands, large users) is blank."""
    code = cells[at].strip() if at >= 0 else ""
    return code if len(code) == 9 and code.isascii() and code.isalnum() else ""


def _ended(cells: Sequence[str], at: int, line: int) -> date | None:
    """The first day of the month in which a postcode went out of use (YYYYMM), if it did."""
    text = cells[at].strip().replace("-", "") if at >= 0 else ""
    if not text:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), 1)
    except ValueError:
        raise CannotRead(f"“{text[:20]}” is not a month like 202406.", line=line) from None
