"""Every sentence about a constraint belongs to one that the database has."""

from __future__ import annotations

import pytest
from django.db import connection

from kit import constraints


@pytest.mark.django_db
def test_every_sentence_belongs_to_a_constraint_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes"
            " UNION SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''([a-z_]+)''', 'g'))[1]"
            " FROM pg_proc"
            " UNION SELECT (regexp_matches(prosrc, 'ledger_refuse\\(''([a-z_]+)''', 'g'))[1]"
            " FROM pg_proc"
        )
        known = {name for (name,) in cursor.fetchall()}
    assert set(constraints.MESSAGES) - known == set()
