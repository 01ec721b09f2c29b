"""Accounts that were begun and never confirmed are forgotten; nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kit import clock as kit_clock
from people import actions, uploads
from people.actions import forgetting
from people.models import Residency, Role, User
from people.tasks import forget_unconfirmed
from places.models import Neighbourhood
from tests import factories, postgres
from tests.conftest import Clock
from tests.people.files import pdf
from tests.people.sign_in import sign_in

A_WEEK = timedelta(days=7)


@pytest.fixture
def begun(db: None, clock: Clock) -> User:
    """An account that was begun with an address alone, a week ago, by an earlier version."""
    User.objects.create_user("begun@example.org")
    clock.move(A_WEEK)
    return User.objects.get()


def is_kept(person: User) -> bool:
    forget_unconfirmed(0)
    return User.objects.filter(pk=person.pk).exists()


def test_an_account_that_nobody_confirmed_goes_after_a_week(begun: User) -> None:
    assert EmailAddress.objects.filter(user=begun, verified=False).exists()
    assert forget_unconfirmed(0) == 1
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_within_a_week_it_stays(begun: User, clock: Clock) -> None:
    clock.move(-timedelta(minutes=1))
    assert is_kept(begun)


def test_somebody_who_was_forgotten_can_begin_again(begun: User) -> None:
    forget_unconfirmed(0)
    client = Client()
    sign_in(client, begun.email)
    assert EmailAddress.objects.get(user__email=begun.email).verified


def confirmed(person: User, _: Neighbourhood) -> None:
    EmailAddress.objects.filter(user=person).update(verified=True)


def once_signed_in(person: User, _: Neighbourhood) -> None:
    Client().force_login(person)


def written_down(person: User, _: Neighbourhood) -> None:
    actions.set_name(person, name="Ruth Allen", by=person)


def of_the_demonstration(person: User, _: Neighbourhood) -> None:
    postgres.forge(User.objects.filter(pk=person.pk), is_demonstration=True)


def invited(person: User, area: Neighbourhood) -> None:
    officer = factories.with_role("officer", area)
    actions.invite(person.email.upper(), kind="panel", neighbourhood=area, by=officer)


def with_a_role(person: User, area: Neighbourhood) -> None:
    Role.objects.create(person=person, neighbourhood=area, kind="panel")


def with_a_role_that_ended(person: User, area: Neighbourhood) -> None:
    Role.objects.create(person=person, neighbourhood=area, kind="panel", ended_at=kit_clock.now())


def who_gave_a_role(person: User, area: Neighbourhood) -> None:
    Role.objects.create(
        person=factories.person(), given_by=person, neighbourhood=area, kind="panel"
    )


def with_a_home(person: User, area: Neighbourhood) -> None:
    Residency.objects.create(person=person, neighbourhood=area)


def with_a_file(person: User, _: Neighbourhood) -> None:
    uploads.receive(pdf(), owner=person)


def known_to_the_record(person: User, _: Neighbourhood) -> None:
    person.ref(round_ref=None, place_ref=None)


def with_an_idea(person: User, area: Neighbourhood) -> None:
    factories.proposal(factories.round_in("ideas", area), lead=person)


def who_helps_with_an_idea(person: User, area: Neighbourhood) -> None:
    factories.proposal(factories.round_in("ideas", area)).helpers.add(person)


def with_a_second_factor(person: User, _: Neighbourhood) -> None:
    Authenticator.objects.create(user=person, type="totp", data={})


@pytest.mark.parametrize(
    "known_by",
    [
        confirmed,
        once_signed_in,
        written_down,
        of_the_demonstration,
        invited,
        with_a_role,
        with_a_role_that_ended,
        who_gave_a_role,
        with_a_home,
        with_a_file,
        known_to_the_record,
        with_an_idea,
        who_helps_with_an_idea,
        with_a_second_factor,
    ],
)
def test_who_is_known_in_any_way_stays(
    begun: User, area: Neighbourhood, known_by: Callable[[User, Neighbourhood], None]
) -> None:
    known_by(begun, area)
    assert is_kept(begun)


def test_every_reference_to_a_person_in_the_database_is_asked_for(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)"
            " WHERE contype = 'f' AND confrelid = 'people_user'::regclass"
        )
        there = set(cursor.fetchall())
    asked = {
        (relation.related_model._meta.db_table, relation.field.column)
        for relation in forgetting._relations()
        if not relation.many_to_many
    }
    assert len(there) > 20
    assert there - asked == {
        ("account_emailaddress", "user_id"),
        ("people_signup", "person_id"),
        ("people_mailrefused", "person_id"),
    }


def test_the_database_refuses_what_came_in_between(
    begun: User, area: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_home(begun, area)
    everybody = User.objects.filter(pk=begun.pk)
    monkeypatch.setattr(forgetting, "unconfirmed", everybody.all)
    assert forget_unconfirmed(0) == 0
    assert is_kept(begun)
    assert EmailAddress.objects.filter(user=begun).exists()


@pytest.mark.parametrize("used", [{"name": "Ruth"}, {"last_login": "2026-01-01T10:00Z"}])
def test_an_account_that_was_used_is_taken_out_by_nobody(begun: User, used: dict[str, str]) -> None:
    """The database keeps it, whoever asks."""
    User.objects.filter(pk=begun.pk).update(**used)
    with pytest.raises(DatabaseError, match="an account that was used stays"), transaction.atomic():
        postgres.as_owner("DELETE FROM people_user WHERE id = %s", [begun.pk])
    assert User.objects.filter(pk=begun.pk).exists()
