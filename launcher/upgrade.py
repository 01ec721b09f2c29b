"""Moves the built-in database to the newest PostgreSQL here, by a copy that is checked.

The old database stays as it is until the new one is filled, compared with it and brought up to this
version; then the new one takes its place and the old one is kept beside it. Whatever stops this
midway, a start finds a whole database, and doing it again begins anew.
"""

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

from launcher import addresses, beside, binaries, copying, database, home, serve
from launcher.addresses import Addresses
from launcher.home import VENV, Home
from launcher.postgres import Server
from launcher.speech import CannotRun, say

SPARE = 100_000_000  # bytes that an empty database and its log take
ENOUGH = 600  # seconds for a server to put its files in order: unlogged tables are kept then only
FULL = 1_000_000  # bytes; with less left the disk was the trouble


def upgrade(place: Home, *, anew: bool) -> int:
    """Move it; 0 when it is in its new place, or was there already."""
    if addresses.external():
        raise CannotRun(
            "DATABASE_URL names a PostgreSQL of your own: docs/running.md says how to move that."
        )
    try:
        with home.sole_use(place):
            return _upgrade(place, anew=anew)
    except home.InUse:
        raise CannotRun("The site is running: stop it first.") from None


def _upgrade(place: Home, *, anew: bool) -> int:
    server = database.built_in_server(place, settled=True)
    was, will_be = binaries.major(server.cluster), binaries.newest(VENV)
    if was is None:
        raise CannotRun(f"There is no database in {place.data} yet: ./run makes one.")
    if was >= will_be and not anew:
        say(f"The database is one of PostgreSQL {was}, the newest here: nothing is to be done.")
        return 0
    _refuse_without_room(server.cluster)
    say(f"Moving the database from PostgreSQL {was} to {will_be}; the old one stays as it is.")
    left = _moved(place, server)
    say(f"Done. The database from before is kept in {left} for {beside.KEEP_DAYS} days.")
    say(f"Start the site and look at it; then you may remove it: rm -r {left}")
    return 0


def _moved(place: Home, server: Server) -> Path:
    """Fill a new database beside the old one and let it take its place; where the old one is."""
    draft = beside.making(server.cluster)
    # Sockets of their own: no command that waits for the site's database finds either of them.
    old = replace(server, sockets=home.socket_folder(server.cluster / "old"), read_only=True)
    new = replace(
        server,
        cluster=draft,
        sockets=home.socket_folder(draft),
        programs=binaries.programs(VENV, server.account, draft),
        log=place.data / "upgrade.log",
    )
    try:
        _fill(place, old, new)
    except (CannotRun, OSError) as trouble:
        why = "the disk is full." if _disk_was_full(trouble, draft) else str(trouble)
        raise CannotRun(f"The database was not moved, and is as it was: {why}") from trouble
    else:
        new.log.unlink(missing_ok=True)
        return beside.take_place(server.cluster)
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # once it has taken its place, there is none


def _disk_was_full(trouble: Exception, draft: Path) -> bool:
    """By its own words, or by what is left: a server that stops on a full disk gives some back."""
    named = any(os.strerror(code) in str(trouble) for code in (errno.ENOSPC, errno.EDQUOT))
    return named or shutil.disk_usage(draft.parent).free < FULL


def _fill(place: Home, old: Server, new: Server) -> None:
    """Have all of the old database in the new one, and this version's tables."""
    theirs, ours = (addresses.built_in(each.sockets, place.secrets) for each in (old, new))
    try:
        old.start()
        new.start()
        copying.copy(old, new)
        say(copying.compared(theirs, ours))
        _bring_up_to_date(place, ours)
    finally:
        new.stop(within=ENOUGH)
        old.stop(within=ENOUGH)
    if new.process is None or new.process.returncode:
        raise CannotRun("the new one did not stop in order.")


def _bring_up_to_date(place: Home, ours: Addresses) -> None:
    """As after a restore: the record says that the numbers of transactions begin anew."""
    trouble = "the new one is not as it must be"
    database.prepare(ours)
    env = {**serve.surroundings(place), **ours.for_changing()}
    serve.manage("migrate", "--skip-checks", "--verbosity", "0", env=env, trouble=trouble)
    serve.manage("begin_epoch", env=env, trouble=trouble)
    serve.manage("verify_record", env=env, trouble=trouble)


def _refuse_without_room(cluster: Path) -> None:
    needed = sum(file.lstat().st_size for file in cluster.rglob("*")) + SPARE
    free = shutil.disk_usage(cluster.parent).free
    if free < needed:
        raise CannotRun(
            f"The new database needs about {needed // 1_000_000} MB beside {cluster}, and"
            f" {free // 1_000_000} MB are free: make room first."
        )
