"""What a dead worker had begun is taken again by the next."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from kit import tasks

# In a database of its own: a worker commits each step for itself.
pytestmark = pytest.mark.usefixtures("committed_db")


def sql(statement: str, *arguments: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return list(cursor.fetchall()) if cursor.description else []


def begun_job(*, heartbeat: str = "1 hour", lock: str | None = None) -> int:
    """A job that a worker began, whose last heartbeat is so long ago."""
    ((worker,),) = sql(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"
        " RETURNING id",
        heartbeat,
    )
    job = app.configure_task("voting.close_due", queueing_lock=lock).defer(timestamp=0)
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job)
    return job


def take_again() -> int:
    job = Job(id=0, queue="default", lock=None, queueing_lock=None, task_name="kit.take_again")
    context = JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None)
    return async_to_sync(tasks.take_again.func)(context, timestamp=0)


def states() -> list[tuple[int, str, int]]:
    return sql("SELECT id, status::text, attempts FROM procrastinate_jobs ORDER BY id")


def test_a_job_of_a_dead_worker_waits_to_be_taken_again() -> None:
    job = begun_job()
    assert take_again() == 1
    assert states() == [(job, "todo", 1)]
    assert take_again() == 0


def test_a_job_of_a_worker_that_was_struck_off_is_taken_again() -> None:
    job = begun_job()
    sql("DELETE FROM procrastinate_workers")
    assert take_again() == 1
    assert states() == [(job, "todo", 1)]


def test_a_job_in_hand_is_left_alone() -> None:
    job = begun_job(heartbeat="5 seconds")
    assert take_again() == 0
    assert states() == [(job, "doing", 0)]


def test_a_job_whose_successor_waits_is_dropped() -> None:
    begun_job(lock="voting.close_due")
    successor = app.configure_task("voting.close_due", queueing_lock="voting.close_due").defer(
        timestamp=1
    )
    assert take_again() == 0
    assert states() == [(successor, "todo", 0)]


def test_a_job_that_kills_its_workers_is_given_up_and_stays_to_be_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = begun_job()
    sql("UPDATE procrastinate_jobs SET attempts = %s", tasks.MOST_ATTEMPTS)
    assert take_again() == 0
    assert [row[:2] for row in states()] == [(job, "failed")]
    assert "voting.close_due was begun 20 times and never ended: given up" in caplog.text


def test_it_is_looked_for_every_minute() -> None:
    periodic = app.periodic_registry.periodic_tasks["kit.take_again", ""]
    assert periodic.cron == "* * * * *"
