"""Codes and limits of visitors: a flood of keys pushes none of them out."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from kit.tasks import forget_expired

pytestmark = pytest.mark.django_db


def fill(many: int, *, lasting: str) -> None:
    """So many keys, as somebody leaves them who tries addresses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kit_cache SELECT 'flood' || n, 'gAROLg==', now() + %s::interval"
            " FROM generate_series(1, %s) AS n",
            [lasting, many],
        )


def test_a_flood_of_keys_pushes_no_limit_out() -> None:
    cache.set("limit", 5, 600)
    fill(99_000, lasting="10 minutes")
    cache.set("another", 1, 600)
    assert cache.get("limit") == 5


def test_what_has_expired_is_removed_every_night() -> None:
    cache.set("limit", 5, 600)
    fill(10, lasting="-1 minute")
    assert forget_expired(0) == 10
    assert forget_expired(0) == 0
    assert cache.get("limit") == 5
