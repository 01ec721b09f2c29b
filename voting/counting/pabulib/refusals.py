"""Why a file is not read, on one line."""

from __future__ import annotations

_SHOWN = 60


class CannotRead(Exception):
    """A file that is not read. `line` counts from 1; 0 means the file as a whole."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{_printable(place)}: {_printable(self.reason)}"


class BadFile(CannotRead):
    """The file is broken, or says two different things."""


def shown(text: str) -> str:
    """What a file says, quoted, in print, and no longer than a reader needs."""
    cut = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"'{_printable(cut)}'"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
