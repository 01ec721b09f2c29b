"""Signs that somebody may stand on a list twice, or be nobody; and what is not one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kit.actor import SYSTEM
from people import actions, networks, sign_ups, signs
from people.models import MailRefused, SignUp, User
from people.tasks import forget_networks
from places.models import Neighbourhood
from tests import factories
from tests.at_once import at_once
from tests.conftest import Clock
from tests.people.sign_in import sign_in

LIBRARY = "203.0.113.9"


@pytest.fixture
def people(db: None) -> list[User]:
    return [factories.person() for _ in range(6)]


def at(address: str) -> User:
    """Somebody with this e-mail address."""
    return User.objects.create_user(address)


def signed_up(people: list[User], address: str = LIBRARY) -> list[User]:
    for person in people:
        signs.note_sign_up(person, address)
    return people


def kinds(*people: User) -> list[list[str]]:
    """The kinds of sign of each person, asked for together."""
    found = signs.of([person.pk for person in people])
    return [[sign.kind for sign in found.get(person.pk, [])] for person in people]


# One mailbox


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ruth@example.org", "ruth+vote@example.org"),
        ("ruth+a@example.org", "ruth+a+b@example.org"),
        ("ruth.allen@gmail.com", "r.u.t.h.allen@gmail.com"),
        ("ruthallen@gmail.com", "ruth.allen+x@googlemail.com"),
    ],
)
@pytest.mark.django_db
def test_two_people_with_one_mailbox_are_worth_a_look(one: str, other: str) -> None:
    ruth, somebody, neighbour = at(one), at(other), at("neighbour@example.org")
    assert kinds(ruth, somebody, neighbour) == [["one-mailbox"], ["one-mailbox"], []]
    found = signs.of([ruth.pk, somebody.pk])
    assert found[ruth.pk] == found[somebody.pk]
    assert found[ruth.pk][0].text.startswith("2 people")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("r.allen@example.org", "rallen@example.org"),
        ("ruth@gmail.com", "ruth@example.org"),
        ("ruth@gmail.com", "ruth@notgooglemail.com"),
        ("ruth@example.org", "ruth-vote@example.org"),
        ("+a@example.org", "+b@example.org"),
        ("ruth@example.org", "ruth@mail.example.org"),
    ],
)
@pytest.mark.django_db
def test_addresses_of_different_mailboxes_are_no_sign(one: str, other: str) -> None:
    assert kinds(at(one), at(other)) == [[], []]


def test_each_mailbox_is_a_group_of_its_own_and_is_not_named(db: None) -> None:
    pairs = [[at(f"{name}@example.org"), at(f"{name}+b@example.org")] for name in ("ann", "bob")]
    found = signs.of([person.pk for pair in pairs for person in pair])
    groups = [{sign.group for person in pair for sign in found[person.pk]} for pair in pairs]
    assert [len(group) for group in groups] == [1, 1]
    assert groups[0] != groups[1]
    assert "example.org" not in str(found)


def test_once_the_other_entry_has_left_the_list_one_is_worth_no_look(db: None) -> None:
    ruth, _ = at("ruth@example.org"), at("ruth+b@example.org")
    assert kinds(ruth) == [[]]


def test_a_person_asked_about_twice_is_one_person(db: None) -> None:
    ruth = at("ruth@example.org")
    assert not signs.of([ruth.pk, ruth.pk])


# One network


def test_five_accounts_from_a_library_within_an_hour_are_worth_a_look(people: list[User]) -> None:
    signed_up(people[:5])
    assert kinds(*people) == [["one-network"]] * 5 + [[]]
    found = signs.of([person.pk for person in people])
    assert len({sign for each in found.values() for sign in each}) == 1


def test_four_from_a_kitchen_table_are_not(people: list[User]) -> None:
    signed_up(people[:4])
    assert kinds(*people) == [[]] * 6


def test_the_sixth_joins_the_crowd_and_one_elsewhere_does_not(people: list[User]) -> None:
    signed_up(people[:5])
    signed_up([factories.person()], "203.0.113.10")
    signed_up(people[5:])
    assert kinds(*people) == [["one-network"]] * 6
    assert SignUp.objects.filter(crowd=None).count() == 1


def test_five_from_one_network_over_an_afternoon_are_not(people: list[User], clock: Clock) -> None:
    for person in people:
        signed_up([person])
        clock.move(timedelta(minutes=16))
    assert kinds(*people) == [[]] * 6


def test_two_busy_hours_are_two_crowds(people: list[User], clock: Clock) -> None:
    signed_up(people[:5])
    clock.move(timedelta(minutes=61))
    later = signed_up([factories.person() for _ in range(5)])
    found = signs.of([person.pk for person in people[:5] + later])
    assert found[people[0].pk][0].group != found[later[0].pk][0].group
    assert found[later[0].pk][0].text.startswith("5 people")


def test_a_crowd_of_which_one_is_on_the_list_is_no_sign(people: list[User]) -> None:
    signed_up(people[:5])
    assert kinds(people[0], people[5]) == [[], []]


def test_a_home_has_64_bits_of_ipv6_to_choose_from(people: list[User]) -> None:
    for number, person in enumerate(people[:5]):
        signed_up([person], f"2001:db8:1:2:{number}::{number}")
    assert kinds(*people[:5]) == [["one-network"]] * 5


def test_the_home_next_door_is_another_network(people: list[User]) -> None:
    for number, person in enumerate(people[:5]):
        signed_up([person], f"2001:db8:1:{number}::1")
    assert kinds(*people[:5]) == [[]] * 5


def test_an_ipv4_address_is_one_however_it_is_written() -> None:
    assert networks.digest("::ffff:203.0.113.9") == networks.digest(LIBRARY)
    assert networks.digest(LIBRARY) != networks.digest("203.0.113.8")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "unix:", "localhost"])
def test_the_servers_own_address_tells_nothing(people: list[User], address: str) -> None:
    signed_up(people, address)
    assert not SignUp.objects.exists()


def test_people_who_were_invited_are_in_no_crowd(people: list[User], area: Neighbourhood) -> None:
    for person in people:
        actions.invite(person.email, kind="panel", neighbourhood=area, by=SYSTEM)
    signed_up(people)
    assert not SignUp.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_five_accounts_made_at_the_same_moment_see_each_other() -> None:
    people = [factories.person() for _ in range(5)]
    at_once([partial(signs.note_sign_up, person, LIBRARY) for person in people])
    assert len(set(SignUp.objects.values_list("crowd", flat=True))) == 1
    assert not SignUp.objects.filter(crowd=None).exists()


# What is kept


def test_after_a_day_the_network_is_forgotten_and_the_crowd_stays(
    people: list[User], clock: Clock
) -> None:
    signed_up(people[:5])
    signed_up(people[5:], "203.0.113.10")
    clock.move(timedelta(hours=23))
    assert forget_networks(0) == 0
    clock.move(timedelta(hours=1))
    assert forget_networks(0) == 6
    assert list(SignUp.objects.values_list("network", flat=True)) == [None] * 5
    assert kinds(*people) == [["one-network"]] * 5 + [[]]
    assert forget_networks(0) == 0


def test_nothing_of_the_address_is_kept_or_told(
    people: list[User], caplog: pytest.LogCaptureFixture
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as facts:
        signed_up(people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM people_signup AS s")
        kept = str(cursor.fetchall())
    packed = bytes([203, 0, 113, 9]).hex()
    for words in (kept, str(facts.captured_queries), caplog.text):
        assert LIBRARY not in words
        assert "203.0.113" not in words
        assert packed not in words


def test_the_digest_cannot_be_made_without_the_key(settings: Any, tmp_path: Any) -> None:
    here = networks.digest(LIBRARY)
    assert (settings.SECRETS / "networks.key").stat().st_mode & 0o777 == 0o600
    assert networks.digest(LIBRARY) == here
    settings.SECRETS = tmp_path
    assert networks.digest(LIBRARY) != here


def test_what_is_known_of_an_account_can_be_erased(people: list[User]) -> None:
    signed_up(people[:1])
    MailRefused.objects.create(person=people[0])
    for rows in (SignUp.objects.all(), MailRefused.objects.all()):
        assert rows.filter(person=people[0]).delete()[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_signup SET at = at",
        "UPDATE people_signup SET person_id = person_id",
        "UPDATE people_mailrefused SET at = at",
        "TRUNCATE people_signup",
    ],
)
@pytest.mark.django_db
def test_the_site_changes_only_what_its_deeds_change(statement: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# Making an account


def make_account(address: str, **headers: Any) -> None:
    sign_in(Client(**headers), address)


def test_an_account_made_on_the_page_is_noted_with_the_visitors_network(db: None) -> None:
    for number in range(5):
        make_account(f"new{number}@example.org", REMOTE_ADDR=LIBRARY)
    people = list(User.objects.all())
    assert kinds(*people) == [["one-network"]] * 5
    assert len(mail.outbox) == 5


def test_a_visitor_cannot_name_another_network(db: None) -> None:
    make_account("new@example.org", REMOTE_ADDR=LIBRARY, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert bytes(SignUp.objects.get().network or b"") == networks.digest(LIBRARY)


def test_asking_again_for_an_account_one_has_notes_nothing(db: None) -> None:
    factories.person(email="ruth@example.org")
    make_account("ruth@example.org", REMOTE_ADDR=LIBRARY)
    assert not SignUp.objects.exists()


def test_an_account_whose_network_cannot_be_noted_is_not_half_made(db: None, settings: Any) -> None:
    (settings.SECRETS / "networks.key").mkdir()
    with pytest.raises(IsADirectoryError):
        make_account("new@example.org", REMOTE_ADDR=LIBRARY)
    assert not User.objects.exists()


# Many


@pytest.mark.parametrize("many", [10, 200])
def test_seven_queries_answer_for_everybody(
    db: None, many: int, django_assert_num_queries: Any
) -> None:
    people = [at(f"ruth+{number}@example.org") for number in range(many)]
    signed_up(people)
    with django_assert_num_queries(7):
        found = signs.of([person.pk for person in people])
    assert {len(each) for each in found.values()} == {2}
    assert len(found) == many


def test_nobody_is_no_sign(db: None) -> None:
    assert signs.of([]) == {}


def test_each_sign_says_what_to_do(people: list[User]) -> None:
    signed_up(people)
    for sign in signs.of([person.pk for person in people])[people[0].pk]:
        assert sign.text.endswith(".")
        assert "may be" in sign.to_do
    assert sign_ups.MANY == 5
