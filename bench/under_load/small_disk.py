"""The database on a small disk of its own, in memory, where root may make one."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from bench.under_load.installation import Installation

ROOM = 64 << 20  # bytes beside what the database takes
FULL_FOR = 3  # seconds
FILES_IN_HAND = 20


@contextmanager
def small_disk(site: Installation) -> Iterator[bool]:
    """Move the database's files to a small disk, to the end of this installation; False where this
    machine does not let us. The installation is stopped afterwards.
    """
    if os.geteuid() != 0 or not shutil.which("mount"):
        yield False
        return
    cluster, aside = site.cluster, site.cluster.with_name("postgres.aside")
    site.stop()
    cluster.rename(aside)
    cluster.mkdir(0o700)
    if not _mount(cluster, aside):
        cluster.rmdir()
        aside.rename(cluster)
        site.serve_again()
        yield False
        return
    try:
        _copy(aside, cluster)
        site.serve_again()
        yield True
    finally:
        site.stop()
        subprocess.run(["umount", "-l", str(cluster)], check=True)


def _mount(cluster: Path, files: Path) -> bool:
    facts = files.stat()
    size = ROOM + sum(path.lstat().st_size for path in files.rglob("*"))
    options = f"size={size},mode=700,uid={facts.st_uid},gid={facts.st_gid}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(cluster)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def fill(site: Installation) -> str:
    """Leave no room on the small disk for some seconds, at last not even for what the server must
    write at a commit; gives a note on what /readyz says meanwhile.
    """
    ballast = site.cluster / "ballast"
    try:
        _take_all_room(ballast)
        time.sleep(FULL_FOR)
        status = site.readiness()
        _use_up_log(site)
        time.sleep(FULL_FOR)
    finally:
        ballast.unlink()
    return f"/readyz says {status} while the disk is full"


def _take_all_room(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))


def _use_up_log(site: Installation) -> None:
    """Begin one file of the server's log of changes after another: it keeps a few in hand."""
    with suppress(psycopg.Error), psycopg.connect(site.superuser(), autocommit=True) as connection:
        for _ in range(FILES_IN_HAND):
            connection.execute("SELECT pg_logical_emit_message(true, '', '')")
            connection.execute("SELECT pg_switch_wal()")
