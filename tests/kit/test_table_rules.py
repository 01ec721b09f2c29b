"""Each check and each "only once" of a table, alone, with no deed and no other guard before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
import pytest

from bench.guarding.database import FOREIGN
from tests import postgres
from tests.kit.rows import Connection as Owner
from tests.kit.rows import add, leave_alone
from tests.kit.table_rules import BROKEN, ONCE

CHECKS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE contype = 'c' AND relowner = 'allotment_owner'::regrole ORDER BY 1, 2
"""
ONCES = """
SELECT indrelid::regclass::text, relname, pg_get_indexdef(indexrelid) FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
WHERE indisunique AND NOT indisprimary AND relowner = 'allotment_owner'::regrole
  AND relnamespace <> 'pg_toast'::regnamespace ORDER BY 1, 2
"""


@pytest.fixture
def owner(committed_db: str) -> Iterator[Owner]:
    with postgres.owner_connection(committed_db) as connection:
        yield connection


def ours(owner: Owner, query: str) -> list[tuple[str, ...]]:
    rows = [tuple(map(str, row)) for row in owner.execute(query).fetchall()]
    return [r for r in rows if not FOREIGN.fullmatch(r[0]) and not FOREIGN.fullmatch(r[1])]


@contextmanager
def alone(owner: Owner, table: str, name: str) -> Iterator[None]:
    """Nothing stands in the way of a row of `table` but the rule `name`; put back afterwards."""
    with owner.transaction(force_rollback=True):
        leave_alone(owner, table, name)
        yield


def refusal(owner: Owner, table: str, values: Mapping[str, str], *, whole: bool) -> str | None:
    """The rule that refuses such a row."""
    try:
        with owner.transaction():
            add(owner, table, values, whole=whole)
    except psycopg.errors.IntegrityError as error:
        return error.diag.constraint_name
    return None


def test_every_check_has_its_row_here(owner: Owner) -> None:
    assert {name for _, name in ours(owner, CHECKS)} == set(BROKEN)


def test_each_check_refuses_what_it_is_about(owner: Owner) -> None:
    tables = {name: table for table, name in ours(owner, CHECKS)}
    let_in = []
    for name, values in BROKEN.items():
        if name not in tables:
            let_in.append(name)
            continue
        with alone(owner, tables[name], name):
            if refusal(owner, tables[name], values, whole=False) != name:
                let_in.append(name)
    assert let_in == []


def test_every_only_once_is_on_the_list(owner: Owner) -> None:
    assert {name for _, name, _ in ours(owner, ONCES)} == set(ONCE)


def test_what_may_be_there_once_is_not_there_twice(owner: Owner) -> None:
    rules = {name: (table, definition) for table, name, definition in ours(owner, ONCES)}
    twice = [name for name in ONCE if name not in rules]
    for name, (table, definition) in rules.items():
        # A rule about what is not over yet is tried with rows that are not.
        over = dict.fromkeys(re.findall(r"(\w+) IS NULL", definition), "NULL")
        with alone(owner, table, name):
            add(owner, table, over, whole=True)
            if refusal(owner, table, over, whole=True) != name:
                twice.append(name)
    assert twice == []
