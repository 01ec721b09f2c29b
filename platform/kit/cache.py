"""A cache in the table `kit_cache`, shared by all processes: limits and short findings.

Values are JSON. Django's own database cache keeps Python objects, and whoever may write its table
then runs code in the site. Here a row that is not JSON counts as missing.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_SET = """
INSERT INTO kit_cache (cache_key, value, expires) VALUES (%s, %s, {expires})
ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
"""
_FOR = "clock_timestamp() + make_interval(secs => %s)"
_FOR_EVER = "'9999-12-31'"


class JsonCache(BaseCache):
    """The backend, as settings name it."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` where there is none or it has expired."""
        asked = "SELECT value FROM kit_cache WHERE cache_key = %s AND expires > clock_timestamp()"
        rows = _run(asked, [self._named(key, version)])
        try:
            return json.loads(rows[0][0]) if rows else default
        except ValueError:
            return default

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value that JSON can hold."""
        self._write(_SET, key, value, timeout, version)
        self._make_room()

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value where there is none, or an expired one; whether it was kept."""
        only_new = _SET + "WHERE kit_cache.expires <= clock_timestamp()\n"
        return self._write(only_new, key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number, which lives as long as before. Raises ValueError where there is none."""
        more = (
            "UPDATE kit_cache SET value = (value::bigint + %s)::text"
            " WHERE cache_key = %s AND expires > clock_timestamp() AND value ~ '^-?[0-9]{1,15}$'"
            " RETURNING value"
        )
        rows = _run(more, [delta, self._named(key, version)])
        if not rows:
            raise ValueError(f"there is no number {key}")
        return int(rows[0][0])

    def touch(
        self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Let a value live longer; whether there was one."""
        value = self.get(key, version=version)
        if value is not None:
            self.set(key, value, timeout, version)
        return value is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        gone = "DELETE FROM kit_cache WHERE cache_key = %s RETURNING cache_key"
        return bool(_run(gone, [self._named(key, version)]))

    def clear(self) -> None:
        """Forget everything."""
        _run("DELETE FROM kit_cache RETURNING cache_key", [])

    def _named(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _write(
        self, sql: str, key: str, value: Any, timeout: float | None, version: int | None
    ) -> bool:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        text = json.dumps(value)
        named = self._named(key, version)
        if seconds is None:
            kept = sql.format(expires=_FOR_EVER) + " RETURNING cache_key"
            return bool(_run(kept, [named, text]))
        kept = sql.format(expires=_FOR) + " RETURNING cache_key"
        return bool(_run(kept, [named, text, float(seconds)]))

    def _make_room(self) -> None:
        """What has expired goes first; then, above the most entries, those that expire soonest."""
        ((many,),) = _run("SELECT count(*) FROM kit_cache", [])
        if many <= self._max_entries:
            return
        _run("DELETE FROM kit_cache WHERE expires <= clock_timestamp() RETURNING cache_key", [])
        soonest = (
            "DELETE FROM kit_cache WHERE cache_key IN (SELECT cache_key FROM kit_cache"
            " ORDER BY expires LIMIT greatest(0, (SELECT count(*) FROM kit_cache) - %s))"
            " RETURNING cache_key"
        )
        _run(soonest, [self._max_entries])


def _run(sql: str, values: Sequence[str | int | float]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
