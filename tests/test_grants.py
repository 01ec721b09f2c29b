"""What each account of the database may do: every table, every verb, every column, on one list.

A table, a right or a function that is not on the list fails, and so does one that is on the list
and not there. A deed that changes a column more gets it by a migration and by a line here.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.postgres import as_owner

pytestmark = pytest.mark.django_db

# `change` names the columns; `add` and `read` do so where they are not for the whole row.
APP = """
kit_cache: read, add, remove, change value expires
audit.event: read, add event_uuid at kind place_ref round_ref actor_ref subject_ref role audience
    body salt
audit.epoch: read
audit_words: read, add, remove
kit_site_key: nothing
kit_site_session: nothing

places_neighbourhood: read, add, change name town about adults trust_name trust_charity_number
    contact_email check_place check_hours check_write_to
places_boundary: read, add
places_boundarycode: read, add
places_postcodeedition: read, add
places_postcode: read, add

people_user: read, add, remove, change email last_login name password
people_alias: read, add
people_role: read, add, change ended_at
people_invitation: read, add, change accepted_at accepted_by_id withdrawn_at
people_residency: read, add, change postcode lsoa edition how verified_by_id verified_at ended_at
    check_asked_at
people_upload: read, add, change alt public
people_letter: read, add, remove, change text sent_at refused_at
people_mailrefused: read, add, remove
people_signincode: read, add, remove, change tries
people_signup: read, add, remove, change network crowd
people_session: read, add, remove, change session_data person_id expire_date

ledger_fund: read, add, change id
ledger_pot: read, add, change total taken
ledger_account: read, add
ledger_commitment: read, add
ledger_move: read, add
ledger_entry: read, add
ledger_deposit: read, add, change confirmed_by_id confirmed_at move_id taken_back_by_id
    taken_back_at taken_back_because

evidence_indicator: read
evidence_kind: read
evidence_expectation: read, add, change label place_id round_number theme kind_id indicator_id
    baseline baseline_source baseline_on target due funded_at
evidence_observation: read, add, change verified_by_id verified_at
evidence_observation_barred: read, add

rounds_plan: read, add, change vision priorities share_percent agreed_at agreed_by_id
rounds_round: read, add, change title about fund_id pot_id pot_pence rules manifest
    manifest_sha256 ideas_open_at ideas_close_at develop_closes_at voting_opens_at
    voting_closes_at challenge_closes_at panel_meets_at panel_meets_where outcomes_due_on
    published_at box_ready_at vote_sealed_at opened_at counted_at decided_at signed_off_at
    cancelled_at
rounds_phaseturn: read, add
rounds_duty: read, add, remove

proposals_proposal: read, add, change lead_id show_name status title what where why photo_id kind_id
    theme who_delivers deliverer parent_organisation indicator_id baseline baseline_source
    baseline_on target due asked_pence shared_at submitted_at needs_look looked_at looked_by_id
    hidden_at hidden_because status_because returned_at refused_by_id second_look_asked_at
    second_look_because
    second_look_at second_look_by_id second_look_answer
proposals_proposal_helpers: read, add
proposals_costline: read, add, remove
proposals_check: read, add
proposals_incompatiblepair: read, add, change withdrawn_by_id withdrawn_at
proposals_report: read, add, change answered_at answered_by_id answer
proposals_helperinvitation: read, add, change accepted_at accepted_by_id

voting_rollentry: read, add, change void_at void_because
voting_box: read, add, change custody public_key kr_sha256 door_sha256 ct_length run
    made_at destroyed_at
voting_ballotline: read, add, change withdrawn_at
voting_keyholder: read, add, remove, change rehearsed_at pressed_open_at lost_at lost_said_by_id
voting_rollchange: read, add, change agreed decided_by_id decided_at
voting_rollreport: read, add, change answer answered_by_id answered_at
voting_rolllook: read, add
voting_closing: read, add
voting_damagedballot: read, add
voting_setaside: read, add
voting_wayon: read, add, change agreed_by_id agreed_at taken_back_at
voting_livetag: read, add
voting_publishedballot: read, add
voting_count: read, add
voting_rulepreview: read, add
voting_source: read, add
voting_challenge: read, add, change answer upheld could_change answered_by_id answered_at
ballot.sealed: nothing
ballot.superseded: nothing
ballot.batch: nothing
ballot.noticed: nothing
ballot.set_aside: nothing
ballot.dropped: nothing
ballot.door_shown: nothing

