"""Faults that are nobody's bug: a database that is away or busy, a disk that is full, a visitor who
hangs up.

They are told from all others here, by the kind of error and the code that PostgreSQL gives
(https://www.postgresql.org/docs/current/errcodes-appendix.html), never by its words: those may hold
what somebody sent.
"""

import errno
import logging
from collections.abc import Iterator

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import UnreadablePostError

# Connection lost; too few resources (disk, memory, connections); stopped by an operator or a limit
# of time; an error of the system under it.
_AWAY_CLASSES = ("08", "53", "57", "58")
_AWAY = {
    "25006",  # a standby, which only reads
    "25P03",  # idle in a transaction for too long
    "25P04",  # a transaction that took too long
    "40001",  # two at once
    "40P01",  # two that waited for each other
    "55P03",  # a lock was not free in time
}
_SILENT = "the database does not answer"
_FULL = {errno.ENOSPC, errno.EDQUOT}


def reason(error: BaseException | None) -> str | None:
    """What is away or full, in a few words without values; None for any other error."""
    for each in _chain(error):
        if isinstance(each, psycopg.Error) and (found := _of_database(each)):
            return found
        if isinstance(each, OperationalError | InterfaceError) and each.__cause__ is None:
            return _SILENT
        if isinstance(each, OSError) and each.errno in _FULL:
            return "the disk is full"
    return None


def hung_up(error: BaseException | None) -> bool:
    """Whether the visitor went away in the middle of what they sent."""
    return any(isinstance(each, UnreadablePostError) for each in _chain(error))


def _of_database(error: psycopg.Error) -> str | None:
    code = error.sqlstate
    if code is None:
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return _SILENT if lost else None
    if code == "53100":
        return f"the database's disk is full ({code})"
    if code in _AWAY or code.startswith(_AWAY_CLASSES):
        return f"the database is away or busy ({code})"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from, as a traceback would tell them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class OneLine(logging.Filter):
    """Makes one line, without traceback or values, of what is nobody's bug; lets the rest pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is None:
            return True
        if found := reason(error):
            self._shorten(record, f"{self._what(record)}: {found}")
        elif hung_up(error):
            self._shorten(record, f"{self._what(record)}: the visitor hung up")
        elif record.name.startswith("django.security."):
            self._shorten(record, f"{self._what(record)}: refused ({type(error).__name__})")
        return True

    @staticmethod
    def _what(record: logging.LogRecord) -> str:
        """The address that was asked for, without what was asked; else whose line it is."""
        request = getattr(record, "request", None)
        path: str = getattr(request, "path", "")
        return path.encode("unicode_escape").decode("ascii") or record.name

    @staticmethod
    def _shorten(record: logging.LogRecord, line: str) -> None:
        record.msg, record.args = "%s", (line,)
        record.exc_info = record.exc_text = None
