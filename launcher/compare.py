"""Compares two PostgreSQL servers: whether the second holds all that the first does, and as it was.

Run as `python -m launcher.compare TABLE`, with a superuser's address of each in the
environment; the rows of TABLE are not compared. It prints what it compared, or up to three
differences and ends with 1.

Rows are compared by count and by a sum over their texts. What a dump writes in words of its own
(expressions of checks, indexes, defaults) is compared by name only: two majors word it differently.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from launcher.copying import DATABASES, NEW_URL, OLD_URL
from launcher.speech import complain, say

Connection = psycopg.Connection[tuple[Any, ...]]

SAME_WORDS = (
    ("search_path", "pg_catalog"),
    ("datestyle", "ISO"),
    ("timezone", "UTC"),
    ("intervalstyle", "iso_8601"),
    ("extra_float_digits", "1"),
    ("bytea_output", "hex"),
)
SHOWN = 3
ROWS_OF = "rows of "

# Privileges that only the newer server knows are its owners' by themselves: they are passed over.
PRIVILEGES = """
SELECT array_agg(DISTINCT privilege_type) FROM unnest('{c,d,f,l,n,p,r,s,t,F,L,S,T}'::"char"[]) kind,
  aclexplode(acldefault(kind, 10))
"""
HERE = Path(__file__).parent
OF_SERVER = (HERE / "compare_server.sql").read_bytes()
OF_DATABASE = (HERE / "compare_database.sql").read_bytes()
TABLES = """
SELECT nspname, relname, relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'm', 'S') AND nspname NOT IN ('pg_catalog', 'information_schema')
    AND nspname !~ '^pg_(toast|temp)'
UNION ALL SELECT 'pg_catalog', 'pg_largeobject', 'r'
"""
# Hash functions of PostgreSQL's own may change with a major; md5 does not.
ROWS = """
SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0)
  FROM {} t
"""


def main(arguments: list[str]) -> int:
    """Compare; 0 when nothing differs."""
    old, new = (os.environ[name] for name in (OLD_URL, NEW_URL))
    with _connected(old) as server:
        known = privileges(server)
        names = [str(name) for (name,) in server.execute(DATABASES)]
    tables = rows = 0
    for name in names:
        with _connected(old, name) as one, _connected(new, name) as other:
            before, after = (facts(server, known, arguments) for server in (one, other))
        if before != after:
            return _tell_differences(name, before, after)
        counts = [count for line, count in before.items() if line.startswith(ROWS_OF)]
        tables, rows = tables + len(counts), rows + sum(counts)
    say(
        f"The new one holds the same {tables} tables and {rows:,} rows, and the same accounts,"
        " rights, guards and counters."
    )
    return 0


def _connected(url: str, database: str | None = None) -> Connection:
    target = make_conninfo(url, **({"dbname": database} if database else {}))
    return psycopg.connect(target, autocommit=True, connect_timeout=10)


def privileges(server: Connection) -> list[str]:
    """The privileges that a server knows."""
    row = server.execute(PRIVILEGES).fetchone()
    return list(row[0]) if row else []


def facts(server: Connection, known: Sequence[str], left_out: Sequence[str]) -> Counter[str]:
    """What a server has, and what is in the database of this connection: lines, each with how many
    rows it is about.
    """
    for setting in SAME_WORDS:
        server.execute("SELECT set_config(%s, %s, false)", setting)
    found: Counter[str] = Counter()
    for question in (OF_SERVER, OF_DATABASE):
        found.update(str(line) for (line,) in server.execute(question, {"privileges": known}))
    for schema, name, kind in server.execute(TABLES).fetchall():
        if f"{schema}.{name}" not in left_out:
            line, count = _content(server, str(schema), str(name), str(kind))
            found[line] = count
    return found


def _content(server: Connection, schema: str, name: str, kind: str) -> tuple[str, int]:
    """What a table or a sequence holds, as a line, and how many rows."""
    there = sql.Identifier(schema, name)
    if kind == "S":
        row = server.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(there))
        return f"counter {schema}.{name} is at {row.fetchone()}", 1
    count, digest = server.execute(sql.SQL(ROWS).format(there)).fetchone() or (0, 0)
    start = "large objects of " if schema == "pg_catalog" else ROWS_OF
    return f"{start}{schema}.{name}: {count}, with the sum {digest}", int(str(count))


def _tell_differences(database: str, before: Counter[str], after: Counter[str]) -> int:
    lost = [f"lost: {line}" for line in before - after]
    more = [f"not there before: {line}" for line in after - before]
    for line in (lost + more)[:SHOWN]:
        complain(f"error: {line} (database {database})")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
