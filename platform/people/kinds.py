"""Entries of the record about accounts, roles and addresses: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "officer.first": EntryKind("public", "First officer set this site up"),
    "role.given": EntryKind("public", "Role given"),
    "role.ended": EntryKind("public", "Role ended"),
    "invitation.sent": EntryKind("staff", "Invitation sent"),
    "invitation.withdrawn": EntryKind("staff", "Invitation withdrawn"),
    "invitation.accepted": EntryKind("public", "Role taken up by invitation"),
    "residency.stated": EntryKind("staff", "Somebody said they live here"),
    "residency.check_asked": EntryKind("staff", "Somebody asked for their address to be checked"),
    "residency.verified": EntryKind("staff", "Address verified"),
    "residency.ended": EntryKind("staff", "No longer lives here"),
    "person.named": EntryKind("auditor", "Name given"),
    "person.erased": EntryKind("auditor", "Personal data erased"),
}
