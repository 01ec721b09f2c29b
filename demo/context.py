"""What the demonstration puts on other rooms' pages, drawn here so that they need not know of it:
its bar over every page of a demonstration, and the panel on the first page.
"""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from demo import access, cast
from people import kept_mail
from people.models import User
from places.models import Neighbourhood


def demonstration(request: HttpRequest) -> dict[str, object]:
    """Both, each drawn where a page has a place for it; empty where there is nothing to show."""
    match = request.resolver_match
    area = match.kwargs.get("area") if match else None
    place = area if isinstance(area, Neighbourhood) else None
    return {
        "demonstration_bar": SimpleLazyObject(lambda: _bar(request, place)),
        "demonstration_panel": SimpleLazyObject(lambda: _panel(request)),
    }


def _bar(request: HttpRequest, area: Neighbourhood | None) -> str:
    # Refused before anybody could be looked up (a forged host), a request has no user.
    user = getattr(request, "user", None)
    acting = user if getattr(user, "is_demonstration", False) else None
    if not _shown(request, area, acting):
        return ""
    links = [("Be someone", reverse("demo:be-someone"))]
    if area is not None:
        links.append(("Move this round on", reverse("demo:move-on", args=[area])))
    links.append(("Take the tour", reverse("demo:tour")))
    if area is None and kept_mail.can_be_read():
        links.append(("Read the letters", reverse("demo:letters")))
    return render_to_string("demo/_bar.html", {"acting_as": acting, "links": links})


def _shown(request: HttpRequest, area: Neighbourhood | None, acting: object) -> bool:
    """On pages of a demonstration and where somebody signs in, whose code can be read on one; on
    others for somebody who plays one of its people.
    """
    if area is not None:
        return access.offered(area)
    if request.path.startswith(("/accounts/", "/demo/")):
        return access.offered()
    return acting is not None


def _panel(request: HttpRequest) -> str:
    """What one can try, and the resident whom one press makes you."""
    if not access.offered():
        return ""
    resident = User.objects.filter(
        is_demonstration=True, email=cast.address(cast.EAST_MARSH[0].key, "east-marsh")
    ).first()
    return render_to_string("demo/_try.html", {"resident": resident}, request)
