"""Money that came in: one person of the trust enters it, another confirms it, and then it is in the
books."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from audit.actions import record
from audit.canonical import Plain
from kit import clock
from kit.access import Verdict
from kit.actor import Actor
from kit.dates import day
from ledger import access, books
from ledger.models import Deposit, Fund, Move
from ledger.refusals import (
    DayImplausible,
    DepositConfirmed,
    DepositTakenBack,
    DifferentRequest,
    NeedsReason,
    NeedsReference,
    NotYourDeposit,
    ReferenceUsed,
)
from people import post
from people.models import User

EARLIEST = timedelta(days=366)
"""So long before a fund's first day its money may have come: a grant is often paid ahead."""


@transaction.atomic
def enter(
    fund: Fund,
    *,
    pence: int,
    received_on: date,
    bank_reference: str,
    key: UUID,
    by: User,
    memo: str = "",
) -> Deposit:
    """Say that the bank received money. It waits for a second person, and is in no figure before.

    `key` comes from the form and becomes the row's id: pressed twice, it is one deposit; with other
    contents it raises DifferentRequest. Raises NotYourDeposit, also while nobody else could confirm
    it, NotAnAmount, DayImplausible, NeedsReference, ReferenceUsed.
    """
    books.lock_funds(fund.pk)
    reference = " ".join(bank_reference.split())
    asked = (fund.pk, books.whole(pence), received_on, reference, memo[:200])
    found = Deposit.objects.filter(pk=key).first()
    if found is not None:
        return _same(found, asked)
    _insist(access.may_enter(by, fund.neighbourhood))
    _plausible(fund, received_on)
    _unused(fund, reference)
    deposit = Deposit(
        neighbourhood=fund.neighbourhood,
        fund=fund,
        pence=pence,
        received_on=received_on,
        bank_reference=reference,
        memo=memo[:200],
        entered_by=by,
    )
    deposit.pk = key
    deposit.save(force_insert=True)
    _tell(deposit, "money.entered", by=by)
    _ask_the_others(deposit)
    return deposit


@transaction.atomic
def confirm(deposit: Deposit, *, by: User) -> Move:
    """A second person saw it on the bank's statement: the money is in the fund.

    Raises NotYourDeposit, DepositConfirmed, DepositTakenBack.
    """
    deposit = _waiting(deposit)
    _insist(access.may_confirm(by, deposit))
    move = books.post(deposit.fund, "deposit", deposit.pence, memo=deposit.memo)
    deposit.confirmed_by, deposit.confirmed_at, deposit.move = by, clock.now(), move
    deposit.save(update_fields=["confirmed_by", "confirmed_at", "move"])
    _tell(deposit, "money.deposited", by=by, move=move)
    return move


@transaction.atomic
def take_back(deposit: Deposit, *, reason: str, by: User) -> Deposit:
    """It was wrong, and nobody has confirmed it yet. The reason is public.

    Raises NotYourDeposit, NeedsReason, DepositConfirmed, DepositTakenBack.
    """
    deposit = _waiting(deposit)
    _insist(access.may_take_back(by, deposit))
    if not reason.strip():
        raise NeedsReason
    _end(deposit, reason, by)
    _tell(deposit, "money.entry_taken_back", by=by, words={"reason": deposit.taken_back_because})
    if deposit.entered_by_id != by.pk:
        _write(deposit, "taken_back", deposit.entered_by)
    return deposit


def undone(move: Move, *, reason: str, by: Actor) -> None:
    """The movement of a confirmed deposit was undone: its reference is free again. Called inside
    the deed that undid it and writes the record."""
    deposit = Deposit.objects.select_for_update(of=("self",)).filter(move=move).first()
    if deposit is not None:
        _end(deposit, reason, by)


def days(fund: Fund) -> tuple[date, date]:
    """The first and the last day on which the bank can have received money of a fund."""
    return fund.starts_on - EARLIEST, min(clock.today(), fund.ends_on)


def _end(deposit: Deposit, reason: str, by: Actor) -> None:
    deposit.taken_back_by = by if isinstance(by, User) else None
    deposit.taken_back_at, deposit.taken_back_because = clock.now(), reason.strip()[:200]
    deposit.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])


def _same(found: Deposit, asked: tuple[UUID, int, date, str, str]) -> Deposit:
    facts = (found.fund_id, found.pence, found.received_on, found.bank_reference, found.memo)
    if facts != asked:
        raise DifferentRequest
    return found


def _plausible(fund: Fund, received_on: date) -> None:
    first, last = days(fund)
    if received_on > clock.today():
        raise DayImplausible("This day is still to come. Enter money when the bank has it.")
    if not first <= received_on <= last:
        raise DayImplausible(f"Enter a day from {day(first)} to {day(last)}: the fund's own time.")


def _unused(fund: Fund, reference: str) -> None:
    if not reference:
        raise NeedsReference
    rows = Deposit.objects.filter(neighbourhood=fund.neighbourhood, taken_back_at=None)
    if rows.filter(bank_reference__iexact=reference).exists():
        raise ReferenceUsed


def _waiting(deposit: Deposit) -> Deposit:
    books.lock_funds(deposit.fund_id)
    rows = Deposit.objects.select_for_update(of=("self",))
    deposit = rows.select_related("fund", "neighbourhood", "entered_by").get(pk=deposit.pk)
    if deposit.taken_back_at is not None:
        raise DepositTakenBack
    if deposit.confirmed_at is not None:
        raise DepositConfirmed
    return deposit


def _insist(verdict: Verdict) -> None:
    if not verdict:
        raise NotYourDeposit(verdict.because)


def _ask_the_others(deposit: Deposit) -> None:
    for person in access.staff_of(deposit.neighbourhood).exclude(pk=deposit.entered_by_id):
        _write(deposit, "waits", person)


def _write(deposit: Deposit, about: str, to: User) -> None:
    post.write(
        to=to,
        template=f"email/ledger/{about}.txt",
        context={
            "deposit": deposit,
            "area": deposit.neighbourhood,
            "path": reverse("ledger:deposits", args=[deposit.neighbourhood]),
        },
        key=f"ledger.{about}:{deposit.pk}:{to.pk}",
    )


def _tell(
    deposit: Deposit,
    kind: str,
    *,
    by: User,
    move: Move | None = None,
    words: dict[str, str] | None = None,
) -> None:
    after: dict[str, Plain] = {
        "fund": deposit.fund_id,
        "pence": deposit.pence,
        "received_on": deposit.received_on,
    }
    memo = {"memo": deposit.memo} if deposit.memo else {}
    record(
        by=by,
        kind=kind,
        subject=move or deposit,
        role=access.acting_as(by, deposit.neighbourhood),
        place=deposit.neighbourhood_id,
        after={**after, "deposit": deposit.pk} if move else after,
        words=memo if words is None else words,
    )
