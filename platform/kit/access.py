"""Who may come to a page: every view says so, and one decorator holds it.

An audience is a set of names. `public` lets everyone in, `signed-in` anyone with an account; the
others are kinds of standing in the neighbourhood of the URL (`area`), or, on a URL without one,
in any.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)

STAFF = ("officer", "finance")
PANEL = ("chair", "panel", "secretary")
EVERYONE = ("public", "signed-in", "resident", *STAFF, *PANEL, "auditor")


@dataclass(frozen=True)
class Verdict:
    """An answer that gives its reason."""

    allowed: bool
    because: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(because: str) -> Verdict:
    """A refusal in words for the person who asked."""
    return Verdict(False, because)


class Place(Protocol):
    """What the door needs of a neighbourhood."""

    pk: UUID


class HasStanding(Protocol):
    """What a request's person may be, neighbourhood by neighbourhood."""

    signed_in: bool

    def holds(self, kinds: frozenset[str], area: Place | None) -> bool:
        """Whether the person has one of these kinds of standing in `area` (None: anywhere)."""

    def known_in(self, area: Place | None) -> bool:
        """Whether the person has any standing at all in `area` (None: anywhere)."""


View = Callable[Concatenate[R, P], HttpResponseBase]


def audience(*kinds: str) -> Callable[[View[R, P]], View[R, P]]:
    """Declare who a view is for, and hold it.

    Nobody signed in is sent to sign in, with what they typed shown again; a person without any
    standing in the neighbourhood gets 404, one with the wrong standing 403.
    """
    unknown = set(kinds) - set(EVERYONE)
    if unknown or not kinds:
        raise ValueError(f"unknown audience: {sorted(unknown) or 'none'}")
    wanted = frozenset(kinds)

    def declare(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if "public" not in wanted:
                area = cast("Place | None", kwargs.get("area"))
                standing: HasStanding = request.standing  # type: ignore[attr-defined]
                if not standing.signed_in:
                    return _sign_in_first(request)
                _hold(standing, wanted, area)
            return view(request, *args, **kwargs)

        guarded.audience = wanted  # type: ignore[attr-defined]
        return cast("View[R, P]", guarded)

    return declare


def typed_text(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form: everything of more than one word."""
    return [
        text
        for name, texts in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for text in texts
        if " " in text.strip()
    ]


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page; but what somebody typed before their session ended is shown again."""
    typed = typed_text(request)
    if not typed:
        return redirect_to_login(request.get_full_path())
    back = redirect_to_login(request.get_full_path()).url
    return render(request, "signed_out.html", {"typed": typed, "sign_in": back}, status=403)


def _hold(standing: HasStanding, wanted: frozenset[str], area: Place | None) -> None:
    if "signed-in" in wanted or standing.holds(wanted, area):
        return
    if standing.known_in(area):
        raise PermissionDenied
    raise Http404
