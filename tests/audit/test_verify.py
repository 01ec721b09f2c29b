"""An altered entry is found, whoever altered it."""

from __future__ import annotations

import pytest
from django.db import transaction

from audit import actions, verify
from kit.actor import SYSTEM
from places.models import Neighbourhood
from tests import postgres


@pytest.fixture
def written(committed_db: str) -> str:
    with transaction.atomic():
        area = Neighbourhood.objects.create(slug="somewhere", name="Somewhere")
        for kind in ("place.created", "place.changed"):
            actions.record(
                by=SYSTEM,
                kind=kind,
                subject=area,
                role="officer",
                place=area.pk,
                words={"reason": "As agreed in March"},
            )
    return committed_db


def test_an_untouched_record_is_consistent(written: str) -> None:
    verdict = verify.check()
    assert (verdict.entries, verdict.consistent) == (2, True)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit.event SET kind = 'round.published' WHERE id = 2",
        "UPDATE audit.event SET at = at + interval '1 day' WHERE id = 2",
        "UPDATE audit.event SET body = replace(convert_from(body, 'UTF8'), 'changed', 'created')"
        "::bytea WHERE id = 2",
        "UPDATE audit_words SET text = 'In April' WHERE id = (SELECT id FROM audit_words LIMIT 1)",
    ],
)
def test_an_altered_entry_is_found(written: str, forgery: str) -> None:
    with postgres.owner_connection(written) as owner:
        owner.execute("ALTER TABLE audit.event DISABLE TRIGGER event_append_only")
        owner.execute("ALTER TABLE audit_words DISABLE TRIGGER audit_words_unchanged")
        owner.execute(forgery)
    assert len(verify.check().altered) == 1
