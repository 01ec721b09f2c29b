"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "check_by_another": "You work on this proposal yourself, so somebody else must check it.",
    "helper_invited_once": "This person has been invited already.",
    "proposal_second_look_by_another": "Somebody else must take the second look.",
    "incompatible_pair_is_two_ideas": "Choose two different ideas.",
    "incompatible_pair_once": "It stands already that these two can't both be done.",
    "one_report_per_person": "You have reported this already.",
}
