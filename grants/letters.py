"""E-mails that deeds about decisions and awards owe: one to the proposer per change of state."""

from collections.abc import Sequence

from django.urls import reverse

from grants.models import Award, Decision, HolderInvitation, Instalment
from ledger.access import staff_of
from people import post
from people.models import User


def decided(decision: Decision, award: Award | None, conditions: Sequence[str]) -> None:
    """Tell the proposer what the panel decided, and, where money goes, where to answer."""
    proposal = decision.proposal
    area = proposal.round.neighbourhood
    waits = award is not None and award.holder is None
    if award is not None and waits:
        _look_for_holder(award)
    to = proposal.lead or (None if waits else proposal.entered_by)
    if to is None:
        return
    page = (
        ("grants:award", [award.pk])
        if award and not waits
        else ("grants:decisions", [area, proposal.round.number])
    )
    post.write(
        to=to,
        template="email/grants/decided.txt",
        context={
            "proposal": proposal,
            "decision": decision,
            "award": award,
            "waits": waits,
            "conditions": conditions,
            "area": area,
            "path": reverse(page[0], args=page[1]),
        },
        key=f"grants.decided:{decision.pk}",
    )


def to_holder(
    award: Award, about: str, *, once: str = "", instalment: Instalment | None = None
) -> None:
    """Tell the holder that their award moved on. `about` names the letter's template."""
    if award.holder is None:
        return
    post.write(
        to=award.holder,
        template=f"email/grants/{about}.txt",
        context={
            "award": award,
            "proposal": award.proposal,
            "area": award.proposal.round.neighbourhood,
            "instalment": instalment,
            "path": reverse("grants:award", args=[award.pk]),
        },
        key=f"grants.{about}:{award.pk}:{once}",
    )


def nobody_held(award: Award) -> None:
    """Tell whose idea it is, and the staff of the place, that nobody was found in time."""
    area = award.proposal.round.neighbourhood
    page = reverse("grants:project", args=[area, award.pk])
    lead = award.proposal.lead
    for person in {*staff_of(area), *([lead] if lead else [])}:
        _of_waiting(award, "nobody_held", person, page)


def invited_to_hold(invitation: HolderInvitation) -> None:
    """Ask the invited person whether they will hold an award."""
    award = invitation.award
    post.write(
        to=invitation.email,
        template="email/grants/invited_to_hold.txt",
        context={
            "award": award,
            "proposal": award.proposal,
            "area": award.proposal.round.neighbourhood,
            "inviter": invitation.invited_by.public_name,
            "path": reverse("grants:hold", args=[award.pk]),
        },
        key=f"grants.invited_to_hold:{invitation.pk}",
    )


def _look_for_holder(award: Award) -> None:
    """Ask the staff of the place to find somebody who can hold an award."""
    area = award.proposal.round.neighbourhood
    for person in staff_of(area):
        page = reverse("grants:staff-award", args=[area, award.pk])
        _of_waiting(award, "needs_holder", person, page)


def _of_waiting(award: Award, about: str, to: User, path: str) -> None:
    """One of the letters about an award that nobody holds. `about` names its template."""
    post.write(
        to=to,
        template=f"email/grants/{about}.txt",
        context={
            "award": award,
            "proposal": award.proposal,
            "area": award.proposal.round.neighbourhood,
            "path": path,
        },
        key=f"grants.{about}:{award.pk}:{to.pk}",
    )
