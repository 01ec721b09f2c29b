"""Databases for tests: one migrated template, copied by the owner role, used as the app role.

No guard is ever switched off and nothing is flushed: a test that commits gets a copy of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import environ
import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from kit import site_key
from kit.moving_clock import MOVING_CLOCK

ROOT = Path(__file__).resolve().parents[1]

# A second way to the owner's rights beside `owner_connection`: inside the test's own transaction,
# whose rows no other connection sees. No installation has it.
AS_OWNER = """
CREATE SCHEMA tests;
GRANT USAGE ON SCHEMA tests TO allotment_app;
CREATE FUNCTION tests.as_owner(deed text) RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed bigint;
BEGIN
  EXECUTE deed;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
"""
PACKAGES = ("platform/*", "proposals", "voting", "grants")


def owner_connection(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommitting connection of the owner role to database `name`."""
    return _connection(os.environ["DATABASE_OWNER_URL"], name)


def app_connection(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommitting connection of the app role to database `name`."""
    return _connection(os.environ["DATABASE_URL"], name)


def site_connection(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """The same, after it has shown the site's key, as every connection of the site has: for
    statements that somebody makes the site send.
    """
    connection = app_connection(name)
    connection.execute("SELECT kit_show_key(%s)", [site_key.key()])
    return connection


@contextmanager
def deed(connection: psycopg.Connection[tuple[Any, ...]]) -> Iterator[None]:
    """A transaction that has shown the site's key once more, as those that write in the record."""
    with connection.transaction():
        connection.execute("SELECT kit_show_key_for_deed(%s)", [site_key.key()])
        yield


def as_owner(deed: str, arguments: Sequence[Any] = ()) -> int:
    """Run one statement in the test's transaction with the owner's rights; gives how many rows it
    met. For states that no deed of the app may make; the guards hold all the same.
    """
    with connection.cursor() as cursor:
        text = psycopg.ClientCursor(connection.connection).mogrify(deed, arguments)
        cursor.execute("SELECT tests.as_owner(%s)", [text])
        (met,) = cursor.fetchone()
    return int(met)


# What keeps an idea's lead and an award's holder where they are, from the owner too.
_KEEPERS = {
    "proposals_proposal": "proposals_proposal_lead_once",
    "grants_award": "grants_award_held",
}


@contextmanager
def _without_keeper(table: str) -> Iterator[None]:
    keeper = _KEEPERS.get(table)
    if keeper is None:
        yield
        return
    as_owner("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner(f"ALTER TABLE {table} DISABLE TRIGGER {keeper}")
    yield
    as_owner("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {keeper}")
    as_owner("SET CONSTRAINTS ALL DEFERRED")


def forge(rows: QuerySet[Any], **columns: Any) -> int:
    """`rows.update(**columns)`, as the owner."""
    query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
    query.add_update_values(columns)
    with _without_keeper(rows.model._meta.db_table):
        return as_owner(*query.get_compiler(connection=connection).as_sql())


def show_door(round_id: UUID) -> None:
    """For the rest of the transaction, let a round that never had a box publish what it gave."""
    as_owner(
        "INSERT INTO ballot.door_shown (round, xid, at)"
        " VALUES (%s, pg_current_xact_id(), kit_now())"
        " ON CONFLICT (round) DO UPDATE SET xid = excluded.xid, at = excluded.at",
        [round_id],
    )


def _connection(address: str, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    url = environ.Env.db_url_config(address)
    host = url["HOST"] or url.get("OPTIONS", {}).get("host")
    return psycopg.connect(
        host=host,
        port=url["PORT"] or None,
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


def schema_digest() -> str:
    """A digest of every migration: the template's name, so that an old one is never used."""
    digest = hashlib.sha256((MOVING_CLOCK + AS_OWNER).encode())
    for pattern in PACKAGES:
        for file in sorted(ROOT.glob(f"{pattern}/migrations/*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def template_name() -> str:
    return f"test_template_{schema_digest()}"


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Processes of one run, or of several, make the template once."""
    with open(Path(tempfile.gettempdir()) / f"allotment-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure_template() -> str:
    """The name of a migrated template database, made if it is not there yet."""
    return made_once(template_name(), migrate)


def made_once(name: str, fill: Callable[[str], None]) -> str:
    """The name of a template database that `fill` fills, made if it is not there yet."""
    with one_at_a_time(name), owner_connection("postgres") as owner:
        found = owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not found:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
            owner.execute(f'CREATE DATABASE "{name}_new"')
            fill(f"{name}_new")
            owner.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def migrate(name: str) -> None:
    """Bring database `name` to this version's tables, as the owner role, and let its clock move."""
    only_migrate(name)
    with owner_connection(name) as owner:
        owner.execute(MOVING_CLOCK)
        owner.execute(AS_OWNER)
        # In tests the clock moves inside the test's own transaction, and moves back with it.
        owner.execute("GRANT UPDATE ON kit_clock_offset TO allotment_app")


def only_migrate(name: str) -> None:
    """Bring database `name` to this version's tables, as a real site's are."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **addresses(name)}, check=True)


def addresses(name: str) -> dict[str, str]:
    """The environment in which a program works on database `name`."""
    return {
        variable: _with_name(os.environ[variable], name)
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }


def _with_name(url: str, name: str) -> str:
    address, _, query = url.partition("?")
    base = address.rpartition("/")[0]
    return f"{base}/{name}" + (f"?{query}" if query else "")


def copy_template(name: str) -> None:
    """Make database `name` as a copy of the template."""
    copy(ensure_template(), name)


def copy(template: str, name: str) -> None:
    """Make database `name` as a copy of `template`."""
    with owner_connection("postgres") as owner:
        owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        with one_at_a_time(template):
            owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    """Drop database `name`, whoever is still connected."""
    with app_connection("postgres") as app:
        # The owner may not end sessions of the app role, which a test's threads may have left.
        app.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
    with owner_connection("postgres") as owner:
        try:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            # A vacuum of the server's own is there: dropping without force sends it away.
            owner.execute(f'DROP DATABASE IF EXISTS "{name}"')


def point_at(name: str) -> str:
    """Let Django's connections go to database `name`; gives the name they had."""
    connection.close()
    before = str(connection.settings_dict["NAME"])
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    return before
