"""Sensible dates for a round: weekday evenings at 6 pm in London, however the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from kit.dates import LONDON
from rounds.phases import Dates
from rounds.presets import Preset

EVENING = time(18)
YEAR_AFTER = timedelta(days=365)


def evening(on: date) -> datetime:
    """6 pm in London on that day, or on the Monday after a weekend (UTC)."""
    weekend = max(0, on.weekday() - 4)
    day = on + timedelta(days=3 - weekend) if weekend else on
    return datetime.combine(day, EVENING, LONDON).astimezone(UTC)


def suggest(preset: Preset, start: date) -> Dates:
    """Dates for a round that opens for ideas on `start`, each some weeks after the last."""
    weeks = accumulate(preset.weeks, initial=0)
    return Dates(*(evening(start + timedelta(weeks=week)) for week in weeks))


def outcomes_due(dates: Dates) -> date | None:
    """A year after the panel meets."""
    met = dates.panel_meets_at
    return met.astimezone(LONDON).date() + YEAR_AFTER if met else None
