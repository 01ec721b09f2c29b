"""Who is signed in: a table that helps nobody who reads it or writes in it."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kit.actor import SYSTEM
from people import actions, sessions
from people.models import Role, Session, User
from people.sessions import SessionStore
from people.tasks import forget_old_sessions
from places.models import Neighbourhood
from tests import factories, postgres
from tests.conftest import Clock

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/129 Mobile Safari/537.36"
)
HALF_A_DAY = timedelta(hours=12)
FORTNIGHT = timedelta(days=14)
A_MINUTE = timedelta(minutes=1)


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def cookie_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def with_cookie(cookie: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


def row_of(client: Client) -> Session:
    return Session.objects.get(pk=hashlib.sha256(cookie_of(client).encode()).hexdigest())


def is_in(client: Client) -> bool:
    """Whether a page about oneself is shown; never a fault."""
    answer = client.get("/me/")
    assert answer.status_code in (200, 302)
    return bool(answer.status_code == 200)


def age(client: Client, by: timedelta) -> None:
    """Put a browser's session into the past. Its row is made anew: nobody may change when it was
    made.
    """
    row = row_of(client)
    Session.objects.filter(pk=row.pk).delete()
    row.made_at -= by
    row.expire_date -= by
    row.save(force_insert=True)


def erase(person: User) -> None:
    """Take a person out of the database, which keeps those who ever used their account."""
    with connection.cursor() as cursor:
        unused = "UPDATE people_user SET name = '', last_login = NULL WHERE id = %s"
        cursor.execute(unused, [person.pk])
        cursor.execute("DELETE FROM account_emailaddress WHERE user_id = %s", [person.pk])
        cursor.execute("DELETE FROM people_user WHERE id = %s", [person.pk])


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


@pytest.fixture
def client(person: User) -> Client:
    return signed_in(person)


# Reading the table


def test_no_row_holds_the_cookie(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM people_session s")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert cookie_of(client) not in rows[0][0]
    assert cookie_of(client)[:8] not in rows[0][0]


def test_what_the_table_holds_signs_nobody_in(client: Client) -> None:
    row = row_of(client)
    for value in (row.pk, row.session_data, row.session_data[:32], str(row.person_id)):
        assert not is_in(with_cookie(value))
    assert is_in(client)


def test_what_a_session_holds_cannot_be_read(client: Client) -> None:
    session = client.session
    session["idea"] = {"what": "Clear the alley"}
    session.save()
    row = row_of(client)
    assert client.session["idea"] == {"what": "Clear the alley"}
    held = str(row.__dict__)
    assert not re.search(r"alley|_auth_user|idea", held)
    assert SessionStore("somebody-else").decode(row.session_data) == {}


def test_the_table_refuses_a_cookie(client: Client) -> None:
    with pytest.raises(IntegrityError, match="session_key_is_a_digest"), transaction.atomic():
        Session.objects.create(pk="k" * 32, session_data="", expire_date="2030-01-01T00:00Z")


def test_a_code_on_its_way_cannot_be_read(person: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"email": person.email})
    assert not re.search(rf"{person.email}|account_login", row_of(client).session_data)


# Writing in the table


def test_data_of_another_row_signs_nobody_in(person: User) -> None:
    victim, thief = signed_in(factories.person()), signed_in(person)
    theirs, own = row_of(victim), row_of(thief)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_session SET session_data = %s, person_id = %s WHERE session_key = %s",
            [theirs.session_data, theirs.person_id, own.pk],
        )
    assert not is_in(thief)
    assert is_in(victim)


def test_two_rows_that_changed_places_sign_nobody_in(person: User) -> None:
    one, other = signed_in(person), signed_in(factories.person())
    first, second = row_of(one), row_of(other)
    Session.objects.all().delete()
    first.pk, second.pk = second.pk, first.pk
    for row in (first, second):
        row.save(force_insert=True)
    assert not is_in(one)
    assert not is_in(other)


def test_a_row_of_ones_own_making_signs_nobody_in(client: Client, person: User) -> None:
    row = row_of(client)
    row.pk = hashlib.sha256(b"a-cookie-that-i-know").hexdigest()
    for forged in (row.session_data, "", "bm8=", "é", "{}", '{"_auth_user_id": "1"}'):
        Session.objects.filter(pk=row.pk).delete()
        row.session_data = forged
        row.save(force_insert=True)
        assert not is_in(with_cookie("a-cookie-that-i-know"))


@pytest.mark.parametrize("other", [None, "somebody"])
def test_a_row_that_names_another_person_signs_nobody_in(client: Client, other: str | None) -> None:
    named = factories.person() if other else None
    Session.objects.update(person=named)
    assert not is_in(client)


@pytest.mark.parametrize("column", ["made_at", "device", "session_key"])
def test_the_apps_account_never_changes_how_a_session_began(client: Client, column: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="denied"):
        cursor.execute(f"UPDATE people_session SET {column} = {column}")


# The key


def test_the_key_is_made_once_and_only_the_site_reads_it(client: Client) -> None:
    key = Path(settings.SECRETS) / sessions.KEY_FILE
    before = key.read_bytes()
    assert len(before) == 32
    assert key.stat().st_mode & 0o077 == 0
    signed_in(factories.person())
    assert key.read_bytes() == before
    assert [path.name for path in key.parent.iterdir()] == [key.name], "no draft is left"


@pytest.mark.parametrize("found", [None, b"", b"\x00" * 31, b"\x07" * 32])
def test_without_its_key_everybody_signs_in_again(
    client: Client, person: User, found: bytes | None
) -> None:
    key = Path(settings.SECRETS) / sessions.KEY_FILE
    key.unlink()
    if found is not None:
        key.write_bytes(found)
    assert not is_in(client)
    assert is_in(signed_in(person))
    assert len(key.read_bytes()) == 32


# Beginning and ending


def test_signing_in_changes_the_cookie(client: Client, person: User) -> None:
    visitor = Client()
    begun = visitor.session
    begun["idea"] = "Clear the alley"
    begun.save()
    before = cookie_of(visitor)
    visitor.force_login(person)
    assert cookie_of(visitor) != before
    assert visitor.session["idea"] == "Clear the alley"
    assert not with_cookie(before).session.load()


def test_signing_out_ends_the_row(client: Client) -> None:
    copy = with_cookie(cookie_of(client))
    assert is_in(copy)
    client.post("/accounts/logout/")
    assert not Session.objects.exists()
    assert not is_in(copy)


def test_a_cookie_that_nobody_gave_out_begins_nothing(db: None) -> None:
    for cookie in ("x" * 32, "short", "é", "'; --", "\x00" * 9):
        assert not is_in(with_cookie(cookie))
    assert not Session.objects.exists()


def test_a_session_that_ended_meanwhile_is_not_made_again(client: Client) -> None:
    session = client.session
    session["idea"] = "x"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_a_session_lasts_a_fortnight(client: Client) -> None:
    age(client, FORTNIGHT - A_MINUTE)
    assert is_in(client)
    age(client, A_MINUTE)
    assert not is_in(client)


def test_what_a_session_is_given_makes_it_last_longer(client: Client) -> None:
    age(client, timedelta(days=10))
    session = client.session
    session["idea"] = "x"
    session.save()
    age(client, timedelta(days=10))
    assert is_in(client)


def test_reading_pages_changes_no_session(client: Client) -> None:
    def rows() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin::text, xmax::text, s::text FROM people_session s")
            return list(cursor.fetchall())

    before = rows()
    for page in ("/me/", "/me/details/", "/", "/me/postcode/"):
        client.get(page)
    assert rows() == before


def test_a_demonstration_that_moves_on_signs_nobody_out(client: Client, clock: Clock) -> None:
    clock.move(timedelta(days=90))
    assert is_in(client)


def test_sessions_go_with_their_person(client: Client, person: User) -> None:
    erase(person)
    assert not Session.objects.exists()
    assert not is_in(client)


def test_a_person_who_goes_while_a_page_is_made_is_no_fault(committed_db: str) -> None:
    gone = factories.person()
    session = signed_in(gone).session
    session["idea"] = "x"
    row = Session.objects.get()
    erase(gone)
    row.person = None
    row.save(force_insert=True)
    with pytest.raises(UpdateError):
        session.save()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X200) Chrome/129 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/131.0", "computer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605", "computer"),
        ("", "unknown"),
        ("x" * 9000, "unknown"),
    ],
)
def test_a_session_keeps_one_word_of_the_device(person: User, agent: str, device: str) -> None:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"email": person.email})
    assert row_of(client).device == device


# Staff


@pytest.mark.parametrize("kind", ["officer", "finance", "auditor", "chair", "panel", "secretary"])
def test_staff_are_signed_in_for_half_a_day(area: Neighbourhood, kind: str) -> None:
    client = signed_in(factories.with_role(kind, area))
    age(client, HALF_A_DAY - A_MINUTE)
    assert is_in(client)
    age(client, A_MINUTE)
    assert not is_in(client)


def test_staff_who_go_on_working_sign_in_again_all_the_same(officer: User) -> None:
    client = signed_in(officer)
    age(client, HALF_A_DAY - A_MINUTE)
    session = client.session
    session["idea"] = "x"
    session.cycle_key()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert is_in(client)
    age(client, A_MINUTE)
    assert not is_in(client)


def test_signing_in_again_begins_a_new_half_day(officer: User) -> None:
    client = signed_in(officer)
    age(client, HALF_A_DAY)
    assert not is_in(client)
    client.force_login(officer)
    assert is_in(client)


def test_somebody_who_becomes_staff_has_half_a_day_since_signing_in(
    person: User, area: Neighbourhood
) -> None:
    lately, long_ago = signed_in(person), signed_in(person)
    age(lately, HALF_A_DAY - A_MINUTE)
    age(long_ago, HALF_A_DAY)
    actions.give_role(person, kind="officer", neighbourhood=area, by=SYSTEM)
    assert is_in(lately)
    assert not is_in(long_ago)


def test_who_was_staff_is_signed_in_as_everybody_is(officer: User) -> None:
    Role.objects.filter(person=officer).update(ended_at="2026-01-01T00:00Z")
    client = signed_in(officer)
    age(client, FORTNIGHT - A_MINUTE)
    assert is_in(client)


# A computer that others use too


def sign_in_page(person: User, *, shared: bool) -> HttpResponse:
    """The answer of a page that signs a visitor in, as it leaves the site's sessions."""

    def view(request: HttpRequest) -> HttpResponse:
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        if shared:
            sessions.end_with_browser(request)
        return HttpResponse("You are signed in.")

    answer = SessionMiddleware(view)(RequestFactory().post("/accounts/login/"))
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.fixture
def shared(person: User) -> Client:
    """A browser on a shared computer, signed in."""
    page = sign_in_page(person, shared=True)
    return with_cookie(page.cookies[settings.SESSION_COOKIE_NAME].value)


