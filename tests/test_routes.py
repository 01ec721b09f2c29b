"""Who may come where: every URL, for every kind of person, in their own neighbourhood and next
door.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from kit.access import EVERYONE
from people.models import User
from people.standing import Standing
from tests import factories
from tests.routes import LIBRARY, ROUTES, Route, walk
from tests.scene import STANDING, Played, play

pytestmark = pytest.mark.slow

LETS_IN = {200, 302, 405, 409, 410, 422}
_LEAD = {"resident of Ash"}
_STAFF = {"officer of Ash", "finance of Ash", "officer of the site"}
# Pages that are for fewer people than their audience, because of what they are about; somebody else
# of the audience gets 403 or 404 there.
FOR_FEWER: dict[str, set[str]] = {
    "people:file": _LEAD | _STAFF | {"auditor of Ash"},
    "places:new": {"officer of the site"},
    "places:postcodes-all": {"officer of the site"},
    "places:loaded-all": {"officer of the site"},
    "people:moved-out": _LEAD,
    "people:ask-check": _LEAD,
    "people:accept-mine": set(),  # somebody who is none of these was invited
    "proposals:edit": _LEAD | _STAFF,
    "proposals:develop": _LEAD | _STAFF,
    "proposals:baseline": set(),  # this idea needs none
    "proposals:submit": _LEAD,
    "proposals:withdraw": _LEAD,
    "proposals:second-look": _LEAD,
    "proposals:helpers": _LEAD,
    "proposals:join": _LEAD | {"panel of Ash"},
    "voting:facts": set(),  # this vote is too small for whole ballots
    "voting:words": set(),  # the key of this round is not in parts
    "grants:award": _LEAD,
    "grants:bank": _LEAD,
    "grants:decline": _LEAD,
    "grants:hold": set(),  # nobody here is asked to hold an award
    "grants:report": _LEAD,
    "pages:first-officer": set(),  # there is one already
    "demo:letters": set(),  # here letters leave for a mail server
    # Whoever is not signed in comes to the one door from these.
    **dict.fromkeys(
        (
            "people:code",
            "old-doors:sign-up",
            "old-doors:login-code",
            "old-doors:confirm-login-code",
            "old-doors:password",
            "old-doors:confirm-address",
        ),
        {"resident of Ash", "officer of Ash", "panel of Ash", "panel of Birch"},
    ),
}


# Parts of a URL that name no object of one neighbourhood.
NO_OBJECT = {"area", "form", "code", "page", "slug", "pk"}
# Objects that nobody owns: they are everybody's, or of the whole site.
EVERYBODYS = {"places:loaded-all", "demo:be"}


def test_every_url_declares_for_whom_it_is() -> None:
    undeclared = [f"{route.name} ({route.path})" for route in ROUTES if not route.audience]
    assert not undeclared, "put @audience(...) on: " + ", ".join(undeclared)
    assert all(route.audience <= set(EVERYONE) for route in ROUTES)


def test_every_url_has_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.endswith("None")]


def test_the_library_has_no_page_that_is_not_on_our_list() -> None:
    there = {name for name, _, _ in walk(get_resolver()) if ":" not in name}
    assert set(LIBRARY) <= there
    assert there - set(LIBRARY) == {"api-schema"}


def test_the_exceptions_are_pages_that_exist() -> None:
    assert set(FOR_FEWER) | EVERYBODYS <= {route.name for route in ROUTES}


@dataclass(frozen=True)
class Visit:
    """Somebody with a browser: from which neighbourhood, as what."""

    client: Client
    who: str
    at_home: bool
    kinds: frozenset[str]


@dataclass
class World:
    """Two neighbourhoods with everything in them, and a browser for every kind of person."""

    here: Played
    there: Played
    visits: list[Visit]


@pytest.fixture
def world(db: None, clock: Any, caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level(logging.CRITICAL, "django.request")
    site_officer = factories.with_role("officer", None)
    here = play("ash", clock.set, site_officer, before=0)
    there = play("birch", clock.set, site_officer, before=3)
    assert here.area.pk != there.area.pk
    visits = [
        Visit(_client(None), "visitor", False, frozenset()),
        Visit(_client(site_officer), "officer of the site", True, frozenset({"officer"})),
    ]
    for played, at_home in ((here, True), (there, False)):
        for kind, user in played.people.items():
            assert Standing(user).kinds_in(played.area) == STANDING[kind], kind
            name = f"{kind} of {played.area.name}"
            visits.append(Visit(_client(user), name, at_home, STANDING[kind]))
    return World(here, there, visits)


def _client(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def _ask(visit: Visit, method: str, url: str) -> Any:
    """The answer; whatever it changed is undone."""
    with transaction.atomic():
        answer = getattr(visit.client, method)(url)
        transaction.set_rollback(True)
    return answer


def _told(answer: Any) -> str:
    """An answer in short: a status, "sign in", or the exception behind a 500."""
    if answer.status_code == 302 and answer.url.startswith(reverse("people:sign-in")):
        return "sign in"
    failure = getattr(answer, "exc_info", None)
    if answer.status_code == 500 and failure:
        return f"500 {failure[0].__name__}: {str(failure[1])[:100]}"
    return str(answer.status_code)


def _due(route: Route, visit: Visit) -> str:
    """What a route owes somebody: "in", "sign in", "403" or "404"."""
    if "public" in route.audience:
        return "in"
    if visit.who == "visitor":
        return "sign in"
    kinds = visit.kinds if visit.at_home or "area" not in route.parts else frozenset()
    if "signed-in" in route.audience or kinds & route.audience:
        return "in"
    return "403" if kinds else "404"


def _urls(route: Route, played: Played) -> list[str]:
    """A route's addresses: in a round that is nearly over, one that takes ideas, and a draft."""
    found: dict[str, None] = {}
    for when in ("late", "early", "draft"):
        values = {part: played.value(route.name, part, when) for part in route.parts}
        found[reverse(route.name, kwargs=values)] = None
    return list(found)


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    lines = ["{:28} {:26} {:8} {}".format(*row) for row in rows]
    return "\n".join(["", "{:28} {:26} {:8} {}".format("route", "who", "due", "came"), *lines])


