"""Entries of the record about accounts, roles and addresses: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "officer.first": Kind("public", "First officer set this site up"),
    "role.given": Kind("public", "Role given"),
    "role.ended": Kind("public", "Role ended"),
    "invitation.sent": Kind("staff", "Invitation sent"),
    "invitation.withdrawn": Kind("staff", "Invitation withdrawn"),
    "invitation.accepted": Kind("public", "Role taken up by invitation"),
    "residency.stated": Kind("staff", "Somebody said they live here"),
    "residency.check_asked": Kind("staff", "Somebody asked for their address to be checked"),
    "residency.verified": Kind("staff", "Address verified"),
    "residency.ended": Kind("staff", "No longer lives here"),
    "person.named": Kind("auditor", "Name given"),
    "person.erased": Kind("auditor", "Personal data erased"),
}
