"""What is said once something was done with a neighbourhood, from how it stands then."""

from kit.lists import joined
from places.models import Neighbourhood
from places.postcode_files import Reading
from places.postcodes import can_tell


def created(place: Neighbourhood) -> str:
    """A new neighbourhood."""
    return f"{place.full_name} is there. Next, say which areas or postcodes belong to it."


def changed(place: Neighbourhood) -> str:
    """What is told of it."""
    return "The details are changed."


def boundary_drawn(place: Neighbourhood) -> str:
    """Which areas belong to it."""
    if can_tell(place):
        return "The boundary is drawn."
    return "The boundary is drawn. Next, load the postcodes."


def left_out(rows: Reading) -> str:
    """Lines of a file that were passed over."""
    facts = [
        f"{rows.without:,} without a postcode" if rows.without else "",
        f"{rows.repeated:,} with one that came before" if rows.repeated else "",
    ]
    return f"Lines passed over: {joined(list(filter(None, facts)))}."
