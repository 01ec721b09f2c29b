"""Many at once, on a real database: one row, one winner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from audit.models import Event
from kit.actor import SYSTEM
from people import actions, refusals
from people.models import Invitation, Residency, Role, User
from places import actions as place_actions
from places.models import Boundary, Neighbourhood
from places.postcode_files import PostcodeRow
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def place(committed_db: str) -> Neighbourhood:
    area = factories.area()
    place_actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    place_actions.load_postcodes(
        [PostcodeRow("DN32 7AB", lsoa="E01013138")], name="ONS", dated=date(2026, 8, 1), by=SYSTEM
    )
    return area


def test_thirty_statements_of_one_person_leave_one_row(place: Neighbourhood) -> None:
    person = factories.person()
    at_once([lambda: actions.state_residency(person, postcode="DN32 7AB", by=person)] * 30)
    assert Residency.objects.filter(person=person).count() == 1
    assert Event.objects.filter(kind="residency.stated").count() == 1


def test_two_officers_verify_and_one_of_them_has_done_it(place: Neighbourhood) -> None:
    person = factories.person()
    home = actions.state_residency(person, postcode="DN32 7AB", by=person)
    officers = [factories.with_role("officer", place) for _ in range(2)]

    def verify(officer: User) -> Callable[[], object]:
        return lambda: actions.verify_residency(home, how="seen", by=officer)

    results = at_once([verify(officer) for officer in officers])
    assert sum(isinstance(result, Residency) for result in results) == 1
    assert sum(isinstance(result, refusals.AlreadyVerified) for result in results) == 1
    assert Event.objects.filter(kind="residency.verified").count() == 1


def test_an_empty_site_gets_one_first_officer() -> None:
    def first(number: int) -> Callable[[], object]:
        return lambda: actions.make_first_officer(email=f"p{number}@example.org", name="Ruth")

    results = at_once([first(number) for number in range(8)])
    assert sum(isinstance(result, User) for result in results) == 1
    assert Role.objects.count() == 1


def test_two_officers_cannot_end_each_other(place: Neighbourhood) -> None:
    first, second = (factories.with_role("officer", place) for _ in range(2))
    roles = {role.person_id: role for role in Role.objects.all()}
    at_once(
        [
            lambda: actions.end_role(roles[second.pk], by=first),
            lambda: actions.end_role(roles[first.pk], by=second),
        ]
    )
    assert Role.objects.filter(kind="officer", ended_at=None).count() == 1


def test_an_invitation_pressed_ten_times_gives_one_role(place: Neighbourhood) -> None:
    officer = factories.with_role("officer", place)
    actions.invite("guest@example.org", kind="panel", neighbourhood=place, by=officer)
    invitation = Invitation.objects.get()
    guest = User.objects.create_user("guest@example.org")
    results = at_once([lambda: actions.accept(invitation, by=guest)] * 10)
    assert sum(isinstance(result, Role) for result in results) == 1
    assert Role.objects.filter(person=guest).count() == 1


def test_boundaries_drawn_at_once_get_versions_of_their_own(place: Neighbourhood) -> None:
    at_once([lambda: place_actions.draw_boundary(place, codes=["E01013140"], by=SYSTEM)] * 5)
    versions = Boundary.objects.filter(neighbourhood=place).order_by("version")
    assert list(versions.values_list("version", flat=True)) == [1, 2, 3, 4, 5, 6]
