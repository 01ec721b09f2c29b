"""A row that breaks each check of a table, in SQL; all else in it is any value of the right
type.
"""

from __future__ import annotations

ONE = "'00000000-0000-0000-0000-000000000001'"
DAY = "'2026-01-01'"
ODD = "'odd'"

BROKEN: dict[str, dict[str, str]] = {
    # the record
    "epoch_first_id_positive": {"first_id": "0"},
    "event_audience_known": {"audience": ODD},
    "event_salt_length": {"salt": "''"},
    # the box
    "sealed_k_length": {"k": "''"},
    "sealed_live_length": {"live": "''"},
    "sealed_rev_counts": {"rev": "0"},
    "set_aside_why": {"why": ODD},
    # evidence
    "expectation_theme_known": {"theme": ODD},
    "indicator_better_known": {"better": ODD},
    "kind_theme_known": {"theme": ODD},
    "observation_not_self_verified": {"verified_by_id": ONE, "recorded_by_id": ONE},
    "observation_verified_whole": {"verified_at": DAY},
    # grants
    "award_held_unless_waiting": {"status": "'waiting'", "holder_id": ONE},
    "award_positive": {"pence": "0"},
    "award_status_known": {"status": ODD},
    "bank_details_not_self_confirmed": {"confirmed_by_id": ONE, "entered_by_id": ONE},
    "decision_money_fits_outcome": {"outcome": "'none'", "pence": "1"},
    "decision_resident_majority": {"entitled": "2", "entitled_residents": "1"},
    "decision_votes_add_up": {
        "entitled": "1", "votes_for": "0", "votes_against": "0", "abstained": "0",
    },
    "departure_has_reason": {"departs": "true", "reason": "''"},
    "instalment_positive": {"pence": "0"},
    "instalment_status_known": {"status": ODD},
    "payment_people_differ": {"approved_by_id": ONE, "bank_entered_by_id": ONE},
    "payment_sent_was_authorised": {"status": "'sent'"},
    "interest_nature_known": {"nature": ODD},
    "seat_position_known": {"position": ODD},
    "panel_quorum_sane": {"quorum": "1"},
    "report_not_self_accepted": {"accepted_by_id": ONE, "sent_by_id": ONE},
    "report_spent_not_negative": {"spent_pence": "-1"},
    # the clock and the books
    "clock_offset_one_row": {"one_row": "false"},
    "commitment_positive": {"pence": "0"},
    "deposit_confirmed_by_another": {"confirmed_by_id": ONE, "entered_by_id": ONE},
    "deposit_confirmed_whole": {"confirmed_at": DAY},
    "deposit_has_reference": {"bank_reference": "''"},
    "deposit_not_in_the_future": {"received_on": "'2026-01-02'", "entered_at": DAY},
    "deposit_positive": {"pence": "0"},
    "deposit_taken_back_with_reason": {"taken_back_at": DAY, "taken_back_because": "''"},
    "entry_not_zero": {"pence": "0"},
    "fund_ends_after_start": {"starts_on": DAY, "ends_on": DAY},
    "move_kind_known": {"kind": ODD},
    "move_names_pot_and_commitment": {"kind": "'award'"},
    "move_positive": {"pence": "0"},
    "pot_taken_within_total": {"taken": "2", "total": "1"},
    # people and places
    "invitation_kind_known": {"kind": ODD},
    "letter_sent_or_refused": {"sent_at": DAY, "refused_at": DAY},
    "residency_not_self_verified": {"verified_by_id": ONE, "person_id": ONE},
    "residency_verified_how": {"how": "'seen'"},
    "role_kind_known": {"kind": ODD},
    "session_device_known": {"device": ODD},
    "session_key_is_a_digest": {"session_key": "'x'"},
    "sign_in_code_five_tries": {"tries": "6"},
    "signup_tells_something": {},
    "upload_shown_has_alt": {"public": "true", "content_type": "'image/png'", "alt": "''"},
    "upload_type_allowed": {"content_type": "'image/svg+xml'"},
    "boundary_code_is_gss": {"code": ODD},
    "neighbourhood_origin_known": {"origin": ODD},
    "neighbourhood_slug_not_reserved": {"slug": "'staff'"},
    "neighbourhood_slug_plain": {"slug": "'East Marsh'"},
    # proposals
    "cost_positive": {"pence": "0"},
    "cost_source_known": {"source": ODD},
    "incompatible_pair_has_reason": {"because": "''"},
    "incompatible_pair_is_two_ideas": {"one_id": ONE, "other_id": ONE},
    "incompatible_pair_withdrawn_by_somebody": {"withdrawn_at": DAY},
    "proposal_deliverer_known": {"who_delivers": ODD},
    "proposal_entered_for_somebody": {"entered_from": "'paper'", "entered_for": "''"},
    "proposal_hidden_with_reason": {"hidden_at": DAY, "hidden_because": "''"},
    "proposal_second_look_by_another": {"second_look_by_id": ONE, "refused_by_id": ONE},
    "proposal_status_known": {"status": ODD},
    "proposal_submitted_whole": {"status": "'submitted'"},
    "proposal_theme_known": {"theme": ODD},
    # rounds
    "plan_share_within_whole": {"share_percent": "101"},
    "round_dates_in_order": dict.fromkeys(
        (
            "published_at", "ideas_open_at", "ideas_close_at", "develop_closes_at",
            "voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at",
        ),
        DAY,
    ),
    "round_origin_known": {"origin": ODD},
    "round_pot_not_negative": {"pot_pence": "-1"},
    "round_published_with_manifest": {"published_at": DAY},
    # voting
    "ballot_line_sane": {"number": "0"},
    "box_custody_known": {"custody": ODD},
    "challenge_answer_whole": {"answer": "'Yes'"},
    "challenge_not_self_answered": {"answered_by_id": ONE, "by_id": ONE},
    "closing_one_ballot_per_entry": {"in_box": "2", "on_list": "1"},
    "roll_change_by_two": {"agreed": "true", "decided_by_id": ONE, "asked_by_id": ONE},
    "roll_change_decided_whole": {"agreed": "true"},
    "roll_change_says_what_and_why": {"what": "'void'", "reason": "''"},
    "roll_void_with_reason": {"void_at": DAY, "void_because": "''"},
    "roll_report_answer_whole": {"answer": "'Yes'"},
    "rule_preview_names_a_rule": {"rules": "'{}'"},
    "rule_preview_on_another_round": {"on_round_id": ONE, "round_id": ONE},
    "set_aside_why_known": {"why": ODD},
    "way_on_by_two": {"agreed_at": DAY},
    "way_on_says_what": {"what": ODD},
    "way_on_with_reason": {"reason": "''"},
}  # fmt: skip
