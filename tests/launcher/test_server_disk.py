"""A PostgreSQL that would lose what it has acknowledged is refused, and told what to set."""

from __future__ import annotations

import psycopg
import pytest

from launcher import database, postgres, server_disk
from launcher.addresses import Addresses
from launcher.speech import CannotRun
from tests.launcher.test_server_log import WEB, set_for

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@pytest.mark.parametrize("how", ["on", "local", "remote_write", "remote_apply"])
def test_a_server_that_writes_before_it_answers_is_fine(how: str) -> None:
    assert server_disk.to_set({**SAFE, "synchronous_commit": how}) == []


@pytest.mark.parametrize("name", SAFE)
def test_each_setting_that_loses_ballots_is_to_be_on(name: str) -> None:
    assert server_disk.to_set({**SAFE, name: "off"}) == [f"{name} = on"]
    unreadable = {key: value for key, value in SAFE.items() if key != name}
    assert server_disk.to_set(unreadable) == [f"{name} = on"]


def test_a_server_made_fast_for_tests_is_not_one_for_a_site() -> None:
    assert server_disk.to_set(postgres.FAST_AND_LOOSE) == [f"{name} = on" for name in SAFE]


@pytest.mark.slow
def test_an_account_that_does_not_wait_for_the_disk_is_refused(
    known: Addresses, superuser: psycopg.Connection
) -> None:
    with set_for(superuser, WEB, synchronous_commit="off"):
        with pytest.raises(CannotRun) as refusal:
            database.prepare(known, serving=True)
        database.prepare(known)  # whoever only makes a backup of it may
    assert refusal.value.line == (
        "DATABASE_URL: PostgreSQL could lose ballots that it has acknowledged: set"
        " synchronous_commit = on."
    )
    database.prepare(known, serving=True)
