"""Jobs of the worker. No job names a voter, and no date waits for a job: they do what is due."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.utils import utcnow

from kit import clock
from kit.actor import SYSTEM
from rounds.models import Round
from voting import actions, notice_jobs, notices
from voting.actions import closing, destroying, roll
from voting.keys import KeysMissing
from voting.models import Box
from voting.refusals import AlreadyClosed, WrongKeys


@app.periodic(cron="* * * * *")
@app.task(name="voting.close_due", queueing_lock="voting.close_due")
def close_due(timestamp: int) -> int:
    """Every minute: close votes whose end has come; with that the notices of the last ballots are
    due. A box of an earlier version gets its door, and is held against the list if it was closed.

    Where a key is missing nothing is done, the officers' page says so, and it is tried again.
    """
    for the_box in Box.objects.filter(destroyed_at=None, door_sha256=None):
        with suppress(KeysMissing, WrongKeys):
            closing.arm(the_box)
    ended = _with_box().filter(opened_at=None, voting_closes_at__lte=clock.now())
    return _each(list(ended), _close)


def _close(round: Round) -> bool:
    """Whether this closed the vote. Somebody on the opening page may have been faster."""
    with suppress(AlreadyClosed, KeysMissing, WrongKeys):
        if closing.is_due(round):
            actions.close(round, by=SYSTEM)
            return True
        if closing.not_held(round):
            actions.hold_late(round)
    return False


def _each(rounds: Sequence[Round], deed: Callable[[Round], bool]) -> int:
    """Do a deed for each round; gives for how many it was done. One that fails keeps none from the
    others, and is raised at the end.
    """
    done, failures = 0, []
    for round in rounds:
        try:
            done += deed(round)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return done


@app.periodic(cron="*/5 * * * *")
@app.task(name="voting.batches", queueing_lock="voting.batches")
def batches(timestamp: int) -> int:
    """Every five minutes: add new voters, and publish a batch where twenty more ballots came."""
    now = clock.now()
    running = _with_box().filter(
        vote_sealed_at=None, voting_opens_at__lte=now, voting_closes_at__gt=now
    )
    return _each(list(running), _batch)


@app.periodic(cron="*/5 * * * *")
@app.task(name="voting.add_voters", queueing_lock="voting.add_voters")
def add_voters(timestamp: int) -> int:
    """Every five minutes: add whose address was checked since to lists that have been drawn, also
    before the vote opens; gives to how many lists.
    """
    return _each(list(roll.drawn()), lambda round: actions.top_up_roll(round) > 0)


@transaction.atomic
def _batch(round: Round) -> bool:
    """Whether a batch was published."""
    actions.top_up_roll(round)
    if actions.publish_batch(round) is None:
        return False
    notice_jobs.defer(round)
    return True


@app.task(
    name=notice_jobs.TASK,
    retry=RetryStrategy(max_attempts=6, wait=60, exponential_wait=5),
)
def send_notices(round_id: str) -> int:
    """Tell voters whose ballots are in the box, once each; nobody once its keys are gone."""
    round = _with_box().select_related("neighbourhood").filter(pk=round_id).first()
    return notices.send(round) if round else 0


@app.periodic(cron="*/30 * * * *")
@app.task(name="voting.chase_notices", queueing_lock="voting.chase_notices")
def chase_notices(timestamp: int) -> int:
    """Every half hour: try notices again that no attempt could send, for a week after the close."""
    jobs = notice_jobs.given_up()
    for job in jobs:
        app.job_manager.retry_job_by_id(job, retry_at=utcnow())
    return len(jobs)


@app.periodic(cron="20 4 * * *")
@app.task(name="voting.destroy_keys", queueing_lock="voting.destroy_keys")
def destroy_keys(timestamp: int) -> int:
    """Every night: destroy the keys of votes that nobody can question any more, and what an
    interrupted night left of others.
    """
    destroying.clear_left_over()
    return _each(destroying.due(), _destroy)


def _destroy(round: Round) -> bool:
    actions.destroy_keys(round, by=SYSTEM)
    return True


def _with_box() -> QuerySet[Round]:
    return Round.objects.filter(
        box__destroyed_at=None, box_ready_at__isnull=False, cancelled_at=None
    )
