"""A `./run` of the tests' own, and what it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from launcher import processes

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds; a start takes about five on an idle machine, and a minute on a busy one
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "ALLOTMENT_", "PYTEST_", "DJANGO_", "PYTHONPATH")


def environment(**more: str) -> dict[str, str]:
    """A person's environment: nothing of the test run's, and no way to any package index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_NO_INDEX": "1", **more}


def eventually(question: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether something becomes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def said(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `./run` with these arguments to its end."""
    return subprocess.run(
        [sys.executable, ROOT / "run", *arguments],
        env=environment(**env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


class Launched:
    """A running `./run` over a folder."""

    def __init__(self, folder: Path, *, ignoring_interrupts: bool = False, **env: str) -> None:
        self.folder = folder
        self.log = folder / "run.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "run", "--port", "0", "--empty", "--data", folder],
                env=environment(**env),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                preexec_fn=_ignore_interrupts if ignoring_interrupts else None,
            )

    def words(self) -> str:
        return self.log.read_text()

    def wait_until_it_serves(self) -> Launched:
        served = eventually(lambda: "is at http" in self.words() or self.process.poll() is not None)
        assert served, self.words()
        assert self.process.poll() is None, self.words()
        return self

    @property
    def address(self) -> str:
        return next(word for word in self.words().split() if word.startswith("http://127"))

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.address + "healthz", timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def children(self) -> dict[int, str]:
        """Every living process that descends from it, with its command line."""
        return dict(descendants(self.process.pid))

    def child(self, mark: str) -> int:
        """The oldest child whose command line has this mark."""
        # A process that has just begun has no command line for a moment.
        assert eventually(lambda: mark in " ".join(self.children().values())), self.children()
        return min(pid for pid, command in self.children().items() if mark in command)

    def tell(self, number: signal.Signals) -> int:
        """Send a signal to `./run` alone; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def launched(folder: Path, *, ignoring_interrupts: bool = False, **env: str) -> Iterator[Launched]:
    """A `./run` that serves, ended after the test whatever happened."""
    running = Launched(folder, ignoring_interrupts=ignoring_interrupts, **env)
    try:
        yield running.wait_until_it_serves()
    finally:
        if running.process.poll() is None:
            running.tell(signal.SIGTERM)


def are_gone(pids: list[int] | dict[int, str], seconds: float = 30) -> bool:
    """Whether all these processes end within so many seconds."""
    return eventually(lambda: not any(processes.is_alive(pid) for pid in pids), seconds)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """Every living process that descends from this one, with its command line."""
    for child in _children(pid):
        with suppress(OSError):  # it ended between two looks
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if processes.is_alive(child):
                yield child, command.replace(b"\0", b" ").decode()
        yield from descendants(child)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    tasks = Path(f"/proc/{pid}/task")
    with suppress(OSError):  # it ended before it was looked at
        # Not glob: between its two looks at a folder the process may have gone.
        for task in os.listdir(tasks):
            with suppress(OSError):
                found += map(int, (tasks / task / "children").read_text().split())
    return found


def environment_of(pid: int) -> bytes:
    """The environment that a process was started with; nothing for one that has gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes()
    return b""
