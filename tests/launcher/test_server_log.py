"""A PostgreSQL that would write what people vote into its log is refused, and told what to set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from launcher import database, postgres, server_log
from launcher.addresses import Addresses
from launcher.speech import CannotRun

AS_IT_COMES = {
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_statement_sample_rate": "1",
    "log_transaction_sample_rate": "0",
    "debug_print_parse": "off",
    "debug_print_plan": "off",
    "debug_print_rewritten": "off",
}
NO_VALUES = "log_parameter_max_length = 0"
TELLING = [
    {"log_statement": "all"},
    {"log_statement": "mod"},
    {"log_min_duration_statement": "0"},
    {"log_min_duration_statement": "2000"},
    {"log_min_duration_sample": "0"},
    {"log_transaction_sample_rate": "0.01"},
    {"auto_explain.log_min_duration": "-1"},
]


def test_a_server_as_it_comes_is_fine() -> None:
    assert server_log.to_set(AS_IT_COMES) == []


@pytest.mark.parametrize("telling", TELLING, ids=str)
def test_a_server_that_logs_statements_must_leave_their_values_out(
    telling: dict[str, str],
) -> None:
    settings = {**AS_IT_COMES, **telling}
    assert server_log.to_set(settings) == [NO_VALUES]
    assert server_log.to_set({**settings, "log_parameter_max_length": "100"}) == [NO_VALUES]
    assert server_log.to_set({**settings, "log_parameter_max_length": "0"}) == []


@pytest.mark.parametrize(
    "silent",
    [
        {"log_statement": "ddl"},
        {"log_min_duration_sample": "0", "log_statement_sample_rate": "0"},
    ],
    ids=str,
)
def test_a_server_that_logs_no_statement_of_ours_may_keep_its_settings(
    silent: dict[str, str],
) -> None:
    assert server_log.to_set({**AS_IT_COMES, **silent}) == []


@pytest.mark.parametrize("length", ["-1", "64"])
def test_the_values_of_failed_statements_are_always_left_out(length: str) -> None:
    settings = {**AS_IT_COMES, "log_parameter_max_length_on_error": length}
    assert server_log.to_set(settings) == ["log_parameter_max_length_on_error = 0"]


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [
        ("debug_print_plan", "on", "off"),
        ("debug_print_parse", "on", "off"),
        ("debug_print_rewritten", "on", "off"),
        ("auto_explain.log_min_duration", "0", "-1"),
        ("pgaudit.log_parameter", "on", "off"),
    ],
)
def test_what_writes_values_whatever_their_length_is_to_be_off(
    name: str, on: str, off: str
) -> None:
    settings = {**AS_IT_COMES, "log_parameter_max_length": "0", name: on}
    assert server_log.to_set(settings) == [f"{name} = {off}"]


def test_everything_to_set_is_said_at_once() -> None:
    settings = {
        **AS_IT_COMES,
        "log_statement": "all",
        "log_parameter_max_length_on_error": "-1",
    }
    assert server_log.to_set(settings) == [NO_VALUES, "log_parameter_max_length_on_error = 0"]


@contextmanager
def set_for(superuser: psycopg.Connection, whom: sql.Composable, **settings: str) -> Iterator[None]:
    """Settings of an account's or a database's own, taken back afterwards."""
    for name, value in settings.items():
        change = sql.SQL("ALTER {} SET {} = {}")
        superuser.execute(change.format(whom, sql.Identifier(name), sql.Literal(value)))
    try:
        yield
    finally:
        superuser.execute(sql.SQL("ALTER {} RESET ALL").format(whom))


WEB, OWNER, DATABASE = (
    sql.SQL(words) for words in ("ROLE allotment_web", "ROLE allotment_owner", "DATABASE allotment")
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("whom", "said_of"),
    [(WEB, "DATABASE_URL"), (OWNER, "DATABASE_OWNER_URL"), (DATABASE, "DATABASE_OWNER_URL")],
    ids=["the web account", "the owner", "the database"],
)
def test_settings_of_one_account_or_database_count_too(
    known: Addresses, superuser: psycopg.Connection, whom: sql.Composable, said_of: str
) -> None:
    telling = {"log_statement": "all", "log_parameter_max_length": "-1"}
    with set_for(superuser, whom, **telling), pytest.raises(CannotRun) as refusal:
        database.prepare(known)
    assert refusal.value.line == (
        f"{said_of}: PostgreSQL would write what people vote into its log: set"
        " log_parameter_max_length = 0 for this account, database or server."
    )
    database.prepare(known)


@pytest.mark.slow
def test_values_of_errors_in_the_log_are_refused(
    known: Addresses, superuser: psycopg.Connection
) -> None:
    telling = {"log_parameter_max_length_on_error": "-1"}
    with set_for(superuser, WEB, **telling), pytest.raises(CannotRun) as refusal:
        database.prepare(known)
    assert "set log_parameter_max_length_on_error = 0 for this account" in refusal.value.line


@pytest.mark.slow
def test_an_account_without_any_right_reads_every_setting(
    known: Addresses, superuser: psycopg.Connection
) -> None:
    superuser.execute("CREATE ROLE nobody_much LOGIN PASSWORD 'words'")
    with psycopg.connect(known.app, user="nobody_much", password="words") as connection:
        server_log.refuse_telling(connection, "DATABASE_URL")


@pytest.mark.slow
def test_the_built_in_server_is_silent_by_its_own_settings(
    known: Addresses,
) -> None:
    with psycopg.connect(known.app) as connection:
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings"
            " WHERE name = ANY(%s) AND source = 'command line'",
            [server_log.NAMES],
        ).fetchall()
    ours = {name: value for name, value in postgres.SETTINGS.items() if name in server_log.NAMES}
    assert dict(rows) == ours
    assert {"log_parameter_max_length", "log_parameter_max_length_on_error"} <= set(ours)
