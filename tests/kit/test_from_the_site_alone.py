"""No table takes a row from somebody who knows the account's password and nothing else, and some
take one from the site only within a deed.
"""

from __future__ import annotations

import psycopg
import pytest

from tests import postgres
from tests.kit.rows import add, leave_alone
from tests.test_triggers import TABLES, listed

# The other fence around the record, which stands before this one.
OTHER = "ALTER TABLE audit.event DISABLE TRIGGER event_by_deed"
# What only a change needs a deed for: a draft is started without one.
CHANGED_BY_DEED = {"proposals_proposal"}


def test_no_table_takes_a_row_from_a_password_alone(committed_db: str) -> None:
    """Not even one where the account may write by mistake."""
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(OTHER)
        tables = [str(table) for (table,) in owner.execute(TABLES).fetchall()]
        for table in tables:
            owner.execute(f"GRANT INSERT ON {table} TO allotment_web")
    with postgres.app_connection(committed_db) as password:
        for table in tables:
            name = table.rpartition(".")[2]
            refused = f"INSERT of {name} is refused: this session has not shown the key of the site"
            with pytest.raises(psycopg.DatabaseError, match=refused):
                password.execute(f"INSERT INTO {table} DEFAULT VALUES")


def test_what_only_a_deed_writes_is_refused_without_one(committed_db: str) -> None:
    """Also where nothing else of the table stands in its way."""
    tables = {table for table, names in listed().items() if "by_deed" in names} - CHANGED_BY_DEED
    assert len(tables) > 10
    with postgres.owner_connection(committed_db) as owner:
        for table in tables:
            leave_alone(owner, table, f"{table.rpartition('.')[2]}_by_deed")
            owner.execute(f"GRANT INSERT ON {table} TO allotment_web")
    with postgres.site_connection(committed_db) as site:
        for table in tables:
            with pytest.raises(psycopg.DatabaseError, match="no deed of the site"):
                add(site, table, {})
