"""What a round asks of a resident today, and what happens next: sentences for home and round
pages.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kit.dates import day_time
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round


@dataclass(frozen=True)
class Ask:
    """One sentence on where a round is, and the one thing to do about it."""

    sentence: str
    label: str
    url: str


@dataclass(frozen=True)
class Next:
    """A date to come and what happens then."""

    at: datetime
    what: str


def ask(round_: Round, area: Neighbourhood, now: datetime) -> Ask:
    """The sentence and the button of a published round."""
    phase = phases.current(round_, now)
    name = f"Round {round_.number}"
    here = [area, round_.number]
    page = reverse("pages:round", args=here)
    asks = {
        "published": lambda: Ask(
            f"{name} takes ideas from {_when(round_.ideas_open_at)}.", "Read about it", page
        ),
        "ideas": lambda: Ask(
            f"{name} takes ideas until {_when(round_.ideas_close_at)}.",
            "Send in an idea",
            reverse("proposals:new", args=here),
        ),
        "develop": lambda: Ask(
            f"The ideas of round {round_.number} are being worked out until "
            f"{_when(round_.develop_closes_at)}.",
            "Read the ideas",
            reverse("proposals:index", args=here),
        ),
        "checks": lambda: Ask(
            f"The ideas of round {round_.number} are being checked. "
            f"The vote opens at {_when(round_.voting_opens_at)}.",
            "Read the ideas",
            reverse("proposals:index", args=here),
        ),
        "vote-delayed": lambda: Ask(
            f"The vote of round {round_.number} is delayed: the ballot box is not ready yet.",
            "Read the ideas",
            reverse("proposals:index", args=here),
        ),
        "voting": lambda: Ask(
            f"{name} is open for votes until {_when(round_.voting_closes_at)}.",
            f"Vote in round {round_.number}",
            reverse("voting:ballot", args=here),
        ),
        "counting": lambda: Ask(
            f"The vote of round {round_.number} has closed. Two named people open the votes.",
            "Watch the opening",
            reverse("voting:opening", args=here),
        ),
        "challenge": lambda: Ask(
            f"The votes of round {round_.number} are counted. "
            f"Say by {_when(round_.challenge_closes_at)} if something looks wrong.",
            "See the results",
            reverse("voting:results", args=here),
        ),
        "panel": lambda: Ask(
            f"The panel decides on round {round_.number}; it meets at "
            f"{_when(round_.panel_meets_at)}.",
            "See the results",
            reverse("voting:results", args=here),
        ),
        "delivering": lambda: Ask(
            f"The projects of round {round_.number} are under way.",
            "See the decisions",
            reverse("grants:decisions", args=here),
        ),
        "closed": lambda: Ask(
            f"{name} is finished and signed off.",
            "What it taught us",
            reverse("pages:learning", args=here),
        ),
    }
    made = asks.get(phase)
    return made() if made else Ask(f"{name} was cancelled.", "Read why", page)


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "a date still to be named"
    # "6" must not stand at the end of a line and "pm" at the start of the next.
    return day_time(moment).replace(" ", "\u00a0", 1)


def coming(round_: Round, now: datetime) -> list[Next]:
    """The round's dates that are still to come, soonest first."""
    where = f": {round_.panel_meets_where}" if round_.panel_meets_where else ""
    steps = [
        (round_.ideas_open_at, "Ideas can be sent in."),
        (round_.ideas_close_at, "The last day for new ideas."),
        (round_.develop_closes_at, "Proposals are handed in by now. Then they are checked."),
        (round_.voting_opens_at, "The vote opens."),
        (round_.voting_closes_at, "The vote closes. Two named people open the votes."),
        (round_.challenge_closes_at, "The last moment to say that something looks wrong."),
        (round_.panel_meets_at, f"The panel meets{where}. Everyone can watch."),
    ]
    if round_.cancelled_at or round_.decided_at:
        return []
    return [Next(at, what) for at, what in steps if at is not None and at > now]
