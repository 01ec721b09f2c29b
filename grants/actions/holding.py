"""Finding somebody to hold an award: staff invite a person, and the offer goes out to them."""

from datetime import timedelta

from django.db import transaction

from grants import access, apart, entries, letters
from grants.actions.awards import locked, withdraw_invitations
from grants.actions.bank import back_to_due
from grants.models import Award, HolderInvitation
from grants.refusals import CannotHold, HeldAlready, NotInvited, insist
from kit import clock
from people import addresses
from people.models import User
from rounds import rules


@transaction.atomic
def invite_holder(award: Award, *, email: str, by: User) -> HolderInvitation:
    """Ask somebody by e-mail to hold an award that waits. A newer invitation replaces an older one.

    Raises NotYours, HeldAlready, CannotHold for somebody who is known to have an office here.
    """
    award = locked(award)
    insist(access.may_invite_holder(award, by))
    if not access.needs_holder(award):
        raise HeldAlready
    address = addresses.normal(email)
    person = User.objects.filter(email__iexact=address).first()
    if person is not None and not apart.may_hold(person, access.area_of(award)):
        raise CannotHold(field="email")
    withdraw_invitations(award)
    invitation = HolderInvitation.objects.create(award=award, email=address, invited_by=by)
    entries.about_award(
        award, "holder.invited", by=by, role=entries.staff_role(by, access.area_of(award))
    )
    letters.invited_to_hold(invitation)
    return invitation


@transaction.atomic
def hold_award(award: Award, *, by: User) -> Award:
    """The invited person says yes: they hold the award, and the offer goes out to them.

    One that somebody with an office had accepted stays accepted, and its account is asked for
    anew. Raises NotInvited, HeldAlready, CannotHold.
    """
    award = locked(award)
    invitation = open_invitation(award, by)
    if invitation is None:
        raise NotInvited
    if not access.needs_holder(award):
        raise HeldAlready
    if not apart.may_hold(apart.lock(by), access.area_of(award)):
        raise CannotHold
    _take(award, by)
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    entries.about_award(
        award, "award.held", by=by, role="holder", after={"award_pence": award.pence}
    )
    if award.status == "offered":
        letters.to_holder(award, "offered")
    return award


def open_invitation(award: Award, person: User) -> HolderInvitation | None:
    """The invitation that waits for this person, at any address that is theirs."""
    waiting = award.invitations.filter(accepted_at=None, withdrawn_at=None)
    return waiting.filter(email__in=addresses.of(person)).first()


def _take(award: Award, holder: User) -> None:
    award.holder, award.holder_name = holder, award.proposal.deliverer or holder.name
    if award.status in ("waiting", "offered"):
        award.status = "offered"
        days = rules.of(award.proposal.round)["award"]["answer_days"]
        award.answer_by = clock.today() + timedelta(days=days)
    award.save(update_fields=["holder", "holder_name", "status", "answer_by"])
    back_to_due(award)
    if award.proposal.lead_id is None:
        award.proposal.lead = holder
        award.proposal.save(update_fields=["lead"])
