"""A site with a round in every phase: its history, played by the real deeds in the order of time.

It uses only what tests and demonstration use anyway, so that it can be played on any version.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from kit import clock
from tests.upgrade import deeds, neighbourhood
from tests.upgrade.deeds import DAY, Case, Play, Step

BEGAN = 120 * DAY

_DATES = (
    "ideas_open_at",
    "ideas_close_at",
    "develop_closes_at",
    "voting_opens_at",
    "voting_closes_at",
    "challenge_closes_at",
    "panel_meets_at",
)

_PUBLISHED = (Step("ideas_open_at", -200, deeds.announce),)
_IDEAS_IN = (*_PUBLISHED, Step("ideas_open_at", 1, deeds.share))
_HANDED_IN = (*_IDEAS_IN, Step("ideas_close_at", 1, deeds.hand_in))
_FIXED = (*_HANDED_IN, Step("develop_closes_at", 1, deeds.fix))
_MADE = (*_FIXED, Step("develop_closes_at", 2, deeds.make_box))
_VOTED = (*_MADE, Step("develop_closes_at", 3, deeds.ready), Step("voting_opens_at", 1, deeds.vote))
_CLOSED = (*_VOTED, Step("voting_closes_at", 1, deeds.close))
_ONE_CAME = (*_CLOSED, Step("voting_closes_at", 2, deeds.open_one))
_COUNTED = (*_CLOSED, Step("voting_closes_at", 2, deeds.open_both))
_LOST = (*_CLOSED, Step("voting_closes_at", 2, deeds.lose_two))
_PAID = (
    *_COUNTED,
    Step("challenge_closes_at", 10, deeds.destroy),
    Step("panel_meets_at", 1, deeds.meet),
    Step("panel_meets_at", 24, deeds.pay),
)

CASES = (
    Case("draft", 1, (Step("ideas_open_at", 0, deeds.draft),)),
    Case("published", 0, _PUBLISHED),
    Case("ideas", 1, _IDEAS_IN),
    Case("develop", 2, _HANDED_IN),
    Case("ballot-fixed", 3, _FIXED),
    Case("box-made", 4, _MADE),
    Case("open", 4, _VOTED, ballots=30, ideas=3),
    Case("open-keyholders", 4, _VOTED, "keyholders", ballots=30, ideas=3),
    Case("closed", 5, _CLOSED),
    Case("one-pressed", 5, _ONE_CAME),
    Case("one-gave-words", 5, _ONE_CAME, "keyholders"),
    Case("parts-lost", 5, _LOST, "keyholders"),
    Case(
        "again-made",
        5,
        (
            *_LOST,
            Step("voting_closes_at", 3, deeds.again_in(2 * DAY)),
            Step("voting_closes_at", 4, deeds.rehearse_one),
        ),
        "keyholders",
    ),
    Case(
        "again-open",
        5,
        (
            *_LOST,
            Step("voting_closes_at", 3, deeds.again_in(-2 * DAY)),
            Step("voting_closes_at", 4, deeds.ready),
            Step("voting_closes_at", 96, deeds.vote),
        ),
        "keyholders",
    ),
    Case("counted", 5, (*_COUNTED, Step("voting_closes_at", 3, deeds.ask))),
    Case("panel", 6, (*_COUNTED, Step("challenge_closes_at", 1, deeds.call))),
    Case("delivering", 7, _PAID),
    Case(
        "signed-off",
        10,
        (
            *_PAID,
            Step("panel_meets_at", 400, deeds.finish),
            Step("panel_meets_at", 500, deeds.sign_off),
        ),
    ),
    Case("cancelled", 4, (*_VOTED, Step("voting_opens_at", 30, deeds.cancel))),
)


def play(go: Callable[[datetime], None]) -> list[Play]:
    """Play every round up to this moment; `go` sets the clock, which ends where it began."""
    now = clock.now()
    go(now - BEGAN)
    scene = neighbourhood.build(go)
    plays = [Play(scene, case, now, dates(case, now)) for case in CASES]
    due = [(_moment(each, step), step, each) for each in plays for step in each.case.steps]
    for moment, step, each in sorted(due, key=lambda one: one[0]):
        go(moment)
        _do(step, each)
    go(now)
    return plays


def play_on(each: Play) -> None:
    """Play a round that stands somewhere on the way of one that is signed off to that end."""
    whole = next(case for case in CASES if case.name == "signed-off")
    for step in whole.steps:
        if step not in each.case.steps:
            each.scene.go(max(clock.now(), _moment(each, step)))
            _do(step, each)


def _do(step: Step, each: Play) -> None:
    if each.row.neighbourhood_id:
        each.row.refresh_from_db()
    step.deed(each)


def dates(case: Case, now: datetime) -> dict[str, datetime]:
    """The dates of a round that stands where `case` says at `now` (UTC)."""
    first = now - 10 * DAY * (case.reached - 1) - 5 * DAY
    days = {name: (first + 10 * DAY * at).date() for at, name in enumerate(_DATES)}
    return {name: datetime.combine(day, time(18), UTC) for name, day in days.items()}


def _moment(each: Play, step: Step) -> datetime:
    return each.dates[step.date] + timedelta(hours=step.hours)
