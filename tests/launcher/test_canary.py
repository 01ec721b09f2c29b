"""Errors inside the box, on a server that logs every statement and all it knows of an error."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy

import environ
import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from kit import site_key
from kit.refusal import Refused
from launcher import addresses, database, keys
from launcher.home import Home
from launcher.postgres import SETTINGS, Server
from tests import postgres
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import box, refusals, sealing
from voting.keys import keys_of

pytestmark = pytest.mark.slow

# As talkative as a server may be that `./run` accepts.
TALKATIVE = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_min_error_statement": "debug5",
    "log_error_verbosity": "verbose",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
CANARY = b"a canary sings of what it knows!"
OTHER = b"another one that answers the one"


@pytest.fixture
def server(place: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A prepared server of its own that logs all it may."""
    for name, value in TALKATIVE.items():
        monkeypatch.setitem(SETTINGS, name, value)
    keys.make_folder(place.secrets)
    (place.secrets / site_key.FILE).write_bytes(site_key.key())
    made = database.built_in_server(place, for_tests=True)
    try:
        made.start()
        ours = addresses.built_in(made.sockets, place.secrets)
        database.prepare(ours, for_tests=True)
        keys.keep(place.secrets, "django-secret-key")
        monkeypatch.setenv("ALLOTMENT_SECRETS", str(place.secrets))
        monkeypatch.setenv(addresses.APP_URL, ours.app)
        monkeypatch.setenv(addresses.OWNER_URL, ours.owner)
        yield made
    finally:
        made.stop()


@pytest.fixture
def there(server: Server, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """Django's connection, to a migrated database on that server; gives its name."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    before = deepcopy(connection.settings_dict)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.copy_template(name)
        connection.close()
        address = environ.Env.db_url_config(os.environ[addresses.APP_URL])
        for key in ("USER", "PASSWORD", "HOST", "PORT"):
            connection.settings_dict[key] = address[key]
        connection.settings_dict["OPTIONS"] |= address["OPTIONS"]
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            connection.settings_dict.clear()
            connection.settings_dict.update(before)


class Hand:
    """Casts canaries."""

    def __init__(self, vote: Scene) -> None:
        self.vote = vote
        self.kr = sealing.kr_digest(keys_of(vote.round.box).kr())
        self.length = vote.round.box.ct_length

    def cast(
        self,
        live: bytes = CANARY,
        base_rev: int = 0,
        *,
        k: bytes = CANARY,
        ct: bytes = b"",
        kr: bytes = b"",
    ) -> None:
        with transaction.atomic():
            box.cast_ballot(
                self.vote.round.pk,
                kr_sha256=kr or self.kr,
                k=k,
                live=live,
                ciphertext=ct or CANARY.ljust(self.length, b"!"),
                base_rev=base_rev,
            )

    def refusals(self) -> list[tuple[type[Refused], Callable[[], None]]]:
        """Each error of the box, and a cast that meets it; the first ballot is in."""
        wrong, late = refusals.NotABallotHere, refusals.VoteNotOpen
        return [
            (refusals.ChangedElsewhere, lambda: self.cast(k=OTHER)),  # a unique violation inside
            (refusals.ChangedElsewhere, lambda: self.cast(OTHER, 5)),
            (wrong, lambda: self.cast(OTHER, 1, ct=CANARY)),
            (wrong, lambda: self.cast(CANARY[1:], 0, k=OTHER)),
            (wrong, lambda: self.cast(OTHER, 0, k=CANARY[1:])),
            (refusals.WrongKeys, lambda: self.cast(OTHER, 1, kr=CANARY)),
            (refusals.Replaced, self._replaced),
            (late, self._late),
        ]

    def _replaced(self) -> None:
        self.cast(OTHER, 1)
        self.cast(CANARY, 2)

    def _late(self) -> None:
        scenes.move_clock(11 * DAY)
        self.cast(CANARY[16:] + CANARY[:16], k=OTHER)


def in_log(server: Server) -> list[str]:
    """Lines of the log that hold the canary, as it is or in hex."""
    forms = ("canary sings", b"canary sings".hex())
    lines = server.log.read_text(errors="replace").splitlines()
    return [line for line in lines if any(form in line for form in forms)]


def test_no_error_inside_the_box_writes_what_was_cast_into_the_log(
    server: Server, there: str
) -> None:
    hand = Hand(scenes.open_vote())
    hand.cast()
    for refusal, deed in hand.refusals():
        with pytest.raises(refusal):
            deed()
    log = server.log.read_text(errors="replace")
    for facts in ("changed elsewhere", "not a ballot of this round", "another K_r", "stale replay"):
        assert facts in log
    assert re.search(r"CONTEXT:  PL/pgSQL function (ballot\.)?cast_ballot", log)
    assert "SELECT ballot.cast_ballot($1, $2, $3, $4, $5, $6)" in log
    assert in_log(server) == []


def test_a_cast_that_waits_too_long_writes_nothing_of_it_into_the_log(
    server: Server, there: str
) -> None:
    vote = scenes.open_vote()
    with postgres.owner_connection(there) as owner, owner.transaction():
        owner.execute("SELECT FROM rounds_round FOR UPDATE")
        with pytest.raises(DatabaseError, match="lock timeout"):
            Hand(vote).cast()
    assert "canceling statement due to lock timeout" in server.log.read_text(errors="replace")
    assert in_log(server) == []


def test_the_canary_would_be_heard(server: Server, there: str) -> None:
    """PostgreSQL tells the values of a duplicate: only because the box catches it are they not
    logged.
    """
    vote = scenes.open_vote()
    Hand(vote).cast()
    insert = "INSERT INTO ballot.sealed (round, k, live, ct) VALUES (%s, %s, %s, %s)"
    with postgres.owner_connection(there) as owner, suppress(psycopg.errors.UniqueViolation):
        owner.execute(insert, [vote.round.pk, OTHER, CANARY, b""])
    assert [line for line in in_log(server) if "Key (live)=" in line]
