"""From the name of a database constraint to plain words.

A deed is refused first by its own check, whose words are better; these are for the race that the
check lost. A constraint that people can't reach, only a fault of ours, has no words: its error
stays an error. A test lists those, with the reason.
"""

from collections.abc import Mapping

from django.db import IntegrityError

from kit import registers

MESSAGES: dict[str, str] = {}


def register(messages: Mapping[str, str]) -> None:
    """Let a room's words for its constraints be known; it calls this when the site starts. Raises
    ValueError for a constraint that has other words already.
    """
    registers.add(MESSAGES, messages, taken="these constraints have words already")


def name_of(error: IntegrityError) -> str | None:
    """The name of the constraint that a database error speaks of."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnosis, "constraint_name", None)
    return name


def message_for(error: IntegrityError) -> str | None:
    """Plain words for a database error, or None when it is a fault of ours."""
    name = name_of(error)
    return MESSAGES.get(name) if name else None
