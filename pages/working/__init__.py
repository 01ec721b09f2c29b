"""Whether everything works, a line for each part: what is wrong, what that means, and who does what
about it.

It says nothing of an open vote that the public does not know: how many ballots wait for a batch is
never asked, for that would tell how many have voted. Whether the job that makes batches did its
work is told as for any other job.
"""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from pages.working import backups, jobs, mail, parts, turns
from pages.working.line import OPERATOR, WorkingLine, broken

__all__ = ["WorkingLine", "lines"]

Look = Callable[[], Iterable[WorkingLine]]

_log = logging.getLogger(__name__)
_LOOKS: dict[str, Look] = {
    "Database": parts.database,
    "Disks": parts.disks,
    "Background work": jobs.worker,
    "Jobs": jobs.jobs,
    "E-mail": mail.mail,
    "Backups": backups.backups,
    "Rounds": turns.turns,
    "Limits": parts.limits,
}


def lines() -> list[WorkingLine]:
    """Every line, what is worst first; a constant number of queries."""
    found = [line for part, look in _LOOKS.items() for line in _looked(part, look)]
    return sorted(found, key=lambda line: line.rank)


def _looked(part: str, look: Look) -> list[WorkingLine]:
    """What a look finds. One that fails is a line too, and keeps none from the others. Whatever
    waits for the network does so before its lines are taken, while no transaction is open.
    """
    try:
        found = look()
        with transaction.atomic():
            return list(found)
    except Exception as error:  # whatever is down, the page that tells of it stands
        _log.error("%s could not be looked at: %s", part, type(error).__name__)
        return [
            broken(
                part,
                f"This could not be looked at ({type(error).__name__}).",
                "Read the site's log. If the line stays after a restart, restore what is missing.",
                OPERATOR,
            )
        ]
