"""How the record knows a resident who may have asked not to be named."""

from dataclasses import dataclass
from uuid import UUID

from people.models import User


@dataclass(frozen=True)
class OnOneSubject:
    """A resident as the record knows them here: by another reference for every proposal or
    question, so that what they do without a name is not joined to what they do under theirs.
    """

    person: User
    subject: UUID

    def ref(self, *, round_ref: UUID | None, place_ref: UUID | None) -> UUID | None:
        """The person's random reference for this subject, whatever round or place is asked for."""
        return self.person.ref(round_ref=self.subject, place_ref=None)
