"""Jobs of the worker about offers."""

from procrastinate.contrib.django import app

from grants.actions.awards import lapse_offer
from grants.models import Award
from kit import clock


@app.periodic(cron="20 0 * * *")
@app.task(name="grants.lapse_offers", queueing_lock="grants.lapse_offers")
def lapse_offers(timestamp: int) -> int:
    """Every night: let offers run out whose last day has passed; gives how many."""
    open_ = Award.objects.filter(status__in=["waiting", "offered"])
    late = open_.filter(answer_by__lt=clock.today())
    return len([lapse_offer(award) for award in late])
