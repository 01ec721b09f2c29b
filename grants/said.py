"""What is said once something was done with a panel or its meeting, from how it stands then."""

from collections.abc import Sequence

from grants.models import Decision, Interest, Meeting, Member, Panel
from kit.dates import day_time


def panel_formed(panel: Panel) -> str:
    """A neighbourhood has its panel."""
    return f"{panel.name} is set up. Now give its seats."


def quorum_set(panel: Panel) -> str:
    """How many must vote on a decision."""
    return f"Saved: {panel.quorum} members must vote on a decision."


def seat_given(member: Member) -> str:
    """Somebody sits on the panel."""
    return f"{member.person} has a seat now: {member.seat_name.lower()}."


def seat_ended(member: Member) -> str:
    """Somebody gave a seat up."""
    return f"{member.person} has no seat on the panel any more."


def meeting_called(meeting: Meeting) -> str:
    """The panel's meeting about a round is called."""
    where = f", {meeting.place}" if meeting.place else ""
    return f"The meeting is called for {day_time(meeting.due_at)}{where}."


def meeting_opened(meeting: Meeting) -> str:
    """The meeting goes on, for the first time or once more."""
    return "The meeting is open. Mark who is here, and ask each of them about interests."


def meeting_closed(meeting: Meeting) -> str:
    """The meeting is over; what it left open is named where its page shows it."""
    if meeting.round.decided_at is None:
        return "The meeting is closed. Not everything is decided, so the panel has to meet again."
    return "The meeting is closed. Everything on the list is decided."


def minutes_confirmed(meeting: Meeting) -> str:
    """The chair said that the minutes are right."""
    return "The minutes are confirmed."


def decided(decision: Decision) -> str:
    """One decision stands."""
    return f"Written down: “{decision.proposal.title}”, {decision.outcome_name.lower()}."


def adopted(decisions: Sequence[Decision]) -> str:
    """Several were agreed to by one vote."""
    if len(decisions) == 1:
        return f"Adopted: “{decisions[0].proposal.title}”, in full."
    return f"Adopted together: {len(decisions)} proposals, each in full."


def interest_declared(interest: Interest) -> str:
    """A member leaves for one item."""
    who = interest.member.person.public_name
    return f"Written down: {who} has an interest in “{interest.proposal.title}”."
