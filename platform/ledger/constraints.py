"""Words for constraints of this room that a person can meet (kit.constraints)."""

MESSAGES = {
    "deposit_reference_once": "Money with this reference has been entered already.",
    "deposit_confirmed_by_another": "Somebody else must confirm what you entered.",
    "deposit_by_staff": "Only staff of this place enter and confirm money here.",
    "deposit_stands": "This has been confirmed or taken back already.",
    "pot_taken_within_total": "There is not enough left in the pot for this.",
    "ledger_not_negative": "There is not enough money for this.",
    "ledger_within_commitment": "This award does not hold enough money for this.",
    "ledger_move_reverses_id_key": "This movement has been undone already.",
    "fund_ends_after_start": "The last day of a fund comes after its first.",
}
