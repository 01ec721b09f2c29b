"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "incompatible_pair_fixed": "The ballot is fixed, so this can't change any more.",
    "key_holder_once": "This person keeps a part of the key already.",
    "roll_once_per_person": "This person is on the list of voters already.",
    "roll_change_open_once": "This has been asked for already. A second officer answers it.",
    "roll_change_by_two": "Somebody else must agree: two officers are needed.",
    "roll_report_open_once": "You have told us already. An officer looks into it.",
    "way_on_open_once": "A way on has been asked for already. Answer that first.",
    "way_on_by_two": "Somebody else must agree to this.",
    "challenge_not_self_answered": "Somebody else must answer this.",
    "source_imported_once": "This election has been brought in already.",
}
