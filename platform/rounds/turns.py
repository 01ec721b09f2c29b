"""That a round reached a phase goes on the record once, by the worker or by the first deed that
notices.

Being published, closed and cancelled are deeds with entries of their own and get no second one
here.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from audit.actions import record
from kit import clock
from kit.actor import SYSTEM
from rounds import phases
from rounds.models import PhaseTurn, Round, RoundQuerySet

OWN_DEEDS = frozenset({"draft", "published", "closed", "cancelled"})
OVERDUE_AFTER = timedelta(minutes=10)


@transaction.atomic
def notice(round: Round) -> str:
    """Write down every phase that a round has reached and nobody has written down yet; gives the
    one that it is in.

    Safe to call from anywhere and at the same time: the unique row decides who writes the entry. A
    worker that stood still writes, when it runs again, what it missed and since when that was so.
    """
    phase = phases.current(round)
    if phase in OWN_DEEDS:
        return phase
    for reached, since in phases.reached(round):
        _, is_new = PhaseTurn.objects.get_or_create(round=round, phase=reached)
        if is_new:
            _tell(round, reached, since)
    return phase


def _tell(round: Round, phase: str, since: datetime) -> None:
    record(
        by=SYSTEM,
        kind="round.turned",
        subject=round,
        role="date",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"phase": phase, "since": since},
    )


def notice_all() -> int:
    """Write down the phase of every round that is still running; gives how many were looked at."""
    running = _running()
    for round in running:
        notice(round)
    return len(running)


def overdue() -> Iterator[tuple[Round, str, datetime]]:
    """Phases that a round has been in for some minutes and nobody has written down, with since
    when; two queries however many rounds.
    """
    now = clock.now()
    running = _running().select_related("neighbourhood").prefetch_related("turns")
    for round in running:
        if phases.current(round, now) in OWN_DEEDS:
            continue
        written = {turn.phase for turn in round.turns.all()}
        for phase, since in phases.reached(round, now):
            if phase not in written and since < now - OVERDUE_AFTER:
                yield round, phase, since


def _running() -> RoundQuerySet:
    return Round.objects.shown().filter(signed_off_at=None, cancelled_at=None)
