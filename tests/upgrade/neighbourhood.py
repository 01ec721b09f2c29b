"""The neighbourhood of the dumps, and its people: all made up, all made by the real deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress

from demo import stage
from demo.cast import Person, neighbour
from demo.stage import Scene
from kit import clock
from people import actions as people
from people.models import User
from places import actions as places
from places.models import Neighbourhood, Postcode

VOTERS = 34

_CAST = (
    Person("resident", "Ruth Amos"),
    Person("sam", "Sam Oyelaran", does=("officer",), lives_here=False),
    Person("lewis", "Lewis Fenwick", does=("officer",), lives_here=False),
    Person("priya", "Priya Nair", does=("finance",), lives_here=False),
    Person("auditor", "Joan Whitgift", does=("auditor",), lives_here=False),
    Person("ivy", "Ivy Thorne", does=("secretary",), seat="secretary", lives_here=False),
    Person("marta", "Marta Green", seat="chair"),
    Person("panel", "Colin Brown", seat="panel"),
    Person("nadia", "Nadia Hussain", seat="panel"),
)


def build(go: Callable[[datetime], None]) -> Scene:
    """A neighbourhood with a fund, a plan, a panel and voters; `go` sets the clock."""
    first = people.make_first_officer(email="officer@example.org", name="Olive Officer")
    area = _area(first)
    cast = {each.key: _person(each, area, first) for each in _CAST}
    officer = cast["sam"]
    voters = [Person(f"neighbour{n}", neighbour(n)) for n in range(VOTERS)]
    neighbours = [_person(each, area, officer) for each in voters]
    today = clock.today()
    fund = stage.fund(
        area,
        officer,
        second=cast["priya"],
        name="Ten-year fund",
        source="A grant",
        starts_on=today,
        pounds=200_000,
    )
    stage.plan(fund, officer, today.year, "Green and safe.", ["Alleys"], 10)
    stage.panel(area, _CAST, cast, officer, 3)
    return Scene(area, cast, neighbours, fund, go)


def _area(by: User) -> Neighbourhood:
    code = "E01000001"
    area = places.create(
        by=by,
        slug="ash",
        name="Ash",
        town="Testham",
        trust_name="Testham Trust",
        contact_email="hello@example.org",
    )
    places.draw_boundary(area, codes={code: "Ash 001A"}, by=by)
    rows = stage.postcode_rows("ZZ9", [code])
    places.load_postcodes(
        rows, name="Made-up postcodes", dated=clock.today(), by=by, neighbourhood=area
    )
    return area


def _person(person: Person, area: Neighbourhood, by: User) -> User:
    user = User.objects.create_user(f"{person.key}@example.org", person.name)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    for kind in person.does:
        people.give_role(user, kind=kind, neighbourhood=area, by=by)
    if person.lives_here:
        home = Postcode.objects.filter(edition__neighbourhood=area).order_by("postcode")[0]
        stage.settle(user, area, home.postcode, by)
    return user
