"""E-mails that deeds about decisions and awards owe: one to the proposer per change of state."""

from collections.abc import Sequence

from django.urls import reverse

from grants.models import Award, Decision, Instalment
from people import post


def decided(decision: Decision, award: Award | None, conditions: Sequence[str]) -> None:
    """Tell the proposer what the panel decided, and, where money goes, where to answer."""
    proposal = decision.proposal
    to = proposal.lead or proposal.entered_by
    if to is None:
        return
    area = proposal.round.neighbourhood
    page = (
        ("grants:award", [award.pk])
        if award
        else ("grants:decisions", [area, proposal.round.number])
    )
    post.write(
        to=to,
        template="email/grants/decided.txt",
        context={
            "proposal": proposal,
            "decision": decision,
            "award": award,
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
