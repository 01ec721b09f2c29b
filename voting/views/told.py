"""What the ballot says about what was sent from it, once: a word in a cookie from the page that
refused to the ballot, whose address can be asked for again.

It is shut, and holds a reason and no choice: what is wrong with the ticks themselves is worked out
anew from the ticks (`kept`). It counts for one vote and one signing in, and for minutes.
"""

import base64
import hmac
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from people import sessions
from people.middleware import PersonRequest
from rounds.models import Round
from voting.views import kept

_COOKIE = "told"
_SALT = "voting.told"
_MINUTES = 10
_LONG = 900  # characters: all words are filled up to the same length


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
        _shut(signing.dumps([*_for(request, round), *told], salt=_SALT)),
        max_age=_MINUTES * 60,
        path=_path(round),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def told(request: PersonRequest, round: Round) -> Told:
    """What the ballot has to say to whoever is signed in."""
    try:
        value = _opened(request.COOKIES.get(_COOKIE, ""))
        found = signing.loads(value, salt=_SALT, max_age=_MINUTES * 60)
    except (signing.BadSignature, CryptoError, ValueError):
        return Told()
    whose = _for(request, round)
    return Told(*found[len(whose) :]) if found[: len(whose)] == whose else Told()


def forget(response: HttpResponse, round: Round) -> None:
    """Have the ballot say nothing of what was sent before."""
    response.delete_cookie(_COOKIE, path=_path(round), samesite="Lax")


def _for(request: PersonRequest, round: Round) -> list[str]:
    return [sessions.visit(request), kept.vote_of(round)]


def _shut(word: str) -> str:
    """`word`, as no one reads it who has the device next: not even that somebody voted."""
    return base64.urlsafe_b64encode(bytes(_box().encrypt(word.ljust(_LONG).encode()))).decode()


def _opened(value: str) -> str:
    """Raises CryptoError or ValueError for what was not shut here."""
    return _box().decrypt(base64.urlsafe_b64decode(value)).decode().strip()


def _box() -> SecretBox:
    return SecretBox(hmac.digest(settings.SECRET_KEY.encode(), _SALT.encode(), "sha256"))


def _path(round: Round) -> str:
    return reverse("voting:ballot", args=[round.neighbourhood, round.number])
