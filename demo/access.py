"""Where the demonstration's controls exist."""

from places.models import Neighbourhood


def offered(area: Neighbourhood | None = None) -> bool:
    """Whether they exist in this neighbourhood, or anywhere here."""
    if area is not None:
        return area.is_demonstration
    return Neighbourhood.objects.filter(is_demonstration=True).exists()
