"""The demonstration's clock: put in place by the owner role, moved forward by the app role."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import environ
import psycopg
from django.db import connection, transaction

from audit.actions import record, settle
from kit import clock
from kit.actor import Actor
from kit.moving_clock import MOVING_CLOCK
from rounds.models import Round

Go = Callable[[datetime], None]

# Forward only, and never where a neighbourhood is run for real. Imported elections have no
# dates to move.
MOVE_ON = """
CREATE OR REPLACE FUNCTION demo_move_clock(step interval) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF step IS NULL OR step < interval '0' THEN
    RAISE EXCEPTION 'the clock only goes forward' USING ERRCODE = 'AL002';
  END IF;
  IF EXISTS (SELECT FROM places_neighbourhood WHERE NOT is_demonstration AND origin = 'native') THEN
    RAISE EXCEPTION 'a neighbourhood here is run for real' USING ERRCODE = 'AL003';
  END IF;
  UPDATE kit_clock_offset SET by = by + step;
END $$;
REVOKE ALL ON FUNCTION demo_move_clock(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION demo_move_clock(interval) TO allotment_app;
"""


class OwnersClock:
    """The clock in the loader's hands: it goes back to make a history, and ends at the real
    time.
    """

    def __init__(self) -> None:
        url = environ.Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
        self._owner: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(
            host=url["HOST"] or url.get("OPTIONS", {}).get("host"),
            port=url["PORT"] or None,
            user=url["USER"],
            password=url["PASSWORD"],
            dbname=connection.settings_dict["NAME"],
            autocommit=True,
        )
        self._owner.execute(MOVING_CLOCK)
        self._owner.execute(MOVE_ON)
        self.offset = self._read()

    def _read(self) -> timedelta:
        found = self._owner.execute("SELECT by FROM kit_clock_offset").fetchone()
        offset: timedelta = found[0] if found else timedelta()
        return offset

    def go(self, moment: datetime) -> None:
        """Make it `moment` (UTC) for everybody."""
        settle()
        self._set(moment - clock.now() + self._read())

    def restore(self) -> None:
        """Back to what it showed before the loader began."""
        self._set(self.offset)
        self._owner.close()

    def _set(self, offset: timedelta) -> None:
        # Whole seconds as a sum, not an interval of days: a day of the calendar may have 23 hours.
        self._owner.execute(
            "UPDATE kit_clock_offset SET by = make_interval(secs => %s)", [offset.total_seconds()]
        )


@transaction.atomic
def move_on(round_: Round, *, to: datetime, by: Actor) -> None:
    """Move the day for the whole demonstration to `to` (UTC), and say so on the record.

    Nothing happens when `to` has passed. Raises a database error where a neighbourhood is run for
    real.
    """
    now = clock.now()
    if to <= now:
        return
    settle()  # an entry counts for minutes, and the day moves within one transaction
    with connection.cursor() as cursor:
        seconds = (to - now).total_seconds()
        cursor.execute("SELECT demo_move_clock(make_interval(secs => %s))", [seconds])
    record(
        by=by,
        kind="demo.clock_moved",
        subject=round_,
        role="resident",
        place=round_.neighbourhood_id,
        round=round_.pk,
        before={"now": now},
        after={"now": to},
    )
