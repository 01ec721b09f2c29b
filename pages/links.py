"""Links that the person who sees them may follow: a door that would be shut isn't shown."""

from django.urls import resolve, reverse

from people.standing import Standing
from places.models import Neighbourhood


def may_open(standing: Standing, url: str, area: Neighbourhood | None) -> bool:
    """Whether the view at `url` lets this person in."""
    kinds: frozenset[str] = getattr(resolve(url).func, "audience", frozenset())
    if "public" in kinds:
        return True
    return standing.signed_in and ("signed-in" in kinds or standing.holds(kinds, area))


def open_ones(
    standing: Standing, area: Neighbourhood, *links: tuple[str, str, list[object]]
) -> list[tuple[str, str]]:
    """(label, URL) of those that the person may follow; given as label, URL name, arguments."""
    made = [(label, reverse(name, args=[area, *args])) for label, name, args in links]
    return [(label, url) for label, url in made if may_open(standing, url, area)]
