"""From bytes to rows, a megabyte at a time, never more than that in memory."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from voting.counting.pabulib.refusals import BadFile

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and how many there are."""

Row = tuple[int, list[str]]
"""A line number from 1, and the fields that begin on that line."""

LONGEST_LINE = 65_536
_BLOCK = 1 << 20
_BOM = b"\xef\xbb\xbf"
SECTIONS = frozenset({"META", "PROJECTS", "VOTES"})


def fingerprint(path: str | Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal. Raises `BadFile` when it can't be opened."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(str(path), 0, _unopened(error)) from error


def one_line(text: str) -> str:
    """The text with its line breaks as spaces, and no space around it."""
    return " ".join(text.splitlines()).strip()


class Rows:
    """The rows of one file, section by section. Raises `BadFile` for what can't be text."""

    def __init__(self, path: str | Path, on_progress: Progress | None = None) -> None:
        self.file = str(path)
        self._sha = hashlib.sha256()
        self._on_progress = on_progress
        self._line = 0
        self._lines = self._decoded()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes read so far: of the whole file once every row is taken."""
        return self._sha.hexdigest()

    @property
    def line(self) -> int:
        """The last line that was taken, from 1."""
        return self._line

    def refuse(self, line: int, reason: str) -> BadFile:
        """The refusal of this file at this line."""
        return BadFile(self.file, line, reason)

    def begin(self) -> None:
        """Take the first section's name, which must be META."""
        for text in self._lines:
            self._line += 1
            if name := _section_name(text.split(";")):
                if name == "META":
                    return
                raise self.refuse(self._line, f"the file begins with {name}, not with META")
            if text.replace(";", "").strip():
                raise self.refuse(self._line, "the file does not begin with META")
        raise self.refuse(1, "the file is empty")

    def section(self, name: str, *, ends_at: str | None) -> Iterator[Row]:
        """The rows of this section, blank ones left out, up to the name of the one that follows.

        With `ends_at=None` it goes to the end of the file. A name in quotation marks is a value.
        """
        for text in self._lines:
            self._line += 1
            line = self._line
            quoted = '"' in text
            row = self._quoted(text) if quoted else text.split(";")
            first = row[0].strip()
            if len(first) <= 8 and not quoted and (found := _section_name(row)):
                if found == ends_at:
                    return
                raise self.refuse(line, f"{found} comes where {ends_at or 'a ballot'} should")
            if first or any(map(str.strip, row)):
                yield line, row
        if ends_at:
            raise self.refuse(self._line, f"the file ends in {name}; there is no {ends_at}")

    def _quoted(self, text: str) -> list[str]:
        """A row with quotation marks in it, which may run over several lines."""
        line = self._line
        ended = False

        def feed() -> Iterator[str]:
            nonlocal ended
            yield text + "\n"
            for more in self._lines:
                self._line += 1
                yield more + "\n"
            ended = True

        try:
            row = next(csv.reader(feed(), delimiter=";"))
        except csv.Error as error:
            raise self.refuse(line, f"a quoted field can't be read: {error}") from error
        if ended:
            raise self.refuse(line, "a quotation mark is opened and never closed")
        return row

    def _decoded(self) -> Iterator[str]:
        done = 0
        for block in self._blocks():
            text = self._text(block.removeprefix(_BOM) if not done else block, done)
            lines = text.split("\n")
            if not lines[-1]:
                lines.pop()
            done += len(lines)
            yield from lines

    def _text(self, block: bytes, done: int) -> str:
        """The block as text; `done` lines came before it."""
        if (at := block.find(b"\0")) >= 0:
            raise self.refuse(done + block.count(b"\n", 0, at) + 1, "there is a NUL byte here")
        self._check_length(block, done)
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            line = done + block.count(b"\n", 0, error.start) + 1
            raise self.refuse(line, "this is not UTF-8 text") from error
        return text.replace("\r\n", "\n").removesuffix("\r") if "\r" in text else text

    def _check_length(self, block: bytes, done: int) -> None:
        for line, raw in enumerate(block.split(b"\n"), done + 1):
            if len(raw) > LONGEST_LINE:
                raise self.refuse(line, f"this line is longer than {LONGEST_LINE:,} bytes")

    def _blocks(self) -> Iterator[bytes]:
        """The file in blocks that end where a line ends."""
        try:
            with open(self.file, "rb") as file:
                size, done = Path(self.file).stat().st_size, 0
                while block := file.read(_BLOCK):
                    block += file.readline(LONGEST_LINE + 1)
                    self._sha.update(block)
                    done += len(block)
                    yield block
                    if self._on_progress:
                        self._on_progress(done, size)
        except OSError as error:
            raise self.refuse(0, _unopened(error)) from error


def _section_name(row: list[str]) -> str | None:
    name = row[0].strip().upper()
    return name if name in SECTIONS and not any(row[1:]) else None


def _unopened(error: OSError) -> str:
    return f"can't be opened: {(error.strerror or 'unknown reason').lower()}"
