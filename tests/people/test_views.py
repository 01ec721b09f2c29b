"""Pages about oneself, invitations, and the people of a neighbourhood for its officers."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kit.actor import SYSTEM
from people import actions, uploads
from people.models import Invitation, Letter, Residency, Role, User
from places import actions as place_actions
from places.models import Neighbourhood
from places.postcode_files import PostcodeRow
from tests import factories
from tests.conftest import Clock
from tests.people.files import pdf
from tests.postgres import forge

CODE = re.compile(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


def client_of(user: User | None) -> Client:
    client = Client(enforce_csrf_checks=False)
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


@pytest.fixture
def postcodes(area: Neighbourhood) -> None:
    place_actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    rows = [
        PostcodeRow("DN32 7AB", lsoa="E01013138"),
        PostcodeRow("DN31 1AA", lsoa="E01013000"),
        PostcodeRow("DN32 7AD", lsoa="E01013138", terminated_on=date(2024, 6, 1)),
    ]
    place_actions.load_postcodes(rows, name="ONS list", dated=date(2026, 8, 1), by=SYSTEM)


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


# Name and postcode


def test_a_new_person_gives_a_name_and_then_a_postcode(person: User) -> None:
    client = client_of(person)
    answer = client.post(reverse("people:details"), {"name": "Ruth  Allen"})
    assert answer["Location"] == reverse("people:postcode")
    person.refresh_from_db()
    assert person.name == "Ruth Allen"


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("/east-marsh/", "/east-marsh/"),
        ("https://elsewhere.example/", "/me/postcode/"),
        ("//x", "/me/postcode/"),
    ],
)
def test_after_the_name_one_goes_on_to_pages_of_ours_only(
    person: User, url: str, goes: str
) -> None:
    answer = client_of(person).post(reverse("people:details"), {"name": "Ruth", "next": url})
    assert answer["Location"] == goes


def test_a_wrong_name_stays_in_its_box(person: User) -> None:
    answer = client_of(person).post(reverse("people:details"), {"name": "<b>12</b>" * 20})
    assert answer.status_code == 422
    assert "&lt;b&gt;12" in text(answer)


def test_a_found_postcode_says_where_and_what_happens_next(postcodes: None, person: User) -> None:
    answer = client_of(person).post(
        reverse("people:postcode"), {"postcode": "dn327ab"}, follow=True
    )
    assert "DN32 7AB: East Marsh, Grimsby" in text(answer)
    assert "Somebody has to check that you live in East Marsh" in text(answer)
    assert Residency.objects.get().person == person


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dn311aa", "is not in a neighbourhood that uses this site, says the list “ONS list”"),
        ("DN99 9ZZ", "That doesn’t mean no."),
        ("DN32 7AD", "went out of use in June 2024"),
    ],
)
def test_outside_and_unknown_are_answers_of_their_own(
    postcodes: None, person: User, typed: str, words: str
) -> None:
    client = client_of(person)
    answer = client.post(reverse("people:postcode"), {"postcode": typed})
    assert words in text(answer)
    assert not Residency.objects.exists()
    asked = client.post(
        reverse("people:ask-officer"), {"postcode": typed, "neighbourhood": "east-marsh"}
    )
    assert asked["Location"] == reverse("people:postcode")
    assert Residency.objects.get().verified_at is None


def test_what_is_no_postcode_is_said_at_its_box(postcodes: None, person: User) -> None:
    answer = client_of(person).post(reverse("people:postcode"), {"postcode": "Grimsby <b>"})
    assert answer.status_code == 422
    assert "Enter a whole postcode" in text(answer)
    assert "Grimsby &lt;b&gt;" in text(answer)


def test_the_sixth_wrong_postcode_is_refused(postcodes: None, person: User) -> None:
    client = client_of(person)
    for _ in range(5):
        client.post(reverse("people:postcode"), {"postcode": "DN99 9ZZ"})
    answer = client.post(reverse("people:postcode"), {"postcode": "DN32 7AB"})
    assert "Wait ten minutes" in text(answer)
    assert not Residency.objects.exists()
    cache.clear()


def test_a_postcode_with_a_nul_is_no_server_fault(postcodes: None, person: User) -> None:
    answer = client_of(person).post(reverse("people:postcode"), {"postcode": "DN32\x007AB"})
    assert answer.status_code in (400, 422)


def test_somebody_says_that_they_moved_out(postcodes: None, person: User) -> None:
    client = client_of(person)
    client.post(reverse("people:postcode"), {"postcode": "DN32 7AB"})
    home = Residency.objects.get()
    assert (
        client_of(factories.person()).post(reverse("people:moved-out", args=[home.pk])).status_code
        == 404
    )
    client.post(reverse("people:moved-out", args=[home.pk]))
    home.refresh_from_db()
    assert home.ended_at


# Invitations


@pytest.fixture
def link(officer: User, area: Neighbourhood) -> str:
    invitation = actions.invite("guest@example.org", kind="finance", neighbourhood=area, by=officer)
    written = Letter.objects.get(key=f"invitation {invitation.pk}").text
    found = re.search(r"(/accounts/invitation/\S+/)", written)
    assert found
    return found.group(1)


def test_an_invitation_asks_a_visitor_to_sign_in_with_that_address(link: str) -> None:
    answer = Client().get(link)
    assert "finance officer" in text(answer)
    assert f"/accounts/login/?next={link}" in text(answer)
    Client().post(link)
    assert Role.objects.filter(kind="finance").count() == 0


def test_another_person_cannot_take_an_invitation_up(link: str, person: User) -> None:
    client = client_of(person)
    assert "is for another e-mail address" in text(client.get(link))
    assert client.post(link).status_code == 409
    assert not Role.objects.filter(kind="finance").exists()


def test_the_invited_person_says_yes(link: str, area: Neighbourhood) -> None:
    guest = User.objects.create_user("guest@example.org")
    assert client_of(guest).post(link)["Location"] == reverse("people:details")
    assert Role.objects.filter(person=guest, kind="finance", neighbourhood=area).exists()
    assert client_of(guest).get(link).status_code == 410


def test_an_expired_or_made_up_invitation_is_dead(link: str, clock: Clock) -> None:
    guest = User.objects.create_user("guest@example.org")
    assert client_of(guest).get("/accounts/invitation/made-up/").status_code == 404
    clock.move(timedelta(days=15))
    assert client_of(guest).post(link).status_code == 410
    assert not Role.objects.filter(person=guest).exists()


# Staff


def test_staff_see_who_waits_and_check_an_address(
    postcodes: None, person: User, officer: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode="DN32 7AB", by=person)
    client = client_of(officer)
    assert "Ruth Allen" in text(client.get(reverse("people:staff-people", args=[area])))
    page = reverse("people:verify", args=[area, home.pk])
    assert "In East Marsh" in text(client.get(page))
    assert client.post(page, {"how": ""}).status_code == 422
    assert client.post(page, {"how": "seen"}).status_code == 302
    home.refresh_from_db()
    assert home.verified_by == officer


def test_an_address_on_the_border_asks_for_a_reason(
    postcodes: None, person: User, officer: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode="DN31 1AA", neighbourhood=area, by=person)
    client, page = client_of(officer), reverse("people:verify", args=[area, home.pk])
    refused = client.post(page, {"how": "seen"})
    assert refused.status_code == 422
    assert "Fill in: Your reason" in text(refused)
    client.post(page, {"how": "seen", "reason": "The door is on our side"})
    home.refresh_from_db()
    assert home.verified_at


def test_staff_take_somebody_off_the_list_with_a_reason(
    postcodes: None, person: User, officer: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode="DN32 7AB", by=person)
    client, page = client_of(officer), reverse("people:end-home", args=[area, home.pk])
    for name, pk in (("verify", home.pk), ("person", person.pk)):
        assert f'href="{page}"' in text(client.get(reverse(f"people:{name}", args=[area, pk])))
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"end-reason": "Moved to Hull"}).status_code == 302
    home.refresh_from_db()
    assert home.ended_at


def test_staff_invite_and_withdraw(officer: User, area: Neighbourhood) -> None:
    client, page = client_of(officer), reverse("people:invite", args=[area])
    assert client.post(page, {"email": "x", "kind": "panel"}).status_code == 422
    client.post(page, {"email": "guest@example.org", "kind": "panel", "name": "Gus"})
    invitation = Invitation.objects.get()
    again = client.post(page, {"email": "guest@example.org", "kind": "panel"})
    assert "has been invited already" in text(again)
    client.post(reverse("people:withdraw", args=[area, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_staff_find_somebody_and_give_a_role(officer: User, area: Neighbourhood) -> None:
    neighbour = factories.resident(area, "Siobhán O'Brien")
    client = client_of(officer)
    found = client.get(reverse("people:staff-people", args=[area]), {"q": "siobh"})
    assert "Siobhán" in text(found)
    page = reverse("people:person", args=[area, neighbour.pk])
    client.post(page, {"kind": "panel"})
    role = Role.objects.get(person=neighbour)
    client.post(reverse("people:end-role", args=[area, role.pk]))
    role.refresh_from_db()
    assert role.ended_at


@pytest.mark.parametrize(
    "q", ["'; DROP TABLE x", "%", "<script>alert(1)</script>", "\u202e", "x" * 300]
)
def test_a_search_is_only_ever_text(officer: User, area: Neighbourhood, q: str) -> None:
    factories.resident(area, "<script>alert(1)</script>")
    answer = client_of(officer).get(
        reverse("people:staff-people", args=[area]), {"q": q, "page": "-1"}
    )
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


def test_people_and_things_of_another_place_are_not_there(
    postcodes: None, person: User, officer: User, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode="DN32 7AB", by=person)
    role = factories.with_role("panel", area).roles.get()
    invitation = actions.invite("g@example.org", kind="panel", neighbourhood=area, by=officer)
    client = client_of(factories.with_role("officer", other_area))
    for name, pk in [("verify", home.pk), ("person", person.pk)]:
        assert client.get(reverse(f"people:{name}", args=[other_area, pk])).status_code == 404
    for name, pk in [("end-home", home.pk), ("end-role", role.pk), ("withdraw", invitation.pk)]:
        assert client.post(reverse(f"people:{name}", args=[other_area, pk])).status_code == 404
        assert client.post(reverse(f"people:{name}", args=[area, pk])).status_code == 404


@pytest.mark.parametrize("kind", ["finance", "auditor", "chair", "panel", "secretary"])
def test_only_officers_see_the_people_page(area: Neighbourhood, kind: str) -> None:
    client = client_of(factories.with_role(kind, area))
    assert client.get(reverse("people:staff-people", args=[area])).status_code == 403


def test_a_pdf_of_a_resident_is_no_neighbours_business(area: Neighbourhood) -> None:
    upload = uploads.receive(pdf(), owner=factories.resident(area))
    answer = client_of(factories.resident(area)).get(reverse("people:file", args=[upload.pk]))
    assert answer.status_code == 404


def test_forms_are_held_against_other_sites(officer: User, area: Neighbourhood) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(
        reverse("people:invite", args=[area]), {"email": "guest@example.org", "kind": "panel"}
    )
    assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_the_name_in_an_invitation_is_offered_to_who_took_it_up(
    officer: User, area: Neighbourhood
) -> None:
    actions.invite(
        "new@example.org", name="Ben Carr", kind="finance", neighbourhood=area, by=officer
    )
    guest = User.objects.create_user("new@example.org")
    actions.accept(Invitation.objects.get(), by=guest)
    assert 'value="Ben Carr"' in client_of(guest).get(reverse("people:details")).content.decode()


def test_an_invitation_of_an_earlier_version_by_a_name_that_is_none_is_taken_up(
    link: str, area: Neighbourhood
) -> None:
    forge(Invitation.objects.all(), name="Programme Officer")
    guest = User.objects.create_user("guest@example.org")
    client = client_of(guest)
    assert "Programme Officer" not in text(client.get(link))
    client.post(link)
    guest.refresh_from_db()
    assert Role.objects.filter(person=guest, neighbourhood=area).exists()
    assert guest.name == ""
    assert "Programme Officer" not in text(client.get(reverse("people:details")))


def test_staff_who_invite_by_a_name_that_is_none_are_told_beside_it(
    officer: User, area: Neighbourhood
) -> None:
    typed = {"email": "new@example.org", "name": "Programme Officer", "kind": "finance"}
    answer = client_of(officer).post(reverse("people:invite", args=[area]), typed)
    assert answer.status_code == 422
    assert "Enter a person’s name" in text(answer) or "Enter a person&#x27;s name" in text(answer)
    assert 'value="Programme Officer"' in text(answer)
    assert not Invitation.objects.exists()


# Invitations that are found again


def test_whoever_signs_in_by_the_frame_of_an_invitation_comes_back_to_it(
    officer: User, area: Neighbourhood
) -> None:
    actions.invite("audrey@example.org", kind="auditor", neighbourhood=area, by=officer)
    link = re.search(r"/accounts/invitation/\S+/", Letter.objects.get().text)
    assert link is not None
    page = text(client_of(None).get(link[0]))
    ways = re.findall(rf'href="({reverse("people:sign-in")}[^"]*)"', page)
    assert ways == [f"{reverse('people:sign-in')}?next={link[0]}"] * 2


def test_an_invitation_that_waits_stands_on_ones_page_and_is_taken_up_there(
    officer: User, area: Neighbourhood, clock: Clock
) -> None:
    asked = factories.person("Audrey Last")
    actions.invite(asked.email.upper(), kind="auditor", neighbourhood=area, by=officer)
    old = Invitation.objects.get()
    mine = client_of(asked)
    assert "You are invited" in text(mine.get(reverse("pages:me")))
    clock.move(timedelta(days=15))
    assert "You are invited" not in text(mine.get(reverse("pages:me"))), "it has run out"
    assert mine.get(reverse("people:accept-mine", args=[old.pk])).status_code == 410
    for email in (asked.email, "somebody@example.org"):
        actions.invite(email, kind="auditor", neighbourhood=area, by=officer)
    found = Invitation.objects.get(email=asked.email, withdrawn_at=None)
    there = reverse("people:accept-mine", args=[found.pk])
    page = text(mine.get(reverse("pages:me")))
    assert page.count("/me/invitations/") == 1
    assert f'href="{there}"' in page
    assert "to be <b>an auditor</b>" in text(mine.get(there))
    assert mine.post(there).status_code == 302
    assert Role.objects.filter(person=asked, kind="auditor", ended_at=None).exists()
    assert "/me/invitations/" not in text(mine.get(reverse("pages:me")))


def test_an_invitation_of_somebody_else_is_nowhere(officer: User, area: Neighbourhood) -> None:
    actions.invite("audrey@example.org", kind="auditor", neighbourhood=area, by=officer)
    there = reverse("people:accept-mine", args=[Invitation.objects.get().pk])
    other = client_of(factories.person())
    assert (other.get(there).status_code, other.post(there).status_code) == (404, 404)
    assert not Role.objects.filter(kind="auditor").exists()
