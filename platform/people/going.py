"""Where somebody was going when they were asked to sign in or to give a name."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def to(request: HttpRequest) -> str:
    """The page of ours that the request names as `next`; blank where it names none."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if ours and len(url) <= 2000 else ""
