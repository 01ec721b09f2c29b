"""The worker and its jobs. Times here are the server's own, as the queue notes them."""

from collections.abc import Iterator

from django.db import connection

from kit import dates
from pages import readiness
from pages.working.line import OPERATOR, WorkingLine, broken, look, several, works
from voting import notice_jobs

# What each job does, as "…: did not end well" says it.
WORDS = {
    "grants.lapse_offers": "letting offers run out",
    "kit.forget_expired": "clearing what has expired",
    "kit.take_again": "taking up jobs that were left",
    "people.chase_letters": "sending letters that were left",
    "people.forget_codes": "forgetting codes that are over",
    "people.forget_networks": "forgetting networks of new accounts",
    "people.forget_old_letters": "deleting old letters",
    "people.forget_old_sessions": "deleting old sessions",
    "people.forget_unconfirmed": "deleting accounts that were never confirmed",
    "people.send_letter": "sending a letter",
    "rounds.notice_turns": "writing into the record that a round goes on",
    "voting.add_voters": "adding people to the lists of voters",
    "voting.batches": "adding voters to the list, and publishing that ballots came",
    "voting.chase_notices": "telling voters again whose e-mail did not leave",
    "voting.close_due": "closing votes that have ended",
    "voting.destroy_keys": "destroying the keys of votes that are over",
    notice_jobs.TASK: "telling voters that their ballot is in the box",
}
# Told by what became of the letters and notices: each of these is tried again by another job.
_TOLD_ELSEWHERE = ["people.send_letter", notice_jobs.TASK]

# The last turn of a job that comes by itself counts: an earlier one was made good since.
_FAILED = """
SELECT job.task_name, count(*) FROM procrastinate_jobs AS job
WHERE job.status = 'failed' AND job.task_name <> ALL (%s) AND NOT EXISTS (
  SELECT FROM procrastinate_periodic_defers AS turn
  WHERE turn.task_name = job.task_name AND turn.job_id IS DISTINCT FROM job.id
)
GROUP BY job.task_name ORDER BY job.task_name
"""
# A worker that lives takes a job within seconds, and none of them takes an hour.
_LATE = """
WITH due AS (
  SELECT job.status = 'doing' AS begun, greatest(job.scheduled_at, (
    SELECT max(event.at) FROM procrastinate_events AS event
    WHERE event.job_id = job.id
      AND event.type::text = CASE job.status WHEN 'doing' THEN 'started' ELSE 'deferred' END
  )) AS since
  FROM procrastinate_jobs AS job WHERE job.status IN ('todo', 'doing')
)
SELECT begun, count(*), min(since) FROM due
WHERE since < now() - CASE WHEN begun THEN interval '1 hour' ELSE interval '10 minutes' END
GROUP BY begun ORDER BY begun
"""
_READ_THE_LOG = (
    "Read the site's log: it says why. Once that is mended the line goes at the next try."
)


def worker() -> Iterator[WorkingLine]:
    """Whether the worker lives."""
    if not any(trouble.part == "worker" for trouble in readiness.found()):
        yield works("Background work", "The worker lives.")
        return
    minutes = readiness.WORKER_DEAD_AFTER // 60
    yield broken(
        "Background work",
        f"The worker has given no sign for {minutes} minutes. Letters wait, and votes that end are"
        " not closed until somebody opens them. What waits is done when it runs again.",
        "Start the site anew; if it stays so, read the site's log.",
        OPERATOR,
    )


def jobs() -> Iterator[WorkingLine]:
    """Jobs that did not end well, and jobs that nobody takes."""
    found = [*_failed(), *_late(), *_notices()]
    yield from found or [works("Jobs", "Each ended well the last time.")]


def _failed() -> Iterator[WorkingLine]:
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [_TOLD_ELSEWHERE])
        rows = cursor.fetchall()
    for name, _ in rows:
        means = f"A job did not end well the last time: {WORDS.get(name, name)}."
        yield broken("Jobs", means, _READ_THE_LOG, OPERATOR)


def _late() -> Iterator[WorkingLine]:
    with connection.cursor() as cursor:
        cursor.execute(_LATE)
        rows = cursor.fetchall()
    for begun, many, since in rows:
        how = ("has", "have") if not begun else ("has been at work", "have been at work")
        verb = how[0 if many == 1 else 1] + ("" if begun else " waited for the worker")
        yield look(
            "Jobs",
            f"{several(many, 'job', 'jobs')} {verb} since {dates.day_time(since)}.",
            "See that the worker runs; starting the site anew puts jobs back that were left.",
            OPERATOR,
        )


def _notices() -> Iterator[WorkingLine]:
    """Rounds in which notices were tried to the end. They are tried again every half hour."""
    if rounds := len(notice_jobs.given_up()):
        yield look(
            "Jobs",
            f"In {several(rounds, 'vote', 'votes')} the e-mail “your vote was recorded” could not"
            " be sent to everybody. Ballots are in the box all the same.",
            "See that the mail server takes letters. They are tried again every half hour.",
            OPERATOR,
        )
