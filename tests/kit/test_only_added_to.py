"""What is only ever added to stays, whoever sends the statement: the owner of the table too."""

from __future__ import annotations

import psycopg
import pytest

from tests import postgres
from tests.kit.rows import add, leave_alone
from tests.test_triggers import listed


def plain(table: str) -> str:
    """A table's name as a refusal has it, and its triggers."""
    return table.rpartition(".")[2]


def test_no_table_of_these_is_emptied(committed_db: str) -> None:
    tables = [t for t, names in listed().items() if any("no_truncate" in each for each in names)]
    assert len(tables) > 20
    with postgres.owner_connection(committed_db) as owner:
        for table in tables:
            refused = f"TRUNCATE of {plain(table)} is refused"
            with pytest.raises(psycopg.DatabaseError, match=refused):
                owner.execute(f"TRUNCATE {table} CASCADE")


def test_no_row_of_these_is_changed_or_taken_away(committed_db: str) -> None:
    tables = [table for table, names in listed().items() if "append_only" in names]
    assert len(tables) > 10
    with postgres.owner_connection(committed_db) as owner:
        for table in tables:
            leave_alone(owner, table, f"{plain(table)}_append_only")
            add(owner, table, {})
            found = owner.execute(f"TABLE {table}").description
            assert found is not None
            column = found[-1].name
            for deed, statement in (
                ("UPDATE", f'UPDATE {table} SET "{column}" = "{column}"'),
                ("DELETE", f"DELETE FROM {table}"),
            ):
                refused = f"{deed} of {plain(table)} is refused"
                with pytest.raises(psycopg.DatabaseError, match=refused):
                    owner.execute(statement)
