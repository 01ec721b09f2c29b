"""The parts that the site stands on: as `/readyz` finds them, in more words."""

from collections.abc import Iterator

from django.core.cache import cache

from pages import readiness
from pages.readiness import Trouble
from pages.working.line import OPERATOR, WorkingLine, broken, works

_FOLDERS = {
    "uploads": "Nobody can give a photo or a receipt.",
    "secrets": "No ballot box can be made ready, and no new key can be kept.",
    "temporary files": "Large files that people send in are refused.",
}
_MAKE_ROOM = (
    "Make room on that disk, or let the site's account write there. The site goes on by itself."
)


def database() -> Iterator[WorkingLine]:
    """Whether the database answers, and takes what the site sends."""
    found = [trouble for trouble in readiness.found() if trouble.part in ("database", "key")]
    if not found:
        yield works("Database", "It answers, and knows this site.")
    for trouble in found:
        yield _of_database(trouble)


def _of_database(trouble: Trouble) -> WorkingLine:
    if trouble.part == "key":
        return broken(
            "Database",
            "The database does not know this site's key: pages can be read, and nothing can be"
            " saved. No vote can be cast.",
            "Start the site anew with the secrets folder it had.",
            OPERATOR,
        )
    return broken(
        "Database",
        f"{trouble.line} Pages may fail, and what people send may be refused.",
        "See that PostgreSQL runs and has room on its disk.",
        OPERATOR,
    )


def disks() -> Iterator[WorkingLine]:
    """Whether each folder takes a file."""
    found = [trouble for trouble in readiness.found() if trouble.part in _FOLDERS]
    if not found:
        yield works("Disks", "There is room: each folder takes a file.")
    for trouble in found:
        yield broken("Disks", f"{trouble.line} {_FOLDERS[trouble.part]}", _MAKE_ROOM, OPERATOR)


def limits() -> Iterator[WorkingLine]:
    """Whether the table answers that counts tries: codes are asked for through it."""
    cache.get("pages.working")
    yield works("Limits", "Tries of codes and postcodes are counted.")
