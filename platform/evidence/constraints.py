"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "observation_not_self_verified": "Somebody else must verify this.",
    "evidence_observation_supersedes_id_key": "Another measurement has replaced this one already.",
    "observation_not_barred": "Somebody else must verify this.",
}
