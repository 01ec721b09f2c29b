"""What a round asks of a resident today, and what happens next: sentences for home and round
pages.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from kit.dates import day_time
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from voting.actions import ways_on
from voting.calls import Call


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


class _Words(NamedTuple):
    """How a phase is said: a sentence, the date in it, and the button."""

    sentence: str
    date: str
    label: str
    url: str


_ASKS = {
    "published": _Words(
        "Round {n} takes ideas from {at}.", "ideas_open_at", "Read about it", "rounds:rules"
    ),
    "ideas": _Words(
        "Round {n} takes ideas until {at}.", "ideas_close_at", "Send in an idea", "proposals:new"
    ),
    "develop": _Words(
        "The ideas of round {n} are being worked out until {at}.",
        "develop_closes_at",
        "Read the ideas",
        "proposals:index",
    ),
    "checks": _Words(
        "The ideas of round {n} are being checked. The vote opens at {at}.",
        "voting_opens_at",
        "Read the ideas",
        "proposals:index",
    ),
    "vote-delayed": _Words(
        "The vote of round {n} is delayed: the ballot box is not ready yet.",
        "",
        "Read the ideas",
        "proposals:index",
    ),
    "voting": _Words(
        "Round {n} is open for votes until {at}.",
        "voting_closes_at",
        "Vote in round {n}",
        "voting:ballot",
    ),
    "counting": _Words(
        "The vote of round {n} has closed. Two named people open the votes.",
        "",
        "Watch the opening",
        "voting:opening",
    ),
    "challenge": _Words(
        "The votes of round {n} are counted. Say by {at} if something looks wrong.",
        "challenge_closes_at",
        "See the results",
        "voting:results",
    ),
    "panel": _Words(
        "The panel decides on round {n}; it meets at {at}.",
        "panel_meets_at",
        "See the results",
        "voting:results",
    ),
    "delivering": _Words(
        "The projects of round {n} are under way.", "", "See the decisions", "grants:decisions"
    ),
    "closed": _Words(
        "Round {n} is finished and signed off.", "", "What it taught us", "pages:learning"
    ),
    "cancelled": _Words("Round {n} was cancelled.", "", "Read why", "pages:round"),
}

_WAITS = _Words(
    "The vote of round {n} has closed. Something keeps the votes from being opened.",
    "",
    "Read what it is",
    "voting:opening",
)

_AGAIN = _Words(
    "The vote of round {n} is held again. It opens at {at}, once the new ballot box is ready.",
    "voting_opens_at",
    "Read why",
    "voting:opening",
)

_AGAIN_LATE = _Words(
    "The vote of round {n} is held again. It opens once the new ballot box is ready.",
    "",
    "Read why",
    "voting:opening",
)

_MET = _Words(
    "The panel’s meeting on round {n} was set for {at}. Its decisions are not out yet.",
    "panel_meets_at",
    "See the results",
    "voting:results",
)

_VOTED = _Words(
    "You have voted in round {n}. You can change it until {at}.",
    "voting_closes_at",
    "Your ballot",
    "voting:ballot",
)

_ONLY_LOOK = _Words(
    "Round {n} is open for votes until {at}.",
    "voting_closes_at",
    "See the ballot",
    "voting:ballot",
)


def ask(round_: Round, area: Neighbourhood, now: datetime, call: Call | None) -> Ask:
    """The sentence and the button of a published round; `call` is what an open vote asks of the
    reader.
    """
    words = _words(round_, now, call)
    at = _when(getattr(round_, words.date)) if words.date else ""
    url = reverse(words.url, args=[area, round_.number])
    number = round_.number
    return Ask(words.sentence.format(n=number, at=at), words.label.format(n=number), url)


def _words(round_: Round, now: datetime, call: Call | None) -> _Words:
    phase = phases.current(round_, now)
    if phase == "voting":
        return _voting(call)
    if phase == "counting" and hasattr(round_, "box") and ways_on.trouble(round_):
        return _WAITS
    if phase in ("checks", "vote-delayed") and hasattr(round_, "box") and round_.box.run > 1:
        return _AGAIN if _ahead(round_.voting_opens_at, now) else _AGAIN_LATE
    if phase == "panel" and not _ahead(round_.panel_meets_at, now):
        return _MET
    return _ASKS[phase]


def _ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment > now


def _voting(call: Call | None) -> _Words:
    if call is None:  # the box is sealed, though its closing date is still to come
        return _ASKS["counting"]
    if call.voted:
        return _VOTED
    return _ASKS["voting"] if call.may else _ONLY_LOOK


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "a date still to be named"
    # "6" must not stand at the end of a line and "pm" at the start of the next.
    return day_time(moment).replace(" ", "\u00a0", 1)


def coming(round_: Round, now: datetime) -> list[Next]:
    """The round's dates that are still to come, soonest first."""
    called = getattr(round_, "meeting", None)
    place = called.place if called else round_.panel_meets_where
    where = f": {place}" if place else ""
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
