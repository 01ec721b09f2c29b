"""What is said once something was done in the demonstration."""

from datetime import datetime

from kit.dates import day_time


def moved_on(label: str, now: datetime) -> str:
    """A round came to its next step, and the day with it."""
    return f"Done: “{label}”. In this demonstration it is {day_time(now)} now."
