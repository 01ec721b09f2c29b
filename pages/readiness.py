"""Whether the site can serve: its database, its disks and its worker, each really tried.

Free space is only a guess: quotas, reserved blocks and read-only mounts refuse a write where space
is shown. So each place is written to.
"""

import os
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kit import faults, site_key

# Anybody may ask, so the disks are written to once in so many seconds in each process.
LOOK_EVERY = 5
WORKER_DEAD_AFTER = 300  # seconds without a sign of it
STRANGER = (
    "The database does not know this site's key, so it takes nothing from it. Start the site anew"
    " with the secrets folder it had."
)
_TRIED = 64 * 1024  # bytes written to each folder

# More rows than fit in the least memory for sorting (64 kB) lie in a file on the database's disk,
# and go at the end of the statement: nothing is kept, and no table grows.
SPILL = "SELECT count(*) FROM generate_series(1, 20000)"

# The worker's own heartbeat, every ten seconds; one that was stopped properly takes its row away,
# and then the last periodic job that it put in the queue tells when it lived. Where there never was
# one, a job that waits tells that there should be.
_WORKER = f"""
WITH seen AS (
  SELECT greatest(
    (SELECT max(last_heartbeat) FROM procrastinate_workers),
    (SELECT to_timestamp(max(defer_timestamp)) FROM procrastinate_periodic_defers)
  ) AS at
), limits AS (SELECT now() - interval '{WORKER_DEAD_AFTER} seconds' AS old)
SELECT coalesce(
  seen.at < limits.old,
  EXISTS (
    SELECT FROM procrastinate_jobs AS job
    JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND event.at < limits.old
      AND coalesce(job.scheduled_at, event.at) < limits.old
  )
) FROM seen, limits
"""


class Trouble(NamedTuple):
    """What is wrong with one part: "database", "key", "worker", or the name of a folder."""

    part: str
    line: str


def troubles() -> list[str]:
    """What is wrong, a plain line each; nothing when the site can serve."""
    return [trouble.line for trouble in found()]


def found() -> tuple[Trouble, ...]:
    """The same, with the part that each line is about."""
    return _looked(int(time.monotonic() // LOOK_EVERY))


@lru_cache(maxsize=1)
def _looked(moment: int) -> tuple[Trouble, ...]:
    folders = {
        "uploads": Path(settings.MEDIA_ROOT),
        "secrets": Path(settings.SECRETS),
        "temporary files": Path(tempfile.gettempdir()),
    }
    return (*_database(), *filter(None, (_folder(name, path) for name, path in folders.items())))


def look_again() -> None:
    """Forget what was found last."""
    _looked.cache_clear()


def _database() -> list[Trouble]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(SPILL)
            cursor.execute(_WORKER)
            row = cursor.fetchone()
            known = site_key.is_known()
    except DatabaseError as error:
        reason = faults.reason(error)
        if reason is None:
            raise
        return [Trouble("database", f"{reason[0].upper()}{reason[1:]}.")]
    minutes = WORKER_DEAD_AFTER // 60
    silent = Trouble("worker", f"The worker has given no sign for {minutes} minutes.")
    worker = [silent] if row and row[0] else []
    return worker if known else [Trouble("key", STRANGER), *worker]


def _folder(name: str, path: Path) -> Trouble | None:
    """What keeps a folder from taking a file, if anything; the file has no name and never stays."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(bytes(_TRIED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        line = f"The folder of {name} can't be written to: {error.strerror}."
        return Trouble(name, line)
    return None
