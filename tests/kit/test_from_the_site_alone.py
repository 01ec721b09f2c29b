"""No table takes a row from somebody who knows the account's password and nothing else."""

from __future__ import annotations

import psycopg
import pytest

from tests import postgres

GUARDED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'kit_from_site' ORDER BY 1"
# The other fence around the record, which stands before this one.
OTHER = "ALTER TABLE audit.event DISABLE TRIGGER event_by_deed"
REFUSED = "has not shown the key of the site"


def test_no_table_takes_a_row_from_a_password_alone(committed_db: str) -> None:
    """Not even one where the account may write by mistake."""
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(OTHER)
        tables = [table for (table,) in owner.execute(GUARDED).fetchall()]
        for table in tables:
            owner.execute(f"GRANT INSERT ON {table} TO allotment_web")
    with postgres.app_connection(committed_db) as password:
        for table in tables:
            with pytest.raises(psycopg.DatabaseError, match=REFUSED):
                password.execute(f"INSERT INTO {table} DEFAULT VALUES")
