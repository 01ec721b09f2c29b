"""Entries of the record about rounds: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "plan.agreed": EntryKind("public", "Plan agreed"),
    "round.drafted": EntryKind("staff", "Round started as a draft"),
    "round.changed": EntryKind("staff", "Draft of a round changed"),
    "round.dropped": EntryKind("staff", "Draft of a round dropped"),
    "round.rule_previewed": EntryKind("staff", "Another rule tried on an earlier vote"),
    "round.rule_chosen": EntryKind("staff", "Rule of the count chosen"),
    "duty.given": EntryKind("staff", "Duty given"),
    "duty.taken": EntryKind("staff", "Duty taken away"),
    "round.published": EntryKind("public", "Round published, its rules fixed"),
    "round.postponed": EntryKind("public", "Dates of a round moved later"),
    "round.turned": EntryKind("public", "Round reached its next phase"),
    "round.cancelled": EntryKind("public", "Round cancelled"),
    "round.signed_off": EntryKind("public", "Round signed off"),
}