grants_panel: read, add, change quorum
grants_member: read, add, change left_at
grants_meeting: read, add, change opened_at closed_at confirmed_at
grants_attendance: read, add, change present declared_at
grants_interest: read, add
grants_decision: read, add
grants_award: read, add, change status holder_id holder_name answer_by answered_at completed_at
grants_holderinvitation: read, add, change accepted_at accepted_by_id withdrawn_at
grants_condition: read, add, change cleared_at cleared_by_id
grants_bankdetails: read, add, change confirmed_by_id confirmed_at confirmed_how
grants_instalment: read, add, change pence due_on status milestone_met_at milestone_met_by_id
    bank_entered_by_id approved_by_id approved_at authorised_by_id authorised_at sent_by_id sent_at
    move_id bank_reference
grants_progressreport: read, add, change accepted_by_id accepted_at
"""

LIBRARIES = """
account_emailaddress: read, add, remove, change user_id email verified primary
account_emailconfirmation: read, remove
mfa_authenticator: read, add, remove, change user_id type data created_at last_used_at
django_session: nothing
django_migrations: read
django_content_type: read
auth_permission: read
auth_group: read
auth_group_permissions: read
procrastinate_jobs: read, add, remove, change queue_name priority lock status scheduled_at attempts
    abort_requested worker_id
procrastinate_events: read, add
procrastinate_periodic_defers: read, add, remove, change job_id
procrastinate_workers: read, add, remove, change last_heartbeat
"""

# A real installation has no moving clock.
TESTS_ALONE = """
kit_clock_offset: read, change one_row by
"""

# The record and the books whole; of decisions, proposals and the vote what shows that all went as
# it should. Nobody's name, address or telephone, no draft, no account number, no list of voters.
AUDITOR = """
audit.event: read
audit.epoch: read
audit_words: read
places_neighbourhood: read
places_boundary: read
places_boundarycode: read
places_postcodeedition: read
people_role: read
ledger_fund: read
ledger_pot: read
ledger_account: read
ledger_commitment: read
ledger_move: read
ledger_entry: read
ledger_deposit: read
evidence_indicator: read
evidence_kind: read
evidence_expectation: read
evidence_observation: read
evidence_observation_barred: read
rounds_plan: read
rounds_round: read
rounds_phaseturn: read
rounds_duty: read
proposals_proposal: read id round_id number lead_id entered_by_id status kind_id theme who_delivers
    indicator_id baseline baseline_on target due asked_pence started_at shared_at submitted_at
    looked_at looked_by_id hidden_at returned_at refused_by_id second_look_asked_at second_look_at
    second_look_by_id
proposals_proposal_helpers: read
proposals_check: read
proposals_incompatiblepair: read
voting_box: read
voting_ballotline: read
voting_keyholder: read id round_id person_id rehearsed_at pressed_open_at lost_at lost_said_by_id
voting_closing: read
voting_damagedballot: read
voting_setaside: read
voting_wayon: read
voting_livetag: read
voting_publishedballot: read
voting_count: read
voting_rulepreview: read
voting_source: read
voting_challenge: read
grants_panel: read
grants_member: read
grants_meeting: read
grants_attendance: read
grants_interest: read
grants_decision: read
grants_award: read
grants_condition: read
grants_bankdetails: read id award_id entered_by_id entered_at confirmed_by_id confirmed_at
    confirmed_how
