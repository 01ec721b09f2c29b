"""`./run upgrade-database`: all of a database comes to a newer PostgreSQL, or stays as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from launcher import addresses, beside, binaries, compare, database, home, upgrade
from launcher.database import Database
from launcher.home import VENV, Home
from launcher.speech import CannotRun
from tests.launcher.launched import ROOT, environment, eventually, said
from tests.upgrade.kept import VERSIONS, Dump

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the built-in database needs Linux"),
]

OLD = 16
# One of each kind of thing that a dump could lose.
EVERYTHING = """
CREATE ROLE keeper NOLOGIN NOINHERIT CONNECTION LIMIT 7;
CREATE ROLE guest LOGIN PASSWORD 'words' VALID UNTIL '2031-01-01';
GRANT keeper TO guest WITH ADMIN OPTION;
ALTER ROLE guest SET statement_timeout = '7s';
ALTER ROLE guest IN DATABASE allotment SET work_mem = '5MB';
ALTER DATABASE allotment SET lock_timeout = '9s';
REVOKE CONNECT ON DATABASE allotment FROM PUBLIC;
GRANT CONNECT ON DATABASE allotment TO guest;
CREATE SCHEMA kept AUTHORIZATION keeper;
ALTER DEFAULT PRIVILEGES IN SCHEMA kept GRANT SELECT ON TABLES TO guest;
CREATE TYPE kept.mood AS ENUM ('glad', 'sad');
CREATE TABLE kept.thing (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mood kept.mood NOT NULL DEFAULT 'glad',
  words text CHECK (length(words) < 1000),
  bytes bytea, at timestamptz, part float8, facts jsonb, many int[],
  UNIQUE (words) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX thing_of_mood ON kept.thing (mood) WHERE mood = 'sad';
CREATE FUNCTION kept.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = kept AS $$ BEGIN RAISE EXCEPTION 'rows are only ever added'; END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON kept.thing
  FOR EACH ROW EXECUTE FUNCTION kept.refuse();
ALTER TABLE kept.thing ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE kept.thing ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON kept.thing FOR SELECT TO guest USING (mood = 'glad');
GRANT INSERT (words), SELECT ON kept.thing TO guest;
INSERT INTO kept.thing (words, bytes, at, part, facts, many)
  SELECT 'word ' || n, sha256(n::text::bytea), timestamptz '2026-01-01' + n * interval '1 h',
         n / 7.0, jsonb_build_object('n', n), ARRAY[n, -n] FROM generate_series(1, 5000) n;
CREATE UNLOGGED TABLE kept.quick AS SELECT 1 AS one;
CREATE SEQUENCE kept.counter START 100 INCREMENT 5;
SELECT nextval('kept.counter'), nextval('kept.counter');
CREATE VIEW kept.sad AS SELECT * FROM kept.thing WHERE mood = 'sad';
SELECT lo_from_bytea(0, 'a large object');
COMMENT ON TABLE kept.thing IS 'kept';
"""


def make_old(place: Home) -> None:
    """Make the files of an installation's database with an older PostgreSQL."""
    server = database.built_in_server(place)
    server.cluster.mkdir(mode=0o700)
    (server.cluster / "PG_VERSION").write_text(f"{OLD}\n")
    found = binaries.programs(VENV, server.account, server.cluster)
    shutil.rmtree(server.cluster)
    words = place.data / "words"
    words.write_text(server.password())
    server.cluster.mkdir(mode=0o700)
    account = server.account
    if account:
        for path in (server.cluster, words):
            os.chown(path, account.uid, account.gid)
    command = [str(found / "initdb"), "-D", str(server.cluster), "-U", "postgres"]
    subprocess.run(
        [
            *command,
            f"--pwfile={words}",
            "--encoding=UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
    )
    words.unlink()


@contextmanager
def running(place: Home, name: str = "allotment") -> Iterator[psycopg.Connection]:
    """The superuser's connection to a database of the built-in server, which runs meanwhile."""
    server = replace(database.built_in_server(place), durable=False)
    try:
        server.start()
        url = addresses.built_in(server.sockets, place.secrets).superuser
        assert url
        with psycopg.connect(url, autocommit=True, dbname=name) as connection:
            yield connection
    finally:
        server.stop()


def fill(place: Home) -> None:
    """Put one of each thing into its database."""
    with running(place, "postgres") as connection:
        connection.execute("CREATE ROLE allotment_owner LOGIN CREATEROLE CREATEDB")
        connection.execute("CREATE DATABASE allotment OWNER allotment_owner")
    with running(place) as connection:
        connection.execute(EVERYTHING)


@pytest.fixture
def full(place: Home) -> Home:
    """An installation whose database an older PostgreSQL made, with one of each thing in it."""
    make_old(place)
    fill(place)
    return place


def upgraded(place: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    return said("upgrade-database", "--data", str(place.data), *arguments)


def cluster_of(place: Home) -> Path:
    return home.cluster_folder(place, binaries.unprivileged_account())


def what_is_kept(connection: psycopg.Connection) -> list[object]:
    """What `EVERYTHING` made, by what it says and does."""
    questions = (
        "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM kept.thing t",
        "SELECT one FROM kept.quick",
        "SELECT encode(lo_get(oid), 'escape') FROM pg_largeobject_metadata",
        "SELECT last_value FROM kept.counter",
        "SELECT obj_description('kept.thing'::regclass)",
        "SELECT rolconnlimit, rolinherit FROM pg_roles WHERE rolname = 'keeper'",
        "SELECT rolpassword, rolvaliduntil, rolname FROM pg_authid WHERE rolname = 'guest'",
        "SELECT pg_has_role('guest', 'keeper', 'MEMBER WITH ADMIN OPTION')",
        "SELECT has_column_privilege('guest', 'kept.thing', 'words', 'INSERT'),"
        " has_column_privilege('guest', 'kept.thing', 'bytes', 'INSERT'),"
        " has_database_privilege('allotment_web', 'allotment', 'TEMPORARY')",
        "SELECT array_agg(setconfig ORDER BY setconfig) FROM pg_db_role_setting",
        "SELECT array_agg(tgenabled) FROM pg_trigger WHERE tgname = 'frozen'",
        "SELECT relrowsecurity FROM pg_class WHERE oid = 'kept.thing'::regclass",
    )
    found: list[object] = [connection.execute(question).fetchall() for question in questions]
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added"):
        connection.execute("DELETE FROM kept.thing WHERE id = 1")
    return found


def test_a_database_of_16_comes_to_18_with_all_that_is_in_it(full: Home) -> None:
    cluster = cluster_of(full)
    with running(full) as connection:
        connection.execute("CREATE ROLE allotment_web LOGIN")
        before = what_is_kept(connection)
    refused = said("--port", "0", "--empty", "--data", str(full.data))
    assert "move it on with ./run upgrade-database" in refused.stderr

    done = upgraded(full)

    assert done.returncode == 0, done.stderr
    assert binaries.major(cluster) == binaries.newest(VENV) > OLD
    assert "The record is consistent with itself" in done.stdout
    (kept,) = beside.kept(cluster)
    assert binaries.major(kept) == OLD
    assert f"rm -r {kept}" in done.stdout
    assert [path.name for path in cluster.parent.glob("postgres.up*")] == []
    with running(full) as connection:
        assert what_is_kept(connection) == before
        assert connection.execute("SELECT count(*) FROM audit.epoch").fetchone() == (2,)
    again = upgraded(full)
    assert (again.returncode, "nothing is to be done" in again.stdout) == (0, True)


@pytest.fixture(params=VERSIONS)
def site(request: pytest.FixtureRequest, place: Home) -> Home:
    """The data of a site in the middle of its rounds, as an earlier version left it."""
    dump = Dump(request.param)
    with database.started(place) as found, psycopg.connect(found.addresses.owner) as owner:
        owner.execute(dump.sql)
    dump.put_keys(place.secrets)
    return place


def rows_of(connection: psycopg.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT schemaname || '.' || quote_ident(tablename) FROM pg_tables"
        " WHERE schemaname IN ('public', 'audit', 'ballot')"
    ).fetchall()
    counts = {}
    for (name,) in names:
        (counts[name],) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
    return counts


def test_a_site_in_the_middle_of_its_rounds_moves_with_its_record_and_its_key(site: Home) -> None:
    with running(site) as connection:
        before = rows_of(connection)
        entries = connection.execute("SELECT event_uuid, leaf FROM audit.event ORDER BY id")
        record = entries.fetchall()
    keys = {path: path.read_bytes() for path in site.secrets.rglob("*") if path.is_file()}

    done = upgraded(site, "--anew")

    assert done.returncode == 0, done.stderr
    assert (
        keys.items()
        <= {path: path.read_bytes() for path in site.secrets.rglob("*") if path.is_file()}.items()
    )
    with running(site) as connection:
        after = rows_of(connection)
        moved = connection.execute("SELECT event_uuid, leaf FROM audit.event ORDER BY id")
        assert moved.fetchall()[: len(record)] == record
        newest = connection.execute("SELECT kind FROM audit.event ORDER BY id DESC LIMIT 1")
        assert newest.fetchone() == ("record.restored",)
        payload = connection.execute(
            "SELECT max(cluster) = (pg_control_system()).system_identifier FROM audit.epoch"
            " WHERE first_id > %s",
            [len(record)],
        )
        assert payload.fetchone() == (True,)
        known = connection.execute("SELECT sha256 FROM kit_site_key").fetchone()
    assert known == (hashlib.sha256((site.secrets / "site.key").read_bytes()).digest(),)
    for box in ("ballot.sealed", "ballot.superseded", "voting_rollentry", "people_user"):
        assert after.get(box) == before.get(box), box


DEEDS = {
    "a row is missing": "DELETE FROM kept.quick",
    "a row is another": "INSERT INTO kept.quick VALUES (2); DELETE FROM kept.quick WHERE one = 1",
    "a guard sleeps": "ALTER TABLE kept.thing DISABLE TRIGGER frozen",
    "a guard is gone": "DROP TRIGGER frozen ON kept.thing",
    "a right is missing": "REVOKE SELECT ON kept.thing FROM guest",
    "a right is new": "GRANT UPDATE (words) ON kept.thing TO guest",
    "a counter is behind": "SELECT setval('kept.counter', 100)",
    "a role may more": "ALTER ROLE keeper CREATEDB",
    "a role is no member": "REVOKE keeper FROM guest",
    "a check is gone": "ALTER TABLE kept.thing DROP CONSTRAINT thing_words_check",
    "a function does less": "CREATE OR REPLACE FUNCTION kept.refuse() RETURNS trigger"
    " LANGUAGE plpgsql SECURITY DEFINER SET search_path = kept AS $$ BEGIN RETURN NULL; END $$",
    "a policy is gone": "DROP POLICY mine ON kept.thing",
    "a setting is gone": "ALTER DATABASE allotment RESET lock_timeout",
    "a large object is gone": "SELECT lo_unlink(oid) FROM pg_largeobject_metadata",
}


def test_whatever_differs_is_noticed(superuser: psycopg.Connection, built_in: Database) -> None:
    assert built_in.addresses.superuser
    with psycopg.connect(built_in.addresses.superuser, dbname="allotment") as connection:
        connection.execute(EVERYTHING)
        before = compare.facts(connection, compare.privileges(connection), [])
        assert compare.facts(connection, compare.privileges(connection), []) == before
        for name, deed in DEEDS.items():
            with connection.transaction(force_rollback=True):
                connection.execute(deed)
                after = compare.facts(connection, compare.privileges(connection), [])
            assert after != before, name
            if "setval" in deed:  # which no rollback takes back
                connection.execute("SELECT setval('kept.counter', 105)")
            assert compare.facts(connection, compare.privileges(connection), []) == before, name
        connection.rollback()


def started(place: Home) -> subprocess.Popen[bytes]:
    """A `./run upgrade-database` that fills its new database."""
    run = subprocess.Popen(
        [sys.executable, ROOT / "run", "upgrade-database", "--data", place.data],
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    making = beside.making(cluster_of(place))
    assert eventually(lambda: (making / "PG_VERSION").exists() or run.poll() is not None)
    return run


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM])
def test_an_upgrade_that_is_cut_off_leaves_the_old_database_and_is_done_again(
    full: Home, signal_: signal.Signals
) -> None:
    cluster = cluster_of(full)
    run = started(full)
    run.send_signal(signal_)
    run.communicate()
    assert run.returncode != 0
    assert binaries.major(cluster) == OLD
    with running(full) as connection:
        assert connection.execute("SELECT count(*) FROM kept.thing").fetchone() == (5000,)
    assert upgraded(full).returncode == 0
    assert binaries.major(cluster) == binaries.newest(VENV)


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 400 MB, at a folder inside the test's own."""
    mount = folder / "disk"
    mount.mkdir(mode=0o711)
    command = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=0711", "tmpfs", str(mount)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


@pytest.fixture
def on_small_disk(small_disk: Path, no_addresses: None) -> Home:
    place = home.find(small_disk / "data")
    make_old(place)
    fill(place)
    return place


def test_a_disk_that_fills_up_meanwhile_leaves_the_old_database(on_small_disk: Home) -> None:
    with running(on_small_disk) as connection:
        connection.execute(
            "CREATE TABLE kept.much AS SELECT n, repeat(md5(n::text), 20) AS words"
            " FROM generate_series(1, 60000) n"
        )
    run = started(on_small_disk)
    filler = on_small_disk.data / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1_000_000))
    _, words = run.communicate()
    assert run.returncode == 1
    line = "The database was not moved, and is as it was: the disk is full."
    assert words.decode().splitlines()[-1] == line
    filler.unlink()
    with running(on_small_disk) as connection:
        assert connection.execute("SELECT count(*) FROM kept.much").fetchone() == (60_000,)


