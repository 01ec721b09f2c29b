"""One clock for Python, SQL and the record: the database function `kit_now()`.

It returns `clock_timestamp()`. Tests and demonstration installations replace it by one that adds an
offset, so that threads, browser and database move together.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, models
from django.db.models import Func

LONDON = ZoneInfo("Europe/London")


class KitNow(Func):
    """The clock as a database expression, for `db_default` and filters (UTC)."""

    function = "kit_now"
    arity = 0
    output_field = models.DateTimeField()


def now() -> datetime:
    """The time, UTC, as the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kit_now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def today() -> date:
    """The date in London."""
    return now().astimezone(LONDON).date()
