"""Reading what the database says it is doing, as often as it can be asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres

ASK = """
SELECT query FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query <> ''
"""


@contextmanager
def statements(database: str) -> Iterator[set[str]]:
    """The texts of statements that sessions of the web account ran meanwhile, as that account sees
    them in `pg_stat_activity`.
    """
    seen: set[str] = set()
    enough = threading.Event()

    def poll() -> None:
        with postgres.app_connection(database) as poller:
            while not enough.is_set():
                seen.update(row[0] for row in poller.execute(ASK))

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield seen
    finally:
        enough.set()
        thread.join()
