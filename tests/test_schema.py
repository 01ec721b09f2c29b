"""docs/schema.sql is the database as all migrations leave it: the one place to read which tables,
functions, triggers, rights and rules stand today.
"""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Iterator

import pytest

from deploy.as_owner import newest_programs
from tests import postgres
from tests.postgres import ROOT

FILE = ROOT / "docs" / "schema.sql"
# What the program says of itself, and settings of the session that reads the file.
SAID = re.compile(r"(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict )")

pytestmark = pytest.mark.slow


@pytest.fixture
def migrated(django_db_setup: None) -> Iterator[str]:
    """A database that was only migrated: its clock stands as a real site's does."""
    name = f"test_schema_{uuid.uuid4().hex[:8]}"
    with postgres.owner_connection("postgres") as owner:
        owner.execute(f'CREATE DATABASE "{name}"')
    postgres.only_migrate(name)
    yield name
    postgres.drop(name)


def dumped(name: str) -> str:
    """The schema as SQL, after a line that names the version that writes it so."""
    address = postgres.addresses(name)["DATABASE_OWNER_URL"]
    done = subprocess.run(
        [newest_programs() / "pg_dump", "--schema-only", f"--dbname={address}"],
        capture_output=True,
        text=True,
        check=True,
    )
    with postgres.owner_connection(name) as owner:
        version = owner.execute("SHOW server_version_num").fetchone()
    assert version is not None
    kept = [line for line in done.stdout.splitlines() if not SAID.match(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return f"-- As PostgreSQL {int(version[0]) // 10_000} writes it.\n\n{text}\n"


def test_the_schema_that_is_written_down_is_what_the_migrations_make(migrated: str) -> None:
    made = dumped(migrated)
    if "ALLOTMENT_SCHEMA" in os.environ:
        FILE.write_text(made)
    written = FILE.read_text()
    if written.splitlines()[0] != made.splitlines()[0]:
        pytest.skip("another PostgreSQL writes the same schema otherwise")
    assert made == written, (
        "write it down anew: ALLOTMENT_SCHEMA=1 ./run test tests/test_schema.py -n 0"
    )


def test_no_table_has_two_indexes_for_one_rule(migrated: str) -> None:
    """Each is written with every row; words for a refusal could meet either name."""
    with postgres.owner_connection(migrated) as owner:
        doubled = owner.execute(
            "SELECT indrelid::regclass::text, array_agg(indexrelid::regclass::text)"
            " FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
            " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname !~ '^(pg_|information_schema)' AND relname !~ '^procrastinate_'"
            " GROUP BY indrelid, indkey::text, coalesce(pg_get_expr(indpred, indrelid), ''),"
            " coalesce(pg_get_expr(indexprs, indrelid), ''), indclass::text"
            " HAVING count(*) > 1"
        ).fetchall()
    assert doubled == []
