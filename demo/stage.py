"""The demonstration's places, people, funds and panels: made by the real deeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from uuid import uuid4

from allauth.account.models import EmailAddress

from demo.cast import Person, address, domain, neighbour
from demo.clockwork import Go
from grants.actions import panels
from kit import clock
from ledger import actions as ledger
from ledger import deposits
from ledger.models import Deposit, Fund
from people import actions as people
from people.models import User
from places import actions as places
from places.models import Neighbourhood, Postcode
from places.postcode_files import PostcodeRow
from rounds.actions import planning


@dataclass
class Scene:
    """A neighbourhood of the demonstration while its history is being made."""

    area: Neighbourhood
    cast: dict[str, User]
    neighbours: list[User]
    fund: Fund
    go: Go

    @property
    def officer(self) -> User:
        return self.cast["sam"] if "sam" in self.cast else self.cast["hugh"]

    @property
    def second_officer(self) -> User:
        return self.cast["lewis"] if "lewis" in self.cast else self.cast["erin"]

    @property
    def finance(self) -> User:
        return self.cast["priya"] if "priya" in self.cast else self.cast["wanda"]

    @property
    def secretary(self) -> User:
        return self.cast["ivy"] if "ivy" in self.cast else self.cast["faith"]

    @property
    def chair(self) -> User:
        return self.cast["marta"] if "marta" in self.cast else self.cast["clara"]


def find(area: Neighbourhood, go: Go) -> Scene:
    """The scene of a neighbourhood that was loaded before."""
    suffix = f"@{domain(area.slug)}"
    made = {
        user.email.removesuffix(suffix): user
        for user in User.objects.filter(email__endswith=suffix)
    }
    neighbourly = [made[key] for key in sorted(made, key=_order) if key.startswith("neighbour")]
    named = {key: user for key, user in made.items() if not key.startswith("neighbour")}
    fund_ = area.funds.order_by("created_at").first()
    if fund_ is None:
        raise LookupError(f"{area.slug} has no fund")
    return Scene(area, named, neighbourly, fund_, go)


def _order(key: str) -> int:
    digits = key.removeprefix("neighbour")
    return int(digits) if digits.isdecimal() else 0


def site_officer() -> User:
    """Whoever set the demonstration up: the officer of the installation."""
    officer = made_up("officer@demo.example", "Demo Officer")
    return people.make_first_officer(email=officer.email, name=officer.name)


def neighbourhood(
    slug: str,
    by: User,
    *,
    codes: dict[str, str],
    postcodes: list[PostcodeRow],
    today: date,
    **details: object,
) -> Neighbourhood:
    """A neighbourhood with boundary and postcodes, flagged as demonstration."""
    area = places.create(by=by, slug=slug, is_demonstration=True, **details)  # type: ignore[arg-type]
    places.draw_boundary(area, codes=codes, by=by)
    places.load_postcodes(
        postcodes,
        name="Made-up postcodes of the demonstration",
        dated=today,
        by=by,
        neighbourhood=area,
    )
    return area


def cast(area: Neighbourhood, persons: tuple[Person, ...], by: User) -> dict[str, User]:
    """The named people, their roles, and their addresses where they live here."""
    made: dict[str, User] = {}
    homes = _homes(area)
    for person in persons:
        user = made[person.key] = made_up(address(person.key, area.slug), person.name)
        for kind in person.does:
            people.give_role(user, kind=kind, neighbourhood=area, by=by)
        if person.lives_here:
            settle(user, area, next(homes), by)
    return made


def neighbours(area: Neighbourhood, count: int, by: User) -> list[User]:
    """More verified residents, who only vote."""
    made = []
    homes = _homes(area)
    for number in range(count):
        user = made_up(address(f"neighbour{number + 1}", area.slug), neighbour(number))
        settle(user, area, next(homes), by)
        made.append(user)
    return made


def _homes(area: Neighbourhood) -> Iterator[str]:
    """The neighbourhood's postcodes, over and over."""
    codes = Postcode.objects.filter(edition__neighbourhood=area).order_by("postcode")
    return cycle(codes.values_list("postcode", flat=True))


def settle(user: User, area: Neighbourhood, postcode: str, by: User) -> None:
    """Their address in the neighbourhood, stated and verified."""
    residency = people.state_residency(user, postcode=postcode, neighbourhood=area, by=user)
    people.verify_residency(residency, how="seen", by=by)


def made_up(email: str, name: str) -> User:
    """A made-up person: letters to them are never sent."""
    user = User.objects.create_user(email, name, is_demonstration=True)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def fund(
    area: Neighbourhood,
    by: User,
    *,
    second: User,
    name: str,
    source: str,
    starts_on: date,
    pounds: int,
) -> Fund:
    """A ten-year fund with its first deposit (whole pounds)."""
    opened = ledger.open_fund(
        area,
        name=name,
        source=source,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 10, day=1),
        by=by,
        purpose="Safer and greener streets, as residents choose",
    )
    deposit(opened, by, second, pounds, "First part of the grant")
    return opened


def deposit(fund_: Fund, by: User, second: User, pounds: int, memo: str) -> None:
    """Money from outside into the fund: one enters it, a second confirms it."""
    deposits.confirm(enter(fund_, by, pounds, memo), by=second)


def enter(fund_: Fund, by: User, pounds: int, memo: str) -> Deposit:
    """Money that the bank received today, entered by one person."""
    today = clock.today()
    return deposits.enter(
        fund_,
        pence=pounds * 100,
        received_on=today,
        bank_reference=f"CWF {today:%d%m%y}",
        key=uuid4(),
        by=by,
        memo=memo,
    )


def plan(fund_: Fund, by: User, year: int, vision: str, priorities: list[str], share: int) -> None:
    """The fund's plan for one year."""
    planning.agree_plan(
        fund_, year=year, vision=vision, priorities=priorities, share_percent=share, by=by
    )


def panel(
    area: Neighbourhood, persons: tuple[Person, ...], made: dict[str, User], by: User, quorum: int
) -> None:
    """The residents' panel and its seats."""
    formed = panels.form_panel(area, name=f"{area.name} residents’ panel", quorum=quorum, by=by)
    for person in persons:
        if person.seat:
            panels.seat(
                formed,
                person=made[person.key],
                position=person.seat,
                is_resident=person.lives_here,
                by=by,
            )


def postcode_rows(outward: str, codes: list[str]) -> list[PostcodeRow]:
    """Made-up postcodes: forty in each small area."""
    units = [f"{first}{second}" for first in "ABDEFGHJ" for second in "LNPQR"]
    return [
        PostcodeRow(f"{outward} {sector}{unit}", lsoa=code)
        for sector, code in enumerate(codes, 1)
        for unit in units
    ]


def days(count: float) -> timedelta:
    """A span of days."""
    return timedelta(days=count)
