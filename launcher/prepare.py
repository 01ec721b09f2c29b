"""Makes a database ready for migrations: checks the server, makes accounts, roles and the database.

Run as `python -m launcher.prepare [--tests] [--serving]`, with the addresses in the
environment. It may run any number of times, also twice at once. On a refusal it prints one line and
ends with 1.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from launcher import server_disk, server_log
from launcher.addresses import APP_URL, OWNER_URL, SUPERUSER_URL
from launcher.binaries import OLDEST
from launcher.speech import CannotRun, complain

ROLES = ("allotment_app", "allotment_sequencer", "allotment_auditor")
APP_ROLE = ROLES[0]
TRIES = 10
RACED = (
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateDatabase,
    psycopg.errors.UniqueViolation,
    psycopg.errors.InternalError_,  # "tuple concurrently updated"
    psycopg.errors.ObjectInUse,  # the template database, while another start copies it
)


@dataclass(frozen=True)
class Login:
    """Who signs in where, read from the URL in the environment variable `source`."""

    source: str
    url: str
    user: str
    password: str
    database: str

    def connect(self, database: str = "") -> psycopg.Connection:
        """Sign in, to another database if one is named; each statement is its own transaction."""
        target = make_conninfo(self.url, dbname=database) if database else self.url
        try:
            return psycopg.connect(target, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            raise CannotRun(f"{self.source}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].strip()


def login(source: str) -> Login:
    """Read one address from the environment."""
    url = os.environ.get(source, "")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        parts = {}  # the message of the error would repeat the password
    user, database = str(parts.get("user", "")), str(parts.get("dbname", ""))
    if not user or not database:
        raise CannotRun(f"{source} must be like postgres://user:password@host:5432/database")
    return Login(source, url, user, str(parts.get("password", "")), database)


def main(arguments: list[str]) -> int:
    """Prepare the database; 0 when it is ready."""
    try:
        prepare(for_tests="--tests" in arguments, serving="--serving" in arguments)
    except CannotRun as refusal:
        complain(refusal.line)
        return refusal.code
    except psycopg.Error as error:
        complain(f"PostgreSQL refused to be prepared: {_first_line(error)}")
        return 1
    return 0


def prepare(*, for_tests: bool, serving: bool) -> None:
    """Bring accounts, roles and the database to the state that migrations start from. A site that
    is to take ballots (`serving`) needs a server that keeps what it acknowledges.
    """
    app, owner = login(APP_URL), login(OWNER_URL)
    if app.user == owner.user:
        raise CannotRun(f"{APP_URL} and {OWNER_URL} must name two different accounts.")
    if app.database != owner.database:
        raise CannotRun(f"{APP_URL} and {OWNER_URL} must name the same database.")
    if SUPERUSER_URL in os.environ:
        _make_owner(login(SUPERUSER_URL), owner, app)
    with _somewhere(owner) as connection:
        _check_server(connection, owner, for_tests=for_tests)
        _retrying(lambda: _make_accounts(connection, app))
        _retrying(lambda: _make_database(connection, owner))
    with owner.connect() as connection:
        server_log.refuse_telling(connection, owner.source)
        if serving:
            server_disk.refuse_forgetting(connection, owner.source)
        _retrying(lambda: _open_to_app(connection, owner, app))
    _check_app(app, serving=serving)


def _retrying(deed: Callable[[], None]) -> None:
    """Do an idempotent deed again when another start did a part of it at the same moment."""
    for _ in range(TRIES):
        try:
            return deed()
        except RACED:
            time.sleep(0.2)
    return deed()


def _make_owner(superuser: Login, owner: Login, app: Login) -> None:
    """On the built-in server: make the owner, and give both accounts the passwords in the files."""
    with superuser.connect() as connection:
        _retrying(
            lambda: _make_role(connection, owner.user, "LOGIN CREATEROLE CREATEDB NOSUPERUSER")
        )
        for account in (owner, app):
            if _role_exists(connection, account.user):
                _retrying(partial(_set_password, connection, account))


def _somewhere(owner: Login) -> psycopg.Connection:
    """A connection to the owner's database, or beside it while that does not exist."""
    try:
        return owner.connect()
    except CannotRun as refusal:
        try:
            beside = owner.connect("postgres")
        except CannotRun:
            raise refusal from None
        if _database_exists(beside, owner.database):
            # Another start may have made it since; any other fault is met again.
            beside.close()
            return owner.connect()
        return beside


