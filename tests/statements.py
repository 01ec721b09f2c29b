"""What statements carry beside their text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

MOST = 65_535  # values that one statement may carry: their number is written in two bytes


@contextmanager
def values() -> Iterator[list[list[Any]]]:
    """The values of every statement on this connection meanwhile."""
    seen: list[list[Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.extend(list(each or ()) for each in (params if many else [params]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
