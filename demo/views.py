"""The demonstration's own pages: be someone, move a round on, its letters, and a tour."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers

from audit.actions import record
from demo import access, cast, loader, moving_on, said, tour
from kit import clock
from kit.access import audience
from people import kept_mail
from people.middleware import PersonRequest
from people.models import User
from places.models import Neighbourhood
from rounds.models import Round

_LETTERS_SHOWN = 100
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _only_in_demonstration(area: Neighbourhood | None = None) -> None:
    if not access.offered(area):
        raise Http404


@audience("public")
def be_someone(request: HttpRequest) -> HttpResponse:
    """Eight people to be, one line each."""
    _only_in_demonstration()
    lines = {
        cast.address(person.key, slug): person.line
        for slug, persons in (("east-marsh", cast.EAST_MARSH), ("grange", cast.GRANGE))
        for person in persons
        if person.line
    }
    users = {
        user.email: user for user in User.objects.filter(is_demonstration=True, email__in=lines)
    }
    people = [
        (users[email], line, _home(users[email])) for email, line in lines.items() if email in users
    ]
    return render(request, "demo/be_someone.html", {"people": people[:8]})


@audience("public")
@transaction.atomic
def be(request: HttpRequest, person: UUID) -> HttpResponse:
    """Takes the person's place, and says so on the record."""
    _only_in_demonstration()
    if request.method != "POST":
        return redirect("demo:be-someone")
    user = get_object_or_404(User, pk=person, is_demonstration=True)
    login(request, user, backend=_BACKEND)
    area = _where(user)
    record(by=user, kind="demo.became", subject=user, role="resident", place=area.pk)
    return redirect("pages:area", area=area)


def _home(user: User) -> str:
    """The name of the neighbourhood that a made-up person belongs to."""
    return "Grange" if "@grange." in user.email else "East Marsh"


def _where(user: User) -> Neighbourhood:
    slug = user.email.partition("@")[2].partition(".")[0]
    return get_object_or_404(Neighbourhood, slug=slug, is_demonstration=True)


@audience("public")
def move_on(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """What comes next in each round; pressing it plays it and moves the day for everybody here."""
    _only_in_demonstration(area)
    rounds = Round.objects.in_area(area).shown().filter(cancelled_at=None).order_by("-number")
    steps = [(round_, moving_on.next_step(round_)) for round_ in rounds]
    context = {"steps": [(round_, step) for round_, step in steps if step]}
    return render(request, "demo/move_on.html", context)


@audience("public")
def play(request: PersonRequest, area: Neighbourhood, number: int) -> HttpResponse:
    """Plays a round's next step."""
    _only_in_demonstration(area)
    round_ = get_object_or_404(Round.objects.in_area(area).shown(), number=number)
    if request.method != "POST":
        return redirect("demo:move-on", area=area)
    by = request.user if isinstance(request.user, User) else _somebody(area)
    with transaction.atomic():
        step = moving_on.play(round_, by=by)
    messages.success(request, said.moved_on(step.label, clock.now()))
    return redirect("pages:round", area=area, number=number)


def _somebody(area: Neighbourhood) -> User:
    first = cast.EAST_MARSH[0] if area.slug == "east-marsh" else cast.GRANGE[0]
    return get_object_or_404(User, email=cast.address(first.key, area.slug))


@audience("public")
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters that would have been sent, codes for signing in included."""
    if not kept_mail.can_be_read():
        raise Http404
    context = {"letters": kept_mail.newest(_LETTERS_SHOWN), "most": _LETTERS_SHOWN}
    answer = render(request, "demo/letters.html", context)
    add_never_cache_headers(answer)
    return answer


@audience("public")
def tour_page(request: HttpRequest) -> HttpResponse:
    """Seven stops, each a real page."""
    _only_in_demonstration()
    return render(request, "demo/tour.html", {"stops": tour.stops(), "receipt": loader.receipt()})
