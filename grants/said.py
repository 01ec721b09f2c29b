"""What is said once something was done with a panel or its meeting, from how it stands then."""

from grants.models import Meeting, Member, Panel
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
