"""What every page's frame needs: menus, place, footer."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame's context."""
    return {}
