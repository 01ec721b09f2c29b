"""What `/readyz` asks of the database does need its disk: on a full one it fails, with a code."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from launcher.database import Database
from pages import readiness


@pytest.fixture
def small_space(built_in: Database, folder: Path) -> Iterator[psycopg.Connection]:
    """The superuser, whose statements put what they can't hold in memory on a disk of 256 kB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    assert built_in.addresses.superuser
    try:
        with psycopg.connect(built_in.addresses.superuser, autocommit=True) as connection:
            data = connection.execute("SHOW data_directory").fetchone()
            assert data is not None
            account = Path(data[0]).stat()
            shutil.chown(folder, account.st_uid, account.st_gid)
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            connection.execute("SET work_mem = '64kB'")
            yield connection
            connection.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_of_the_database_is_found(small_space: psycopg.Connection) -> None:
    assert small_space.execute(readiness.SPILL).fetchone() == (20_000,)
    small_space.execute("SET temp_tablespaces = small")
    with pytest.raises(psycopg.errors.DiskFull) as caught:
        small_space.execute(readiness.SPILL)
    assert caught.value.sqlstate == "53100"
    small_space.execute("RESET temp_tablespaces")
    assert small_space.execute(readiness.SPILL).fetchone() == (20_000,)