def test_on_a_shared_computer_the_cookie_ends_with_the_browser(person: User) -> None:
    for shared, lasts in ((True, ("", "")), (False, (1_209_600,))):
        cookie = sign_in_page(person, shared=shared).cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["max-age"], cookie["expires"])[: len(lasts)] == lasts


def test_on_a_shared_computer_the_site_forgets_after_half_a_day(shared: Client) -> None:
    age(shared, HALF_A_DAY - A_MINUTE)
    session = shared.session
    session["idea"] = "x"
    session.save()
    assert is_in(shared)
    age(shared, A_MINUTE)
    assert not is_in(shared)


# Cleaning


def test_every_day_what_is_over_goes(person: User, officer: User, resident: User) -> None:
    over, of_staff, still = signed_in(person), signed_in(officer), signed_in(resident)
    age(over, FORTNIGHT)
    age(of_staff, HALF_A_DAY)
    age(still, FORTNIGHT - A_MINUTE)
    assert forget_old_sessions(0) == 2
    assert Session.objects.get() == row_of(still)


def test_djangos_command_clears_them_too(client: Client) -> None:
    age(client, FORTNIGHT)
    call_command("clearsessions")
    assert not Session.objects.exists()


# The upgrade


def test_the_sessions_of_the_version_before_end_at_the_upgrade(committed_db: str) -> None:
    upgrade = import_module("people.migrations.0003_sessions")
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(upgrade.OPEN_THE_OLD)
        with postgres.site_connection(committed_db) as app:
            app.execute("INSERT INTO django_session VALUES ('a-cookie', 'open data', now())")
        owner.execute(upgrade.CLOSE_THE_OLD)
        assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    for deed in (
        "SELECT 1 FROM django_session",
        "INSERT INTO django_session VALUES ('a-cookie', '', now())",
    ):
        with (
            postgres.app_connection(committed_db) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(deed)
