"""Accounts, roles and the database: made where they are missing, refused where rights are."""

from __future__ import annotations

import os
import subprocess
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from launcher import database, home, venv
from launcher.addresses import Addresses
from launcher.database import Database
from launcher.prepare import ROLES
from launcher.speech import CannotRun

pytestmark = pytest.mark.slow


def _as(url: str, *, user: str = "", database: str = "", password: str = "") -> str:
    """The same server for another account or database."""
    parts = urlsplit(url)
    account = f"{user or parts.username}:{password or parts.password}"
    place = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    path = f"/{database}" if database else parts.path
    return urlunsplit(parts._replace(netloc=f"{account}@{place}", path=path))


@pytest.fixture
def account(superuser: psycopg.Connection) -> str:
    """The name of a new account that may sign in, with the password `words`."""
    name = f"account_{uuid.uuid4().hex[:8]}"
    superuser.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'words'").format(sql.Identifier(name)))
    return name


def test_the_roles_are_there_and_none_is_a_superuser(superuser: psycopg.Connection) -> None:
    rows = superuser.execute(
        "SELECT rolname, rolsuper, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname LIKE 'allotment%' ORDER BY rolname"
    ).fetchall()
    assert rows == [
        ("allotment_app", False, False, False, False),
        ("allotment_auditor", False, False, False, False),
        ("allotment_owner", False, True, True, True),
        ("allotment_sequencer", False, False, False, False),
        ("allotment_web", False, True, False, False),
    ]


def test_the_web_account_has_the_app_role_and_can_make_nothing(known: Addresses) -> None:
    with psycopg.connect(known.app) as connection:
        facts = connection.execute(
            "SELECT pg_has_role('allotment_app', 'USAGE'),"
            " pg_has_role('allotment_owner', 'MEMBER'),"
            " has_schema_privilege('public', 'CREATE')"
        ).fetchone()
    assert facts == (True, False, False)


def test_preparing_again_changes_nothing_and_is_no_error(known: Addresses) -> None:
    database.prepare(known, for_tests=True)
    database.prepare(known, for_tests=True)


def test_many_starts_at_once_agree(built_in: Database, superuser: psycopg.Connection) -> None:
    name, web = f"new_{uuid.uuid4().hex[:8]}", f"web_{uuid.uuid4().hex[:8]}"
    known = built_in.addresses
    new = Addresses(
        app=_as(known.app, user=web, database=name), owner=_as(known.owner, database=name)
    )
    starts = [
        subprocess.Popen(
            [venv.PYTHON, "-m", "launcher.prepare"],
            env=venv.environment(**new.for_preparing()),
            cwd=home.ROOT,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    words = [start.communicate()[1].decode() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0, 0], words
    found = superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    assert found == (1,)
    assert superuser.execute("SELECT pg_has_role(%s, %s, 'USAGE')", (web, ROLES[0])).fetchone() == (
        True,
    )


def test_an_owner_that_may_not_make_roles_is_refused(known: Addresses, account: str) -> None:
    poor = Addresses(known.app, _as(known.owner, user=account, password="words"))
    with pytest.raises(CannotRun) as refusal:
        database.prepare(poor)
    assert refusal.value.line == f"DATABASE_OWNER_URL: {account} needs the right CREATEROLE."


def test_tests_need_an_owner_that_may_make_databases(
    known: Addresses, account: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(account)))
    poor = Addresses(known.app, _as(known.owner, user=account, password="words"))
    with pytest.raises(CannotRun) as refusal:
        database.prepare(poor, for_tests=True)
    assert "needs the right CREATEDB for tests." in refusal.value.line


def test_a_database_that_the_owner_may_not_make_is_refused(
    known: Addresses, account: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(account)))
    superuser.execute(
        sql.SQL("GRANT allotment_app TO {} WITH ADMIN OPTION").format(sql.Identifier(account))
    )
    owner = _as(known.owner, user=account, password="words", database="missing")
    with pytest.raises(CannotRun, match="The database missing does not exist and .* may not"):
        database.prepare(Addresses(_as(known.app, database="missing"), owner))


def test_a_wrong_password_is_refused_without_repeating_it(known: Addresses) -> None:
    with pytest.raises(CannotRun) as refusal:
        database.prepare(Addresses(_as(known.app, password="not-the-words"), known.owner))
    assert refusal.value.line.startswith("DATABASE_URL: ")
    assert "not-the-words" not in refusal.value.line


def test_one_account_for_both_is_refused(known: Addresses) -> None:
    with pytest.raises(CannotRun, match="two different accounts"):
        database.prepare(Addresses(known.owner, known.owner))


def test_two_different_databases_are_refused(known: Addresses) -> None:
    with pytest.raises(CannotRun, match="the same database"):
        database.prepare(Addresses(_as(known.app, database="other"), known.owner))


def test_a_web_account_with_all_rights_is_refused(
    known: Addresses, account: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(sql.SQL("ALTER ROLE {} SUPERUSER").format(sql.Identifier(account)))
    with pytest.raises(CannotRun, match="must not be a superuser"):
        database.prepare(Addresses(_as(known.app, user=account, password="words"), known.owner))


@pytest.mark.parametrize("nonsense", ["postgres://", "mysql://a:hidden@b/c", "hidden words"])
def test_an_address_that_is_none_is_refused(known: Addresses, nonsense: str) -> None:
    with pytest.raises(CannotRun) as refusal:
        database.prepare(Addresses(nonsense, known.owner))
    assert refusal.value.line.startswith("DATABASE_URL must be like postgres://")
    assert "hidden" not in refusal.value.line


def test_statements_and_rows_stay_out_of_the_log(built_in: Database, known: Addresses) -> None:
    with psycopg.connect(known.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE logged (word text UNIQUE)")
        connection.execute("INSERT INTO logged VALUES ('private-word')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO logged VALUES ('private-word')")
        connection.execute("DROP TABLE logged")
    assert built_in.server
    log = built_in.server.log.read_text()
    assert "duplicate key" in log
    assert "private-word" not in log


def test_the_environment_of_this_test_run_is_not_the_launchers() -> None:
    handed_on = venv.environment()
    assert "DATABASE_OWNER_URL" not in handed_on
    assert handed_on["PYTHONPATH"].split(os.pathsep)[0].endswith("/platform")
