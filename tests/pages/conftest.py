"""A loaded demonstration, made once for the tests that only read it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings

from demo import loader
from demo.clockwork import OwnersClock
from tests import postgres


class Loaded(NamedTuple):
    """A loaded demonstration: its database and its secrets."""

    database: str
    secrets: Path


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """The demonstration in a database of its own, for all tests of a module."""
    name = f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / "secrets").mkdir(mode=0o700)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.copy_template(name)
        before = postgres.point_at(name)
        try:
            with override_settings(SECRETS=folder / "secrets", MEDIA_ROOT=folder / "media"):
                loader.load(OwnersClock())
                yield Loaded(name, folder / "secrets")
        finally:
            connections.close_all()
            postgres.point_at(before)
            postgres.drop(name)


@pytest.fixture
def demonstrated(demonstration: Loaded, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration with its own keys in place for this test, which only reads."""
    monkeypatch.setattr(settings, "SECRETS", demonstration.secrets)
    return demonstration.secrets


@pytest.fixture
def played(
    demonstrated: Path, demonstration: Loaded, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """A copy of the demonstration that a test may change."""
    name = f"{demonstration.database}_played"
    connections.close_all()
    with postgres.owner_connection("postgres") as owner:
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{demonstration.database}"')
    before = postgres.point_at(name)
    try:
        yield
    finally:
        connections.close_all()
        postgres.point_at(before)
        postgres.drop(name)
