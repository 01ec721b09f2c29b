"""Deeds of the trust with its funds, each with its entry in the record. Money that comes in is in
`deposits`; money of awards moves in `books`."""

from datetime import date
from uuid import UUID

from django.db import transaction

from audit.actions import record
from audit.canonical import Plain
from kit.actor import Actor
from kit.money import pounds
from ledger import books, deposits
from ledger.access import acting_as
from ledger.models import ACCOUNT_KINDS, Account, Fund, Move, Pot
from ledger.refusals import BelongsToAward, BelongsToRound, DifferentRequest, NothingLeftOver
from places.models import Neighbourhood


@transaction.atomic
def open_fund(
    neighbourhood: Neighbourhood,
    *,
    name: str,
    source: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    purpose: str = "",
    small_award_pence: int = 200_000,
    key: UUID | None = None,
) -> Fund:
    """A new fund with its accounts. `key` comes from the form and becomes the fund's id: pressed
    twice, it is opened once. Raises DifferentRequest for a key that another neighbourhood's fund
    has."""
    Neighbourhood.objects.select_for_update(no_key=True).get(pk=neighbourhood.pk)
    if key is not None and (found := Fund.objects.filter(pk=key).first()):
        return _same_fund(found, neighbourhood, name)
    fund = Fund(
        neighbourhood=neighbourhood,
        name=name,
        source=source,
        purpose=purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        small_award_pence=small_award_pence,
    )
    fund.pk = key or fund.pk
    fund.save(force_insert=True)
    for kind in ACCOUNT_KINDS:
        if kind != "round":
            Account.objects.create(fund=fund, kind=kind)
    record(
        by=by,
        kind="fund.opened",
        subject=fund,
        role=acting_as(by, neighbourhood),
        place=neighbourhood.pk,
        after={"starts_on": starts_on, "ends_on": ends_on, "small_award_limit": small_award_pence},
        words={"name": name, "source": source, "purpose": purpose},
    )
    return fund


@transaction.atomic
def fee(fund: Fund, *, pence: int, key: UUID, by: Actor, memo: str = "") -> Move:
    """The trust's fee leaves the fund. `key` comes from the form and becomes the move's id: pressed
    twice, it is one fee; with other contents it raises DifferentRequest. Raises FundExceeded."""
    books.lock_funds(fund.pk)
    found = Move.objects.filter(pk=key).first()
    if found is not None:
        asked = (fund.pk, "fee", pence, memo[:200])
        if (found.fund_id, found.kind, found.pence, found.memo) != asked:
            raise DifferentRequest
        return found
    move = books.post(fund, "fee", pence, memo=memo, key=key)
    _tell(move, by=by, kind="money.fee")
    return move


@transaction.atomic
def top_up(pot: Pot, *, pence: int, by: Actor, memo: str = "") -> Move:
    """More from the fund into a pot. Raises FundExceeded."""
    move = books.post(pot.fund, "allocate", pence, pot=pot, memo=memo or pot.name)
    _tell(move, by=by, kind="money.allocated", after=_pot_figures(pot))
    return move


@transaction.atomic
def return_left_over(pot: Pot, *, by: Actor) -> int:
    """What nobody was awarded goes back to the fund; gives the pence. Raises NothingLeftOver.

    Nothing moves from a round to a fund but by undoing: the newest allocations are undone until
    they cover what is left, and what they held too much is allocated again, first, so that the pot
    always covers what is taken.
    """
    books.lock(pot)
    pot.refresh_from_db()
    left = pot.left
    if left <= 0:
        raise NothingLeftOver
    undone, too_much = _newest_covering(pot, left)
    if too_much:
        books.write(
            Move(
                fund=pot.fund, kind="allocate", pence=too_much, pot=pot, memo="What was shared out"
            )
        )
    for move in undone:
        books.write(books.mirror(move, memo=f"{pounds(left)} was left over in {pot.name}"))
    books.settle()
    pot.refresh_from_db()
    record(
        by=by,
        kind="money.left_over",
        subject=pot,
        role=acting_as(by, pot.fund.neighbourhood),
        place=pot.fund.neighbourhood_id,
        round=pot.round_ref,
        before={"pot_pence": pot.total + left},
        after={"pence": left, **_pot_figures(pot)},
    )
    return left


@transaction.atomic
def reverse(move: Move, *, reason: str, by: Actor) -> Move:
    """Undo a deposit or a fee by an opposite movement, with a public reason.

    What a round shares out is part of its rules: it comes back by `return_left_over` alone, when
    the round ends. Raises BelongsToAward, BelongsToRound, AlreadyReversed, IsReversal,
    FundExceeded.
    """
    if move.commitment_id is not None:
        raise BelongsToAward
    if move.pot_id is not None:
        raise BelongsToRound
    opposite = books.reverse(move, memo=reason)
    deposits.undone(move, reason=reason, by=by)
    _tell(opposite, by=by, kind="money.reversed", after={"undoes": move.pk}, reason=reason)
    return opposite


def _same_fund(found: Fund, neighbourhood: Neighbourhood, name: str) -> Fund:
    if (found.neighbourhood_id, found.name) != (neighbourhood.pk, name):
        raise DifferentRequest
    return found


def _newest_covering(pot: Pot, left: int) -> tuple[list[Move], int]:
    """The newest allocations that together hold at least `left`, and by how many pence more."""
    standing = Move.objects.filter(
        pot=pot, kind="allocate", reverses=None, reversed_by=None
    ).order_by("-at", "-pk")
    chosen: list[Move] = []
    held = 0
    for move in standing:
        if held >= left:
            break
        chosen.append(move)
        held += move.pence
    return chosen, held - left


def _pot_figures(pot: Pot) -> dict[str, Plain]:
    return {"pot": pot.pk, "pot_pence": pot.total, "taken_pence": pot.taken}


def _tell(
    move: Move, *, by: Actor, kind: str, after: dict[str, Plain] | None = None, reason: str = ""
) -> None:
    area = move.fund.neighbourhood
    words = {"reason": reason} if reason else {"memo": move.memo} if move.memo else {}
    record(
        by=by,
        kind=kind,
        subject=move,
        role=acting_as(by, area),
        place=area.pk,
        round=move.pot.round_ref if move.pot else None,
        after={"fund": move.fund_id, "pence": move.pence, **(after or {})},
        words=words,
    )
