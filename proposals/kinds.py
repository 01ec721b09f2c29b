"""Entries of the record about ideas and proposals: who reads them, and their titles."""

from audit.kinds import EntryKind

KINDS = {
    "idea.shared": EntryKind("public", "Idea sent in"),
    "idea.looked_at": EntryKind("public", "Idea looked at and shown"),
    "idea.incompatible": EntryKind("public", "Two ideas can't both be done"),
    "idea.compatible_again": EntryKind("public", "Taken back: two ideas can't both be done"),
    "proposal.changed": EntryKind("public", "Proposal changed"),
    "proposal.submitted": EntryKind("public", "Proposal handed in"),
    "proposal.checked": EntryKind("public", "Check answered"),
    "proposal.returned": EntryKind("public", "Proposal sent back for a change"),
    "proposal.ready": EntryKind("public", "Proposal can go to the vote"),
    "proposal.refused": EntryKind("public", "Proposal not this time"),
    "proposal.withdrawn": EntryKind("public", "Proposal withdrawn"),
    "proposal.hidden": EntryKind("public", "Proposal hidden"),
    "proposal.shown": EntryKind("public", "Proposal shown again"),
    "proposal.second_look_asked": EntryKind("public", "Second look asked for"),
    "proposal.second_look": EntryKind("public", "Looked at a second time: the answer stands"),
    "helper.invited": EntryKind("staff", "Somebody invited to help with a proposal"),
    "helper.joined": EntryKind("staff", "Somebody joined a proposal"),
    "proposal.reported": EntryKind("staff", "Proposal reported"),
    "report.answered": EntryKind("staff", "Report answered"),
}
