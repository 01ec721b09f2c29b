"""`./run` as a person meets it: it starts, it stops, and it leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import psycopg
import pytest

from launcher import addresses, home, postgres, supervise
from launcher.postgres import running
from tests.launcher.launched import (
    ROOT,
    Launched,
    are_gone,
    environment_of,
    eventually,
    launched,
    said,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux"),
]


def _owner(folder: Path) -> psycopg.Connection:
    cluster = home.cluster_folder(home.find(folder), None)
    sockets = Path((cluster / "postmaster.pid").read_text().splitlines()[4])
    secrets = folder.with_name(folder.name + ".secrets")
    return psycopg.connect(addresses.built_in(sockets, secrets).owner, autocommit=True)


def test_it_serves_and_a_sigterm_to_it_alone_stops_everything(folder: Path) -> None:
    """And none of what serves knows the owner's address."""
    with launched(folder) as run:
        assert run.answers()
        children = run.children()
        assert len(children) >= 4, children
        for pid, command in children.items():
            facts = environment_of(pid)
            assert b"DATABASE_OWNER_URL" not in facts, command
            assert b"SUPERUSER" not in facts, command
        assert run.tell(signal.SIGTERM) == 0
        assert are_gone(children), children
        assert not run.answers()


def test_an_interrupt_stops_it_also_when_it_was_started_with_interrupts_ignored(
    folder: Path,
) -> None:
    with launched(folder, ignoring_interrupts=True) as run:
        children = run.children()
        assert run.tell(signal.SIGINT) == 0
        assert are_gone(children), children


def test_a_killed_run_leaves_nothing_behind_and_the_next_one_has_its_rows(
    folder: Path, no_addresses: None
) -> None:
    with launched(folder) as run:
        children = run.children()
        with _owner(folder) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        run.tell(signal.SIGKILL)
    left = home.cluster_folder(home.find(folder), None).with_name(
        "postgres.kept-2120-01-01T000000Z"
    )
    left.mkdir()
    with launched(folder) as run, _owner(folder) as connection:
        assert f"The database from before an upgrade is kept in {left}" in run.words()
        assert are_gone(children), children
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_when_everything_is_killed_at_once_the_next_start_has_its_rows(
    folder: Path, no_addresses: None
) -> None:
    with launched(folder) as run:
        with _owner(folder) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        for pid in (run.process.pid, *run.children()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # it ended with its parent
        run.process.wait()
    with launched(folder), _owner(folder) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_fallen_worker_is_started_again(folder: Path) -> None:
    with launched(folder) as run:
        first = run.child("procrastinate")
        os.kill(first, signal.SIGKILL)
        assert are_gone([first])
        assert eventually(lambda: "procrastinate" in " ".join(run.children().values()), 30)
        assert run.answers()


@pytest.mark.parametrize(
    ("mark", "line"),
    [("bin/postgres", "PostgreSQL stopped by itself"), ("gunicorn", "The web server stopped")],
)
def test_without_database_or_web_server_everything_stops_with_one_line(
    folder: Path, mark: str, line: str
) -> None:
    with launched(folder) as run:
        children = run.children()
        os.kill(run.child(mark), signal.SIGKILL)
        assert run.process.wait(30) == 1
        assert line in run.words().splitlines()[-1]
        assert are_gone(children), children


def test_a_second_run_over_the_same_data_is_refused_and_a_command_joins(folder: Path) -> None:
    with launched(folder) as run:
        port = run.address.rsplit(":", 1)[1].strip("/")
        second = said("--port", "0", "--empty", "--data", str(folder))
        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr == f"The data folder {folder} is in use by another ./run.\n"
        other = said("--port", port, "--empty", "--data", f"{folder}-other")
        assert other.returncode == 1
        assert other.stderr.startswith(f"Cannot use port {port}: ")
        assert not Path(f"{folder}-other").exists()
        command = (
            "from django.conf import settings; from django.db import connection as c;"
            " c.ensure_connection(); print(c.is_usable(), settings.SITE_URL)"
        )
        joined = said("manage", "--data", str(folder), "shell", "-c", command)
        assert joined.stdout.splitlines()[-1] == f"True http://127.0.0.1:{port}", joined.stderr
        assert run.process.poll() is None


def test_a_command_alone_has_a_database_for_as_long_as_it_lasts(folder: Path) -> None:
    done = said("manage", "--data", str(folder), "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    assert running(folder / "postgres") is None


def test_a_stop_while_it_still_starts_ends_all(folder: Path) -> None:
    run = Launched(folder)
    assert eventually(lambda: "bin/postgres" in " ".join(run.children().values()))
    children = run.children()
    assert run.tell(signal.SIGTERM) == 128 + signal.SIGTERM
    assert are_gone(children), children


def test_what_it_waits_for_when_it_stops_is_less_than_systemd_waits_for_it() -> None:
    unit = (ROOT / "deploy" / "allotment.service").read_text()
    (patience,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert supervise.FAREWELL + sum(postgres.FAREWELLS.values()) <= 10 < int(patience)
