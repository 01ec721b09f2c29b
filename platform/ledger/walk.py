"""Following a pound: what came before a movement and what followed, from the deposit to the
payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from audit.kinds import KINDS
from audit.models import Event
from ledger import words
from ledger.models import Deposit, Fund, Move, Pot
from places.models import Neighbourhood

MANY = 6
"""So many movements of one step are named; more are only added up."""


@dataclass(frozen=True)
class MoneyStep:
    """One stage of the way. `moves` are its movements, oldest first; `here` when the page is about
    it."""

    title: str
    moves: tuple[Move, ...]
    here: bool = False

    @property
    def pence(self) -> int:
        """All of them together."""
        return sum(move.pence for move in self.moves)

    @property
    def only(self) -> Move | None:
        """Its movement, when it is one."""
        return self.moves[0] if len(self.moves) == 1 else None

    @property
    def named(self) -> tuple[Move, ...]:
        """Those that the page links to."""
        return self.moves[:MANY]

    @property
    def more(self) -> int:
        """How many are left unnamed."""
        return max(0, len(self.moves) - MANY)


@dataclass(frozen=True)
class Told:
    """An entry of the public record about a movement of the walk."""

    uuid: UUID
    title: str
    event: Event


def moves_of(area: Neighbourhood) -> QuerySet[Move]:
    """Every movement of a neighbourhood's funds, newest first."""
    rows = Move.objects.filter(fund__neighbourhood=area)
    return rows.select_related("fund", "pot", "commitment", "reverses").order_by("-at", "-pk")


def steps(move: Move) -> list[MoneyStep]:
    """The way of the pounds that `move` moves, stage by stage, oldest first."""
    way = [_step("Came into the fund", _deposits(move.fund), move)]
    if move.kind == "deposit":
        since = _allocations(move.fund).filter(at__gte=move.at)
        way = [_step(words.title(move), [move], move), _step("Put into rounds since", since, move)]
    elif move.pot is None:
        way.append(_step(words.title(move), [move], move))
    else:
        way.append(_step(f"Put into “{move.pot.name}”", _allocations(move.fund, move.pot), move))
        way += _of_award(move) if move.commitment_id else [_offers(move.pot, move)]
    if not any(step.here for step in way):
        # It was undone, or undoes: it is no longer in the way, but this is its page.
        way.append(_step(words.title(move), [move], move))
    return [step for step in way if step.moves]


def accounts(move: Move, way: Iterable[MoneyStep], area: Neighbourhood) -> list[Told]:
    """What the public record says about the award of `move`, or else about the movements of its
    walk."""
    about = {row.pk for step in way for row in step.moves if step.here} | {move.pk}
    about |= set(Deposit.objects.filter(move__in=about).values_list("pk", flat=True))
    if move.commitment is not None:
        about |= {move.commitment.pk, move.commitment.ref}
    elif move.pot is not None:
        about.add(move.pot.pk)
    events = Event.objects.public().in_place(area.pk).filter(subject_ref__in=about).order_by("id")
    return [Told(event.event_uuid, _title(event), event) for event in events]


def _title(event: Event) -> str:
    kind = KINDS.get(event.kind)
    return kind.title if kind else event.kind


def _standing(fund: Fund, kind: str) -> QuerySet[Move]:
    rows = Move.objects.filter(fund=fund, kind=kind, reverses=None, reversed_by=None)
    return rows.order_by("at", "pk")


def _deposits(fund: Fund) -> QuerySet[Move]:
    return _standing(fund, "deposit")


def _allocations(fund: Fund, pot: Pot | None = None) -> QuerySet[Move]:
    rows = _standing(fund, "allocate")
    return rows if pot is None else rows.filter(pot=pot)


def _offers(pot: Pot, move: Move) -> MoneyStep:
    rows = Move.objects.filter(pot=pot, kind="award", reverses=None, reversed_by=None)
    return _step("Offered to projects", rows.order_by("at", "pk"), move)


def _of_award(move: Move) -> list[MoneyStep]:
    rows = Move.objects.filter(commitment=move.commitment).order_by("at", "pk")
    return [_step(words.title(row), [row], move) for row in rows]


def _step(title: str, moves: Iterable[Move], about: Move) -> MoneyStep:
    rows = tuple(moves)
    return MoneyStep(title, rows, about in rows)
