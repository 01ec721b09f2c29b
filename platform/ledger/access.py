"""As what a person acts when money moves."""

from kit.actor import Actor
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood


def acting_as(by: Actor, area: Neighbourhood) -> str:
    """The role that the record names: finance officer before programme officer, else the system."""
    if not isinstance(by, User):
        return "system"
    kinds = Standing(by).kinds_in(area)
    return next((kind for kind in ("finance", "officer") if kind in kinds), "signed-in")
