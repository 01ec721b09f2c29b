"""When the last backup was made, where the site knows the folder (`ALLOTMENT_BACKUPS`)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from kit import clock, dates
from pages.working.line import OPERATOR, WorkingLine, broken, look, works

# One is made each night.
_LATE_AFTER, _MISSING_AFTER = timedelta(hours=30), timedelta(days=3)
# Written last, when all else of a backup is there.
_COMPLETE = "SHA256SUMS"
_TRY = "Run deploy/backup by hand: it says what keeps it. Then see that its timer runs."


def backups() -> Iterator[WorkingLine]:
    """How old the newest backup is. Off a real site there is nothing to say without a folder."""
    folder: Path | None = settings.BACKUPS
    if folder is None:
        if settings.PRODUCTION:
            yield look(
                "Backups",
                "This site does not know where its backups lie, so it can't say when one was made.",
                "Name the folder in ALLOTMENT_BACKUPS (docs/running.md); start the site anew.",
                OPERATOR,
            )
        return
    try:
        last = newest(folder)
    except OSError as error:
        means = f"The folder of backups can't be read: {error.strerror}."
        yield broken("Backups", means, "Let the site's account read that folder.", OPERATOR)
        return
    yield _told(last)


def newest(folder: Path) -> datetime | None:
    """When the newest complete backup was made. Raises OSError where the folder can't be read."""
    made = []
    for each in folder.iterdir():
        with suppress(ValueError):
            moment = datetime.strptime(each.name, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
            if (each / _COMPLETE).is_file():
                made.append(moment)
    return max(made, default=None)


def _told(last: datetime | None) -> WorkingLine:
    if last is None:
        means = "There is no backup. If the server is lost, everything is lost."
        return broken("Backups", means, _TRY, OPERATOR)
    age, when = clock.now() - last, dates.day_time(last)
    if age > _MISSING_AFTER:
        means = f"The last backup was made at {when}. What came since would be lost."
        return broken("Backups", means, _TRY, OPERATOR)
    if age > _LATE_AFTER:
        return look(
            "Backups", f"Last night's is missing. The last was made at {when}.", _TRY, OPERATOR
        )
    return works("Backups", f"The last one was made at {when}.")
