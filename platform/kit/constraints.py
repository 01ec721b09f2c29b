"""From the name of a database constraint to plain words.

A deed is refused first by its own check, whose words are better; these are for the race that the
check lost.
"""

from django.db import IntegrityError

MESSAGES: dict[str, str] = {
    "neighbourhood_slug_unique": "Another neighbourhood has this web address.",
    "neighbourhood_slug_not_reserved": "This web address is kept for the site itself.",
    "people_user_email_key": "Somebody has this e-mail address already.",
    "role_once": "This person has this role already.",
    "invitation_open_once": "This person has been invited already.",
    "residency_current_once": "This person is on the list for this neighbourhood already.",
    "residency_not_self_verified": "Somebody else must check where you live.",
    "upload_shown_has_alt": "Say in a few words what the picture shows.",
    "pot_taken_within_total": "There is not enough left in the pot for this.",
    "ledger_not_negative": "There is not enough money for this.",
    "ledger_within_commitment": "This award does not hold enough money for this.",
    "ledger_move_reverses_id_key": "This movement has been undone already.",
    "round_money_of_the_place": "Choose a fund of this neighbourhood.",
    "duty_once": "This person has this duty already.",
    "check_by_another": "You work on this proposal yourself, so somebody else must check it.",
    "round_number_once": "This neighbourhood has a round with this number already.",
    "helper_invited_once": "This person has been invited already.",
    "proposal_second_look_by_another": "Somebody else must take the second look.",
    "incompatible_pair_once": "It stands already that these two can't both be done.",
    "incompatible_pair_fixed": "The ballot is fixed, so this can't change any more.",
    "one_report_per_person": "You have reported this already.",
    "grants_decision_proposal_id_key": "This proposal has been decided already.",
    "grants_award_proposal_id_key": "This proposal has an award already.",
    "payment_people_differ": "Approving, authorising and bank details need different people.",
    "seat_once": "This person has a seat already.",
    "attendance_once": "This member's presence has been written down already.",
    "interest_once_per_item": "This interest has been declared already.",
    "bank_details_not_self_confirmed": "Somebody else must confirm the payee.",
    "report_not_self_accepted": "Somebody else must accept the report.",
    "observation_not_self_verified": "Somebody else must verify this.",
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
