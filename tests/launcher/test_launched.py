"""What the launcher's tests ask of processes holds while processes come and go."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.launched import descendants, environment_of, eventually

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux")

COMING_AND_GOING = "while true; do /bin/true; ( /bin/true ); done"


def facts(pid: int) -> str:
    return dict(descendants(os.getpid()))[pid]


@pytest.fixture
def busy() -> Iterator[list[int]]:
    """Shells whose children live for a moment."""
    shells = [subprocess.Popen(["sh", "-c", COMING_AND_GOING]) for _ in range(3)]
    pids = [shell.pid for shell in shells]
    # A process that has just begun has no command line for a moment.
    assert eventually(lambda: all("while true" in facts(pid) for pid in pids))
    yield pids
    for shell in shells:
        shell.kill()
        shell.wait()


def test_a_process_that_has_just_gone_is_no_fault(busy: list[int]) -> None:
    for _ in range(1500):
        found = dict(descendants(os.getpid()))
        for pid in busy:
            assert "while true" in found[pid]
        for pid in found:
            environment_of(pid)


def test_a_process_that_never_was_has_no_descendants_and_no_environment() -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    assert dict(descendants(child.pid)) == {}
    assert environment_of(child.pid) == b""


def test_threads_that_end_meanwhile_are_no_fault(busy: list[int]) -> None:
    stop = threading.Event()

    def start_threads() -> None:
        while not stop.is_set():
            thread = threading.Thread(target=stop.is_set)
            thread.start()
            thread.join()

    starter = threading.Thread(target=start_threads)
    starter.start()
    try:
        for _ in range(1000):
            assert set(busy) <= set(dict(descendants(os.getpid())))
    finally:
        stop.set()
        starter.join()
