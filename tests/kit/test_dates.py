"""Days and times as people in London say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kit import dates


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 12, 6, 18, 0, tzinfo=UTC), "6 pm, 6 December 2026"),
        (datetime(2026, 12, 6, 18, 30, tzinfo=UTC), "6.30 pm, 6 December 2026"),
        (datetime(2026, 12, 6, 12, 0, tzinfo=UTC), "midday, 6 December 2026"),
        (datetime(2026, 12, 6, 0, 0, tzinfo=UTC), "midnight, 6 December 2026"),
        (datetime(2026, 12, 6, 0, 5, tzinfo=UTC), "12.05 am, 6 December 2026"),
        (datetime(2026, 12, 6, 12, 5, tzinfo=UTC), "12.05 pm, 6 December 2026"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "12.30 am, 1 August 2026"),
    ],
)
def test_a_moment_is_said_on_a_london_clock(moment: datetime, said: str) -> None:
    assert dates.day_time(moment) == said


def test_a_day_is_said_with_its_year_or_short() -> None:
    assert dates.day(date(2026, 12, 6)) == "6 December 2026"
    assert dates.short_day(date(2026, 9, 30)) == "30 Sep 2026"


def test_a_moment_late_in_a_summer_evening_belongs_to_the_london_day() -> None:
    assert dates.day(datetime(2026, 6, 1, 23, 15, tzinfo=UTC)) == "2 June 2026"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.day_time(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), "14 days left"),
        (datetime(2026, 12, 5, 23, 59, tzinfo=UTC), "1 day left"),
        (datetime(2026, 12, 6, 0, 1, tzinfo=UTC), "closes today"),
        (datetime(2026, 12, 6, 18, 0, tzinfo=UTC), "closed"),
    ],
)
def test_the_days_left_are_counted_in_london_days(now: datetime, said: str) -> None:
    assert dates.days_left(datetime(2026, 12, 6, 18, 0, tzinfo=UTC), now) == said
