"""The queue of jobs works with what the app's account may do, in each step of a job's life."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

_DEFER = """
SELECT unnest(procrastinate_defer_jobs_v1(
  ARRAY[ROW('default', 'a.job', 0, 'one lock', NULL, '{}', NULL)]::procrastinate_job_to_defer_v1[]
))
"""
_PERIODIC = """
SELECT procrastinate_defer_periodic_job_v2('default', NULL, NULL, 'a.job', 0, '', %s, '{}')
"""
_TO_DO = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND attempts = 1"


def ask(question: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found = cursor.fetchone()
        return found[0] if found else None


@pytest.fixture
def worker() -> int:
    return int(ask("SELECT * FROM procrastinate_register_worker_v1()"))


@pytest.fixture
def job(worker: int) -> int:
    """A job that the worker has taken."""
    deferred = ask(_DEFER)
    assert ask("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", worker) == deferred
    return int(deferred)


def test_a_job_that_is_done_is_removed(job: int) -> None:
    ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", job)
    assert ask("SELECT count(*) FROM procrastinate_jobs") == 0
    assert ask("SELECT count(*) FROM procrastinate_events") == 0


def test_a_job_that_failed_stays_and_can_be_tried_again(job: int) -> None:
    ask("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", job)
    assert ask("SELECT status::text FROM procrastinate_jobs") == "failed"
    ask("SELECT procrastinate_retry_job_v2(%s, now(), 1, 'letters', NULL)", job)
    assert ask("SELECT status::text FROM procrastinate_jobs") == "todo"


def test_a_job_is_tried_again_later(job: int) -> None:
    ask("SELECT procrastinate_retry_job_v2(%s, now() + interval '1 minute', 1, NULL, 'other')", job)
    assert ask(_TO_DO) == 1


def test_a_job_is_called_off(job: int) -> None:
    assert ask("SELECT procrastinate_cancel_job_v1(%s, true, false)", job) == job
    waiting = ask(_DEFER)
    assert ask("SELECT procrastinate_cancel_job_v1(%s, false, true)", waiting) == waiting


def test_a_periodic_job_comes_once_a_turn_and_its_older_turns_go() -> None:
    first = ask(_PERIODIC, 1)
    assert ask(_PERIODIC, 1) is None
    assert ask(_PERIODIC, 2) > first
    assert ask("SELECT count(*) FROM procrastinate_periodic_defers") == 1


def test_a_worker_tells_that_it_lives_and_goes(worker: int) -> None:
    ask("SELECT procrastinate_update_heartbeat_v1(%s)", worker)
    ask("SELECT procrastinate_unregister_worker_v1(%s)", worker)
    assert ask("SELECT count(*) FROM procrastinate_workers") == 0


def test_a_worker_that_died_is_forgotten_and_its_job_stays(worker: int, job: int) -> None:
    ask("SELECT * FROM procrastinate_prune_stalled_workers_v1(-60)")
    assert ask("SELECT count(*) FROM procrastinate_workers") == 0
    assert ask("SELECT worker_id FROM procrastinate_jobs WHERE id = %s", job) is None


def test_a_job_that_had_its_periodic_turn_can_be_removed() -> None:
    periodic = ask(_PERIODIC, 1)
    ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", periodic)
    assert ask("SELECT job_id FROM procrastinate_periodic_defers") is None
