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
FULL_FOR, AFTER_CHECKPOINT = 4, 1  # seconds


@contextmanager
def small_disk(site: Installation) -> Iterator[bool]:
    """Have the database's files on a small disk meanwhile; False where this machine does not let
    us.
    """
    cluster, aside = site.cluster, site.cluster.with_name("postgres.aside")
    if os.geteuid() != 0:
        yield False
        return
    site.stop()
    cluster.rename(aside)
    cluster.mkdir(0o700)
    mounted = _mount(cluster, aside)
    try:
        if mounted:
            _copy(aside, cluster)
            site.serve_again()
            yield True
            site.stop()
            shutil.rmtree(aside)
            aside.mkdir()
            _copy(cluster, aside)
    finally:
        site.stop()
        if mounted:
            subprocess.run(["umount", "-l", str(cluster)], check=True)
        cluster.rmdir()
        aside.rename(cluster)
        site.serve_again()
    if not mounted:
        yield False


def _mount(cluster: Path, files: Path) -> bool:
    facts = files.stat()
    size = ROOM + sum(path.lstat().st_size for path in files.rglob("*"))
    options = f"size={size},mode=700,uid={facts.st_uid},gid={facts.st_gid}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(cluster)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def fill(site: Installation) -> str:
    """Leave no room on the small disk for some seconds, and have the server write a checkpoint
    there; gives a note on what /readyz says meanwhile.
    """
    ballast = site.cluster / "ballast"
    try:
        _take_all_room(ballast)
        time.sleep(FULL_FOR)
        status = site.readiness()
        _checkpoint(site)
        time.sleep(AFTER_CHECKPOINT)
    finally:
        ballast.unlink()
    return f"/readyz says {status} while the disk is full"


def _take_all_room(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))


def _checkpoint(site: Installation) -> None:
    with suppress(psycopg.Error), psycopg.connect(site.superuser(), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
