"""When somebody whose address has just been checked can vote, said as it is at that moment."""

from django.conf import settings
from django.urls import reverse

from kit.dates import day_time
from people.models import Residency
from rounds import phases
from rounds.models import Round

_BEFORE = ("published", "ideas", "develop", "checks")


def sentences(home: Residency) -> list[str]:
    """One sentence for each round whose vote is open or still to come."""
    rounds = Round.objects.in_area(home.neighbourhood).shown()
    running = rounds.filter(origin="native", cancelled_at=None, counted_at=None).order_by("number")
    return [said for round in running if (said := _sentence(round))]


def _sentence(round: Round) -> str:
    phase = phases.current(round)
    if phases.accepts_votes(round) and round.voting_closes_at:
        page = _address(round)
        return (
            f"You can vote in {round.neighbourhood.name} now. Voting closes at"
            f" {day_time(round.voting_closes_at)}: {page}"
        )
    if phase in _BEFORE and round.voting_opens_at:
        return f"The vote of round {round.number} opens at {day_time(round.voting_opens_at)}."
    if phase == "vote-delayed":
        return f"The vote of round {round.number} opens once its ballot box is ready."
    return ""


def _address(round: Round) -> str:
    return settings.SITE_URL + reverse("voting:ballot", args=[round.neighbourhood, round.number])
