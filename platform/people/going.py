"""Where somebody was going when they were asked to sign in or to give a name."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_SAID = "said_on_the_way"


def to(request: HttpRequest) -> str:
    """The page of ours that the request names as `next`; blank where it names none."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if ours and len(url) <= 2000 else ""


def keep_said(request: HttpRequest, onward: str, words: str) -> None:
    """Keep what the pages for signing in say to whoever goes on to `onward`."""
    request.session[_SAID] = [onward, words]


def said(request: HttpRequest, onward: str) -> str:
    """What was kept to be said on the way there; blank where nothing was."""
    where, words = request.session.get(_SAID) or ("", "")
    return words if onward and where == onward else ""
