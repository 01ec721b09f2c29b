"""The guards of the database: every trigger on one list, and none that a setting turns off.

A trigger that is missing here, or here and not there, fails. So does one that `SET
session_replication_role` would pass by. What each refuses stands in the tests of its package; what
refuses everything is tried here, table by table.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from tests.postgres import as_owner

pytestmark = pytest.mark.django_db

GUARDS = """
audit.epoch: append_only no_truncate
audit.event: append_only by_deed no_truncate refuse_forged signed_off_apart
audit_words: erased_openly no_truncate unchanged
evidence_observation: observation_no_truncate observation_stands
evidence_observation_barred: observation_barred_no_truncate observation_barred_stands
grants_award: held no_truncate
grants_bankdetails: by_holder no_truncate
grants_decision: append_only no_truncate
grants_holderinvitation: by_deed
grants_instalment: needed no_truncate
grants_member: fixed no_truncate
grants_panel: fixed no_truncate
ledger_account: append_only no_truncate
ledger_commitment: append_only no_truncate
ledger_deposit: by_deed guard no_truncate
ledger_entry: append_only ledger_balanced no_truncate
ledger_move: append_only confirmed ledger_balanced no_truncate
ledger_pot: ledger_balanced
people_role: apart no_truncate
people_user: no_truncate only_unused
proposals_check: append_only by_another no_truncate
proposals_incompatiblepair: no_truncate stands voting_incompatible_pair_fixed
proposals_proposal: by_deed lead_once no_truncate
rounds_phaseturn: append_only no_truncate
rounds_round: by_deed fixed money order recorded rehearsal with_door
voting_ballotline: by_deed fixed in_its_turn no_truncate with_door
voting_box: by_deed fixed no_truncate
voting_challenge: by_deed
voting_closing: append_only by_door no_truncate
voting_count: append_only by_deed in_its_turn no_truncate with_door
voting_damagedballot: append_only by_door no_truncate
voting_keyholder: by_deed fixed lost_recorded no_truncate with_door
voting_livetag: append_only by_door no_truncate
voting_publishedballot: append_only by_door in_its_turn no_truncate picks
voting_rollchange: by_deed
voting_rollentry: by_deed grows no_truncate void_recorded with_door
voting_rolllook: append_only no_truncate
voting_rollreport: by_deed
voting_rulepreview: append_only no_truncate
voting_setaside: append_only by_door no_truncate
voting_source: append_only by_deed no_truncate
voting_wayon: no_truncate recorded stays
"""

# Every table has this one.
FROM_SITE = "kit_from_site"
# But those of jobs, whose library has connections of its own, and what the site writes nothing to.
TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('public', 'audit')
  AND c.relname !~ '^(procrastinate_|kit_site_)'
  AND c.relname NOT IN ('django_migrations', 'kit_clock_offset')
"""

TRIGGERS = """
SELECT c.oid::regclass::text, t.tgname, t.tgenabled::text, t.tgfoid::regproc::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relname !~ '^procrastinate_'
"""


def triggers() -> list[tuple[str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return [(table, name, enabled, function) for table, name, enabled, function in cursor]


def own_triggers() -> list[tuple[str, str, str, str]]:
    return [row for row in triggers() if row[1] != FROM_SITE]


def listed() -> dict[str, set[str]]:
    """Triggers by table; of a name that starts with its table's, the list has the rest alone."""
    found = {}
    for line in GUARDS.strip().replace("\n    ", " ").splitlines():
        table, _, names = line.partition(": ")
        found[table] = set(names.split())
    return found


def short(table: str, name: str) -> str:
    return name.removeprefix(f"{table.rpartition('.')[2]}_")


def test_the_guards_are_those_on_the_list() -> None:
    there: dict[str, set[str]] = {}
    for table, name, *_ in own_triggers():
        there.setdefault(table, set()).add(short(table, name))
    assert there == listed()


def test_every_table_takes_rows_from_the_site_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {table for (table,) in cursor.fetchall()}
    assert {table for table, name, *_ in triggers() if name == FROM_SITE} == tables


def test_no_setting_turns_a_guard_off() -> None:
    assert [row for row in triggers() if row[2] != "A"] == []


def test_no_table_with_a_guard_is_emptied() -> None:
    """As the owner: what refuses to lose or change a row does not lose all of them either."""
    emptied = []
    for table in sorted(table for table, names in listed().items() if names != {"by_deed"}):
        with suppress(DatabaseError), transaction.atomic():
            as_owner(f"TRUNCATE {table} CASCADE")
            emptied.append(table)
    assert emptied == []
