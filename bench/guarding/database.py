"""The guards that stand in the database: constraints, unique indexes, triggers, and each `RAISE` of
a function. Each is named after its table or function: `database:ledger_move.ledger_move_amount`.

One is switched off in the copies of the tests' database, never in the template they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.guarding import switches

PREFIX = "database:"
RAISE = re.compile(r"\bRAISE EXCEPTION\b[^;]*;")
LAST = re.compile(r"\s*END\s*;?\s*")
AT = re.compile(r"PL/pgSQL function (?:\w+\.)?(\w+)\(.*\) line (\d+) at (\w+)")

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname,
       format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname)
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE contype IN ('c', 'u', 'x') AND relowner = 'allotment_owner'::regrole
UNION ALL
SELECT indrelid::regclass::text, relname, format('DROP INDEX %s', indexrelid::regclass)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indisunique AND relowner = 'allotment_owner'::regrole
  AND relnamespace <> 'pg_toast'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, proname,
       format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND proowner = 'allotment_owner'::regrole
"""
FUNCTIONS = """
SELECT proname, prosrc, pg_get_functiondef(pg_proc.oid)
FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE lanname = 'plpgsql' AND proowner = 'allotment_owner'::regrole AND prosrc ~ 'RAISE EXCEPTION'
"""
# Libraries have guards of their own, which are theirs to hold; and a name that Django made tells of
# a type of column, not of a rule.
FOREIGN = re.compile(r"(account|auth|django|mfa|procrastinate|usersessions)_.*|.*_(check|key|uniq)")


@dataclass(frozen=True)
class InDatabase:
    """One guard of the database, the SQL that switches it off, and how a refusal of it is noted:
    the beginning of the note, and words that it holds.
    """

    name: str
    off: str
    noted: str
    saying: str = ""

    def met(self, notes: Sequence[str]) -> bool:
        """Whether one of these notes is a refusal of this guard."""
        return any(note.startswith(self.noted) and self.saying in note for note in notes)


def install() -> None:
    """Note each refusal of the database, in every connection of this process."""
    made = psycopg.errors.error_from_result

    def noting(*args: Any, **kwargs: Any) -> psycopg.Error:
        error = made(*args, **kwargs)
        switches.refused.update(_notes(error.diag))
        return error

    psycopg.errors.error_from_result = noting


def _notes(diag: psycopg.errors.Diagnostic) -> Iterator[str]:
    if diag.constraint_name:
        yield f"{PREFIX}{diag.constraint_name}|"
    for line in (diag.context or "").splitlines():
        if at := AT.match(line):
            yield f"{PREFIX}{at[1]}()|{at[2]}|{at[3]}: {diag.message_primary} "


def guards(connection: psycopg.Connection[Any]) -> list[InDatabase]:
    """Every guard of the database at the end of this connection, which is its owner's."""
    return sorted(
        (*_constraints(connection), *_triggers(connection), *_raises(connection)),
        key=lambda guard: guard.name,
    )


def _constraints(connection: psycopg.Connection[Any]) -> Iterator[InDatabase]:
    for table, name, off in connection.execute(CONSTRAINTS):
        if not FOREIGN.fullmatch(table) and not FOREIGN.fullmatch(name):
            yield InDatabase(f"{PREFIX}{table}.{name}", off, f"{PREFIX}{name}|")


def _triggers(connection: psycopg.Connection[Any]) -> Iterator[InDatabase]:
    found = connection.execute(TRIGGERS).fetchall()
    of_many = {function for _, _, function, _ in found if _shared(function, found)}
    for table, name, function, off in found:
        if FOREIGN.fullmatch(name):
            continue
        saying = f" {table.rpartition('.')[2]} " if function in of_many else ""
        noted = f"{PREFIX}{function}()|"
        yield InDatabase(f"{PREFIX}{table}.{name}", off, noted, saying.replace('"', ""))


def _shared(function: str, triggers: Sequence[tuple[str, str, str, str]]) -> bool:
    return len({table for table, _, of, _ in triggers if of == function}) > 1


def _raises(connection: psycopg.Connection[Any]) -> Iterator[InDatabase]:
    for name, source, definition in connection.execute(FUNCTIONS):
        start = definition.index(source)
        for number, found in enumerate(RAISE.finditer(source), 1):
            line = source.count("\n", 0, found.start()) + 1
            of_trigger = "RETURNS trigger" in definition and _is_last(source, found.end())
            instead = "RETURN coalesce(NEW, OLD);" if of_trigger else "NULL;"
            off = definition[: start + found.start()] + instead + definition[start + found.end() :]
            guard = f"{PREFIX}{name}():RAISE" + (f"#{number}" if number > 1 else "")
            yield InDatabase(guard, off, f"{PREFIX}{name}()|{line}|RAISE:")


def _is_last(source: str, after: int) -> bool:
    return LAST.fullmatch(source, after) is not None
