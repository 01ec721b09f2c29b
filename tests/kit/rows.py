"""Rows of nothing but values of the right types, in tables where only one rule is left."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from tests.kit.table_rules import DAY, ONE

Connection = psycopg.Connection[tuple[object, ...]]

OTHERS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname)
FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'x', 'u')
  AND conname <> %s
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass) FROM pg_index
WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary
  AND indexrelid::regclass::text NOT LIKE '%%' || %s
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
COLUMNS = """
SELECT attname, format_type(atttypid, NULL), attnotnull,
  EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey))
FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
  AND attidentity = '' AND attgenerated = ''
"""
VALUES = {
    "uuid": ONE,
    "bytea": "''",
    "jsonb": "'{}'",
    "boolean": "true",
    "date": DAY,
    "timestamp with time zone": DAY,
    "inet": "'192.0.2.1'",
    "interval": "'1 day'",
}
NUMBERS = {"smallint", "integer", "bigint", "numeric", "xid8", "double precision"}


def leave_alone(owner: Connection, table: str, rule: str) -> None:
    """Take every constraint, trigger and row from a table, but for the trigger or constraint
    `rule`. The table's owner does it; the caller undoes it, or throws the database away.
    """
    for (drop,) in owner.execute(OTHERS, [table, rule, table, rule]).fetchall():
        owner.execute(str(drop))
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute(f"DELETE FROM {table}")
    found = "SELECT FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s"
    if owner.execute(found, [table, rule]).fetchone() is not None:
        owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {rule}")


def add(
    connection: Connection, table: str, values: Mapping[str, str], *, whole: bool = False
) -> None:
    """A row of these values, as SQL; the other columns that need one, or all, get some."""
    row = {}
    for name, kind, needed, key in connection.execute(COLUMNS, [table]).fetchall():
        if name in values:
            row[str(name)] = values[str(name)]
        elif key and kind == "uuid":
            row[str(name)] = "gen_random_uuid()"
        elif needed or whole:
            row[str(name)] = _value(str(kind))
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(row.values())})")


def _value(kind: str) -> str:
    if kind in NUMBERS:
        return "'1'"
    return VALUES.get(kind, "'{}'" if kind.endswith("[]") else "'x'")
