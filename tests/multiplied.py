"""More rows of everything, for what must not cost more with them: copies of the rows there are,
each pointing to the copies of what it pointed to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.postgres import as_owner

ROOMS = {"people", "audit", "ledger", "evidence", "rounds", "proposals", "voting", "grants"}
# Of these there is what there is: a place has one of each, or they are the same everywhere.
ONCE = {"evidence_kind", "evidence_indicator", "audit_epoch", "grants_panel"}
FAR = 1_000_000  # between the number of a row and that of its copy


@dataclass(frozen=True)
class Table:
    """A table as the database knows it: its columns with their types, the columns of each unique
    index, and the table that a column points to.
    """

    name: str
    key: str
    columns: dict[str, str]
    uniques: list[set[str]]
    points_to: dict[str, str]


class Copies:
    """Copies of every row that a neighbourhood can have more of; of its rounds, too, where `rounds`
    says so, else of all that is in them. Guards are off from here on, in the test's own
    transaction: nothing of it is ever committed.
    """

    def __init__(self, *, rounds: bool) -> None:
        self.name = "more_rounds" if rounds else "in_a_round"
        self.number = 500 if rounds else 0  # far from those of the other kind
        once = ONCE | (set() if rounds else {"rounds_round"})
        tables = {table.name: table for table in _tables() if table.name not in once}
        while single := {name for name, each in tables.items() if not _can_be_more(each, tables)}:
            tables = {name: table for name, table in tables.items() if name not in single}
        self.tables = tables
        as_owner("SET CONSTRAINTS ALL IMMEDIATE")
        as_owner("SET CONSTRAINTS ALL DEFERRED")
        keys = [
            f"SELECT {each.key} AS key FROM {each.name}"
            for each in tables.values()
            if _is_uuid(each)
        ]
        as_owner(f"CREATE TEMPORARY TABLE {self.name}_keys AS {' UNION '.join(keys)}")
        for name in tables:
            as_owner(f"CREATE TEMPORARY TABLE {self.name}_{name} AS SELECT * FROM {name}")
            as_owner(f"ALTER TABLE {name} DISABLE TRIGGER USER")

    def add(self, times: int) -> None:
        """Make so many more."""
        for _ in range(times):
            self.number += 1
            for table in self.tables.values():
                as_owner(_copy(table, self.tables, self.name, self.number))


def _copy(table: Table, tables: dict[str, Table], kind: str, number: int) -> str:
    made = {column: f'"{column}"' for column in table.columns}
    for column, type in table.columns.items():
        target = tables.get(table.points_to.get(column, ""))
        if column == table.key or target:
            made[column] = _other(column, type, number)
        elif type == "uuid":
            made[column] = (
                f"CASE WHEN {column} IN (SELECT key FROM {kind}_keys)"
                f" THEN {_other(column, type, number)} ELSE {column} END"
            )
    for unique in table.uniques:
        if all(
            made[column].startswith(('"', "CASE")) and "+" not in made[column] for column in unique
        ):
            column = min(_free(table, unique), key=lambda name: _EASY.index(_easy(table, name)))
            made[column] = _other(column, table.columns[column], number)
    names, values = ", ".join(f'"{name}"' for name in made), ", ".join(made.values())
    return (
        f"INSERT INTO {table.name} ({names}) OVERRIDING SYSTEM VALUE"
        f" SELECT {values} FROM {kind}_{table.name} ON CONFLICT DO NOTHING"
    )


_EASY = ["uuid", "integer", "bigint", "smallint", "text", "character varying", "bytea", "other"]


def _easy(table: Table, column: str) -> str:
    type = table.columns[column].partition("(")[0]
    return type if type in _EASY else "other"


def _other(column: str, type: str, number: int) -> str:
    """What stands for the value of a column in copy `number`."""
    quoted = f'"{column}"'
    if type == "uuid":
        return f"md5({quoted}::text || '{number}')::uuid"
    if type == "bigint":
        return f"{quoted} + {number * FAR}"
    if type in ("integer", "smallint"):
        return f"{quoted} + {number * 100}"
    if type == "bytea":
        return f"sha256({quoted} || '{number}'::bytea)"
    if type.startswith(("character varying", "text")):
        size = re.search(r"\d+", type)
        text = f"'{number}' || {quoted}"
        return f"left({text}, {size[0]})" if size else text
    return f"{quoted} + interval '{number} days'"


def _can_be_more(table: Table, tables: dict[str, Table]) -> bool:
    return all(_free(table, unique) or _moves(table, unique, tables) for unique in table.uniques)


def _moves(table: Table, unique: set[str], tables: dict[str, Table]) -> bool:
    return any(table.points_to.get(column) in tables for column in unique)


def _free(table: Table, unique: set[str]) -> list[str]:
    """Columns of a unique index that point to nothing."""
    return [name for name in sorted(unique) if name not in table.points_to]


def _is_uuid(table: Table) -> bool:
    return table.columns[table.key] == "uuid"


def _tables() -> list[Table]:
    return [
        _table(m) for m in apps.get_models() if m.__module__.split(".")[0] in ROOMS and _is_ours(m)
    ]


def _is_ours(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and "." not in model._meta.db_table


def _table(model: type[Model]) -> Table:
    meta: Any = model._meta
    name = meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [name],
        )
        columns = dict(cursor.fetchall())
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND indisunique",
            [name],
        )
        found = [definition.partition(" WHERE ")[0] for (definition,) in cursor.fetchall()]
    uniques = [
        set(re.findall(r"\w+", text.partition(" USING ")[2])) & set(columns) for text in found
    ]
    points_to = {
        field.column: field.related_model._meta.db_table
        for field in meta.concrete_fields
        if field.is_relation
    }
    return Table(name, meta.pk.column, columns, uniques, points_to)
