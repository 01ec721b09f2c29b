"""What the books say: balances in pence, of a neighbourhood, a fund, a pot, a commitment."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from kit.bars import Bar, Part
from ledger.models import Commitment, Entry, Fund, Move, Pot
from places.models import Neighbourhood


@dataclass(frozen=True)
class Balances:
    """Pence in each kind of account. `outside` is below zero: what came in, less what went back."""

    outside: int = 0
    fund: int = 0
    round: int = 0
    offered: int = 0
    committed: int = 0
    paid: int = 0
    fees: int = 0

    @property
    def received(self) -> int:
        """Pence that came in."""
        return -self.outside

    @property
    def placed(self) -> int:
        """Pence in all the places where it may stand now."""
        return self.fund + self.round + self.offered + self.committed + self.paid + self.fees

    @property
    def bar(self) -> Bar:
        """Where the pounds are, as a picture; what a neighbourhood has none of is left out."""
        parts = (
            Part("Paid", self.paid, "green"),
            Part("Promised", self.committed, "leaf"),
            Part("On offer", self.offered, "safer"),
            Part("In a round", self.round, "marigold"),
            Part("Not yet in a round", self.fund, "empty"),
            Part("Fees", self.fees, "ink"),
        )
        return Bar(self.received, [part for part in parts if part.pence])

    @property
    def adds_up(self) -> bool:
        """Whether every pound that came in stands in one of them."""
        return self.received == self.placed


@dataclass(frozen=True)
class PotFigures:
    """A pot in pence. `offered`, `committed` and `paid` are its awards' money, where it stands now;
    `returned` was paid and came back to the fund."""

    pot: Pot
    total: int
    taken: int
    left: int
    offered: int
    committed: int
    paid: int
    returned: int


@dataclass(frozen=True)
class CommitmentFigures:
    """One award's money in pence: `pence` is what was awarded, the rest where it stands or went."""

    pence: int
    offered: int
    committed: int
    paid: int
    returned: int
    back_in_pot: int

    @property
    def parts(self) -> list[tuple[int, str]]:
        """Where it is, in pence and words, without what is nothing."""
        places = (
            (self.paid, "paid"),
            (self.committed, "promised"),
            (self.offered, "on offer"),
            (self.back_in_pot, "back in the round"),
            (self.returned, "given back to the fund"),
        )
        return [(pence, where) for pence, where in places if pence]


@dataclass(frozen=True)
class Difference:
    """Something in the books that does not agree, with both figures in pence."""

    what: str
    ref: UUID
    expected: int
    found: int


def of_fund(fund: Fund) -> Balances:
    """The accounts of one fund."""
    return of_funds([fund])[0]


def of_funds(funds: Iterable[Fund]) -> list[Balances]:
    """The same for several, in their order, in one query."""
    funds = list(funds)
    entries = Entry.objects.filter(account__fund__in=funds)
    rows = entries.values("account__fund", "account__kind").annotate(total=Sum("pence"))
    sums: dict[UUID, dict[str, int]] = {fund.pk: {} for fund in funds}
    for row in rows:
        sums[row["account__fund"]][row["account__kind"]] = row["total"]
    return [Balances(**sums[fund.pk]) for fund in funds]


def of_place(area: Neighbourhood) -> Balances:
    """The accounts of all funds of a neighbourhood."""
    return _balances(Entry.objects.filter(account__fund__neighbourhood=area))


def of_pot(pot: Pot) -> PotFigures:
    """One pot and what became of its awards' money."""
    return of_pots([pot])[0]


def of_pots(pots: Iterable[Pot]) -> list[PotFigures]:
    """The same for several, in their order."""
    pots = list(pots)
    rows = Entry.objects.filter(move__commitment__pot__in=pots)
    sums = {
        (row["move__commitment__pot"], row["account__kind"]): row["total"]
        for row in rows.values("move__commitment__pot", "account__kind").annotate(
            total=Sum("pence")
        )
    }
    return [
        PotFigures(
            pot,
            pot.total,
            pot.taken,
            pot.left,
            *(sums.get((pot.pk, kind), 0) for kind in ("offered", "committed", "paid", "fund")),
        )
        for pot in pots
    ]


def of_commitment(commitment: Commitment) -> CommitmentFigures:
    """One award's money."""
    held = _sums(Entry.objects.filter(move__commitment=commitment))
    return CommitmentFigures(
        pence=commitment.pence,
        offered=held.get("offered", 0),
        committed=held.get("committed", 0),
        paid=held.get("paid", 0),
        returned=held.get("fund", 0),
        back_in_pot=commitment.pence + held.get("round", 0),
    )


def conservation() -> list[Difference]:
    """Every disagreement in the books of this installation: none, if all is well."""
    return [*_unbalanced_moves(), *_funds_that_leak(), *_below_zero(), *_pots_that_differ()]


def _sums(entries: QuerySet[Entry]) -> dict[str, int]:
    rows = entries.values("account__kind").annotate(total=Sum("pence"))
    return {row["account__kind"]: row["total"] for row in rows}


def _balances(entries: QuerySet[Entry]) -> Balances:
    return Balances(**_sums(entries))


def _unbalanced_moves() -> list[Difference]:
    rows = Move.objects.annotate(total=Coalesce(Sum("entries__pence"), 1)).exclude(total=0)
    return [Difference("entries of a movement", row.pk, 0, row.total) for row in rows]


def _funds_that_leak() -> list[Difference]:
    funds = list(Fund.objects.order_by("pk"))
    found = zip(funds, of_funds(funds), strict=True)
    return [
        Difference("accounts of a fund", fund.pk, sums.received, sums.placed)
        for fund, sums in found
        if not sums.adds_up
    ]


def _below_zero() -> list[Difference]:
    rows = (
        Entry.objects.exclude(account__kind="outside")
        .values("account")
        .annotate(total=Sum("pence"))
        .filter(total__lt=0)
    )
    return [Difference("account below zero", row["account"], 0, row["total"]) for row in rows]


def _pots_that_differ() -> list[Difference]:
    """Total less taken against the round's account, and taken against the awards."""
    found: list[Difference] = []
    for pot in Pot.objects.order_by("pk"):
        entries = Entry.objects.filter(account__pot=pot)
        found += _differ("a pot's account", pot, pot.left, _sums(entries).get("round", 0))
        moves = entries.filter(move__commitment__pot=pot)
        found += _differ("a pot's awards", pot, pot.taken, -_sums(moves).get("round", 0))
    return found


def _differ(what: str, pot: Pot, expected: int, found: int) -> list[Difference]:
    return [] if expected == found else [Difference(what, pot.pk, expected, found)]
