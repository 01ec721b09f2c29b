"""Asking where a postcode is, five wrong ones in ten minutes: nobody can list a neighbourhood by
guessing.

Wrong ones are counted for a person, and for visitors by the network they come from. Called by views
outside a transaction, so that a refusal doesn't roll the counting back.
"""

from typing import NamedTuple

from kit import clock
from people.limits import Limit
from people.models import User
from people.refusals import TooManyTries
from places import postcodes
from places.models import Neighbourhood
from places.postcodes import Answer, Found

MOST = 5
# One home, café or library is one network; it has more people than one.
MOST_OF_A_NETWORK = 20
# Visitors whose network nobody can tell count as one: on one's own machine, or behind a server in
# front that hides them.
MOST_OF_NOWHERE = 100
SECONDS = 600
_OF_A_PERSON = Limit("postcodes-person", MOST, SECONDS)
_OF_A_NETWORK = Limit("postcodes-network", MOST_OF_A_NETWORK, SECONDS)
_OF_NOWHERE = Limit("postcodes-nowhere", MOST_OF_NOWHERE, SECONDS)


class Visitor(NamedTuple):
    """Somebody without an account, known by the digest of their network (`people.networks`)."""

    network: bytes | None


Asker = User | Visitor


def look_up(postcode: str, *, by: Asker, said_in: Neighbourhood | None = None) -> Answer:
    """Where a postcode is; with `said_in`, where they say that it is, elsewhere is wrong too.

    Raises NotAPostcode, which tells nothing and is no try, and TooManyTries after too many wrong
    ones.
    """
    refuse_more(by)
    answer = postcodes.look_up(postcode, on=clock.today())
    limit, counted_by = _limit(by)
    if not _is_right(answer, said_in) and not limit.has_room(counted_by):
        raise TooManyTries  # others came at the same moment
    return answer


def _is_right(answer: Answer, said_in: Neighbourhood | None) -> bool:
    return isinstance(answer, Found) and said_in in (None, answer.neighbourhood)


def refuse_more(asker: Asker) -> None:
    """Raise TooManyTries for somebody who has tried too often."""
    limit, counted_by = _limit(asker)
    if limit.is_full(counted_by):
        raise TooManyTries


def _limit(asker: Asker) -> tuple[Limit, str | bytes]:
    """What holds somebody, and what they are counted by."""
    if isinstance(asker, User):
        return _OF_A_PERSON, str(asker.pk)
    return (_OF_A_NETWORK, asker.network) if asker.network else (_OF_NOWHERE, "")
