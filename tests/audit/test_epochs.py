"""A record that came from another database server says so."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import actions, epochs
from audit.models import Epoch, Event
from kit.actor import SYSTEM
from places.models import Neighbourhood
from tests import factories, postgres


@pytest.fixture
def moved(committed_db: str) -> str:
    """A record of two neighbourhoods whose newest epoch is another server's."""
    with transaction.atomic():
        for slug in ("east", "west"):
            area = factories.area(name=slug, slug=slug)
            actions.record(
                by=SYSTEM, kind="place.created", subject=area, role="officer", place=area.pk
            )
    with postgres.owner_connection(committed_db) as owner:
        owner.execute(
            "INSERT INTO audit.epoch (id, first_id, cluster)"
            " VALUES (gen_random_uuid(), 2, (pg_control_system()).system_identifier + 1)"
        )
    return committed_db


def at_start() -> list[checks.CheckMessage]:
    """What a start says before it brings the tables up to date."""
    return checks.run_checks(tags=[checks.Tags.database], databases=["default"])


@pytest.mark.django_db
def test_the_first_epoch_is_this_servers() -> None:
    assert Epoch.objects.count() == 1
    assert not epochs.is_missing()
    assert not at_start()


def test_an_entry_under_way_is_no_other_servers(area: Neighbourhood) -> None:
    actions.record(by=SYSTEM, kind="place.changed", subject=area, role="officer")
    assert not epochs.is_missing()


def test_a_number_that_this_server_has_not_given_yet_is_noticed(committed_db: str) -> None:
    with transaction.atomic():
        actions.record(by=SYSTEM, kind="place.created", subject=factories.area(), role="officer")
    with postgres.owner_connection(committed_db) as owner:
        owner.execute("ALTER TABLE audit.event DISABLE TRIGGER event_append_only")
        owner.execute("UPDATE audit.event SET xid = (xid::text::bigint + 1000000)::text::xid8")
    assert epochs.is_missing()


def test_a_moved_record_is_not_passed_over_in_silence(moved: str) -> None:
    assert epochs.is_missing()
    with pytest.raises(CommandError, match="begin_epoch"):
        call_command("verify_record")
    assert [found.msg for found in at_start()] == [epochs.MISSING]


def test_an_epoch_begins_with_entries_that_everybody_reads(moved: str) -> None:
    last = Event.objects.newest_first()[0].pk
    point = dict(connection.settings_dict)
    try:
        call_command("begin_epoch", stdout=StringIO())
    finally:
        connection.close()
        connection.settings_dict.update(point)
    assert not epochs.is_missing()
    entries = list(Event.objects.filter(kind="record.restored").order_by("id"))
    assert len({entry.place_ref for entry in entries}) == len(entries) == 2
    assert Epoch.objects.latest("first_id").first_id == entries[0].pk == last + 1
    call_command("verify_record", stdout=StringIO())


def test_the_app_cannot_begin_one(moved: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        epochs.begin()
    assert not Event.objects.filter(kind="record.restored").exists()


def test_nobody_takes_an_epoch_back(moved: str) -> None:
    with postgres.owner_connection(moved) as owner:
        for deed in ("UPDATE audit.epoch SET first_id = 9", "DELETE FROM audit.epoch"):
            with pytest.raises(Exception, match="only ever added"):
                owner.execute(deed)
