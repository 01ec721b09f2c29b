"""Folders and servers of the launcher's own tests; the installation of the test run stays out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from launcher import addresses, database, home, keys
from launcher.addresses import Addresses
from launcher.database import Database
from launcher.home import Home


def made_folder() -> Path:
    """A folder that the account of PostgreSQL can pass through."""
    # Not pytest's own: that is closed to the account that PostgreSQL runs as when root runs tests.
    made = Path(tempfile.mkdtemp(prefix="launcher-")).resolve()
    made.chmod(0o711)
    return made


def removed(folder: Path) -> None:
    """Take it away, with a database that lies elsewhere."""
    cluster = folder / "postgres"
    if cluster.is_symlink():
        shutil.rmtree(Path(os.readlink(cluster)).parent)
    shutil.rmtree(folder)
    shutil.rmtree(folder.with_name(folder.name + ".secrets"), ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for `--data`."""
    made = made_folder()
    yield made
    removed(made)


@pytest.fixture
def no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no PostgreSQL."""
    monkeypatch.delenv(addresses.APP_URL, raising=False)
    monkeypatch.delenv(addresses.OWNER_URL, raising=False)
    monkeypatch.delenv("ALLOTMENT_SECRETS", raising=False)


@pytest.fixture
def place(folder: Path, no_addresses: None) -> Home:
    """An installation's folders."""
    return home.find(folder)


@pytest.fixture(scope="module")
def built_in() -> Iterator[Database]:
    """A prepared built-in server, shared by the tests of one file."""
    folder = made_folder()
    place = Home(folder, folder / "secrets")
    keys.make_folder(place.secrets)
    server = database.built_in_server(place, for_tests=True)
    server.durable = True  # a site is only prepared on a server that keeps what it acknowledges
    server.start()
    try:
        ours = addresses.built_in(server.sockets, place.secrets)
        database.prepare(ours, for_tests=True)
        yield Database(ours, server)
    finally:
        server.stop()
        removed(folder)


@pytest.fixture
def superuser(built_in: Database) -> Iterator[psycopg.Connection]:
    assert built_in.addresses.superuser
    with psycopg.connect(built_in.addresses.superuser, autocommit=True) as connection:
        yield connection


@pytest.fixture
def known(built_in: Database) -> Addresses:
    """The addresses of the built-in server, without its superuser: as anyone's own PostgreSQL."""
    return Addresses(app=built_in.addresses.app, owner=built_in.addresses.owner)
