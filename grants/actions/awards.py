"""An offer from its answer to the end of the project."""

from django.db import transaction
from django.db.models import Sum

from evidence import actions as evidence
from grants import access, apart, entries, letters, needed
from grants.models import Award, Condition, Instalment, ProgressReport
from grants.refusals import (
    ConditionMet,
    NotAccepted,
    NotFinished,
    OfferAnswered,
    OfferRanOut,
    OfferStillOpen,
    insist,
)
from kit import clock
from kit.actor import SYSTEM, System
from kit.money import pounds
from ledger import books
from people.models import User
from rounds import rules

FIRST = "Offer accepted and bank details confirmed"
LAST = "Report accepted"


@transaction.atomic
def accept_offer(award: Award, *, by: User) -> Award:
    """The holder takes the offer: its money is promised, and its payments are planned."""
    award = locked(award)
    apart.lock(by)
    insist(access.may_take(award, by))
    _answer(award, by)
    if clock.today() > award.answer_by:
        raise OfferRanOut
    books.accept(award.commitment, memo=award.proposal.title)
    _settle(award, "accepted")
    parts = rules.of(award.proposal.round)["award"]["instalments"]
    for number, pence in enumerate(shares(award.pence, parts), start=1):
        Instalment.objects.create(
            award=award, number=number, pence=pence, milestone=FIRST if number == 1 else LAST
        )
    entries.about_award(
        award,
        "award.accepted",
        by=by,
        role="holder",
        after={"award_pence": award.pence, "payments": parts},
    )
    letters.to_holder(award, "accepted")
    return award


@transaction.atomic
def decline_offer(award: Award, *, by: User) -> Award:
    """The holder turns the offer down: its money is back in the pot."""
    award = locked(award)
    _answer(award, by)
    books.decline(award.commitment, memo=award.proposal.title)
    evidence.mark_unfunded(award.proposal_id)
    _settle(award, "declined")
    entries.about_award(
        award, "award.declined", by=by, role="holder", after={"award_pence": award.pence}
    )
    letters.to_holder(award, "declined")
    return award


@transaction.atomic
def lapse_offer(award: Award, *, by: System = SYSTEM) -> Award:
    """The last day to answer, or to find somebody who holds it, has passed: the money is back in
    the pot.
    """
    award = locked(award)
    if award.status not in ("waiting", "offered"):
        raise OfferAnswered
    if clock.today() <= award.answer_by:
        raise OfferStillOpen
    books.lapse(award.commitment, memo=award.proposal.title)
    evidence.mark_unfunded(award.proposal_id)
    _settle(award, "lapsed")
    entries.about_award(
        award, "award.lapsed", by=by, role="system", after={"award_pence": award.pence}
    )
    if award.holder is None:
        letters.nobody_held(award)
    else:
        letters.to_holder(award, "lapsed")
    return award


@transaction.atomic
def clear_condition(condition: Condition, *, by: User) -> Condition:
    """Staff saw that a condition is met."""
    rows = Condition.objects.select_for_update(of=("self",))
    condition = rows.select_related("award__proposal__round__neighbourhood").get(pk=condition.pk)
    insist(access.may_clear(condition, by))
    if condition.cleared_at is not None:
        raise ConditionMet
    condition.cleared_at, condition.cleared_by = clock.now(), by
    condition.save(update_fields=["cleared_at", "cleared_by"])
    award = condition.award
    entries.about_award(
        award,
        "condition.cleared",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        words={"condition": condition.text},
    )
    return condition


@transaction.atomic
def complete(award: Award, *, by: User) -> Award:
    """The last report is in, every payment is settled and what was not spent is back: done."""
    award = locked(award)
    insist(access.may_complete(award, by))
    if award.status != "accepted":
        raise NotAccepted
    missing = unfinished(award)
    if missing:
        raise NotFinished(missing)
    award.status, award.completed_at = "complete", clock.now()
    award.save(update_fields=["status", "completed_at"])
    withdraw_invitations(award)
    entries.about_award(
        award,
        "award.completed",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        after={"spent_pence": spent(award)},
    )
    letters.to_holder(award, "complete")
    return award


def unfinished(award: Award, need: needed.Need | None = None) -> str:
    """What must still happen before a project is done; empty when nothing must. For many awards
    their reports and payments are fetched before, and what each needs is given.
    """
    if not _last_reports(award):
        return "The last report has not been accepted yet."
    if any(each.status not in ("sent", "released") for each in award.instalments.all()):
        return "A payment has not been sent yet. Send it, or give back what is not needed."
    unspent = (need or needed.of(award)).paid - spent(award)
    if unspent > 0:
        return f"{pounds(unspent)} was paid and not spent. It has to be given back first."
    return ""


def spent(award: Award) -> int:
    """Pence that the newest accepted last report says were spent."""
    reports = _last_reports(award)
    return reports[-1].spent_pence if reports else 0


def _last_reports(award: Award) -> list[ProgressReport]:
    return [each for each in award.reports.all() if each.is_final and each.accepted_at]


def paid(award: Award) -> int:
    """Pence sent so far, whatever was given back since."""
    sent = award.instalments.filter(status="sent").aggregate(sum=Sum("pence"))["sum"]
    return int(sent or 0)


def shares(pence: int, parts: int) -> list[int]:
    """`pence` in `parts` whole payments that add up to it; the first are a penny larger."""
    small, over = divmod(pence, parts)
    return [small + (number < over) for number in range(parts)]


def locked(award: Award) -> Award:
    """The award with its row locked."""
    rows = Award.objects.select_for_update(of=("self",))
    return rows.select_related(
        "commitment__pot__fund", "proposal__round__neighbourhood", "holder", "decision__meeting"
    ).get(pk=award.pk)


def withdraw_invitations(award: Award) -> None:
    """Nobody is asked to hold this award any more."""
    open_ = award.invitations.filter(accepted_at=None, withdrawn_at=None)
    open_.update(withdrawn_at=clock.now())


def _answer(award: Award, by: User) -> None:
    insist(access.may_answer(award, by))
    if award.status != "offered":
        raise OfferAnswered


def _settle(award: Award, status: str) -> None:
    award.status, award.answered_at = status, clock.now()
    award.save(update_fields=["status", "answered_at"])
    withdraw_invitations(award)