grants_instalment: read
grants_progressreport: read
"""

SEQUENCER = """
audit.event: read
audit.epoch: read
"""

# Those that can be called at all: what a trigger runs is left out. The books' checks are called by
# their triggers with the caller's rights.
APP_CALLS = """
audit.has_entry
ballot.cast_ballot
ballot.check_box
ballot.close_box
ballot.count_batched
ballot.destroy
ballot.discard
ballot.export_shuffled
ballot.final_tags
ballot.has_ballot
ballot.in_box
ballot.publish_batch
ballot.put_aside
ballot.show_door
ballot.take_notice
ballot.to_destroy
kit_has_key
kit_is_owner
kit_now
kit_show_key
kit_show_key_for_deed
grants_has_office
grants_holds_award
grants_lock_person
grants_place_of
grants_refuse
grants_running_rounds
ledger_check_accounts
ledger_check_commitment
ledger_check_entries
ledger_check_move
ledger_check_pot
ledger_check_reversal
ledger_is_staff
ledger_refuse
ledger_route
voting_must_have_entry
"""

# What runs with the owner's rights.
OWNERS_RIGHTS = """
audit.has_entry
ballot.cast_ballot
ballot.check_box
ballot.close_box
ballot.count_batched
ballot.destroy
ballot.discard
ballot.export_shuffled
ballot.final_tags
ballot.has_ballot
ballot.has_door
ballot.hold_against_list
ballot.in_box
ballot.is_empty
ballot.move_replaced
ballot.publish_batch
ballot.put_aside
ballot.show_door
ballot.take_notice
ballot.to_destroy
kit_by_deed
kit_from_site
kit_has_key
kit_show_key
kit_show_key_for_deed
tests.as_owner
voting_added_by_door
voting_box_fixed
voting_count_by_door
voting_line_by_door
voting_pressed_by_door
voting_round_by_door
voting_round_order
voting_void_by_two
"""

VERBS = {"read": "SELECT", "add": "INSERT", "change": "UPDATE"}
WHOLE_TABLE = {
    "remove": "DELETE",
    "truncate": "TRUNCATE",
    "refer to": "REFERENCES",
    "attach triggers to": "TRIGGER",
    "maintain": "MAINTAIN",
}

Rights = dict[str, dict[str, frozenset[str]]]
EVERY = frozenset({"every column"})


def listed(text: str) -> Rights:
    """A list above as table → verb → columns."""
    rights: Rights = {}
    for line in text.replace("\n    ", " ").split("\n"):
        table, _, verbs = line.partition(": ")
        if table:
            words = [verb.split() for verb in verbs.split(", ") if verb != "nothing"]
            rights[table] = {verb: frozenset(names) or EVERY for verb, *names in words}
    return rights


def given(role: str) -> Rights:
    """The same, as PostgreSQL has it: for every table of every schema of ours."""
    return {table: _verbs(role, oid, columns) for table, oid, columns in _tables()}


def _tables() -> list[tuple[Any, ...]]:
    return ask(
        """
        SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname, c.oid,
          (SELECT array_agg(a.attname::text) FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """
    )


def _verbs(role: str, oid: int, columns: list[str]) -> dict[str, frozenset[str]]:
    found = {
        verb: EVERY
        for verb, right in WHOLE_TABLE.items()
        if ask("SELECT has_table_privilege(%s::name, %s::oid, %s)", [role, oid, right])[0][0]
    }
    for verb, right in VERBS.items():
        has = ask(
            "SELECT name FROM unnest(%s::text[]) name"
            " WHERE has_column_privilege(%s::name, %s::oid, name, %s)",
            [columns, role, oid, right],
        )
        names = frozenset(name for (name,) in has)
        if names:
            found[verb] = _shortened(verb, names, frozenset(columns))
    return found


def _shortened(verb: str, names: frozenset[str], columns: frozenset[str]) -> frozenset[str]:
    return EVERY if names == columns and verb != "change" else names


def ask(question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def granted(role: str) -> Rights:
    return {table: verbs for table, verbs in given(role).items() if verbs}


def test_the_apps_account_may_do_what_is_listed_and_nothing_else() -> None:
    assert given("allotment_app") == listed(APP + LIBRARIES + TESTS_ALONE)


def test_the_auditors_account_reads_what_is_listed_and_nothing_else() -> None:
    tests = listed("kit_clock_offset: read")
    assert granted("allotment_auditor") == listed(AUDITOR) | tests


def test_the_sequencers_account_reads_the_record_and_nothing_else() -> None:
    tests = listed("kit_clock_offset: read")
    assert granted("allotment_sequencer") == listed(SEQUENCER) | tests


def test_sequences_are_only_drawn_from() -> None:
    rights = ask(
        """
        SELECT DISTINCT n.nspname, has_sequence_privilege('allotment_app', c.oid, 'USAGE'),
          has_sequence_privilege('allotment_app', c.oid, 'UPDATE')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S'
          AND c.relname <> 'django_migrations_id_seq'
        """
    )
    assert set(rights) == {("public", True, False), ("audit", False, False)}


def functions(which: str) -> set[str]:
    """Functions of ours, but the libraries' own."""
    found = ask(
        f"""
        SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || p.proname
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND p.proname !~ '^procrastinate_' AND {which}
        """
    )
    return {name for (name,) in found}


def test_the_apps_account_calls_the_functions_that_are_listed() -> None:
    can_be_called = "has_function_privilege('allotment_app', p.oid, 'EXECUTE')"
    called = functions(f"{can_be_called} AND p.prorettype <> 'trigger'::regtype")
    assert called == set(APP_CALLS.split()) | {"tests.as_owner"}


def test_few_functions_run_with_the_owners_rights_and_each_fixes_where_names_are_looked_up() -> (
    None
):
    assert functions("p.prosecdef") == set(OWNERS_RIGHTS.split())
    loose = "NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%pg_temp%', false)"
    assert functions(f"p.prosecdef AND {loose}") == set()


def test_no_temporary_table_stands_in_for_one_of_ours_where_a_guard_looks() -> None:
    loose = "NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%pg_temp%', false)"
    language = "p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
    assert functions(f"{language} AND {loose}") == set()


def test_a_library_runs_nothing_with_the_owners_rights() -> None:
    assert not ask("SELECT 1 FROM pg_proc WHERE prosecdef AND proname ~ '^procrastinate_'")


@pytest.mark.parametrize("role", ["allotment_app", "allotment_auditor", "allotment_sequencer"])
def test_an_account_makes_and_owns_nothing(role: str) -> None:
    schemas = ask(
        "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(%s::name, oid, 'CREATE')"
        " AND nspname !~ '^pg_temp'",
        [role],
    )
    owned = ask("SELECT 1 FROM pg_class WHERE relowner = %s::text::regrole", [role])
    member = ask("SELECT 1 FROM pg_auth_members WHERE member = %s::text::regrole", [role])
    assert (schemas, owned, member) == ([], [], [])


def test_a_new_table_is_read_and_added_to_until_its_migration_says_more() -> None:
    as_owner("CREATE TABLE brought_in_later (id bigint PRIMARY KEY, said text)")
    assert given("allotment_app")["brought_in_later"] == {"read": EVERY, "add": EVERY}
    assert given("allotment_auditor")["brought_in_later"] == {}


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM grants_interest",
        "UPDATE grants_interest SET words = 'none'",
        "DELETE FROM grants_attendance",
        "DELETE FROM grants_instalment",
        "UPDATE grants_instalment SET award_id = gen_random_uuid()",
        "DELETE FROM grants_bankdetails",
        "UPDATE grants_bankdetails SET sealed = ''",
        "DELETE FROM grants_condition",
        "UPDATE grants_condition SET text = ''",
        "DELETE FROM grants_progressreport",
        "UPDATE grants_progressreport SET spent_pence = 0",
        "DELETE FROM grants_member",
        "DELETE FROM grants_meeting",
        "DELETE FROM grants_award",
        "UPDATE grants_award SET pence = 1",
        "DELETE FROM people_role",
        "UPDATE people_role SET kind = 'officer'",
        "UPDATE people_user SET is_demonstration = true",
        "UPDATE people_user SET is_active = false",
        "UPDATE people_residency SET person_id = gen_random_uuid()",
        "DELETE FROM voting_rollentry",
        "UPDATE voting_rollentry SET voter_id = gen_random_uuid()",
        "UPDATE audit_words SET text = 'other'",
        "UPDATE evidence_kind SET about_crime = false",
        "TRUNCATE grants_interest",
        "UPDATE procrastinate_jobs SET args = '{}'",
    ],
)
def test_the_evidence_of_a_decision_is_not_the_apps_to_change(deed: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(deed)
