"""Moving pounds, for use inside deeds: nothing here writes to the record, the deed that calls does.

Locks: pots in id order, then their funds in id order. Each function takes its own; a deed that
moves money of several pots calls `lock` with all of them first. Everything runs inside the deed's
transaction.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, Sum

from audit import canonical
from audit.canonical import Plain
from ledger.models import MOVES, Account, Commitment, Entry, Fund, Move, Pot
from ledger.refusals import (
    AlreadyCommitted,
    AlreadyReversed,
    DifferentRequest,
    FundExceeded,
    HoldingExceeded,
    IsReversal,
    NotAnAmount,
    PotExceeded,
)

# Which figure of its pot a move changes, and in which direction.
POT_FIGURES: dict[str, tuple[str, int]] = {
    "allocate": ("total", 1),
    "award": ("taken", 1),
    "lapse": ("taken", -1),
    "decline": ("taken", -1),
    "release": ("taken", -1),
}
_STATES = {"offered": "on offer", "committed": "promised and not paid", "paid": "paid"}


def lock(*pots: Pot) -> None:
    """Hold these pots and their funds until the transaction ends."""
    rows = Pot.objects.filter(pk__in=[pot.pk for pot in pots])
    list(rows.order_by("pk").select_for_update(no_key=True))
    lock_funds(*{pot.fund_id for pot in pots})


def lock_funds(*funds: UUID) -> None:
    """Hold these funds until the transaction ends."""
    list(Fund.objects.filter(pk__in=funds).order_by("pk").select_for_update(no_key=True))


def balance(fund: Fund, kind: str) -> int:
    """Pence in all the fund's accounts of one kind; `outside` is below zero."""
    total: int | None = Entry.objects.filter(account__fund=fund, account__kind=kind).aggregate(
        total=Sum("pence")
    )["total"]
    return total or 0


def holding(commitment: Commitment, kind: str) -> int:
    """Pence of one commitment in accounts of one kind: "offered", "committed" or "paid"."""
    rows = Entry.objects.filter(move__commitment=commitment, account__kind=kind)
    total: int | None = rows.aggregate(total=Sum("pence"))["total"]
    return total or 0


def post(
    fund: Fund,
    kind: str,
    pence: int,
    *,
    pot: Pot | None = None,
    commitment: Commitment | None = None,
    memo: str = "",
    key: UUID | None = None,
) -> Move:
    """One balanced movement of `pence`; `kind` is a row of MOVES and `key`, if given, becomes its
    id.

    Raises NotAnAmount, FundExceeded, PotExceeded or HoldingExceeded, and IntegrityError for what
    only the database sees. A pot that is passed is given its new figures.
    """
    _lock_for(fund, pot)
    move = Move(
        fund=fund, kind=kind, pence=whole(pence), pot=pot, commitment=commitment, memo=memo[:200]
    )
    if key is not None:
        move.pk = key
    _cover(move)
    write(move)
    settle()
    return move


def open_pot(fund: Fund, pence: int, *, round_ref: UUID, name: str, memo: str) -> Pot:
    """A new pot for a round, filled from the fund; the calling deed writes the entry. Raises
    FundExceeded with the fund's figures.
    """
    lock_funds(fund.pk)
    pot = Pot.objects.create(fund=fund, round_ref=round_ref, name=name, total=0)
    post(fund, "allocate", pence, pot=pot, memo=memo)
    return pot


def reverse(move: Move, *, memo: str = "") -> Move:
    """The opposite of an earlier move, once. Raises AlreadyReversed, IsReversal, and what `post`
    raises."""
    _lock_for(move.fund, move.pot)
    if move.reverses_id is not None:
        raise IsReversal
    if Move.objects.filter(reverses=move).exists():
        raise AlreadyReversed
    opposite = mirror(move, memo=memo)
    _cover(opposite)
    write(opposite)
    settle()
    return opposite


def commit(
    id: UUID,
    pot: Pot,
    pence: int,
    ref: UUID,
    *,
    request: Mapping[str, Plain],
    memo: str = "",
) -> Commitment:
    """Take `pence` out of the pot for what `ref` stands for, and put them on offer.

    `id` comes from the form. The same id with the same pot, pence, ref and `request` moves nothing
    and gives the row with `replayed` true; with anything else it raises DifferentRequest. Raises
    AlreadyCommitted for a second id with the same `ref`, and PotExceeded with the pot's figures.
    `memo` is what people read: the project's title.
    """
    lock(pot)
    asked: dict[str, Plain] = {
        "pot": pot.pk,
        "pence": whole(pence),
        "ref": ref,
        "request": dict(request),
    }
    sha = hashlib.sha256(canonical.encode(asked)).digest()
    if not _insert(id, sha, pot, pence, ref):
        return _replay(id, sha)
    commitment = Commitment.objects.get(pk=id)
    post(pot.fund, "award", pence, pot=pot, commitment=commitment, memo=memo)
    return commitment


