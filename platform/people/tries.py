"""Asking where a postcode is, five wrong ones in ten minutes: nobody can list a neighbourhood by
guessing.

Called by views outside a transaction, so that a refusal doesn't roll the counting back.
"""

from django.core.cache import cache

from kit import clock
from people.models import User
from people.refusals import TooManyTries
from places import postcodes
from places.postcodes import Answer, Found

MOST = 5
SECONDS = 600


def look_up(postcode: str, *, by: User) -> Answer:
    """Where a postcode is. Raises NotAPostcode, which tells nothing and is no try, and TooManyTries
    after five wrong ones.
    """
    refuse_more(by)
    answer = postcodes.look_up(postcode, on=clock.today())
    if not isinstance(answer, Found):
        _count(by)
    return answer


def refuse_more(person: User) -> None:
    """Raise TooManyTries for somebody who has tried too often."""
    if cache.get(_key(person), 0) >= MOST:
        raise TooManyTries


def _count(person: User) -> None:
    cache.add(_key(person), 0, SECONDS)
    try:
        cache.incr(_key(person))
    except ValueError:  # it ran out between the two lines
        cache.set(_key(person), 1, SECONDS)


def _key(person: User) -> str:
    return f"people.postcode-tries.{person.pk}"
