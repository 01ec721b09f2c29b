"""Earlier votes on which staff can try a rule: those whose ballots everybody can read."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from places.models import Neighbourhood
from rounds.models import Round
from voting import terms
from voting.models import Count

MOST = 40


@dataclass(frozen=True)
class Earlier:
    """A counted round and how many ballots it had."""

    round: Round
    ballots: int

    @property
    def name(self) -> str:
        """As the list says it."""
        here = "" if self.round.origin == terms.IMPORTED else f"Round {self.round.number}: "
        return f"{here}{self.round.title} ({self.ballots:,} ballots)"


def earlier_votes(area: Neighbourhood) -> list[Earlier]:
    """The neighbourhood's own counted rounds, newest first, then votes brought in from elsewhere;
    none with so few ballots that whole ones are not public.
    """
    newer = Count.objects.filter(round=OuterRef("round"), counted_at__gt=OuterRef("counted_at"))
    counts = Count.objects.filter(~Exists(newer), round__in=Round.objects.shown())
    counts = counts.filter(Q(round__neighbourhood=area) | Q(round__origin=terms.IMPORTED))
    listed = counts.select_related("round__neighbourhood").defer("result").order_by("-counted_at")
    found = [Earlier(count.round, count.ballots) for count in listed if _public(count)]
    own = [vote for vote in found if vote.round.origin != terms.IMPORTED]
    return [*own, *(vote for vote in found if vote not in own)][:MOST]


def _public(count: Count) -> bool:
    return count.ballots >= terms.whole_ballots_from(count.round)