def accept(commitment: Commitment, *, memo: str = "") -> Move:
    """The offer is accepted: all of it is now promised."""
    return _all_offered(commitment, "accept", memo)


def decline(commitment: Commitment, *, memo: str = "") -> Move:
    """The offer is declined: all of it is back in the pot."""
    return _all_offered(commitment, "decline", memo)


def lapse(commitment: Commitment, *, memo: str = "") -> Move:
    """The offer ran out: all of it is back in the pot."""
    return _all_offered(commitment, "lapse", memo)


def release(commitment: Commitment, pence: int, *, memo: str = "") -> Move:
    """Promised and not needed: back in the pot."""
    return _of(commitment, "release", pence, memo)


def pay(commitment: Commitment, pence: int, *, memo: str = "") -> Move:
    """Promised money is paid out."""
    return _of(commitment, "pay", pence, memo)


def give_back(commitment: Commitment, pence: int, *, memo: str = "") -> Move:
    """Paid money comes back: to the fund, never to the round."""
    return _of(commitment, "return", pence, memo)


def whole(pence: int) -> int:
    """The same amount. Raises NotAnAmount unless it is a whole number of pence above zero."""
    if type(pence) is not int or not 0 < pence <= canonical.LARGEST:
        raise NotAnAmount
    return pence


def route(move: Move) -> tuple[str, str]:
    """From which kind of account to which a move goes."""
    source, target = MOVES[move.kind]
    return (target, source) if move.reverses_id else (source, target)


def mirror(move: Move, *, memo: str = "") -> Move:
    """An unsaved move that undoes `move`."""
    return Move(
        fund=move.fund,
        kind=move.kind,
        pence=move.pence,
        pot=move.pot,
        commitment=move.commitment,
        reverses=move,
        memo=(memo or move.memo)[:200],
    )


def write(move: Move) -> None:
    """Save a move with its two entries and change its pot; the caller has locked and ends with
    `settle`."""
    _change_pot(move)
    move.save(force_insert=True)
    source, target = (_account(move, kind) for kind in route(move))
    Entry.objects.create(move=move, account=source, pence=-move.pence)
    Entry.objects.create(move=move, account=target, pence=move.pence)


def settle() -> None:
    """Compare the books now, inside the deed, rather than at the outermost commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ledger_balanced IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ledger_balanced DEFERRED")


def _lock_for(fund: Fund, pot: Pot | None) -> None:
    if pot is None:
        lock_funds(fund.pk)
    else:
        lock(pot)


def _account(move: Move, kind: str) -> Account:
    pot = move.pot if kind == "round" else None
    return Account.objects.get_or_create(fund=move.fund, kind=kind, pot=pot)[0]


def _cover(move: Move) -> None:
    """Refuse a move that takes more than there is, with figures. A pot's own figures come in
    `write`."""
    source, target = route(move)
    if source == "fund" and (has := balance(move.fund, "fund")) < move.pence:
        raise FundExceeded(has=has, asked=move.pence)
    if move.commitment is None or source not in _STATES:
        return
    if (holds := holding(move.commitment, source)) < move.pence:
        raise HoldingExceeded(holds=holds, asked=move.pence, state=_STATES[source])


def _change_pot(move: Move) -> None:
    if move.pot is None or move.kind not in POT_FIGURES:
        return
    figure, sign = POT_FIGURES[move.kind]
    change = -sign * move.pence if move.reverses_id else sign * move.pence
    fits = {
        "taken": Q(taken__gte=-change, total__gte=F("taken") + change),
        "total": Q(total__gte=F("taken") - change),
    }
    row = Pot.objects.filter(fits[figure], pk=move.pot.pk)
    changed = row.update(**{figure: F(figure) + change})
    move.pot.refresh_from_db(fields=["total", "taken"])
    if not changed:
        what = "this award" if figure == "taken" else "what would go back"
        raise PotExceeded(left=move.pot.left, asked=move.pence, what=what)


def _insert(id: UUID, sha: bytes, pot: Pot, pence: int, ref: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_commitment (id, req_sha, pot_id, pence, ref)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [id, sha, pot.pk, pence, ref],
        )
        return int(cursor.rowcount) == 1


def _replay(id: UUID, sha: bytes) -> Commitment:
    commitment = Commitment.objects.filter(pk=id).first()
    if commitment is None:
        raise AlreadyCommitted
    if bytes(commitment.req_sha) != sha:
        raise DifferentRequest
    commitment.replayed = True
    return commitment


def _all_offered(commitment: Commitment, kind: str, memo: str) -> Move:
    return _of(commitment, kind, commitment.pence, memo)


def _of(commitment: Commitment, kind: str, pence: int, memo: str) -> Move:
    pot = commitment.pot
    return post(pot.fund, kind, pence, pot=pot, commitment=commitment, memo=memo)
