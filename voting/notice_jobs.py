"""The jobs that send notices: queued with what makes them due, and again when they gave up.

A job names a round and never a voter.
"""

from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kit import clock
from rounds.models import Round

TASK = "voting.send_notices"
# A notice that comes later than this tells nobody anything: by then the results do.
CHASED_FOR = timedelta(days=7)


def defer(round: Round) -> None:
    """Have the notices sent that are due in a round, once the present transaction holds."""
    app.configure_task(TASK).defer(round_id=str(round.pk))


def given_up() -> list[int]:
    """Jobs that were tried to the end while a notice still had to go, in rounds that closed lately
    or are open: their ids. One of each round is enough, and none where another waits.
    """
    jobs = ProcrastinateJob.objects.filter(task_name=TASK)
    waiting = {job.args["round_id"] for job in jobs.filter(status__in=["todo", "doing"])}
    failed = {job.args["round_id"]: job.id for job in jobs.filter(status="failed").order_by("id")}
    lately = Round.objects.filter(
        pk__in=failed.keys() - waiting,
        voting_closes_at__gt=clock.now() - CHASED_FOR,
        box__destroyed_at=None,
        cancelled_at=None,
    )
    return [failed[str(pk)] for pk in lately.values_list("pk", flat=True)]
