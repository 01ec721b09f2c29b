"""Where a round stands: worked out from stored facts, dates and the clock, never from a job having
run.

A closing date that has passed refuses votes whatever else happened.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from kit import clock
from kit.dates import day_time
from rounds.models import PHASES, Round
from rounds.refusals import NotPublished, RoundClosed, WrongPhase

ORDER = tuple(PHASES)
"""Every phase, in the order in which a round can reach it; "cancelled" can follow any but the last
two.
"""

ENDED = ("closed", "cancelled")
_AFTER_THE_VOTE = ("counting", "challenge", "panel", "delivering", "closed")


@dataclass(frozen=True)
class Facts:
    """What has happened to a round: when, or None. Only whether a fact is there decides a phase."""

    published_at: datetime | None = None
    box_ready_at: datetime | None = None
    vote_sealed_at: datetime | None = None
    opened_at: datetime | None = None
    counted_at: datetime | None = None
    decided_at: datetime | None = None
    signed_off_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Dates:
    """The dates that a round was published with (UTC), in their order; None where not set yet."""

    ideas_open_at: datetime | None = None
    ideas_close_at: datetime | None = None
    develop_closes_at: datetime | None = None
    voting_opens_at: datetime | None = None
    voting_closes_at: datetime | None = None
    challenge_closes_at: datetime | None = None
    panel_meets_at: datetime | None = None


DATE_NAMES = tuple(field.name for field in fields(Dates))
_UNTIL = (
    ("ideas_open_at", "published"),
    ("ideas_close_at", "ideas"),
    ("develop_closes_at", "develop"),
    ("voting_opens_at", "checks"),
)
_STARTS = {
    "ideas": ("Ideas open at", "ideas_open_at"),
    "develop": ("Ideas close at", "ideas_close_at"),
    "checks": ("Checks start at", "develop_closes_at"),
    "voting": ("Voting opens at", "voting_opens_at"),
    "counting": ("Voting closes at", "voting_closes_at"),
    "challenge": ("Voting closes at", "voting_closes_at"),
    "panel": ("The panel can decide from", "challenge_closes_at"),
}


def facts_of(round: Round) -> Facts:
    """The stored facts of a round."""
    return Facts(*(getattr(round, field.name) for field in fields(Facts)))


def dates_of(round: Round) -> Dates:
    """The dates of a round."""
    return Dates(*(getattr(round, name) for name in DATE_NAMES))


def phase(facts: Facts, dates: Dates, now: datetime) -> str:
    """The phase at `now` (UTC): a key of `PHASES`.

    A vote whose date has come without a box is "vote-delayed" until there is one, however late it
    gets.
    """
    settled = _told(facts)
    if settled:
        return settled
    for name, before in _UNTIL:
        if not _reached(dates, name, now):
            return before
    if facts.box_ready_at is None and facts.counted_at is None:
        return "vote-delayed"
    if not _reached(dates, "voting_closes_at", now):
        return "voting"
    if facts.counted_at is None:
        return "counting"
    return "panel" if _reached(dates, "challenge_closes_at", now) else "challenge"


def _told(facts: Facts) -> str | None:
    """The phase that facts alone decide."""
    if facts.cancelled_at:
        return "cancelled"
    if facts.published_at is None:
        return "draft"
    if facts.signed_off_at:
        return "closed"
    return "delivering" if facts.decided_at else None


def _reached(dates: Dates, name: str, now: datetime) -> bool:
    date: datetime | None = getattr(dates, name)
    return date is not None and now >= date


def current(round: Round, now: datetime | None = None) -> str:
    """The phase that a round is in, now or at another moment (UTC)."""
    return phase(facts_of(round), dates_of(round), now or clock.now())


def reached(round: Round, now: datetime | None = None) -> list[tuple[str, datetime]]:
    """The phases that a published round has been in, the present one last, and since when (UTC).

    One that lasted no time is left out, and so is a delay of the vote that is over.
    """
    now = now or clock.now()
    starts = [
        (name, max(since, round.published_at or since))
        for name, since in _starts(round, delayed=current(round, now) == "vote-delayed")
        if since is not None and since <= now
    ]
    ends = [since for _, since in starts[1:]]
    lasted = [one for one, end in zip(starts, ends, strict=False) if one[1] < end]
    return [*lasted, *starts[-1:]]


def _starts(round: Round, *, delayed: bool) -> list[tuple[str, datetime | None]]:
    box, counted = round.box_ready_at, round.counted_at
    return [
        ("ideas", round.ideas_open_at),
        ("develop", round.ideas_close_at),
        ("checks", round.develop_closes_at),
        ("vote-delayed", round.voting_opens_at if delayed else None),
        ("voting", _later(round.voting_opens_at, box)),
        ("counting", _later(round.voting_closes_at, box)),
        ("challenge", _later(round.voting_closes_at, counted)),
        ("panel", _later(round.challenge_closes_at, counted)),
        ("delivering", round.decided_at),
    ]


def _later(date: datetime | None, fact: datetime | None) -> datetime | None:
    """When both the date had come and the fact was there."""
    return max(date, fact) if date and fact else None


def accepts_ideas(round: Round, now: datetime | None = None) -> bool:
    """Whether a new idea can be sent in."""
    return current(round, now) == "ideas"


def accepts_work(round: Round, now: datetime | None = None) -> bool:
    """Whether ideas can be worked out and handed in."""
    return current(round, now) in ("ideas", "develop")


def accepts_checks(round: Round, now: datetime | None = None) -> bool:
    """Whether staff can still check proposals: until the ballot is fixed."""
    return current(round, now) in ("ideas", "develop", "checks", "vote-delayed")


def vote_is_over(round: Round, now: datetime | None = None) -> bool:
    """Whether there was a vote that takes no more ballots, by its date or because it is sealed."""
    return round.vote_sealed_at is not None or current(round, now) in _AFTER_THE_VOTE


def accepts_votes(round: Round, now: datetime | None = None) -> bool:
    """Whether a ballot can go in the box. A sealed box takes none, whatever the date."""
    return current(round, now) == "voting" and round.vote_sealed_at is None


def accepts_challenges(round: Round, now: datetime | None = None) -> bool:
    """Whether somebody can say that something looks wrong."""
    return current(round, now) == "challenge"


def accepts_decisions(round: Round, now: datetime | None = None) -> bool:
    """Whether the panel can decide."""
    return current(round, now) == "panel"


def require(round: Round, *phases: str, now: datetime | None = None) -> str:
    """The round's phase, when it is one of `phases`.

    Raises NotPublished for a draft, WrongPhase before them and RoundClosed after them: both say
    when.
    """
    here = current(round, now)
    if here in phases:
        return here
    if here == "draft":
        raise NotPublished
    if here in ENDED:
        raise RoundClosed(f"This round was {'cancelled' if here == 'cancelled' else 'closed'}.")
    first, last = (pick(phases, key=ORDER.index) for pick in (min, max))
    if ORDER.index(here) > ORDER.index(last):
        raise RoundClosed(_closed(round, last))
    raise WrongPhase(_not_yet(round, first, here))


def _not_yet(round: Round, wanted: str, here: str) -> str:
    if here == "vote-delayed":
        return "The vote is delayed: the ballot box is not ready yet."
    words, name = _STARTS.get(wanted, ("", ""))
    moment = getattr(round, name) if name else None
    if moment is None or wanted == "challenge":
        return f"It is too early for this: the round is at “{PHASES[here]}”."
    return f"It is too early for this. {words} {day_time(moment)}."


def _closed(round: Round, wanted: str) -> str:
    ends = {
        "ideas": ("Ideas", round.ideas_close_at),
        "develop": ("Handing in", round.develop_closes_at),
        "voting": ("Voting", round.voting_closes_at),
        "challenge": ("“Something looks wrong”", round.challenge_closes_at),
    }
    what, moment = ends.get(wanted, ("", None))
    if moment is None:
        return f"It is too late for this: “{PHASES[wanted]}” is over."
    return f"{what} closed at {day_time(moment)}."
