"""Words of an entry can be erased, openly; the entry stays provable."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection, transaction

from audit import actions, verify
from audit.models import Event, Words
from people.models import User
from places.models import Neighbourhood
from tests import factories
from tests.at_once import at_once


@pytest.fixture
def facts(area: Neighbourhood, officer: User) -> Event:
    uuid = actions.record(
        by=officer, kind="place.changed", subject=area, role="officer", place=area.pk,
        words={"reason": "Because of Mrs Bell", "about": "Her garden"},
    )  # fmt: skip
    return Event.objects.get(event_uuid=uuid)


def test_erasing_says_so_and_leaves_the_entry_provable(facts: Event, officer: User) -> None:
    uuid = actions.erase_words(facts.event_uuid, by=officer, role="officer", reason="Asked to")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Words.objects.filter(event_uuid=facts.event_uuid).exists()
    entry = Event.objects.get(event_uuid=uuid)
    assert (entry.kind, entry.audience) == ("words.erased", "public")
    assert (entry.subject_ref, entry.place_ref) == (facts.event_uuid, facts.place_ref)
    assert verify.check().consistent


def test_its_entry_names_the_words_and_never_holds_them(facts: Event, officer: User) -> None:
    uuid = actions.erase_words(facts.event_uuid, by=officer, role="officer", reason="Asked to")
    entry = Event.objects.get(event_uuid=uuid)
    after = entry.payload["after"]
    assert isinstance(after, dict)
    assert after["words"] == ["about", "reason"]
    kept = bytes(entry.body).decode() + " ".join(Words.objects.values_list("text", flat=True))
    assert "Bell" not in kept
    assert "garden" not in kept


def test_what_is_gone_cannot_be_erased_again(facts: Event, officer: User) -> None:
    actions.erase_words(facts.event_uuid, by=officer, role="officer", reason="Asked to")
    with pytest.raises(actions.NoWords):
        actions.erase_words(facts.event_uuid, by=officer, role="officer", reason="Again")
    assert Event.objects.filter(kind="words.erased").count() == 1


def test_of_two_who_erase_at_once_one_is_told(committed_db: str) -> None:
    with transaction.atomic():
        area = factories.area()
        officer = factories.with_role("officer", area)
        uuid = actions.record(
            by=officer, kind="place.changed", subject=area, role="officer", place=area.pk,
            words={"reason": "Because of Mrs Bell"},
        )  # fmt: skip
    erase = partial(actions.erase_words, uuid, by=officer, role="officer", reason="Asked to")
    answers = at_once([erase, erase])
    assert sorted(isinstance(answer, actions.NoWords) for answer in answers) == [False, True]
    assert verify.check().consistent
