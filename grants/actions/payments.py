"""Payments: due, approved, authorised and sent, each by the right person."""

from django.db import transaction

from grants import access, entries, letters, needed
from grants.actions.awards import locked
from grants.models import Award, BankDetails, Instalment
from grants.refusals import ChallengeOpen, NeedsReference, NotAccepted, NotReadyToPay, insist
from kit import clock
from kit.access import YES, Verdict, no
from kit.actor import Actor
from ledger import books
from people.models import User
from voting.actions.challenges import open_challenges_that_could_change

PAYS = ("accepted", "complete")
"""The states of an award in which its money moves."""
_LET_GO = ("bank_entered_by", "approved_by", "approved_at", "authorised_by", "authorised_at")


@transaction.atomic
def approve_payment(instalment: Instalment, *, by: User) -> Instalment:
    """The first of two people lets a payment go. It keeps who entered the bank details."""
    instalment = _locked(instalment)
    insist(access.may_approve(instalment, by))
    if instalment.status != "due":
        raise NotReadyToPay("Only a payment that is due can be approved.")
    details = _require_clear(instalment)
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
    _require_clear(instalment)
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
    _require_clear(instalment)
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

    Payments that are not sent are made smaller, the last first, and one that was approved has to be
    approved anew; gives the pence put back.
    """
    award = locked(award)
    insist(access.may_complete(award, by))
    if not award.reports.filter(is_final=True, accepted_at__isnull=False).exists():
        raise NotReadyToPay("Accept the last report first: it says what is needed.")
    freed = needed.of(award).spare
    if not freed:
        raise NotReadyToPay("All of what is promised is needed.")
    left = freed
    for instalment in award.instalments.exclude(status__in=["sent", "released"]).reverse():
        left -= _shrink(instalment, left)
    books.release(award.commitment, freed, memo=award.proposal.title)
    entries.about_award(
        award,
        "award.released",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        after={"released_pence": freed},
    )
    next_due(award, by=by)
    return freed


def next_due(award: Award, *, by: Actor) -> None:
    """The next payment is due, if what it waits for has happened and it is needed. Called inside
    the deed by which that may have come about.
    """
    instalment = award.instalments.filter(status="scheduled").first()
    if instalment is None:
        return
    instalment.award = award
    if _milestone_met(instalment) and needed.payable(instalment):
        _make_due(instalment, by=by)


def _milestone_met(instalment: Instalment) -> bool:
    """The first waits for the payee, each other for a report, or for the last."""
    award = instalment.award
    if instalment.number == 1:
        details = access.details_of_holder(award)
        return details is not None and details.confirmed_at is not None
    reports = award.reports.filter(accepted_at__isnull=False)
    return reports.count() >= instalment.number - 1 or reports.filter(is_final=True).exists()


def _make_due(instalment: Instalment, *, by: Actor) -> None:
    instalment.status, instalment.due_on = "due", clock.today()
    instalment.milestone_met_at = clock.now()
    instalment.milestone_met_by = by if isinstance(by, User) else None
    instalment.save(update_fields=["status", "due_on", "milestone_met_at", "milestone_met_by"])
    _record(instalment, "payment.due", by)


def clear_to_pay(award: Award) -> Verdict:
    """Whether money of this award may move now, and if not, why."""
    if award.status not in PAYS:
        return no(NotAccepted.message)
    waiting = award.conditions.filter(cleared_at=None).count()
    if waiting:
        return no(f"{waiting} of the conditions must still be met.")
    if access.needs_holder(award):
        return no("Somebody who has no office here must hold this award first.")
    details = access.details_of_holder(award)
    if details is None:
        return no("The holder has not entered bank details yet.")
    if details.confirmed_at is None:
        return no("The bank details must be confirmed first.")
    if open_challenges_that_could_change(award.proposal.round, award.proposal):
        return no(ChallengeOpen.message)
    return YES


def _require_clear(instalment: Instalment) -> BankDetails:
    award = instalment.award
    verdict = clear_to_pay(award)
    verdict = needed.payable(instalment) if verdict else verdict
    details = access.details_of_holder(award)
    if not verdict or details is None:
        raise NotReadyToPay(verdict.because)
    return details


def _shrink(instalment: Instalment, most: int) -> int:
    taken = min(most, instalment.pence)
    if not taken:
        return 0
    if taken == instalment.pence:
        instalment.status = "released"
    else:
        instalment.pence -= taken
        instalment.status = "due" if instalment.status == "approved" else instalment.status
    for name in _LET_GO:
        setattr(instalment, name, None)
    instalment.save(update_fields=["status", "pence", *_LET_GO])
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
