"""Who does a deed, as the record needs to know it."""

from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """Anyone or anything that a record entry can name by a random reference."""

    def ref(self, *, round_ref: UUID | None, place_ref: UUID | None) -> UUID | None:
        """The actor's reference within one round, else one neighbourhood, else the installation."""


class System:
    """A date having come, or a job: nobody in particular."""

    def ref(self, *, round_ref: UUID | None, place_ref: UUID | None) -> UUID | None:
        return None


SYSTEM = System()
