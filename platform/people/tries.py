"""Asking where a postcode is, five wrong ones in ten minutes: nobody can list a neighbourhood by
guessing.

Wrong ones are counted for a person, and for visitors by the network they come from. Called by views
outside a transaction, so that a refusal doesn't roll the counting back.
"""

from typing import NamedTuple

from django.core.cache import cache

from kit import clock
from people.models import User
from people.refusals import TooManyTries
from places import postcodes
from places.postcodes import Answer, Found

MOST = 5
# One home, café or library is one network; it has more people than one.
MOST_OF_A_NETWORK = 20
# Visitors whose network nobody can tell count as one: on one's own machine, or behind a server in
# front that hides them.
MOST_OF_NOWHERE = 100
SECONDS = 600


class Visitor(NamedTuple):
    """Somebody without an account, known by the digest of their network (`people.networks`)."""

    network: bytes | None


Asker = User | Visitor


def look_up(postcode: str, *, by: Asker) -> Answer:
    """Where a postcode is. Raises NotAPostcode, which tells nothing and is no try, and TooManyTries
    after too many wrong ones.
    """
    refuse_more(by)
    answer = postcodes.look_up(postcode, on=clock.today())
    if not isinstance(answer, Found):
        _count(by)
    return answer


def refuse_more(asker: Asker) -> None:
    """Raise TooManyTries for somebody who has tried too often."""
    if cache.get(_key(asker), 0) >= _most(asker):
        raise TooManyTries


def _most(asker: Asker) -> int:
    if isinstance(asker, User):
        return MOST
    return MOST_OF_A_NETWORK if asker.network else MOST_OF_NOWHERE


def _count(asker: Asker) -> None:
    key = _key(asker)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, SECONDS)


def _key(asker: Asker) -> str:
    if isinstance(asker, User):
        return f"people.postcode-tries.{asker.pk}"
    return f"people.postcode-tries.network.{asker.network.hex() if asker.network else ''}"
