"""Days and times as people in London say them. Everything stored is UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_london(moment: datetime) -> datetime:
    """The same moment on a London clock. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(LONDON)


def london_date(when: date) -> date:
    """The London date of a moment; a plain date stays as it is."""
    return in_london(when).date() if isinstance(when, datetime) else when


def day(when: date) -> str:
    """ "6 December 2026"."""
    on = london_date(when)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_day(when: date) -> str:
    """ "6 Dec 2026"; for narrow places. A round may last over new year, so the year is said."""
    on = london_date(when)
    return f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}"


def clock_time(moment: datetime) -> str:
    """ "6 pm", "6.30 pm", "midday", "midnight", in London."""
    at = in_london(moment)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def day_time(moment: datetime) -> str:
    """ "6 pm, 6 December 2026", in London. Midnight belongs to the day that it starts."""
    return f"{clock_time(moment)}, {day(moment)}"


def days_left(until: datetime, now: datetime) -> str:
    """How long until `until`, counted in London days: "14 days left", "closes today", "closed"."""
    if now >= until:
        return "closed"
    days = (london_date(until) - london_date(now)).days
    if days == 0:
        return "closes today"
    return "1 day left" if days == 1 else f"{days} days left"
