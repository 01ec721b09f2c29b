"""Publishing fixes the rules and fills the pot; afterwards dates can only move later."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from audit.actions import record
from kit import clock
from ledger import books
from ledger.models import Fund, Pot
from people.models import User
from rounds import manifest, phases, publishing, readiness, turns
from rounds.actions.drafting import locked
from rounds.models import Round
from rounds.refusals import (
    DatesCollide,
    NoReason,
    NotPublished,
    NotReady,
    OnlyLater,
    RoundClosed,
    RoundPublished,
)


class LaterDates(TypedDict, total=False):
    """Dates that a published round may move (UTC)."""

    voting_opens_at: datetime
    voting_closes_at: datetime
    challenge_closes_at: datetime
    panel_meets_at: datetime


MOVABLE = ("voting_opens_at", "voting_closes_at", "challenge_closes_at", "panel_meets_at")


@transaction.atomic
def publish(round: Round, *, by: User) -> Round:
    """Fix the rules, put the pot aside, and let everybody know. Raises RoundPublished, and NotReady
    with what is missing, one a line.
    """
    round = locked(round)
    if round.published_at is not None:
        raise RoundPublished
    if round.cancelled_at is not None:
        raise RoundClosed("This round was cancelled.")
    missing = readiness.missing(round, "publish")
    if missing or round.fund is None:
        raise NotReady("\n".join(each.text for each in missing))
    round.pot = _fill_pot(round, round.fund)
    round.manifest = manifest.encode(round)
    round.manifest_sha256 = manifest.sha256(round.manifest)
    round.published_at = clock.now()
    round.save(update_fields=["pot", "manifest", "manifest_sha256", "published_at"])
    record(
        by=by,
        kind="round.published",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={
            "number": round.number,
            "preset": round.preset,
            "pot_pence": round.pot_pence,
            "manifest_sha256": round.manifest_sha256,
            **{name: getattr(round, name) for name in phases.DATE_NAMES},
        },
        words={"title": round.title},
    )
    turns.notice(round)
    return round


def _fill_pot(round: Round, fund: Fund) -> Pot:
    name = f"Round {round.number}: {round.title}"[:120]
    return books.open_pot(
        fund, round.pot_pence, round_ref=round.pk, name=name, memo=f"Round {round.number}"
    )


@transaction.atomic
def postpone(round: Round, *, reason: str, by: User, **dates: Unpack[LaterDates]) -> Round:
    """Move dates of a published round later, for a reason that everybody can read.

    A date that has come stays, but for the panel's, and unless the vote waits for its box. Raises
    NotPublished, RoundClosed, NoReason, OnlyLater, DatesCollide.
    """
    round = locked(round)
    _may_move(round, reason)
    before = {name: getattr(round, name) for name in dates}
    waits = phases.current(round) == "vote-delayed"
    for name, later in dates.items():
        _move(round, name, later, waits=waits)
    for name, sentence in publishing.collisions(phases.dates_of(round)).items():
        raise DatesCollide(sentence, field=name)
    moved = [name for name in before if before[name] != getattr(round, name)]
    if not moved:
        raise OnlyLater("Move at least one date.")
    round.save(update_fields=moved)
    record(
        by=by,
        kind="round.postponed",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        before={name: before[name] for name in moved},
        after={name: getattr(round, name) for name in moved},
        words={"reason": reason.strip()},
    )
    return round


def _may_move(round: Round, reason: str) -> None:
    if round.published_at is None:
        raise NotPublished
    if round.decided_at or round.cancelled_at:
        raise RoundClosed("This round's dates can't move any more.")
    if not reason.strip():
        raise NoReason


def _move(round: Round, name: str, later: object, *, waits: bool) -> None:
    """Set one date. One that has come moves only while the vote waits for its box; the panel's day
    may always move, since a meeting without enough members meets again.
    """
    now, date = clock.now(), getattr(round, name)
    if later == date:
        return
    has_come = name != "panel_meets_at" and now >= date and not waits
    if not isinstance(later, datetime) or name not in MOVABLE or later < max(date, now) or has_come:
        raise OnlyLater(field=name)
    setattr(round, name, later)