# Everybody gets the same at a public page's door; these see different things behind it.
AT_PUBLIC_PAGES = {"visitor", "resident of Ash", "officer of Ash", "panel of Ash", "panel of Birch"}


def test_everyone_gets_what_each_page_says(world: World) -> None:
    wrong = []
    for route in ROUTES:
        addresses = _urls(route, world.here)
        for visit in world.visits:
            if "public" in route.audience and visit.who not in AT_PUBLIC_PAGES:
                continue
            due = _due(route, visit)
            asked = addresses if due == "in" else addresses[:1]
            came = [_told(_ask(visit, "get", url)) for url in asked]
            if not _right(route, visit, due, came):
                wrong.append((route.name, visit.who, due, ", ".join(came)))
    assert not wrong, _table(wrong)


def _right(route: Route, visit: Visit, due: str, came: list[str]) -> bool:
    if due != "in":
        return all(answer == due for answer in came)
    if any(answer.startswith("500") for answer in came):
        return False
    if visit.who not in FOR_FEWER.get(route.name, {visit.who}):
        return all(answer in ("403", "404", "405", "sign in") for answer in came)
    return any(answer.isdigit() and int(answer) in LETS_IN for answer in came)


@pytest.mark.parametrize(
    ("who", "kinds", "came", "right"),
    [
        ("visitor", set(), "sign in", True),
        ("visitor", set(), "200", False),
        ("resident of Ash", {"resident"}, "403", True),
        ("resident of Ash", {"resident"}, "200", False),
        ("officer of Ash", {"officer"}, "200", True),
        ("officer of Ash", {"officer"}, "404", False),
        ("officer of Ash", {"officer"}, "500 KeyError: 'x'", False),
    ],
)
def test_a_door_that_stands_wrong_is_told(
    who: str, kinds: set[str], came: str, right: bool
) -> None:
    route = Route("x:desk", "staff/<area:area>/", ("area",), frozenset({"officer"}))
    visit = Visit(Client(), who, True, frozenset(kinds))
    assert _right(route, visit, _due(route, visit), [came]) is right


def test_nobody_sends_anything_where_they_may_not_come(world: World) -> None:
    wrong = []
    for route in ROUTES:
        address = _urls(route, world.here)[0]
        for visit in world.visits:
            due = _due(route, visit)
            if due != "in" and (came := _told(_ask(visit, "post", address))) != due:
                wrong.append((route.name, visit.who, due, came))
    assert not wrong, _table(wrong)


def test_no_page_takes_another_method_for_a_get(world: World) -> None:
    wrong = []
    for route in ROUTES:
        address = _urls(route, world.here)[0]
        visit = _let_in(route, world)[0]
        for method in ("put", "patch", "delete", "trace", "options"):
            answer = _ask(visit, method, address)
            due = {200, 405} if "/api/" in address and method == "options" else {405}
            if answer.status_code not in due or not answer.headers["Allow"]:
                wrong.append((route.name, method, "405", _told(answer)))
    assert not wrong, _table(wrong)


def test_what_belongs_next_door_is_not_found_here(world: World) -> None:
    wrong = []
    for route, part in _objects():
        address = _mixed(route, part, world)
        for visit in _let_in(route, world):
            for method in ("get", "post"):
                came = _told(_followed(visit, method, address))
                if came not in ("404", "405"):
                    wrong.append((f"{route.name} <{part}>", f"{visit.who} {method}", "404", came))
    assert not wrong, _table(wrong)


def _followed(visit: Visit, method: str, address: str) -> Any:
    """The answer, or the one of the page that it sends to."""
    answer = _ask(visit, method, address)
    return _ask(visit, "get", answer.url) if _told(answer) == "302" else answer


def _let_in(route: Route, world: World) -> list[Visit]:
    """Two people of this neighbourhood whom the door lets in, as different as they come."""
    home = [v for v in world.visits if v.at_home and _due(route, v) == "in"]
    if "area" not in route.parts:
        home = [visit for visit in home if visit.who != "officer of the site"]
    return [home[0], home[-1]]


def _objects() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        for part in route.parts:
            if part not in NO_OBJECT and route.name not in EVERYBODYS:
                yield route, part


def _mixed(route: Route, part: str, world: World) -> str:
    """An address here in which one part is of the other neighbourhood; where both count alike, a
    number that is nowhere.
    """
    values = {name: world.here.value(route.name, name) for name in route.parts}
    foreign = world.there.value(route.name, part)
    values[part] = 99 if foreign == values[part] else foreign
    return reverse(route.name, kwargs=values)
