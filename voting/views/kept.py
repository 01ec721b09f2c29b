"""What a browser keeps of a vote: the name under which a tab does (static/js/ballot.js), and the
cookie with ticks on the way from the ballot to the check page and back.

The cookie is sealed for its voter, this signing in and the ballot it would replace, and goes to the
pages of its vote alone. It is of no use once a ballot is cast, in whatever browser, and gone from
the one that cast it. So each page on the way has an address that can be come back to.
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac

from people import sessions
from people.middleware import PersonRequest
from rounds.models import Round
from voting import actions
from voting.forms.ballot import PicksForm
from voting.slips import Ticks
from voting.voters import Voter

_COOKIE = "ticks"
# A ballot has fewer lines, and none has a longer number.
_LINES, _DIGITS = 300, 5


class Brought(NamedTuple):
    """What a browser brings of a ballot that is not cast: its ticks, or that it has some of before
    its voter was signed out.
    """

    ticks: Ticks | None = None
    left_behind: bool = False


def vote_of(round: Round) -> str:
    """The vote's name: a vote that is held again is another one."""
    run = round.box.run if hasattr(round, "box") else 0
    return f"{round.pk}.{run}"


def whose(ref: UUID) -> str:
    """A mark of a voter that tells nothing of who it is: by it a tab knows whose ticks it kept."""
    return salted_hmac("voting.tab", str(ref), algorithm="sha256").hexdigest()[:20]


def keep_ticks(
    response: HttpResponse, request: PersonRequest, round: Round, form: PicksForm, own: str = ""
) -> None:
    """Have the browser keep what was ticked."""
    ticks = Ticks(_numbers(form), sessions.visit(request), own)
    voter = _voter(request)
    value = voter and actions.keep_ticks(round, by=voter, ticks=ticks)
    if value:
        response.set_cookie(
            _COOKIE,
            value,
            path=_path(round),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def kept_ticks(request: PersonRequest, round: Round) -> Brought:
    """What this browser kept for whoever is signed in."""
    value, voter = request.COOKIES.get(_COOKIE), _voter(request)
    if not value or voter is None:
        return Brought()
    ticks = actions.kept_ticks(round, by=voter, value=value)
    if ticks and ticks.visit != sessions.visit(request):
        return Brought(left_behind=True)
    return Brought(ticks)


def forget_ticks(response: HttpResponse, round: Round) -> None:
    """Have the browser keep nothing any more."""
    response.delete_cookie(_COOKIE, path=_path(round), samesite="Lax")


def as_posted(numbers: Iterable[int], **more: str) -> QueryDict:
    """Ticked ballot numbers as a form takes them."""
    data = QueryDict(mutable=True)
    data.setlist("picks", [str(number) for number in numbers])
    data.update(more)
    return data


def _numbers(form: PicksForm) -> tuple[int, ...]:
    right = [tick for tick in form.ticked if tick.isdecimal() and len(tick) <= _DIGITS]
    return tuple(sorted({int(tick) for tick in right})[:_LINES])


def _path(round: Round) -> str:
    return reverse("voting:ballot", args=[round.neighbourhood, round.number])


def _voter(request: PersonRequest) -> Voter | None:
    person = request.standing.person
    return Voter(person) if person is not None else None
