"""Suggested dates are weekday evenings in London, whatever the clocks do."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kit.dates import LONDON
from rounds import calendar, presets, publishing

DAYS = st.dates(date(2026, 1, 1), date(2040, 1, 1))
PRESETS = st.sampled_from(presets.OFFERED)


@given(PRESETS, DAYS)
def test_every_suggested_date_is_a_weekday_evening(preset: presets.Preset, start: date) -> None:
    for moment in astuple(calendar.suggest(preset, start)):
        here = moment.astimezone(LONDON)
        assert here.weekday() < 5
        assert here.hour == 18


@given(PRESETS, DAYS)
def test_suggested_dates_never_collide(preset: presets.Preset, start: date) -> None:
    assert publishing.collisions(calendar.suggest(preset, start)) == {}


def test_a_small_round_votes_for_two_weeks_and_waits_seven_days() -> None:
    dates = calendar.suggest(presets.offered("small"), date(2027, 3, 6))
    facts = [moment.astimezone(LONDON).date() for moment in astuple(dates)]
    assert facts[0] == date(2027, 3, 8)
    assert (facts[4] - facts[3]).days == 14
    assert (facts[5] - facts[4]).days == 7
    assert calendar.outcomes_due(dates) == date(2028, 5, 9)
