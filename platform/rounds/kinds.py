"""Entries of the record about rounds: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "plan.agreed": Kind("public", "Plan agreed"),
    "round.drafted": Kind("staff", "Round started as a draft"),
    "round.changed": Kind("staff", "Draft of a round changed"),
    "round.dropped": Kind("staff", "Draft of a round dropped"),
    "round.rule_previewed": Kind("staff", "Another rule tried on an earlier vote"),
    "round.rule_chosen": Kind("staff", "Rule of the count chosen"),
    "duty.given": Kind("staff", "Duty given"),
    "duty.taken": Kind("staff", "Duty taken away"),
    "round.published": Kind("public", "Round published, its rules fixed"),
    "round.postponed": Kind("public", "Dates of a round moved later"),
    "round.turned": Kind("public", "Round reached its next phase"),
    "round.cancelled": Kind("public", "Round cancelled"),
    "round.signed_off": Kind("public", "Round signed off"),
}
