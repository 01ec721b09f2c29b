"""Somebody at the ballot: known by their account, or by the entry of the list that a code stands
for.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from people.models import User
from rounds.models import Round
from voting.models import RollEntry


@dataclass(frozen=True)
class Voter:
    """Who votes. One of the two is given: the account, or the reference of an entry."""

    person: User | None = None
    ref: UUID | None = None

    def entry(self, round: Round) -> RollEntry | None:
        """Their entry of the list, the one that holds before those that are void."""
        entries = RollEntry.objects.filter(round=round)
        if self.person is not None:
            entries = entries.filter(voter=self.person)
        elif self.ref is not None:
            entries = entries.filter(voter_ref=self.ref)
        else:
            return None
        return entries.order_by(F("void_at").desc(nulls_first=True)).first()
