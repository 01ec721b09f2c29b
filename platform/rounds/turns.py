"""That a round reached a phase goes on the record once, by the worker or by the first deed that
notices.

Being published, closed and cancelled are deeds with entries of their own and get no second one
here.
"""

from django.db import transaction

from audit.actions import record
from kit.actor import SYSTEM
from rounds import phases
from rounds.models import PhaseTurn, Round

OWN_DEEDS = frozenset({"draft", "published", "closed", "cancelled"})


@transaction.atomic
def notice(round: Round) -> str:
    """Write down the phase that a round is in, if nobody has yet, and give it.

    Safe to call from anywhere and at the same time: the unique row decides who writes the entry.
    """
    phase = phases.current(round)
    if phase in OWN_DEEDS:
        return phase
    _, is_new = PhaseTurn.objects.get_or_create(round=round, phase=phase)
    if is_new:
        record(
            by=SYSTEM,
            kind="round.turned",
            subject=round,
            role="date",
            place=round.neighbourhood_id,
            round=round.pk,
            after={"phase": phase},
        )
    return phase


def notice_all() -> int:
    """Write down the phase of every round that is still running; gives how many were looked at."""
    running = Round.objects.shown().filter(signed_off_at=None, cancelled_at=None)
    for round in running:
        notice(round)
    return len(running)
