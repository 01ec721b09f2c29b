"""Fixtures are nouns of the domain. Tests run as the app role on real PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from audit.actions import settle
from kit import clock as kit_clock
from kit import site_key
from people.models import User
from places.models import Neighbourhood
from tests import dealing, factories, postgres

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first, so that nobody waits for the last of them."""
    items[:] = dealing.dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One database per worker, copied from the template and dropped afterwards."""
    name = f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    site_key.key()  # the run's, which the template knows, before tests get folders of their own
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.copy_template(name)
        before = postgres.point_at(name)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.point_at(before)
        postgres.drop(name)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own, for tests that commit: threads, live servers. Gives its
    name.
    """
    name = f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        postgres.copy_template(name)
        before = postgres.point_at(name)
        try:
            yield name
        finally:
            connections.close_all()
            postgres.point_at(before)
            postgres.drop(name)


class Clock:
    """The installation's clock, which a test may move."""

    def now(self) -> datetime:
        return kit_clock.now()

    def move(self, by: timedelta) -> None:
        # In a test's own transaction, what a deed before must have recorded is looked at now.
        if connection.in_atomic_block:
            settle()
        with connection.cursor() as cursor:
            seconds = by.total_seconds()
            cursor.execute(
                "UPDATE kit_clock_offset SET by = by + make_interval(secs => %s)", [seconds]
            )

    def set(self, moment: datetime) -> None:
        self.move(moment - self.now())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def mail_and_media(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Files and keys of a test stay in its own folder; mail stays in memory."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.SECRETS = tmp_path / "secrets"  # type: ignore[attr-defined]
    (tmp_path / "secrets").mkdir(mode=0o700)


@pytest.fixture
def area(db: None) -> Neighbourhood:
    return factories.area()


@pytest.fixture
def other_area(db: None) -> Neighbourhood:
    return factories.area(name="Grange", town="East Finchley", slug="grange")


@pytest.fixture
def resident(area: Neighbourhood) -> User:
    return factories.resident(area)


@pytest.fixture
def officer(area: Neighbourhood) -> User:
    return factories.with_role("officer", area)


@pytest.fixture
def finance(area: Neighbourhood) -> User:
    return factories.with_role("finance", area)


@pytest.fixture
def auditor(area: Neighbourhood) -> User:
    return factories.with_role("auditor", area)


@pytest.fixture
def secretary(area: Neighbourhood) -> User:
    return factories.with_role("secretary", area)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data that lies beside the checkout on some machines; skips where it
    doesn't.
    """
    folder = Path(os.environ.get("ALLOTMENT_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real data is not on this machine")
    return folder


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Steps and fields of every journey."""
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {words}"
        for report in terminalreporter.stats.get("", [])
        if report.when == "teardown"
        for name, words in report.user_properties
        if name == "journey"
    ]
    if lines:
        terminalreporter.section("steps and fields of each journey")
        terminalreporter.write("\n".join(lines) + "\n")
