"""Who may verify a measurement."""

from evidence.models import Observation
from kit.access import YES, Verdict, no
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood


def may_verify(person: User, observation: Observation) -> Verdict:
    """Anyone of the trust's staff but its recorder and those barred when it was recorded."""
    apart = is_apart(person, observation)
    if apart and not Standing(person).is_staff(observation.expectation.place):
        return no("The trust's officers verify measurements.")
    return apart


def is_apart(person: User, observation: Observation) -> Verdict:
    """Whether the person neither recorded a measurement nor is barred from verifying it."""
    if observation.recorded_by_id == person.pk:
        return no("You handed this in. Somebody else must verify it.")
    if person in observation.barred.all():
        return no("You hold this money or awarded it. Somebody else must verify this.")
    return YES


def acting_as(by: User, area: Neighbourhood) -> str:
    """The role that the record names."""
    kinds = Standing(by).kinds_in(area)
    return next((kind for kind in ("officer", "finance", "resident") if kind in kinds), "signed-in")
