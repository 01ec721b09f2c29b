"""The built-in server recovers from whatever happened to it."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from launcher import addresses, database, home, keys
from launcher.home import Home
from launcher.postgres import Server, running
from launcher.speech import CannotRun
from tests.launcher.launched import ROOT, are_gone, eventually

pytestmark = pytest.mark.slow

LAUNCHER = """
import sys, time
from pathlib import Path
from launcher import database, home
home_ = home.Home(Path(sys.argv[1]), Path(sys.argv[2]))
server = database.built_in_server(home_)
server.start()
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture
def server(place: Home) -> Iterator[Server]:
    made = database.built_in_server(place, for_tests=True)
    yield made
    made.stop()


def _superuser(place: Home, server: Server) -> psycopg.Connection:
    url = addresses.built_in(server.sockets, place.secrets).superuser
    assert url
    return psycopg.connect(url, autocommit=True)


def test_rows_survive_a_stop_and_a_start(place: Home, server: Server) -> None:
    server.start()
    with _superuser(place, server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    assert not server.is_ready()
    server.start()
    with _superuser(place, server) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_starts_at_once_after_it_was_killed(place: Home, server: Server) -> None:
    server.start()
    assert server.process
    os.kill(server.process.pid, signal.SIGKILL)
    server.start()  # the killed one is a zombie until now
    assert server.is_ready()


def test_a_number_that_now_belongs_to_another_process_does_not_stop_it(
    place: Home, server: Server
) -> None:
    server.start()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n0\n")
    assert running(server.cluster) is None
    server.start()
    assert server.is_ready()


def test_a_server_whose_launcher_was_killed_is_stopped_first(place: Home, server: Server) -> None:
    orphan = replace(server, held=False)
    orphan.start()
    assert orphan.process
    old = orphan.process.pid
    server.start()
    assert are_gone([old])
    assert running(server.cluster) != old
    orphan.process.wait()


def test_it_dies_with_its_launcher(place: Home, server: Server) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, place.data, place.secrets],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout
    assert parent.stdout.readline() == b"up\n"
    pid = running(server.cluster)
    assert pid
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert are_gone([pid])


def test_a_half_made_database_is_made_again(place: Home, server: Server) -> None:
    (server.cluster.parent / "postgres.making").mkdir()
    (server.cluster.parent / "postgres.making" / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.is_ready()


def test_only_its_own_account_reaches_socket_files_and_passwords(
    place: Home, server: Server
) -> None:
    server.start()
    for path in (server.cluster, server.sockets, place.secrets, place.media):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for path in place.secrets.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert not list(server.sockets.glob("first-password"))
    wrong = addresses.built_in(server.sockets, place.secrets).superuser
    assert wrong
    password = addresses.password(place.secrets, "postgres")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong.replace(password, "guess"))


def test_a_long_path_gets_a_short_socket(folder: Path, no_addresses: None) -> None:
    place = home.find(folder / ("long-" * 20) / ("name-" * 20))
    server = database.built_in_server(place, for_tests=True)
    try:
        server.start()
        assert server.is_ready()
    finally:
        server.stop()


def test_a_planted_socket_folder_is_refused(place: Home, server: Server) -> None:
    server.sockets.mkdir(mode=0o755)
    server.sockets.chmod(0o755)
    with pytest.raises(CannotRun, match="open to others"):
        server.start()


def test_data_whose_passwords_are_lost_is_refused(place: Home, server: Server) -> None:
    server.start()
    server.stop()
    (place.secrets / "database-postgres.password").unlink()
    with pytest.raises(CannotRun, match="its passwords are not in"):
        database.built_in_server(place)


def test_a_missing_library_is_named(place: Home, server: Server) -> None:
    # The programs without the libraries that lie beside them: the loader has to give up.
    alone = place.data / "bin"
    alone.mkdir(mode=0o755)
    for name in ("initdb", "postgres", "pg_isready"):
        shutil.copy(server.programs / name, alone / name)
    with pytest.raises(CannotRun, match=r"cannot make its files: .*shared libraries: lib"):
        replace(server, programs=alone).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another account")
def test_roots_data_below_a_closed_folder_stays_closed(folder: Path, no_addresses: None) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    place = home.find(closed / "data")
    server = database.built_in_server(place, for_tests=True)
    try:
        server.start()
        assert server.is_ready()
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert (place.data / "postgres").resolve() == server.cluster
    finally:
        server.stop()
        shutil.rmtree(server.cluster.parent)


def test_two_commands_agree_on_a_secret(place: Home) -> None:
    program = (
        "import sys; from pathlib import Path; from launcher import keys;"
        "print(keys.keep(Path(sys.argv[1]), 'shared'))"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, place.secrets],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    words = {start.communicate()[0].strip().decode() for start in starts}
    assert words == {keys.keep(place.secrets, "shared")}


def test_a_command_waits_for_the_database_of_the_run_it_joins(place: Home, server: Server) -> None:
    with home.sole_use(place):
        server.start()
        assert database.joined(place).app == addresses.built_in(server.sockets, place.secrets).app
    server.stop()
    assert eventually(lambda: running(server.cluster) is None)
    with pytest.raises(CannotRun, match="has no database"):
        database.joined(place)
