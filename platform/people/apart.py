"""What keeps a person from taking up an office, asked of packages that only stand above this one.

A package registers its question in its `AppConfig.ready()`, as for `rounds.readiness`.
"""

from collections.abc import Callable

from people.models import User
from people.refusals import OfficeBarred
from places.models import Neighbourhood

Question = Callable[[User, Neighbourhood | None], str]

_questions: list[Question] = []


def register(question: Question) -> None:
    """Let `question` say why a person can't have an office in a place (None: in all of them); empty
    words when they can. Registering twice changes nothing.
    """
    if question not in _questions:
        _questions.append(question)


def why_not(person: User, area: Neighbourhood | None) -> str:
    """Why this person can't take up an office there; empty when they can."""
    return next(filter(None, (question(person, area) for question in _questions)), "")


def require(person: User, area: Neighbourhood | None) -> None:
    """Raise OfficeBarred with the reason. The caller holds the person locked."""
    because = why_not(person, area)
    if because:
        raise OfficeBarred(because)
