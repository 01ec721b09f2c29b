"""After a restore the numbers of transactions begin again: an epoch says from which entry on.

A dump keeps the numbers (`xid`) that its old server gave. Whoever orders entries by them takes all
before the newest epoch as settled, and compares only those after it.
"""

from django.db import connection, transaction

from audit.actions import record
from audit.models import Epoch, Event
from kit.actor import SYSTEM

MISSING = (
    "The record comes from another database server and does not say so:"
    " stop the site and run ./run manage begin_epoch."
)

# The newest epoch is another server's, or the newest entry has a number that this server has not
# given yet. A transaction's own entry is no stranger to it.
_MISSING = """
SELECT coalesce((SELECT cluster FROM audit.epoch ORDER BY first_id DESC, at DESC LIMIT 1)
         <> (SELECT system_identifier FROM pg_control_system()), true)
    OR coalesce((SELECT xid >= pg_snapshot_xmax(pg_current_snapshot())
                    AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
         FROM audit.event
         WHERE id >= (SELECT max(first_id) FROM audit.epoch) ORDER BY id DESC LIMIT 1), false)
"""


def is_missing() -> bool:
    """Whether the record was brought to another server and no epoch says so."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        found: bool = cursor.fetchone()[0]
    return found


@transaction.atomic
def begin() -> Epoch:
    """Begin an epoch, as the owner of the tables, and say so on the record of every neighbourhood.

    The epoch's first entry is the first that says so. The site stands still meanwhile: no entry may
    be under way.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit.event IN SHARE ROW EXCLUSIVE MODE")
    newest = Event.objects.newest_first().first()
    epoch = Epoch(first_id=newest.pk + 1 if newest else 1)
    epoch.save(force_insert=True)
    places = Event.objects.exclude(place_ref=None).order_by().values_list("place_ref", flat=True)
    for place in list(places.distinct()) or [None]:
        record(
            by=SYSTEM,
            kind="record.restored",
            subject=epoch,
            role="operator",
            place=place,
            after={"newest": newest.at if newest else None},
        )
    return epoch
