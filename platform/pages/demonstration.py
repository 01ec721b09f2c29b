"""The demonstration's bar, shown only in neighbourhoods flagged as demonstration and never in
production.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from places.models import Neighbourhood


def offered(area: Neighbourhood | None = None) -> bool:
    """Whether the demonstration's controls exist here."""
    if settings.PRODUCTION:
        return False
    if area is not None:
        return area.is_demonstration
    return Neighbourhood.objects.filter(is_demonstration=True).exists()


def bar(request: HttpRequest, area: Neighbourhood | None) -> dict[str, str] | None:
    """What the bar over a demonstration page links to, or None."""
    # Refused before anybody could be looked up (a forged host), a request has no user.
    user = getattr(request, "user", None)
    user = user if user and user.is_authenticated else None
    acting = user if getattr(user, "is_demonstration", False) else None
    if not (offered(area) if area is not None else acting is not None and not settings.PRODUCTION):
        return None
    links = {
        "be_someone_url": reverse("pages:be-someone"),
        "tour_url": reverse("pages:tour"),
    }
    if area is not None:
        links["move_on_url"] = reverse("pages:move-on", args=[area])
    return {**links, "acting_as": str(acting) if acting else ""}
