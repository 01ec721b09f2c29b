"""What is said once something was done with a panel, from how it stands then."""

from grants.models import Member, Panel


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
