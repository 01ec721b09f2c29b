"""What a round itself waits for before it can be published."""

from datetime import timedelta

from django.urls import reverse

from kit import clock
from kit.dates import day_time
from kit.money import pounds
from ledger import books
from places.models import Boundary, PostcodeEdition
from rounds import duties, phases, rules
from rounds.models import Round
from rounds.readiness import Missing
from rounds.refusals import BadRules

NAMES = {
    "ideas_open_at": "Ideas open",
    "ideas_close_at": "Ideas close",
    "develop_closes_at": "Handing in closes",
    "voting_opens_at": "Voting opens",
    "voting_closes_at": "Voting closes",
    "challenge_closes_at": "“Something looks wrong” closes",
    "panel_meets_at": "The panel meets",
}
_LEAST_APART = {
    ("ideas_open_at", "ideas_close_at"): (1, "Ideas must stay open for at least one day."),
    ("ideas_close_at", "develop_closes_at"): (0, "Handing in can't close before ideas do."),
    ("develop_closes_at", "voting_opens_at"): (
        0,
        "Voting can't open before handing in has closed.",
    ),
    ("voting_opens_at", "voting_closes_at"): (1, "Voting must stay open for at least one day."),
    ("voting_closes_at", "challenge_closes_at"): (
        3,
        "After voting closes, people need at least three days to say that something looks wrong.",
    ),
    ("challenge_closes_at", "panel_meets_at"): (
        0,
        "The panel can't meet before the time to say that something looks wrong has ended.",
    ),
}


def least(name: str) -> str:
    """How far a date must be from the one before it, in a sentence; empty for the first."""
    for (first, second), (days, _) in _LEAST_APART.items():
        if second == name:
            apart = (
                f"At least {days} {'day' if days == 1 else 'days'} after" if days else "Not before"
            )
            return f"{apart} {_quoted(NAMES[first])}."
    return ""


def _quoted(name: str) -> str:
    """A date's name in quotation marks; the one that holds some keeps its own."""
    return name if name.startswith("“") else f"“{name}”"


def collisions(dates: phases.Dates) -> dict[str, str]:
    """What is wrong with the order of dates, by the name of the later one. Dates not set are left
    out.
    """
    wrong = {}
    for (first, second), (days, sentence) in _LEAST_APART.items():
        start, end = getattr(dates, first), getattr(dates, second)
        # An hour's grace: a day is 23 hours long when the clocks go forward.
        if start and end and end < start + timedelta(days=days) - timedelta(hours=1 if days else 0):
            wrong[second] = sentence
    return wrong


def dates_missing(round: Round) -> list[Missing]:
    """Dates that are not set, out of order, or not in the future."""
    link = _link("dates", round)
    dates = phases.dates_of(round)
    unset = [name for name in phases.DATE_NAMES if getattr(dates, name) is None]
    if unset:
        names = ", ".join(NAMES[name].lower() for name in unset)
        return [Missing(f"Set the dates: {names}.", link)]
    facts = [Missing(sentence, link) for sentence in collisions(dates).values()]
    closes = dates.ideas_close_at
    if closes and closes <= clock.now():
        facts.append(Missing(f"“Ideas close” is in the past: {day_time(closes)}.", link))
    return facts


def money_missing(round: Round) -> list[Missing]:
    """A pot that is not set, or more than its fund has."""
    link = _link("money", round)
    if round.fund is None:
        return [Missing("Choose the fund that the money comes from.", link)]
    if round.pot_pence <= 0:
        return [Missing("Say how much money this round shares out.", link)]
    free = books.balance(round.fund, "fund")
    if free >= round.pot_pence:
        return []
    pot = pounds(round.pot_pence)
    short = f"The pot is {pot}, but “{round.fund}” has only {pounds(free)} left."
    return [Missing(short, link)]


def rules_missing(round: Round) -> list[Missing]:
    """Rules that are not of the right shape."""
    try:
        rules.checked(round.rules)
    except BadRules as refusal:
        return [Missing(refusal.reason, _link("choices", round))]
    return []


def people_missing(round: Round) -> list[Missing]:
    """Can you run this? What is missing among the people."""
    return [Missing(gap, _link("people", round)) for gap in duties.gaps(round, rules.of(round))]


def place_missing(round: Round) -> list[Missing]:
    """A neighbourhood that nobody has said the extent of."""
    area = round.neighbourhood
    if Boundary.objects.filter(neighbourhood=area).exists():
        return []
    if PostcodeEdition.objects.filter(neighbourhood=area).exists():
        return []
    link = reverse("places:postcodes", args=[area])
    return [Missing("Say which postcodes belong to the neighbourhood.", link)]


CHECKS = (place_missing, money_missing, dates_missing, rules_missing, people_missing)


def _link(page: str, round: Round) -> str:
    return reverse(f"rounds:{page}", args=[round.neighbourhood, round.number])
