"""Codes and limits of visitors: a flood of keys pushes none of them out."""

from __future__ import annotations

import base64
import pickle
from typing import Any

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


def test_a_row_that_somebody_else_wrote_runs_nothing() -> None:
    """A pickled object, as Django's own database cache keeps values, is no value here."""
    ran = pickle.dumps(_Runs())
    with connection.cursor() as cursor:
        for value in (base64.b64encode(ran).decode(), "gAROLg==", "{", ""):
            cache.set("limit", 5, 600)
            cursor.execute("UPDATE kit_cache SET value = %s", [value])
            assert cache.get("limit", "none") == "none"
    assert not _Runs.ran


class _Runs:
    ran = False

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return setattr, (_Runs, "ran", True)


def test_values_are_those_of_json() -> None:
    for value in (0, "a", [1.5, None], {"a": [True]}):
        cache.set("value", value, 600)
        assert cache.get("value") == value
    with pytest.raises(TypeError):
        cache.set("value", object(), 600)


def test_a_value_is_added_once_until_it_expires() -> None:
    assert cache.add("lock", True, 600)
    assert not cache.add("lock", False, 600)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_cache SET expires = now() - interval '1 second'")
    assert cache.get("lock") is None
    assert cache.add("lock", False, 600)
    assert cache.delete("lock")
    assert not cache.delete("lock")


def test_a_number_grows_and_lives_as_long_as_before() -> None:
    cache.set("tries", 1, 600)
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM kit_cache")
        before = cursor.fetchall()
        assert cache.incr("tries", 2) == cache.get("tries") == 3
        cursor.execute("SELECT expires FROM kit_cache")
        assert cursor.fetchall() == before
    with pytest.raises(ValueError, match="no number"):
        cache.incr("nothing")


def test_above_the_most_entries_those_that_expire_soonest_go() -> None:
    cache.set("limit", 5, 600)
    fill(100_050, lasting="1 minute")
    cache.set("another", 1, 600)
    assert (cache.get("limit"), cache.get("another")) == (5, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kit_cache")
        assert cursor.fetchone() == (100_000,)
