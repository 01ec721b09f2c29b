"""The database knows the site by its key: nobody else writes, and only deeds write entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, transaction

from audit.models import Event
from kit import site_key
from places.models import Neighbourhood
from tests import factories, postgres

WRITES = (
    "UPDATE people_user SET email = 'mine@example.org'",
    "INSERT INTO people_role (id) VALUES (gen_random_uuid())",
    "DELETE FROM account_emailaddress",
    "UPDATE rounds_round SET decided_at = now()",
    "INSERT INTO voting_rollentry (id) VALUES (gen_random_uuid())",
    "DELETE FROM voting_keyholder",
    "UPDATE voting_box SET door_sha256 = '\\x00'",
    "INSERT INTO kit_cache VALUES ('limit', '1', now())",
)
REFUSED = "has not shown the key of the site"

Word = Callable[[psycopg.Connection[tuple[object, ...]]], None]


@pytest.fixture
def password(committed_db: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who knows the account's password and nothing else."""
    with postgres.app_connection(committed_db) as connection:
        yield connection


@pytest.mark.parametrize("deed", WRITES)
def test_a_password_alone_writes_nothing(
    password: psycopg.Connection[tuple[object, ...]], deed: str
) -> None:
    with pytest.raises(psycopg.DatabaseError, match=REFUSED):
        password.execute(deed)
    assert password.execute("SELECT count(*) FROM people_user").fetchone() == (0,)


def test_a_key_of_somebody_elses_is_none(
    password: psycopg.Connection[tuple[object, ...]],
) -> None:
    assert password.execute("SELECT kit_show_key(%s)", [bytes(32)]).fetchone() == (False,)
    assert password.execute("SELECT kit_show_key(NULL)").fetchone() == (False,)
    assert password.execute("SELECT kit_has_key()").fetchone() == (False,)


@pytest.mark.parametrize("word", ["", "0" * 64, None])
def test_nobody_guesses_the_word_of_a_session(
    password: psycopg.Connection[tuple[object, ...]], word: str | None
) -> None:
    site_key.show(connection)
    password.execute("SELECT set_config('allotment.session', %s, false)", [word])
    with pytest.raises(psycopg.DatabaseError, match=REFUSED):
        password.execute("DELETE FROM account_emailaddress")


def test_a_session_that_is_gone_is_forgotten(committed_db: str) -> None:
    with postgres.site_connection(committed_db) as site:
        word = site.execute("SELECT current_setting('allotment.session')").fetchone()
    assert word is not None
    with postgres.site_connection(committed_db) as other:
        other.execute("SELECT set_config('allotment.session', %s, false)", [word[0]])
        with pytest.raises(psycopg.DatabaseError, match=REFUSED):
            other.execute("DELETE FROM account_emailaddress")


def test_the_key_of_a_deed_is_gone_with_its_transaction(committed_db: str) -> None:
    with transaction.atomic():
        site_key.show_for_deed()
    factories.round_in("panel", factories.area())
    with (
        postgres.site_connection(committed_db) as site,
        pytest.raises(psycopg.DatabaseError, match="no deed of the site"),
    ):
        site.execute("UPDATE rounds_round SET decided_at = now()")
    with pytest.raises(Exception, match="no deed of the site"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit.event DEFAULT VALUES")
    assert not Event.objects.exists()


def test_after_a_migration_the_key_of_this_folder_is_known(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the secrets folder was lost, and the site started with a new one."""
    new = bytes([1]) * 32
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("UPDATE kit_site_key SET sha256 = sha256(%s)", [new])
    monkeypatch.setattr(site_key, "key", lambda: new)
    assert site_key.is_known(), "a session that is known stays so"
    connection.close()
    assert site_key.is_known()
    monkeypatch.undo()
    connection.close()
    assert not site_key.is_known()
    with pytest.raises(Exception, match=REFUSED):
        Neighbourhood.objects.create(slug="x", name="X")
    with pytest.raises(site_key.KeyRefused), transaction.atomic():
        site_key.show_for_deed()


def test_only_the_owner_writes_what_the_database_knows_of_it(
    password: psycopg.Connection[tuple[object, ...]],
) -> None:
    for deed in (
        "UPDATE kit_site_key SET sha256 = ''",
        "INSERT INTO kit_site_session VALUES ('mine', pg_backend_pid())",
        "SELECT * FROM kit_site_session",
        "SELECT * FROM kit_site_key",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            password.execute(deed)
