"""Every column that may say something of a person has a rule for their erasure."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from people import erasure

pytestmark = pytest.mark.django_db

# Text, bytes and JSON of any length, and every reference to a person.
_COLUMNS = """
SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END
  || '.' || a.attname
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND a.attnum > 0 AND NOT a.attisdropped
  AND (
    format_type(a.atttypid, NULL) ~ '^(text|character|character varying|json|jsonb|bytea)'
    OR EXISTS (
      SELECT FROM pg_constraint k
      WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
        AND k.confrelid = 'people_user'::regclass
    )
  )
"""


def columns() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return {name for (name,) in cursor.fetchall()}


def test_every_column_that_may_speak_of_a_person_has_a_rule_of_erasure() -> None:
    assert columns() - {name for name, _ in erasure.lines()} == set()


def test_no_rule_of_erasure_is_for_a_column_that_is_gone() -> None:
    assert {name for name, _ in erasure.lines()} - columns() == set()


def test_a_column_has_one_rule_with_a_reason() -> None:
    assert [name for name, n in Counter(n for n, _ in erasure.lines()).items() if n > 1] == []
    assert [name for name, rule in erasure.lines() if not rule.because] == []


def test_a_name_and_an_address_do_not_outlive_the_person() -> None:
    rules = dict(erasure.lines())
    kept = {name for name in rules if rules[name].deed == "keep"}
    assert not kept & {"people_user.name", "people_user.email", "people_residency.postcode"}
