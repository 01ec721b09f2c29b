from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests import postgres
from tests.upgrade.kept import VERSIONS, Dump, Site


@pytest.fixture(scope="session", params=VERSIONS)
def dump(request: pytest.FixtureRequest) -> Dump:
    """What an earlier version left."""
    return Dump(request.param)


@pytest.fixture
def site(
    dump: Dump, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Site]:
    """An upgraded site that a test may change."""
    with _upgraded(dump, django_db_blocker):
        dump.put_keys(Path(settings.SECRETS))
        yield Site(dump)


@pytest.fixture(scope="module")
def database_to_read(
    dump: Dump, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    with _upgraded(dump, django_db_blocker):
        yield


@pytest.fixture
def site_to_read(dump: Dump, database_to_read: None) -> Site:
    """An upgraded site for all the tests of a module that only read it."""
    dump.put_keys(Path(settings.SECRETS))
    return Site(dump)


@contextmanager
def _upgraded(dump: Dump, blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Let Django's connections go to an upgraded copy of the dump."""
    name = f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with blocker.unblock():  # type: ignore[attr-defined]
        dump.copy_to(name)
        before = postgres.point_at(name)
        try:
            yield
        finally:
            connections.close_all()
            postgres.point_at(before)
            postgres.drop(name)
