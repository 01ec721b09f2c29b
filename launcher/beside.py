"""The folders beside the database's own, while it moves to another PostgreSQL and afterwards.

`postgres` is the database in use, always. Beside it lie, by what follows its name: `.upgrading`, a
new one that is being filled and is worth nothing yet; `.upgraded`, one that is checked and about to
take its place, unless the old one was used again; `.kept-…`, an old one, under the time at which it
was left. Names change in an order in which a stop at any point loses nothing.
"""

import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from launcher.postgres import end_orphan
from launcher.speech import CannotRun, say

KEEP_DAYS = 34  # as long as a backup: after 35 days nothing may join an old ballot to a person
KEPT = ".kept-"
STAMP = "%Y-%m-%dT%H%M%SZ"


def making(cluster: Path) -> Path:
    """Where a new database is filled."""
    return cluster.with_name(f"{cluster.name}.upgrading")


def _ready(cluster: Path) -> Path:
    return cluster.with_name(f"{cluster.name}.upgraded")


def kept(cluster: Path) -> list[Path]:
    """Databases that were left and are still there, oldest first."""
    return sorted(cluster.parent.glob(f"{cluster.name}{KEPT}*"))


def settle(cluster: Path) -> None:
    """Finish or forget what a stop left; nobody else may use these folders meanwhile."""
    if not cluster.exists() and _ready(cluster).exists():
        _rename(_ready(cluster), cluster)
    if not cluster.exists() and kept(cluster):
        raise CannotRun(
            f"There is no database at {cluster}, and an older one at {kept(cluster)[-1]}:"
            " move it back, or away from here to begin anew."
        )
    for folder in (_ready(cluster), making(cluster)):  # the old one may have been used since
        if folder.exists():
            end_orphan(folder)
            shutil.rmtree(folder)


def take_place(cluster: Path) -> Path:
    """Put the new database, which is checked and stopped, in the place of the old; where that is
    kept.
    """
    left = cluster.with_name(cluster.name + KEPT + time.strftime(STAMP, time.gmtime()))
    _rename(making(cluster), _ready(cluster))
    _rename(cluster, left)
    _rename(_ready(cluster), cluster)
    return left


def tell(cluster: Path) -> None:
    """Remove old databases whose time is over, and say which are still there."""
    forget(cluster)
    for folder in kept(cluster):
        say(f"The database from before an upgrade is kept in {folder} until {_ends(folder)}.")


def forget(cluster: Path) -> None:
    """Remove old databases whose time is over."""
    for folder in kept(cluster):
        if _left_at(folder) + timedelta(days=KEEP_DAYS) < datetime.now(UTC):
            shutil.rmtree(folder)
            say(f"Removed {folder}: it is {KEEP_DAYS} days old.")


def _ends(folder: Path) -> str:
    return f"{_left_at(folder) + timedelta(days=KEEP_DAYS):%-d %B %Y}"


def _left_at(folder: Path) -> datetime:
    stamp = folder.name.rpartition(KEPT)[2]
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:  # somebody gave it a name of their own: as old as the folder
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)


def _rename(folder: Path, name: Path) -> None:
    folder.rename(name)
    descriptor = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)  # the next name changes only when this change is on the disk
    finally:
        os.close(descriptor)
