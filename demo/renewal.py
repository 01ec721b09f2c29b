"""When the demonstration's open vote has passed: a new round beside the old one, which stays as
it is.
"""

from random import Random

from django.db import transaction

from demo import ideas_east_marsh as east_marsh
from demo import loader, stage
from demo.clockwork import OwnersClock
from demo.stage import days
from kit import clock
from places.models import Neighbourhood
from rounds.models import Round


def _newest() -> Round | None:
    rounds = Round.objects.filter(neighbourhood__slug="east-marsh", published_at__isnull=False)
    return rounds.order_by("-number").first()


def is_due() -> bool:
    """Whether no vote of East Marsh is open or still to come."""
    newest = _newest()
    return newest is not None and (newest.voting_closes_at or clock.now()) <= clock.now()


def renew(owners_clock: OwnersClock) -> None:
    """Play the next round of East Marsh up to an open vote, with the clock moved back for it."""
    today = clock.today()
    area = Neighbourhood.objects.get(slug="east-marsh")
    chance = Random(today.toordinal())  # noqa: S311 - made-up ballots
    try:
        with transaction.atomic():
            scene = stage.find(area, owners_clock.go)
            start = clock.now() - days(118)
            owners_clock.go(start)
            stage.deposit(
                scene.fund, scene.officer, scene.finance, 240_000, "Next part of the grant"
            )
            loader.open_vote(scene, today, chance, east_marsh.ROUND_3)
    finally:
        owners_clock.restore()