@pytest.mark.parametrize("why", ["No space left on device", "Disk quota exceeded"])
def test_a_disk_that_was_full_is_named_although_some_of_it_is_free_again(
    why: str, tmp_path: Path
) -> None:
    words = f'pg_restore: error: could not extend file "base/1/2_fsm": {why}'
    assert upgrade._disk_was_full(CannotRun(words), tmp_path)
    assert not upgrade._disk_was_full(CannotRun("pg_restore: error: a wrong header"), tmp_path)


def test_without_room_for_a_second_database_none_is_begun(on_small_disk: Home) -> None:
    (on_small_disk.data / "filler").write_bytes(bytes(250_000_000))
    done = upgraded(on_small_disk)
    assert done.returncode == 1
    assert "make room first" in done.stderr
    assert not beside.making(cluster_of(on_small_disk)).exists()


def test_a_nightly_backup_removes_an_old_database_whose_time_is_over(place: Home) -> None:
    cluster = cluster_of(place)
    over = cluster.with_name(f"{cluster.name}{beside.KEPT}2020-01-01T000000Z")
    over.mkdir()
    program = str(ROOT / "deploy" / "as_owner.py")
    command = [sys.executable, program, "--data", str(place.data), "true"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not over.exists()


def test_a_site_that_runs_is_not_moved(place: Home) -> None:
    with home.sole_use(place):
        done = upgraded(place)
    assert (done.returncode, done.stderr) == (1, "The site is running: stop it first.\n")


def test_a_postgresql_of_ones_own_is_not_moved(place: Home) -> None:
    both = {"DATABASE_URL": "postgres://a:b@h/c", "DATABASE_OWNER_URL": "postgres://o:p@h/c"}
    done = said("upgrade-database", "--data", str(place.data), **both)
    assert "names a PostgreSQL of your own: docs/running.md" in done.stderr


def test_an_empty_folder_has_nothing_to_move(place: Home) -> None:
    done = upgraded(place)
    assert f"There is no database in {place.data} yet" in done.stderr
