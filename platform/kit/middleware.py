"""What holds for every answer: what no page is made for and what no form caught becomes a plain
refusal, never a 500; and what isn't for everybody is kept by no browser and no proxy.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import get_max_age

from kit import constraints
from kit.refusal import Refused
from kit.typed import cleaned

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

Answer = Callable[[HttpRequest], HttpResponse]


METHODS = ("GET", "HEAD", "POST")


class Methods:
    """Answers 405 to methods that a page was not made for: it would take them for GET.

    It comes before the token of forms is asked for, so that all get the same answer. The API's
    views say for themselves what they take.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *rest: object
    ) -> HttpResponse | None:
        if request.method in METHODS or hasattr(view, "cls"):
            return None
        return HttpResponseNotAllowed(METHODS)


def methods(get_response: Answer) -> Methods:
    """The middleware, as settings name it."""
    return Methods(get_response)


class Typed:
    """Leaves out of everything that is typed into a form or asked for in an address what nobody can
    see (`kit.typed`). The API reads no body, and no page's own check is passed by.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *rest: object
    ) -> None:
        request.GET = _seen(request.GET)
        if request.method == "POST" and not hasattr(view, "cls"):
            request.POST = _seen(request.POST)


def _seen(given: "_ImmutableQueryDict") -> "_ImmutableQueryDict":
    """The same, cleaned; itself where there is nothing to clean."""
    if all(cleaned(text) == text for _, texts in given.lists() for text in texts):
        return given
    seen = given.copy()
    for name, texts in given.lists():
        seen.setlist(name, [cleaned(text) for text in texts])
    seen._mutable = False
    return cast("_ImmutableQueryDict", seen)


def typed(get_response: Answer) -> Typed:
    """The middleware, as settings name it."""
    return Typed(get_response)


class Refusals:
    """Answers a refused deed with 409 and its reason, as a page or as a line for htmx."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return _answer(request, error.reason)
        if isinstance(error, IntegrityError) and (message := constraints.message_for(error)):
            return _answer(request, message)
        return render(request, "400.html", status=400) if _cannot_be_kept(error) else None


def _cannot_be_kept(error: Exception) -> bool:
    """Whether somebody sent what no column takes: a NUL, half a sign, a number out of bounds."""
    return isinstance(error, DataError | UnicodeEncodeError) or (
        isinstance(error, ValueError) and "NUL" in str(error)
    )


def _answer(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "409.html", {"reason": reason}, status=409)


def refusals(get_response: Answer) -> Refusals:
    """The middleware, as settings name it."""
    return Refusals(get_response)


def private(get_response: Answer) -> Answer:
    """Middleware: `no-store, private` on every answer that isn't the same for everybody.

    It stands outside the sessions, and sees redirects and refusals too. Files that never change go
    out before it. A view that names an age of its own (a public picture) keeps it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_private(request, response) and not get_max_age(response):
            response["Cache-Control"] = "no-store, private"
        return response

    return answer


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is for one person: it goes to a browser with a session, answers what was
    sent in, hands out a cookie (every page with a form does), or its page isn't public.
    """
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or request.method not in ("GET", "HEAD")
        or bool(response.cookies)
        or not _is_public_page(request)
    )


def _is_public_page(request: HttpRequest) -> bool:
    """Whether the address is a page for everybody, or none at all. The library's pages are for
    signing in and declare nothing: they are not, and neither is an address that holds a code.
    """
    match = request.resolver_match
    if match is None:
        return True
    return "public" in getattr(match.func, "audience", ()) and "code" not in match.kwargs
