"""How a round ends: cancelled for a reason, or signed off. Left-over money goes back."""

from django.db import transaction

from audit.actions import record
from kit import clock
from ledger import actions as money
from ledger import books
from people.models import User
from rounds import duties, parts, phases, readiness
from rounds.actions.drafting import locked
from rounds.models import Round
from rounds.refusals import (
    NoReason,
    NotAuditor,
    NotDelivering,
    NotReady,
    OwnRound,
    RoundClosed,
    RoundDecided,
)


@transaction.atomic
def cancel(round: Round, *, reason: str, by: User) -> Round:
    """Cancel a round that the panel has not decided yet. Its money goes back to the fund.

    Raises NoReason, RoundDecided (also when the panel has only begun to share out), RoundClosed.
    """
    round = locked(round)
    if round.cancelled_at or round.signed_off_at:
        raise RoundClosed
    if round.decided_at:
        raise RoundDecided
    if not reason.strip():
        raise NoReason
    if round.pot is not None:
        books.lock(round.pot)
        round.pot.refresh_from_db()
        if round.pot.taken:
            raise RoundDecided("The panel has offered money already, so the round can't stop now.")
    round.cancelled_at = clock.now()
    round.save(update_fields=["cancelled_at"])
    record(
        by=by,
        kind="round.cancelled" if round.published_at else "round.dropped",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"back_in_fund_pence": _give_back(round, by)},
        words={"reason": reason.strip()},
    )
    return round


@transaction.atomic
def sign_off(round: Round, *, by: User) -> Round:
    """An auditor closes a round in which everything is done. What is left goes back to the fund.

    Raises NotAuditor, OwnRound, NotDelivering, and NotReady with what is missing, one a line.
    """
    round = locked(round)
    if phases.current(round) != "delivering":
        raise NotDelivering
    if "auditor" not in duties.roles_of([by.pk], round.neighbourhood).get(by.pk, frozenset()):
        raise NotAuditor
    part = parts.of(round, by)
    if part:
        raise OwnRound(f"{part} So somebody else must sign it off.")
    missing = readiness.missing(round, "close")
    if missing:
        raise NotReady("\n".join(each.text for each in missing))
    round.signed_off_at = clock.now()
    round.save(update_fields=["signed_off_at"])
    record(
        by=by,
        kind="round.signed_off",
        subject=round,
        role="auditor",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"back_in_fund_pence": _give_back(round, by)},
    )
    return round


def _give_back(round: Round, by: User) -> int:
    """Pence that go back from the pot to the fund; the movement has its own entry."""
    if round.pot is None or round.pot.left <= 0:
        return 0
    return money.return_left_over(round.pot, by=by)
