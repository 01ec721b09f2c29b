"""The six phases as pages show them: Ideas, Checks, Vote, Panel, Awards, Outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kit import clock
from kit.dates import day_time, days_left, short_day
from rounds import phases
from rounds.models import Round

NAMES = {
    "ideas": "Ideas",
    "checks": "Checks",
    "vote": "Vote",
    "panel": "Panel",
    "awards": "Awards",
    "outcomes": "Outcomes",
}
_STEPS = tuple(NAMES)
_STANDS = {
    **dict.fromkeys(("draft", "published"), -1),
    **dict.fromkeys(("ideas", "develop"), 0),
    "checks": 1,
    **dict.fromkeys(("vote-delayed", "voting", "counting", "challenge"), 2),
    "panel": 3,
    "delivering": 4,
    "closed": 6,
}


@dataclass(frozen=True)
class PhaseStep:
    """One of the six for `_components/_phases.html`. `state`: done, now, stopped or next."""

    key: str
    name: str
    note: str
    state: str
    url: str = ""


def strip(
    round: Round,
    now: datetime | None = None,
    *,
    notes: Mapping[str, str] | None = None,
    urls: Mapping[str, str] | None = None,
) -> list[PhaseStep]:
    """The strip at `now` (UTC). `notes` adds to a step's note ("41 sent in"), `urls` links it; by
    key.
    """
    now = now or clock.now()
    phase = phases.current(round, now)
    at = _STANDS[_before_cancelling(round) if phase == "cancelled" else phase]
    return [
        PhaseStep(
            key,
            NAMES[key],
            " · ".join(filter(None, (_note(key, round, phase, now), (notes or {}).get(key, "")))),
            _state(number, at, phase),
            (urls or {}).get(key, ""),
        )
        for number, key in enumerate(_STEPS)
    ]


def _before_cancelling(round: Round) -> str:
    facts = phases.Facts(
        published_at=round.published_at,
        box_ready_at=round.box_ready_at,
        counted_at=round.counted_at,
    )
    return phases.phase(facts, phases.dates_of(round), round.cancelled_at or clock.now())


def _state(number: int, at: int, phase: str) -> str:
    if number < at:
        return "done"
    if phase == "cancelled":
        return "stopped" if number == max(at, 0) else "next"
    return "now" if number == at else "next"


def _note(key: str, round: Round, phase: str, now: datetime) -> str:
    if phase == "cancelled":
        return ""
    note = {
        "ideas": _ideas,
        "checks": _checks,
        "vote": _vote,
        "panel": _panel,
        "awards": _awards,
        "outcomes": _outcomes,
    }[key]
    return note(round, phase, now)


def _ideas(round: Round, phase: str, now: datetime) -> str:
    if round.ideas_open_at and now < round.ideas_open_at:
        return f"From {day_time(round.ideas_open_at)}"
    if phase == "ideas":
        return _until(round.ideas_close_at, now)
    if phase == "develop" and round.develop_closes_at:
        return f"Working them out until {short_day(round.develop_closes_at)}"
    return _closed(round.ideas_close_at, now)


def _checks(round: Round, phase: str, now: datetime) -> str:
    if phase == "checks":
        return f"Until {short_day(round.voting_opens_at)}" if round.voting_opens_at else ""
    if round.develop_closes_at and now < round.develop_closes_at:
        return f"From {short_day(round.develop_closes_at)}"
    return _closed(round.voting_opens_at, now)


def _vote(round: Round, phase: str, now: datetime) -> str:
    if phase == "voting" and round.vote_sealed_at:
        phase = "counting"
    said = {
        "vote-delayed": "Delayed: the ballot box is not ready yet",
        "voting": _until(round.voting_closes_at, now),
        "counting": "Closed, votes not opened yet",
    }
    if phase in said:
        return said[phase]
    if phase == "challenge" and round.challenge_closes_at:
        return f"Counted. Say if something looks wrong by {short_day(round.challenge_closes_at)}"
    if round.voting_opens_at and now < round.voting_opens_at:
        return f"From {day_time(round.voting_opens_at)}"
    return _closed(round.voting_closes_at, now)


def _panel(round: Round, phase: str, now: datetime) -> str:
    if round.decided_at:
        return f"Decided {short_day(round.decided_at)}"
    return f"{short_day(round.panel_meets_at)} · open meeting" if round.panel_meets_at else ""


def _awards(round: Round, phase: str, now: datetime) -> str:
    if phase == "closed":
        return "All answered"
    if round.decided_at:
        return f"Since {short_day(round.decided_at)}"
    return f"After {short_day(round.panel_meets_at)}" if round.panel_meets_at else ""


def _outcomes(round: Round, phase: str, now: datetime) -> str:
    if phase == "closed" and round.signed_off_at:
        return f"Signed off {short_day(round.signed_off_at)}"
    due = round.outcomes_due_on
    return f"By {short_day(due)}" if due else ""


def _until(moment: datetime | None, now: datetime) -> str:
    return f"Until {day_time(moment)} · {days_left(moment, now)}" if moment else ""


def _closed(moment: datetime | None, now: datetime) -> str:
    """When it ended, or in a draft of which some dates have passed: when it is to end."""
    if moment is None:
        return ""
    return f"{'Closed' if moment <= now else 'Until'} {short_day(moment)}"
