"""What a resident does without a name is not joined to what they do under theirs."""

from __future__ import annotations

from uuid import uuid4

import pytest

from people.aliases import OnOneSubject
from people.models import User

pytestmark = pytest.mark.django_db


def test_a_resident_has_another_reference_for_every_subject(resident: User) -> None:
    round_ref, place_ref = uuid4(), uuid4()
    first, second = (OnOneSubject(resident, uuid4()) for _ in range(2))
    refs = {
        first.ref(round_ref=round_ref, place_ref=place_ref),
        second.ref(round_ref=round_ref, place_ref=place_ref),
        resident.ref(round_ref=round_ref, place_ref=place_ref),
    }
    assert len(refs) == 3
    assert first.ref(round_ref=uuid4(), place_ref=None) in refs
