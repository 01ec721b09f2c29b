"""A site of an earlier version is brought up to this one, and is whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import verify
from audit.models import Event
from evidence.models import Expectation
from ledger import statement
from proposals.models import Proposal
from rounds.models import Round
from tests import postgres
from tests.shape import shape
from tests.upgrade import history
from tests.upgrade.kept import Site


def test_there_is_nothing_left_to_migrate(site_to_read: Site) -> None:
    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_an_upgraded_site_has_the_tables_and_guards_of_a_new_one(site_to_read: Site) -> None:
    here = set(shape(str(connection.settings_dict["NAME"])))
    new = set(shape(postgres.ensure_template()))
    assert here - new == set()
    assert new - here == set()


def test_the_record_is_whole(site_to_read: Site) -> None:
    verdict = verify.check()
    assert verdict.consistent
    assert verdict.entries == Event.objects.count() > 500


def test_every_pound_adds_up(site_to_read: Site) -> None:
    assert statement.conservation() == []


def test_every_round_is_there(site_to_read: Site) -> None:
    rounds = {str(pk) for pk in Round.objects.values_list("pk", flat=True)}
    assert rounds == {facts["round"] for facts in site_to_read.cases.values()}


def test_what_ideas_said_of_now_is_kept_and_nothing_is_put_in_their_mouths(
    site_to_read: Site,
) -> None:
    for rows in (Proposal.objects.filter(submitted_at__isnull=False), Expectation.objects.all()):
        said = set(rows.values_list("baseline", "baseline_source", "baseline_on"))
        assert said == {(Decimal(0), "", None)}


@pytest.mark.drill
def test_this_version_could_make_a_dump_of_its_own(committed_db: str, clock: Any) -> None:
    plays = history.play(clock.set)
    assert [play.case for play in plays] == list(history.CASES)
