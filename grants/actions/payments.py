"""Payments: due, approved, authorised and sent, each by the right person."""

from django.db import transaction

from grants import access, entries, letters
from grants.actions.awards import locked, spent
from grants.models import Award, BankDetails, Instalment
from grants.refusals import ChallengeOpen, NeedsReference, NotAccepted, NotReadyToPay, insist
from kit import clock
from kit.access import YES, Verdict, no
from kit.actor import Actor
from ledger import books
from people.models import User
from voting.actions.challenges import open_challenges_that_could_change


@transaction.atomic
def approve_payment(instalment: Instalment, *, by: User) -> Instalment:
    """The first of two people lets a payment go. It keeps who entered the bank details."""
    instalment = _locked(instalment)
    insist(access.may_approve(instalment, by))
    if instalment.status != "due":
        raise NotReadyToPay("Only a payment that is due can be approved.")
    details = _require_clear(instalment.award)
    instalment.status, instalment.bank_entered_by = "approved", details.entered_by
    instalment.approved_by, instalment.approved_at = by, clock.now()
    instalment.save(update_fields=["status", "bank_entered_by", "approved_by", "approved_at"])
    _record(instalment, "payment.approved", by)
    return instalment


@transaction.atomic
def authorise_payment(instalment: Instalment, *, by: User) -> Instalment:
    """The second of two people lets a payment go."""
    instalment = _locked(instalment)
    insist(access.may_authorise(instalment, by))
    if instalment.status != "approved" or instalment.authorised_by is not None:
        raise NotReadyToPay("Only a payment that is approved, once, can be authorised.")
    _require_clear(instalment.award)
    instalment.authorised_by, instalment.authorised_at = by, clock.now()
    instalment.save(update_fields=["authorised_by", "authorised_at"])
    _record(instalment, "payment.authorised", by)
    return instalment


@transaction.atomic
def mark_sent(instalment: Instalment, *, bank_reference: str, by: User) -> Instalment:
    """The bank has sent it: the money moves from promised to paid."""
    instalment = _locked(instalment)
    insist(access.may_send(instalment, by))
    if instalment.status != "approved" or instalment.authorised_by is None:
        raise NotReadyToPay("Two people must let this payment go before it is sent.")
    if not bank_reference.strip():
        raise NeedsReference
    award = instalment.award
    _require_clear(award)
    move = books.pay(award.commitment, instalment.pence, memo=award.proposal.title)
    instalment.status, instalment.move = "sent", move
    instalment.sent_by, instalment.sent_at = by, clock.now()
    instalment.bank_reference = bank_reference.strip()
    instalment.save(update_fields=["status", "move", "sent_by", "sent_at", "bank_reference"])
    _record(instalment, "payment.sent", by)
    letters.to_holder(award, "paid", instalment=instalment, once=str(instalment.number))
    return instalment


@transaction.atomic
def release_rest(award: Award, *, by: User) -> int:
    """Put back in the pot what is promised and, by the accepted last report, not needed.

    Payments to come are made smaller, the last first; gives the pence put back.
    """
    award = locked(award)
    insist(access.may_complete(award, by))
    if not award.reports.filter(is_final=True, accepted_at__isnull=False).exists():
        raise NotReadyToPay("Accept the last report first: it says what is needed.")
    left = spare(award)
    if left <= 0:
        raise NotReadyToPay("All of what is promised is needed.")
    for instalment in award.instalments.filter(status__in=["scheduled", "due"]).reverse():
        left -= _shrink(instalment, left)
    freed = spare(award) - left
    if not freed:
        raise NotReadyToPay("A payment was approved already. Send it first.")
    books.release(award.commitment, freed, memo=award.proposal.title)
    entries.about_award(
        award,
        "award.released",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        after={"released_pence": freed},
    )
    return freed


def make_due(instalment: Instalment, *, by: Actor) -> None:
    """What a payment waited for has happened. Called inside the deed by which it did."""
    instalment.status, instalment.due_on = "due", clock.today()
    instalment.milestone_met_at = clock.now()
    instalment.milestone_met_by = by if isinstance(by, User) else None
    instalment.save(update_fields=["status", "due_on", "milestone_met_at", "milestone_met_by"])
    _record(instalment, "payment.due", by)


def clear_to_pay(award: Award) -> Verdict:
    """Whether money of this award may move now, and if not, why."""
    if award.status not in ("accepted", "complete"):
        return no(NotAccepted.message)
    waiting = award.conditions.filter(cleared_at=None).count()
    if waiting:
        return no(f"{waiting} of the conditions must still be met.")
    details = access.newest_details(award)
    if details is None:
        return no("The holder has not entered bank details yet.")
    if details.confirmed_at is None:
        return no("The bank details must be confirmed first.")
    if open_challenges_that_could_change(award.proposal.round, award.proposal):
        return no(ChallengeOpen.message)
    return YES


def _require_clear(award: Award) -> BankDetails:
    verdict = clear_to_pay(award)
    details = access.newest_details(award)
    if not verdict or details is None:
        raise NotReadyToPay(verdict.because)
    return details


def spare(award: Award) -> int:
    """Pence promised that, by the accepted last report, are not needed."""
    promised = books.holding(award.commitment, "committed")
    still_needed = max(0, spent(award) - books.holding(award.commitment, "paid"))
    return promised - still_needed


def _shrink(instalment: Instalment, most: int) -> int:
    taken = min(most, instalment.pence)
    if taken == instalment.pence:
        instalment.status = "released"
    else:
        instalment.pence -= taken
    instalment.save(update_fields=["status", "pence"])
    return taken


def _locked(instalment: Instalment) -> Instalment:
    award = locked(instalment.award)
    instalment = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    instalment.award = award
    return instalment


def _record(instalment: Instalment, kind: str, by: Actor) -> None:
    area = access.area_of(instalment.award)
    entries.about_award(
        instalment.award,
        kind,
        by=by,
        role=entries.staff_role(by, area) if isinstance(by, User) else "system",
        after={"payment": instalment.number, "payment_pence": instalment.pence},
    )
