"""What is only ever added to stays, whoever sends the statement: the owner of the table too."""

from __future__ import annotations

import psycopg
import pytest

from tests import postgres

GUARDED = """
SELECT tgrelid::regclass::text, tgname, relname FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE proname = 'kit_append_only' AND NOT tgisinternal ORDER BY 1, 2
"""


@pytest.fixture
def guarded(committed_db: str) -> list[tuple[str, str, str]]:
    with postgres.owner_connection(committed_db) as owner:
        return [(str(a), str(b), str(c)) for a, b, c in owner.execute(GUARDED).fetchall()]


def test_no_table_of_these_is_emptied(
    committed_db: str, guarded: list[tuple[str, str, str]]
) -> None:
    emptied = [row for row in guarded if row[1].endswith("_no_truncate")]
    assert len(emptied) > 20
    with postgres.owner_connection(committed_db) as owner:
        for table, _, name in emptied:
            with pytest.raises(psycopg.DatabaseError, match=f"TRUNCATE of {name} is refused"):
                owner.execute(f"TRUNCATE {table} CASCADE")


def test_no_row_of_these_is_changed_or_taken_away(
    committed_db: str, guarded: list[tuple[str, str, str]]
) -> None:
    fixed = [row for row in guarded if row[1].endswith("_append_only")]
    assert len(fixed) > 10
    with postgres.owner_connection(committed_db) as owner:
        for table, trigger, name in fixed:
            column = _with_a_row(owner, table, trigger)
            for deed, statement in (
                ("UPDATE", f"UPDATE {table} SET {column} = {column}"),
                ("DELETE", f"DELETE FROM {table}"),
            ):
                with pytest.raises(psycopg.DatabaseError, match=f"{deed} of {name} is refused"):
                    owner.execute(statement)


RULES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname)
FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'x')
"""
COLUMNS = """
SELECT quote_ident(attname), format_type(atttypid, atttypmod), typcategory FROM pg_attribute
JOIN pg_type ON pg_type.oid = atttypid
WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull AND NOT attisdropped
  AND attidentity = '' AND attgenerated = ''
"""
# One value of each category of types; anything else takes empty text.
VALUES = {"N": "1", "B": "true", "D": "now()", "A": "'{}'", "S": "'x'"}


def _with_a_row(owner: psycopg.Connection[tuple[object, ...]], table: str, trigger: str) -> str:
    """Leave one row in a table where nothing but this trigger guards it; gives a column of it."""
    for (drop,) in owner.execute(RULES, [table]).fetchall():
        owner.execute(str(drop))
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute(f"DELETE FROM {table}")
    columns = owner.execute(COLUMNS, [table]).fetchall()
    names = ", ".join(str(name) for name, _, _ in columns)
    values = ", ".join(_value(str(kind), str(category)) for _, kind, category in columns)
    owner.execute(f"INSERT INTO {table} ({names}) VALUES ({values})")
    owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
    return str(columns[0][0])


def _value(kind: str, category: str) -> str:
    special = {"uuid": "gen_random_uuid()", "bytea": "''", "jsonb": "'{}'", "xid8": "'1'"}
    return special.get(kind) or VALUES.get(category, "''")
