"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "people_user_email_key": "Somebody has this e-mail address already.",
    "user_email_unique": "Somebody has this e-mail address already.",
    "role_once": "This person has this role already.",
    "invitation_open_once": "This person has been invited already.",
    "residency_current_once": "This person is on the list for this neighbourhood already.",
    "residency_not_self_verified": "Somebody else must check where you live.",
    "upload_shown_has_alt": "Say in a few words what the picture shows.",
}
