"""When the panel has decided everything."""

from grants import voted_lines
from grants.models import Decision
from kit import clock
from rounds import turns
from rounds.models import Round


def finish(round: Round) -> bool:
    """Mark a round decided once every proposal on its ballot is; gives whether it is."""
    waiting = [line.proposal.pk for line in voted_lines.lines(round)]
    decided = Decision.objects.filter(proposal__in=waiting).count()
    if not waiting or decided < len(waiting) or round.decided_at is not None:
        return round.decided_at is not None
    round.decided_at = clock.now()
    round.save(update_fields=["decided_at"])
    turns.notice(round)
    return True
