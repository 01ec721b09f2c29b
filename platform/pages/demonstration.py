"""The demonstration's bar, shown only in neighbourhoods flagged as demonstration and never in
production.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from people import kept_mail
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
    if not _shown(request, area, acting):
        return None
    links = {
        "be_someone_url": reverse("pages:be-someone"),
        "tour_url": reverse("pages:tour"),
    }
    if area is not None:
        links["move_on_url"] = reverse("pages:move-on", args=[area])
    elif kept_mail.can_be_read():
        links["letters_url"] = reverse("pages:letters")
    return {**links, "acting_as": str(acting) if acting else ""}


def _shown(request: HttpRequest, area: Neighbourhood | None, acting: object) -> bool:
    """On pages of a demonstration and where somebody signs in, whose code can be read on one; on
    others for somebody who plays one of its people.
    """
    if settings.PRODUCTION or area is not None:
        return offered(area)
    if request.path.startswith(("/accounts/", "/demo/")):
        return offered()
    return acting is not None
