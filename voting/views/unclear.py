"""A ballot of which nobody knows whether it was cast: its form again, to be pressed once more.

The same slip gives the same ballot and the same receipt, however often it comes. The page is made
from what was posted alone: the database may be away.
"""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

# How every address of casting ends.
CAST = "vote/cast/"
_FIELDS = ("slip", "picks", "own")


def is_cast(request: HttpRequest) -> bool:
    """Whether a ballot was being cast. The address is read as text: to resolve it, the database
    would have to be there.
    """
    return (
        request.method == "POST"
        and request.path.endswith(f"/{CAST}")
        and bool(request.POST.get("slip"))
    )


def page(request: HttpRequest) -> str:
    """The page with the same form again."""
    fields = [(name, value) for name in _FIELDS for value in request.POST.getlist(name)]
    context = {"path": request.path, "csrf_token": get_token(request), "fields": fields}
    return render_to_string("voting/unclear.html", context)
