"""Working on a proposal together."""

from django.db import transaction

from kit import clock
from people import addresses, post
from people.models import User
from proposals import access
from proposals.actions._common import enter, locked, path_of
from proposals.models import HelperInvitation, Proposal
from proposals.refusals import AtThisPoint, CannotInvite, NotInvited, NotYours

MOST_INVITATIONS = 5
OPEN = ("draft", "idea", "submitted", "returned", "ready")
# While there is something left to work on together.
INVITES = ("draft", "idea", "returned")


@transaction.atomic
def invite_helper(proposal: Proposal, *, email: str, by: User) -> HelperInvitation:
    """The lead asks somebody, by e-mail, to work on the proposal together.

    Raises NotYours, AtThisPoint, CannotInvite.
    """
    proposal = locked(proposal)
    if not access.leads(proposal, by):
        raise NotYours
    if proposal.status not in INVITES:
        raise AtThisPoint("There is nothing left to work on: the idea is handed in.")
    email = email.strip().lower()
    _check_address(proposal, email, by)
    invitation = HelperInvitation.objects.create(proposal=proposal, email=email, invited_by=by)
    enter(proposal, by=by, kind="helper.invited")
    post.write(
        to=email,
        template="email/proposals/invited.txt",
        context={
            "proposal": proposal,
            "area": proposal.round.neighbourhood,
            "inviter": by.public_name,
            "path": path_of(proposal, "join"),
        },
        key=f"helper-{invitation.pk}",
    )
    return invitation


def _check_address(proposal: Proposal, email: str, by: User) -> None:
    if email == by.email.lower():
        raise CannotInvite("This is your own address.")
    if proposal.invitations.filter(email__iexact=email).exists():
        raise CannotInvite("This person has been invited already.")
    if proposal.invitations.count() >= MOST_INVITATIONS:
        raise CannotInvite(f"You can invite {MOST_INVITATIONS} people, and you have.")


@transaction.atomic
def join(proposal: Proposal, *, by: User) -> Proposal:
    """The person who was invited says yes. Nobody else can. Raises NotInvited, AtThisPoint."""
    proposal = locked(proposal)
    invitation = open_invitation(proposal, by)
    if invitation is None:
        raise NotInvited
    if proposal.status not in OPEN:
        raise AtThisPoint
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    proposal.helpers.add(by)
    enter(proposal, by=by, kind="helper.joined")
    return proposal


def open_invitation(proposal: Proposal, person: User) -> HelperInvitation | None:
    """The invitation that waits for this person's answer, at any address that is theirs."""
    waiting = proposal.invitations.filter(email__in=addresses.of(person), accepted_at=None)
    return waiting.first()
