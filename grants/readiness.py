"""What a round needs of the panel before it is published, and of its projects before it is
closed.
"""

from collections.abc import Sequence

from django.urls import reverse

from grants import unseated
from grants.models import Award, Member, Panel
from grants.unseated import Unseated
from kit.lists import joined
from places.models import Neighbourhood
from rounds.models import Round
from rounds.readiness import Missing


def panel_missing(round: Round) -> list[Missing]:
    """A panel that could decide: chair, secretary, a quorum of voters, most of them residents."""
    link = reverse("grants:panel", args=[round.neighbourhood])
    return [Missing(text, link) for text in panel_gaps(round.neighbourhood)]


def quorum_of(area: Neighbourhood) -> int | None:
    """How many members must vote on a decision of a place's panel; None where there is none."""
    return Panel.objects.filter(neighbourhood=area).values_list("quorum", flat=True).first()


def work_missing(round: Round) -> list[Missing]:
    """Projects that are not done: their offers unanswered, or their last report not accepted."""
    waiting = Award.objects.filter(
        proposal__round=round, status__in=["waiting", "offered", "accepted"]
    )
    return [
        Missing(
            f"“{award.proposal.title}” is not done yet.",
            reverse("grants:staff-award", args=[round.neighbourhood, award.pk]),
        )
        for award in waiting.select_related("proposal").order_by("proposal__number")
    ]


def panel_gaps(area: Neighbourhood) -> list[str]:
    """What a panel lacks, in sentences; empty when it could decide."""
    panel = Panel.objects.filter(neighbourhood=area).first()
    if panel is None:
        return ["Set up the residents' panel."]
    members = list(Member.objects.filter(panel=panel, left_at=None))
    positions = {member.position for member in members}
    voters = [member for member in members if member.votes]
    residents = sum(member.is_resident for member in voters)
    empty = {}
    if "chair" not in positions:
        empty["chair"] = "Give the panel a chair."
    if "secretary" not in positions:
        empty["secretary"] = "Give the panel a secretary, who writes down what is decided."
    if len(voters) < panel.quorum:
        empty["panel"] = (
            f"A decision needs {panel.quorum} members, and the panel has {len(voters)}. "
            f"Give seats to {panel.quorum - len(voters)} more."
        )
    waiting = unseated.of(area) if empty else []
    gaps = [text + _said_yes(waiting, position) for position, text in empty.items()]
    if voters and residents * 2 <= len(voters):
        gaps.append(
            f"{residents} of the {len(voters)} members with a vote live here. It must be more "
            "than half."
        )
    return gaps


def _said_yes(waiting: Sequence[Unseated], position: str) -> str:
    """Who took the role and waits for the seat: a role is not a seat."""
    names = [str(each.person) for each in waiting if each.position == position]
    if not names:
        return ""
    waits = "waits" if len(names) == 1 else "wait"
    return f" {joined(names)} said yes and {waits} for a seat."
