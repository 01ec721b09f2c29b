"""Entries of the record about ideas and proposals: who reads them, and their titles."""

from audit.kinds import Kind

KINDS = {
    "idea.shared": Kind("public", "Idea sent in"),
    "idea.looked_at": Kind("public", "Idea looked at and shown"),
    "idea.incompatible": Kind("public", "Two ideas can't both be done"),
    "idea.compatible_again": Kind("public", "Taken back: two ideas can't both be done"),
    "proposal.changed": Kind("public", "Proposal changed"),
    "proposal.submitted": Kind("public", "Proposal handed in"),
    "proposal.checked": Kind("public", "Check answered"),
    "proposal.returned": Kind("public", "Proposal sent back for a change"),
    "proposal.ready": Kind("public", "Proposal can go to the vote"),
    "proposal.refused": Kind("public", "Proposal not this time"),
    "proposal.withdrawn": Kind("public", "Proposal withdrawn"),
    "proposal.hidden": Kind("public", "Proposal hidden"),
    "proposal.shown": Kind("public", "Proposal shown again"),
    "proposal.second_look_asked": Kind("public", "Second look asked for"),
    "proposal.second_look": Kind("public", "Looked at a second time: the answer stands"),
    "helper.invited": Kind("staff", "Somebody invited to help with a proposal"),
    "helper.joined": Kind("staff", "Somebody joined a proposal"),
    "proposal.reported": Kind("staff", "Proposal reported"),
    "report.answered": Kind("staff", "Report answered"),
}
