"""Words and constraints of the database meet: each sentence belongs to a constraint, and each
constraint has its sentence, unless only a fault of ours can break it.
"""

from __future__ import annotations

import pytest
from django.db import connection

from kit import constraints

# What no person can break, whatever they type and however fast they press: only a fault of ours.
# Its error stays an error, so that we hear of it. Each group says why nobody can reach it.
OUR_FAULT = {
    "a list of words that the code itself writes": """
        account_kind_known award_status_known box_custody_known check_kind_known cost_source_known
        event_audience_known expectation_theme_known indicator_better_known instalment_status_known
        interest_nature_known invitation_kind_known kind_theme_known move_kind_known
        neighbourhood_origin_known proposal_deliverer_known proposal_status_known
        proposal_theme_known role_kind_known round_origin_known seat_position_known
        session_device_known set_aside_why set_aside_why_known upload_type_allowed
    """,
    "the books: written by `ledger.books` alone, which locks first and asserts what it wrote": """
        account_once account_pot_only_for_round commitment_positive commitment_ref_once
        entry_not_zero ledger_account_pot_id_key ledger_balanced ledger_pot_agrees
        ledger_reversal_mirrors move_names_pot_and_commitment move_positive
    """,
    "whom a deed asked for, on a row that it holds": """
        award_keeps_holder deposit_by_two_people deposit_of_the_place deposit_waits_first
        proposal_lead_once sign_in_code_five_tries
    """,
    "columns that one deed sets together, in one statement": """
        award_held_unless_waiting deposit_confirmed_whole deposit_taken_back_with_reason
        award_positive ballot_line_sane challenge_answer_whole closing_one_ballot_per_entry
        decision_money_fits_outcome incompatible_pair_withdrawn_by_somebody instalment_positive
        letter_sent_or_refused observation_verified_whole proposal_entered_for_somebody
        proposal_submitted_whole residency_verified_how roll_change_decided_whole
        roll_change_says_what_and_why roll_report_answer_whole roll_void_with_reason
        round_published_with_manifest rule_preview_names_a_rule rule_preview_on_another_round
        signup_tells_something way_on_says_what way_on_with_reason
    """,
    "a reason or a number that the form and the deed have asked for, whatever others do": """
        deposit_has_reference deposit_not_in_the_future deposit_positive
        boundary_code_is_gss check_has_reason cost_positive incompatible_pair_has_reason
        neighbourhood_slug_plain plan_share_within_whole proposal_hidden_with_reason
        report_spent_not_negative round_pot_not_negative
    """,
    "numbered or keyed by a deed that holds the row above": """
        holder_invited_one_at_a_time ledger_deposit_move_id_key
        ballot_line_number_once boundary_code_once closing_once_per_run damaged_once
        evidence_observation_bar_observation_id_user_id_74ef8a87_uniq expectation_once_per_subject
        grants_award_commitment_id_key grants_award_decision_id_key grants_instalment_move_id_key
        instalment_once live_tag_once phase_turn_once postcode_once_per_edition
        proposal_number_once proposals_proposal_helpers_proposal_id_user_id_9bcef5d7_uniq
        published_ballot_once roll_look_once rounds_round_pot_id_key set_aside_once
        voting_ballotline_proposal_id_key
    """,
    "drawn at random, a digest, or asked for again by the code itself": """
        alias_once_per_scope event_salt_length event_uuid_unique letter_key_once
        people_alias_ref_key roll_ref_once sealed_k_length sealed_live_length sealed_live_once
        sealed_rev_counts session_key_is_a_digest words_once_per_entry
    """,
    "one row of the installation's own": """
        clock_offset_one_row epoch_first_id_positive site_key_one
    """,
}
LISTED = {name for names in OUR_FAULT.values() for name in names.split()}

# What refuses a row and gives its name: checks and uniqueness, indexes, and triggers. Of the tables
# that our migrations make; `x_check` is what a column of positive numbers brings by itself.
NAMED = r"""
WITH ours AS (
  SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p')
    AND relnamespace::regnamespace::text IN ('public', 'audit', 'ballot')
    AND relname !~ '^(django|auth|account|mfa|usersessions|socialaccount|procrastinate)_'
)
SELECT conname::text FROM pg_constraint c JOIN ours ON ours.oid = conrelid
  WHERE contype IN ('c', 'u', 'x')
    AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = conrelid
      AND conname = relname || '_' || attname || '_check')
UNION SELECT k.relname::text FROM pg_index JOIN pg_class k ON k.oid = indexrelid
  WHERE indrelid IN (SELECT oid FROM ours) AND indisunique AND NOT indisprimary
UNION SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''([a-z_]+)''', 'g'))[1] FROM pg_proc
UNION SELECT (regexp_matches(prosrc, 'ledger_refuse\(''([a-z_]+)''', 'g'))[1] FROM pg_proc
UNION SELECT (regexp_matches(prosrc, 'grants_refuse\(''([a-z_]+)''', 'g'))[1] FROM pg_proc
"""


@pytest.fixture
def named(db: None) -> set[str]:
    """Every name that a refusal of the database can carry."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED)
        return {name for (name,) in cursor.fetchall()}


def test_every_sentence_belongs_to_a_constraint_of_the_database(named: set[str]) -> None:
    assert set(constraints.MESSAGES) - named == set()


def test_every_constraint_has_its_sentence_or_is_our_own_fault_alone(named: set[str]) -> None:
    silent = named - set(constraints.MESSAGES) - LISTED
    assert not silent, (
        f"no words for {', '.join(sorted(silent))}: who loses a race against somebody else gets an"
        " error page. Give it a sentence in its room's constraints.py; or, where no person can"
        " reach it whatever they do, put it on OUR_FAULT under the reason"
    )


def test_a_constraint_has_the_words_of_one_room() -> None:
    with pytest.raises(ValueError, match="these constraints have words already: role_once"):
        constraints.register({"role_once": "Something else."})
    constraints.register({"role_once": constraints.MESSAGES["role_once"]})


def test_the_list_of_our_own_faults_holds_nothing_else(named: set[str]) -> None:
    assert LISTED - named == set()
    assert not LISTED & set(constraints.MESSAGES)
