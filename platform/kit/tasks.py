"""Jobs of the worker about the worker: what a dead one left is taken again."""

import logging

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow

# Seconds without a heartbeat (one comes every ten) after which the library itself gives a worker
# up. Every job can be done twice, so a worker that was only slow does no harm.
DEAD_AFTER = 30
# A job that was begun so often and never ended is likely what kills its workers.
MOST_ATTEMPTS = 20

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="kit.take_again", queueing_lock="kit.take_again", pass_context=True)
async def take_again(context: JobContext, timestamp: int) -> int:
    """Every minute, and when a worker starts: put jobs back that a dead worker had begun; gives how
    many.
    """
    manager = context.app.job_manager
    jobs = await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER)
    return sum([await _put_back(manager, job) for job in jobs])


async def _put_back(manager: JobManager, job: Job) -> bool:
    if job.attempts >= MOST_ATTEMPTS:
        _log.error("%s was begun %s times and never ended: given up", job.task_name, job.attempts)
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return False
    try:
        await manager.retry_job(job, retry_at=utcnow())
    except UniqueViolation:
        # The next of its kind waits already, and does what this one had to.
        await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        return False
    return True


@app.periodic(cron="25 3 * * *")
@app.task(name="kit.forget_expired", queueing_lock="kit.forget_expired")
def forget_expired(timestamp: int) -> int:
    """Every night: remove what the cache holds no longer; gives how many rows.

    By itself it does so only when it is full, and counts all its rows whenever it is written to.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_cache WHERE expires < now()")
        return int(cursor.rowcount)
