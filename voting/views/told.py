"""What the ballot says about what was sent from it, once: a word in a cookie from the page that
refused to the ballot, whose address can be asked for again.

It holds a reason and no choice: what is wrong with the ticks themselves is worked out anew from the
ticks (`kept`). It counts for one vote and one signing in, and for minutes.
"""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

from people import sessions
from people.middleware import PersonRequest
from rounds.models import Round
from voting.views import kept

_COOKIE = "told"
_SALT = "voting.told"
_MINUTES = 10


class Told(NamedTuple):
    """What became of a ballot that was sent: "fault" is in its ticks, "not-cast" has a `reason`
    unless that is in its ticks too, "signed-out" came without them.
    """

    what: str = ""
    reason: str = ""


FAULT, SIGNED_OUT = Told("fault"), Told("signed-out")


def tell(response: HttpResponse, request: PersonRequest, round: Round, told: Told) -> None:
    """Have the ballot say this."""
    response.set_cookie(
        _COOKIE,
        signing.dumps([*_for(request, round), *told], salt=_SALT),
        max_age=_MINUTES * 60,
        path=_path(round),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def told(request: PersonRequest, round: Round) -> Told:
    """What the ballot has to say to whoever is signed in."""
    try:
        value = request.COOKIES.get(_COOKIE, "")
        found = signing.loads(value, salt=_SALT, max_age=_MINUTES * 60)
    except signing.BadSignature:
        return Told()
    whose = _for(request, round)
    return Told(*found[len(whose) :]) if found[: len(whose)] == whose else Told()


def forget(response: HttpResponse, round: Round) -> None:
    """Have the ballot say nothing of what was sent before."""
    response.delete_cookie(_COOKIE, path=_path(round), samesite="Lax")


def _for(request: PersonRequest, round: Round) -> list[str]:
    return [sessions.visit(request), kept.vote_of(round)]


def _path(round: Round) -> str:
    return reverse("voting:ballot", args=[round.neighbourhood, round.number])
