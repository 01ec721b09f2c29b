"""From the name of a database constraint to plain words.

A deed is refused first by its own check, whose words are better; these are for the race that the
check lost. A constraint that people can't reach, only a fault of ours, has no words: its error
stays an error. A test lists those, with the reason.
"""

from django.db import IntegrityError

MESSAGES: dict[str, str] = {
    "neighbourhood_slug_unique": "Another neighbourhood has this web address.",
    "neighbourhood_slug_not_reserved": "This web address is kept for the site itself.",
    "boundary_version_once": "Somebody else has just changed this boundary. Look at it again.",
    "people_user_email_key": "Somebody has this e-mail address already.",
    "user_email_unique": "Somebody has this e-mail address already.",
    "role_once": "This person has this role already.",
    "invitation_open_once": "This person has been invited already.",
    "residency_current_once": "This person is on the list for this neighbourhood already.",
    "residency_not_self_verified": "Somebody else must check where you live.",
    "upload_shown_has_alt": "Say in a few words what the picture shows.",
    "deposit_reference_once": "Money with this reference has been entered already.",
    "deposit_confirmed_by_another": "Somebody else must confirm what you entered.",
    "deposit_by_staff": "Only staff of this place enter and confirm money here.",
    "deposit_stands": "This has been confirmed or taken back already.",
    "pot_taken_within_total": "There is not enough left in the pot for this.",
    "ledger_not_negative": "There is not enough money for this.",
    "ledger_within_commitment": "This award does not hold enough money for this.",
    "ledger_move_reverses_id_key": "This movement has been undone already.",
    "fund_ends_after_start": "The last day of a fund comes after its first.",
    "round_money_of_the_place": "Choose a fund of this neighbourhood.",
    "duty_once": "This person has this duty already.",
    "check_by_another": "You work on this proposal yourself, so somebody else must check it.",
    "round_number_once": "This neighbourhood has a round with this number already.",
    "round_dates_in_order": "The dates of a round come one after the other.",
    "plan_once_a_year": "This neighbourhood has a plan for this year already.",
    "helper_invited_once": "This person has been invited already.",
    "proposal_second_look_by_another": "Somebody else must take the second look.",
    "incompatible_pair_is_two_ideas": "Choose two different ideas.",
    "incompatible_pair_once": "It stands already that these two can't both be done.",
    "incompatible_pair_fixed": "The ballot is fixed, so this can't change any more.",
    "one_report_per_person": "You have reported this already.",
    "key_holder_once": "This person keeps a part of the key already.",
    "roll_once_per_person": "This person is on the list of voters already.",
    "roll_change_open_once": "This has been asked for already. A second officer answers it.",
    "roll_change_by_two": "Somebody else must agree: two officers are needed.",
    "roll_report_open_once": "You have told us already. An officer looks into it.",
    "way_on_open_once": "A way on has been asked for already. Answer that first.",
    "way_on_by_two": "Somebody else must agree to this.",
    "challenge_not_self_answered": "Somebody else must answer this.",
    "source_imported_once": "This election has been brought in already.",
    "grants_panel_neighbourhood_id_key": "This neighbourhood has a panel already.",
    "panel_quorum_sane": "At least 2 members must be needed for a decision.",
    "grants_meeting_round_id_key": "The meeting for this round has been called already.",
    "decision_once_per_proposal": "This proposal has been decided already.",
    "decision_resident_majority": "More than half of those who vote on this must live here.",
    "decision_votes_add_up": "The votes don't add up to the members who can vote.",
    "departure_has_reason": "Give the reason. Everybody will read it.",
    "award_once_per_proposal": "This proposal has an award already.",
    "payment_sent_was_authorised": "Two people must let this payment go before it is sent.",
    "grants_decision_proposal_id_key": "This proposal has been decided already.",
    "grants_award_proposal_id_key": "This proposal has an award already.",
    "award_holder_without_office": "Somebody with an office here can't hold this money.",
    "bank_details_by_holder": "The one who holds the award says where to pay.",
    "role_without_award": "Whoever holds money of this place can't have an office here.",
    "panel_fixed": "The quorum stays while a round is published and not decided.",
    "seats_fixed": "The seats stay while a round is published and not decided.",
    "payment_needed": "By the newest report this payment is not needed, or not yet.",
    "round_signed_off_apart": "Somebody who had no other part in this round must sign it off.",
    "payment_people_differ": "Approving, authorising and bank details need different people.",
    "seat_once": "This person has a seat already.",
    "attendance_once": "This member's presence has been written down already.",
    "interest_once_per_item": "This interest has been declared already.",
    "bank_details_not_self_confirmed": "Somebody else must confirm the payee.",
    "report_not_self_accepted": "Somebody else must accept the report.",
    "observation_not_self_verified": "Somebody else must verify this.",
    "evidence_observation_supersedes_id_key": "Another measurement has replaced this one already.",
    "observation_not_barred": "Somebody else must verify this.",
}


def name_of(error: IntegrityError) -> str | None:
    """The name of the constraint that a database error speaks of."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnosis, "constraint_name", None)
    return name


def message_for(error: IntegrityError) -> str | None:
    """Plain words for a database error, or None when it is a fault of ours."""
    name = name_of(error)
    return MESSAGES.get(name) if name else None