def _check_server(connection: psycopg.Connection, owner: Login, *, for_tests: bool) -> None:
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise CannotRun(f"PostgreSQL {OLDEST} or newer is needed; this one is {version}.")
    row = connection.execute(
        "SELECT rolcreaterole OR rolsuper, rolcreatedb OR rolsuper"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    may_create_roles, may_create_databases = row or (False, False)
    if not may_create_roles:
        raise CannotRun(f"{OWNER_URL}: {owner.user} needs the right CREATEROLE.")
    if for_tests and not may_create_databases:
        raise CannotRun(f"{OWNER_URL}: {owner.user} needs the right CREATEDB for tests.")


def _make_accounts(connection: psycopg.Connection, app: Login) -> None:
    for role in ROLES:
        _make_role(connection, role, "NOLOGIN")
    if not _role_exists(connection, app.user):
        _make_role(connection, app.user, "LOGIN")
        _set_password(connection, app)
    if not _is_member(connection, app.user, APP_ROLE):
        grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(app.user))
        try:
            connection.execute(grant)
        except psycopg.errors.InsufficientPrivilege as error:
            line = grant.as_string(connection)
            raise CannotRun(f"{OWNER_URL} may not do this; have a superuser run: {line}") from error


def _make_role(connection: psycopg.Connection, role: str, rights: LiteralString) -> None:
    if not _role_exists(connection, role):
        # Rights are this file's own words, never input.
        statement = sql.SQL("CREATE ROLE {} " + rights)
        connection.execute(statement.format(sql.Identifier(role)))


def _set_password(connection: psycopg.Connection, account: Login) -> None:
    # Scrambled here, so that the server never sees the words, in its log or elsewhere.
    scrambled = connection.pgconn.encrypt_password(
        account.password.encode(), account.user.encode(), b"scram-sha-256"
    )
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(account.user), sql.Literal(scrambled.decode())
        )
    )


def _make_database(connection: psycopg.Connection, owner: Login) -> None:
    if _database_exists(connection, owner.database):
        return
    try:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(owner.database)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotRun(
            f"The database {owner.database} does not exist and {owner.user} may not create it."
        ) from error


def _open_to_app(connection: psycopg.Connection, owner: Login, app: Login) -> None:
    name = sql.Identifier(owner.database)
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise CannotRun(f"The database {owner.database} must have the encoding UTF8.")
    if not _may(connection, "has_database_privilege(current_database(), 'CREATE')"):
        raise CannotRun(f"{OWNER_URL}: {owner.user} must own the database {owner.database}.")
    if not _may(connection, "has_schema_privilege('public', 'CREATE')"):
        raise CannotRun(f"{OWNER_URL}: {owner.user} may not make tables in the schema public.")
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(app.user))
    )


def _check_app(app: Login, *, serving: bool) -> None:
    with app.connect() as connection:
        if _may(connection, "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"):
            raise CannotRun(f"{APP_URL}: {app.user} must not be a superuser.")
        server_log.refuse_telling(connection, app.source)
        if serving:
            server_disk.refuse_forgetting(connection, app.source)


def _may(connection: psycopg.Connection, question: LiteralString) -> bool:
    row = connection.execute("SELECT " + question).fetchone()
    return bool(row and row[0])


def _role_exists(connection: psycopg.Connection, role: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    return found.fetchone() is not None


def _database_exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    return found.fetchone() is not None


def _is_member(connection: psycopg.Connection, account: str, role: str) -> bool:
    row = connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", (account, role)).fetchone()
    return bool(row and row[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
