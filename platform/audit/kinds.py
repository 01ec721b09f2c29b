"""Every kind of entry, who may read it, and how the public record says it.

A verb in the past tense after a dot. The audience is fixed by the kind, so that nobody can choose
it in haste: a public entry never tells of a draft, a residency check, or anything before its
publication.

Two things write no entry at all (`SILENT`): casting a ballot writes nothing but the box, and
starting or saving a draft nothing but the draft.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """Who reads an entry ("public", "staff" or "auditor"), and its title on the page."""

    audience: str
    title: str


SILENT = ("voting.cast", "proposals.start_idea", "proposals.save_draft")

# Kinds whose audience is settled and whose deed does not exist yet.
RESERVED = ("condition.added", "person.erased")

KINDS: dict[str, Kind] = {
    # the record itself
    "record.restored": Kind("public", "Record brought back from a copy"),
    "words.erased": Kind("public", "Words of an entry erased"),
    # places
    "place.created": Kind("public", "Neighbourhood added"),
    "place.changed": Kind("public", "Neighbourhood's details changed"),
    "boundary.drawn": Kind("public", "Boundary drawn"),
    "postcodes.loaded": Kind("public", "Postcodes loaded"),
    # people
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
    # ledger
    "fund.opened": Kind("public", "Fund opened"),
    "money.entered": Kind("public", "Money received: entered by the first of two people"),
    "money.entry_taken_back": Kind("public", "Taken back: an entry of money received"),
    "money.deposited": Kind("public", "Money received"),
    "money.allocated": Kind("public", "Money put into a round"),
    "money.reversed": Kind("public", "Movement of money undone"),
    "money.left_over": Kind("public", "Left-over money back in the fund"),
    "money.fee": Kind("public", "Fee taken"),
    # evidence
    "observation.recorded": Kind("staff", "Measurement handed in"),
    "observation.verified": Kind("public", "Measurement verified"),
    "observation.superseded": Kind("public", "Measurement replaced by a better one"),
    # rounds
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
    # proposals
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
    # voting
    "roll.drawn": Kind("public", "List of voters drawn up"),
    "roll.added": Kind("staff", "Voter added to the list"),
    "roll.reported": Kind("staff", "Somebody said that another had voted as them"),
    "roll.report_answered": Kind("staff", "Answered: somebody had voted as another"),
    "roll.change_asked": Kind("staff", "Asked for: a change of the list of voters"),
    "roll.change_refused": Kind("staff", "Not agreed: a change of the list of voters"),
    "roll.looked_at": Kind("staff", "Entry of the list of voters looked at"),
    "roll.voided": Kind("public", "Voter taken off the list"),
    "roll.restored": Kind("public", "Voter put back on the list"),
    "ballot.fixed": Kind("public", "Ballot fixed"),
    "box.made": Kind("public", "Ballot box made"),
    "box.rehearsed": Kind("public", "Opening rehearsed"),
    "box.tried": Kind("public", "Whole vote tried out with made-up ballots"),
    "box.ready": Kind("public", "Ballot box ready"),
    "box.batch": Kind("public", "Ballots in the box"),
    "box.closed": Kind("public", "Vote closed, box sealed"),
    "box.checked": Kind("public", "Box held against the list of voters"),
    "box.damaged": Kind("public", "Ballots that do not open found"),
    "box.way_asked": Kind("public", "Asked for by one of two people: a way on with the vote"),
    "box.way_refused": Kind("public", "Not agreed: a way on with the vote"),
    "box.way_taken_back": Kind("public", "Taken back: a way on with the vote"),
    "box.set_aside": Kind("public", "Ballots set aside, unopened"),
    "box.open_pressed": Kind("public", "One of two people asked to open the votes"),
    "box.share_lost": Kind("public", "Part of the box's key lost"),
    "box.opened": Kind("public", "Votes opened"),
    "box.rerun": Kind("public", "Vote to be run again"),
    "box.destroyed": Kind("public", "Keys of the box destroyed"),
    "round.counted": Kind("public", "Votes counted"),
    "round.imported": Kind("public", "Finished election brought in"),
    "challenge.raised": Kind("public", "Somebody said that something looks wrong"),
    "challenge.answered": Kind("public", "Answered: something looked wrong"),
    # grants
    "panel.formed": Kind("public", "Panel formed"),
    "panel.changed": Kind("public", "Panel's quorum changed"),
    "seat.taken": Kind("public", "Seat on the panel taken"),
    "seat.left": Kind("public", "Seat on the panel left"),
    "meeting.called": Kind("public", "Panel meeting called"),
    "meeting.opened": Kind("public", "Panel meeting opened"),
    "meeting.closed": Kind("public", "Panel meeting closed"),
    "minutes.confirmed": Kind("public", "Minutes confirmed by the chair"),
    "attendance.marked": Kind("public", "Member came or left"),
    "interest.declared": Kind("public", "Interest declared"),
    "interest.none": Kind("public", "No interest declared"),
    "decision.made": Kind("public", "Decision made"),
    "decisions.together": Kind("public", "Decisions made together"),
    "holder.invited": Kind("staff", "Somebody asked to hold an award"),
    "award.held": Kind("public", "Somebody holds the award: the offer went out"),
    "award.accepted": Kind("public", "Offer accepted"),
    "award.declined": Kind("public", "Offer declined"),
    "award.lapsed": Kind("public", "Offer ran out"),
    "award.released": Kind("public", "Money of an award given back to the round"),
    "award.completed": Kind("public", "Project done"),
    "condition.added": Kind("public", "Condition set"),
    "condition.cleared": Kind("public", "Condition met"),
    "bank.entered": Kind("staff", "Bank details entered"),
    "bank.confirmed": Kind("staff", "Bank details confirmed"),
    "bank.seen": Kind("staff", "Bank details looked at"),
    "payment.due": Kind("public", "Payment due"),
    "payment.approved": Kind("public", "Payment approved"),
    "payment.authorised": Kind("public", "Payment authorised"),
    "payment.sent": Kind("public", "Payment sent"),
    "money.returned": Kind("public", "Money given back"),
    "report.sent": Kind("public", "Report sent in"),
    "report.accepted": Kind("public", "Report accepted"),
    # the demonstration
    "demo.clock_moved": Kind("public", "Demonstration's calendar moved on"),
    "demo.became": Kind("staff", "Somebody took a demonstration person's place"),
}
