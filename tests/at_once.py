"""Deeds that start at the same moment, each in a thread and on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections

from kit.refusal import Refused


def be_patient() -> None:
    """Let this thread's connection wait for others without an end: how long the queue of a loaded
    machine is, is not what a race tries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")


def at_once(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """What each deed gave, or the refusal it met, in their order; any other error is raised.

    Each waits for its turn as long as that takes.
    """
    together = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            be_patient()
            together.wait()
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
