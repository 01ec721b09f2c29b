"""Counting on a public page costs time: only a few counts run at once on the whole site."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kit.long_work import hold_open
from kit.refusal import Refused

AT_ONCE = 2


class Busy(Refused):
    """As many counts run already as may."""

    message = "Other people are trying rules right now. Try again in a few seconds."


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the site's few turns to count. Raises Busy at once where there is none: a page
    that waits would keep others waiting too.
    """
    with transaction.atomic():
        hold_open(0)
        if not any(_taken(slot) for slot in range(AT_ONCE)):
            raise Busy
        yield


def _taken(slot: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"voting.try {slot}"]
        )
        row = cursor.fetchone()
    return bool(row and row[0])
