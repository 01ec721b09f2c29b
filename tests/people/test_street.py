"""Where a street is, answered without an account; and how one's address gets checked."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from kit import clock
from kit.actor import SYSTEM
from kit.dates import day_time
from people import actions, refusals, tries
from people.models import Letter, Residency, User
from places import actions as place_actions
from places.models import Neighbourhood
from places.postcode_files import PostcodeRow
from tests import factories
from tests.conftest import Clock
from tests.people.sign_in import sign_in


@pytest.fixture
def postcodes(area: Neighbourhood, other_area: Neighbourhood) -> None:
    place_actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    place_actions.draw_boundary(other_area, codes=["E01000200"], by=SYSTEM)
    rows = [
        PostcodeRow("DN32 1AL", lsoa="E01013138"),
        PostcodeRow("DN31 1AA", lsoa="E01013000"),
        PostcodeRow("N2 0AA", lsoa="E01000200"),
        PostcodeRow("DN32 7AD", lsoa="E01013138", terminated_on=date(2024, 6, 1)),
    ]
    place_actions.load_postcodes(rows, name="ONS list", dated=date(2026, 8, 1), by=SYSTEM)


def ask(area: Neighbourhood, typed: str, *, address: str = "127.0.0.1") -> str:
    url = reverse("people:street", args=[area])
    answer = Client().post(url, {"postcode": typed}, REMOTE_ADDR=address)
    return re.sub(r"\s+", " ", answer.content.decode())


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.usefixtures("postcodes")
def test_a_visitor_learns_that_a_street_is_in_the_neighbourhood(area: Neighbourhood) -> None:
    page = ask(area, "dn321al")
    assert "DN32 1AL is in East Marsh" in page
    assert not Residency.objects.exists()


def test_home_leads_there_without_an_account(client: Client, area: Neighbourhood) -> None:
    page = client.get(reverse("pages:area", args=[area])).content.decode()
    assert reverse("people:street", args=[area]) in page
    assert client.get(reverse("people:street", args=[area])).status_code == 200


@pytest.mark.usefixtures("postcodes")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DN31 1AA", "DN31 1AA is not in East Marsh"),
        ("N2 0AA", "N2 0AA is in Grange"),
        ("ZE1 0AA", "We don’t know ZE1 0AA yet"),
        ("DN32 7AD", "It went out of use in June 2024"),
        ("rubbish", "Enter a whole postcode"),
        ("", "Enter a postcode"),
    ],
)
def test_every_other_answer_says_what_to_do_next_and_whom_to_ask(
    area: Neighbourhood, typed: str, said: str
) -> None:
    Neighbourhood.objects.filter(pk=area.pk).update(contact_email="hello@marsh.example")
    page = ask(area, typed)
    assert said in page
    assert "Whom to ask" in page or "Go to Grange" in page
    assert "hello@marsh.example" in page or "Go to Grange" in page


def test_before_postcodes_are_loaded_the_answer_says_so(area: Neighbourhood) -> None:
    assert "has not loaded its postcodes yet" in ask(area, "DN32 1AL")


@pytest.mark.usefixtures("postcodes")
def test_wrong_postcodes_are_counted_for_the_network_of_a_visitor(area: Neighbourhood) -> None:
    for number in range(tries.MOST_OF_A_NETWORK):
        ask(area, f"ZE1 {number % 10}A{'ABDEFGHJLN'[number // 10]}", address="203.0.113.9")
    assert "Too many postcodes" in ask(area, "DN32 1AL", address="203.0.113.9")
    assert "DN32 1AL is in East Marsh" in ask(area, "DN32 1AL", address="203.0.113.10")


@pytest.mark.usefixtures("postcodes")
def test_a_postcode_of_another_place_is_a_wrong_one_whoever_is_asked(
    area: Neighbourhood, other_area: Neighbourhood
) -> None:
    client = as_(factories.person())
    answers = [
        client.post(
            reverse("people:ask-officer"),
            {"postcode": "DN32 1AL", "neighbourhood": other_area.slug},
        ).content.decode()
        for _ in range(tries.MOST + 1)
    ]
    assert all(f"This postcode is in {area.full_name}." in answer for answer in answers[:-1])
    assert f"This postcode is in {area.full_name}." not in answers[-1]
    assert "Too many postcodes" in answers[-1]


@pytest.mark.usefixtures("postcodes")
def test_the_fifth_postcode_that_nobody_can_place_still_reaches_an_officer(
    area: Neighbourhood,
) -> None:
    person = factories.person()
    for number in range(tries.MOST - 1):
        tries.look_up(f"ZE1 {number}AA", by=person)
    asked = {"postcode": "ZE1 9ZZ", "neighbourhood": area.slug}
    assert as_(person).post(reverse("people:ask-officer"), asked).status_code == 302
    assert Residency.objects.get(person=person).neighbourhood == area


@pytest.mark.usefixtures("postcodes")
def test_the_counter_of_postcodes_names_nobody() -> None:
    person, network = factories.person(), b"a network's digest"
    for asker in (person, tries.Visitor(network)):
        tries.look_up("ZE1 9ZZ", by=asker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key, ' ') FROM kit_cache")
        (kept,) = cursor.fetchone()
    assert "postcodes-person" in kept
    assert str(person.pk) not in kept
    assert network.hex() not in kept


@pytest.mark.usefixtures("postcodes", "officer")
def test_the_first_page_counts_them_too(client: Client, area: Neighbourhood) -> None:
    for number in range(tries.MOST_OF_A_NETWORK):
        client.get("/", {"q": f"ZE1 {number % 10}A{'AB'[number // 10]}"}, REMOTE_ADDR="203.0.113.9")
    refused = client.get("/", {"q": "DN32 1AL"}, REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 422
    assert "Too many postcodes" in refused.content.decode()
    assert (
        "East Marsh" in client.get("/", {"q": "marsh"}, REMOTE_ADDR="203.0.113.9").content.decode()
    )


@pytest.fixture
def home(postcodes: None, area: Neighbourhood) -> Residency:
    cache.clear()
    person = factories.person("Ruth Allen")
    return actions.state_residency(person, postcode="DN32 1AL", by=person)


def own_page(person: User) -> str:
    answer = as_(person).get(reverse("people:postcode"))
    return re.sub(r"\s+", " ", answer.content.decode())


def test_somebody_who_waits_reads_where_and_when_to_show_a_letter(home: Residency) -> None:
    assert "Where and when is not settled yet." in own_page(home.person)
    place_actions.change(
        home.neighbourhood,
        by=SYSTEM,
        check_place="the library",
        check_hours="Tuesdays, 2 to 5 pm",
        check_write_to="14 Victor Street",
    )
    assert (
        "Show a letter with your address at the library (Tuesdays, 2 to 5 pm), or write to"
        " 14 Victor Street. We write to you when it is done." in own_page(home.person)
    )


def test_who_asks_for_a_check_comes_first_on_the_officers_list(
    home: Residency, area: Neighbourhood, officer: User
) -> None:
    later = factories.person("Zoe Later")
    row = actions.state_residency(later, postcode="DN32 1AL", by=later)
    as_(later).post(reverse("people:ask-check", args=[row.pk]))
    page = as_(officer).get(reverse("people:staff-people", args=[area])).content.decode()
    assert "asked for a check" in page
    assert page.index("Zoe Later") < page.index("Ruth Allen")
    assert "You asked for a check on" in own_page(later)


def test_nobody_asks_for_somebody_else(home: Residency) -> None:
    stranger = factories.person()
    answer = as_(stranger).post(reverse("people:ask-check", args=[home.pk]))
    assert answer.status_code == 404
    with pytest.raises(refusals.NotAllowed):
        actions.ask_for_check(home, by=stranger)


def test_a_checked_address_needs_no_asking(home: Residency, officer: User) -> None:
    actions.verify_residency(home, how="seen", by=officer)
    with pytest.raises(refusals.AlreadyVerified):
        actions.ask_for_check(home, by=home.person)


def letter_of(home: Residency, officer: User) -> str:
    actions.verify_residency(home, how="seen", by=officer)
    return Letter.objects.get(to=home.person.email).text


def test_the_letter_says_that_one_can_vote_now_and_until_when(
    home: Residency, area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("voting", area)
    assert round_.voting_closes_at is not None
    closes = day_time(round_.voting_closes_at)
    text = letter_of(home, officer)
    assert f"You can vote in East Marsh now. Voting closes at {closes}" in text
    assert reverse("voting:ballot", args=[area, round_.number]) in text


@pytest.mark.parametrize("phase", ["published", "ideas", "develop", "checks"])
def test_before_the_vote_the_letter_says_when_it_opens(
    home: Residency, area: Neighbourhood, officer: User, phase: str
) -> None:
    round_ = factories.round_in(phase, area)
    assert round_.voting_opens_at is not None
    text = letter_of(home, officer)
    assert f"The vote of round 1 opens at {day_time(round_.voting_opens_at)}." in text
    assert "now" not in text


@pytest.mark.parametrize("phase", ["draft", "counting", "challenge", "panel", "delivering"])
def test_the_letter_promises_no_vote_that_is_over_or_unknown(
    home: Residency, area: Neighbourhood, officer: User, phase: str
) -> None:
    factories.round_in(phase, area)
    text = letter_of(home, officer)
    assert "No vote is planned there just now." in text
    assert "opens at" not in text
    assert "can vote in" not in text


def test_a_delayed_vote_is_not_promised_for_its_date(
    home: Residency, area: Neighbourhood, officer: User
) -> None:
    factories.round_in("voting", area, box_ready_at=None)
    assert "opens once its ballot box is ready" in letter_of(home, officer)


def test_a_cancelled_round_is_not_spoken_of(
    home: Residency, area: Neighbourhood, officer: User
) -> None:
    factories.round_in("voting", area, cancelled_at=clock.now() - timedelta(days=1))
    assert "No vote is planned" in letter_of(home, officer)


@pytest.mark.usefixtures("postcodes")
def test_the_postcode_that_was_typed_is_there_after_signing_in(area: Neighbourhood) -> None:
    visitor = Client()
    street = reverse("people:street", args=[area])
    found = visitor.post(street, {"postcode": "dn321al"}).content.decode()
    assert re.search(r'name="postcode" value="DN32 1AL"', found)
    door = visitor.post(street, {"postcode": "DN32 1AL", "mine": "1"})
    assert door["Location"] == reverse("people:postcode")
    assert "DN32" not in visitor.get(door["Location"])["Location"]
    sign_in(visitor, "liz@example.org")
    assert 'value="DN32 1AL"' in visitor.get(reverse("people:postcode")).content.decode()
    visitor.post(reverse("people:postcode"), {"postcode": "DN32 1AL"})
    assert Residency.objects.get().neighbourhood == area
    assert 'value="DN32 1AL"' not in visitor.get(reverse("people:postcode")).content.decode()


@pytest.mark.usefixtures("postcodes")
def test_a_postcode_that_was_typed_waits_for_nobody_else(area: Neighbourhood, clock: Clock) -> None:
    """At the library's computer the next person is not told where the last one lives."""
    visitor, page = Client(), reverse("people:postcode")
    asked = {"postcode": "DN32 1AL", "mine": "1"}
    visitor.post(reverse("people:street", args=[area]), asked)
    sign_in(visitor, "liz@example.org")
    assert "DN32 1AL" in visitor.get(page).content.decode()
    assert "DN32 1AL" not in visitor.get(page).content.decode(), "shown once"
    later = Client()
    later.post(reverse("people:street", args=[area]), asked)
    clock.move(timedelta(minutes=31))
    sign_in(later, "max@example.org")
    assert "DN32 1AL" not in later.get(page).content.decode()


@pytest.mark.usefixtures("postcodes")
def test_a_postcode_elsewhere_is_carried_on_too(area: Neighbourhood) -> None:
    visitor = Client()
    street = reverse("people:street", args=[area])
    found = visitor.post(street, {"postcode": "DN31 1AA"}).content.decode()
    assert 'name="mine"' in found
