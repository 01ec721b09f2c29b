"""What each page costs: queries, CPU and bytes, with 3 and with 30 rows of everything: `./run bench
pages [PART OF A NAME]`.

Plays a neighbourhood, makes copies of its rows, and opens every page as whoever sees most there,
and as a visitor. The CPU is this process's, the database's not counted, the least of three tries.
Prints figures and asserts nothing: machines differ. That queries do not grow is held by
tests/test_queries.py.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import django  # noqa: E402

from bench import count as bench  # noqa: E402

FEW, MANY, TRIES = 3, 30, 3


class Cost(NamedTuple):
    """Of one page: statements, seconds of this process's CPU, bytes of the answer."""

    queries: int
    seconds: float
    bytes: int


def main(arguments: Sequence[str]) -> None:
    """Print the machine and a line per page, those that cost most first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    print(bench.machine())
    print(f"{'queries':>12} {'CPU, ms':>14} {'kB':>12}   page, with {FEW} and {MANY} rows")
    costs = _costs(arguments[0] if arguments else "")
    for page, (few, many) in sorted(costs.items(), key=lambda item: -item[1][1].seconds):
        print(_figures(few, many), f"  {page.route} ({page.who}) {page.url}")


def _figures(few: Cost, many: Cost) -> str:
    return (
        f"{few.queries:5} → {many.queries:4}"
        f" {1000 * few.seconds:5.0f} → {1000 * many.seconds:5.0f}"
        f" {few.bytes / 1024:4.0f} → {many.bytes / 1024:4.0f}"
    )


def _costs(part: str) -> dict[Any, tuple[Cost, Cost]]:
    from django.test.utils import override_settings, setup_test_environment

    from kit import site_key
    from tests import postgres

    setup_test_environment()
    name = f"bench_{os.getpid()}"
    site_key.key()
    postgres.copy_template(name)
    before = postgres.point_at(name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            secrets = Path(folder) / "secrets"
            secrets.mkdir(mode=0o700)
            with override_settings(MEDIA_ROOT=Path(folder) / "media", SECRETS=secrets):
                return _opened(part)
    finally:
        postgres.point_at(before)
        postgres.drop(name)


def _opened(part: str) -> dict[Any, tuple[Cost, Cost]]:
    from django.db import transaction

    from tests import factories
    from tests.conftest import Clock
    from tests.multiplied import Copies
    from tests.opened import browsers, every_page
    from tests.scene import play

    with transaction.atomic():
        here = play("ash", Clock().set, factories.with_role("officer", None), before=0)
        clients = browsers(here)
        pages = [page for page in every_page(here) if part in page.route]
        copies = Copies(rounds=False)
        copies.add(FEW - 1)
        few = _measured(clients, pages)
        copies.add(MANY - FEW)
        many = _measured(clients, pages)
        transaction.set_rollback(True)
    return {page: (cost, many[page]) for page, cost in few.items() if page in many}


def _measured(clients: Any, pages: Iterable[Any]) -> dict[Any, Cost]:
    from tests.opened import get

    found: dict[Any, Cost] = {}
    for page in pages:
        for _ in range(TRIES):
            begun = time.process_time()
            answer, queries = get(clients[page.who], page.url)
            seconds = time.process_time() - begun
            if answer.status_code != 200 or answer.streaming:
                break
            least = min(seconds, found[page].seconds) if page in found else seconds
            found[page] = Cost(queries, least, len(answer.content))
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
