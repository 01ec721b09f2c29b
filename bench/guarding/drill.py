"""A plugin for pytest that disables one guard after another and runs the tests that meet it.

Everything is imported and collected once; then each guard gets a process of its own, a fork of this
one, with a database of its own, in which that guard is off. Its tests run until one fails.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench.guarding import switches

HUNG = "it hung"
BROKE = "its process broke"
LONGEST = 300  # seconds for the tests of one guard; one more and something waits for ever


@dataclass(frozen=True)
class Job:
    """A guard to disable, with the SQL for one of the database, and its tests, the best first. A
    job without a guard runs tests with every guard in place.
    """

    guard: str
    tests: list[str]
    off: str = ""


@dataclass(frozen=True)
class Verdict:
    """Which of a guard's tests failed without it; none when nothing noticed."""

    guard: str
    failed: list[str] = field(default_factory=list)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("guards")
    group.addoption("--drill-jobs", metavar="FILE", help="the guards to disable, with their tests")
    group.addoption("--drill-verdicts", metavar="FILE", help="where to write what came of them")
    group.addoption("--drill-at-once", type=int, default=1, help="how many processes at once")
    switches.install()  # before Django loads the code


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Drill(config))


def write_jobs(path: Path, jobs: Sequence[Job]) -> None:
    """Hand jobs to the plugin."""
    path.write_text(json.dumps([asdict(job) for job in jobs]))


def read_verdicts(path: Path) -> list[Verdict]:
    """What the plugin wrote, as far as it came."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [Verdict(**json.loads(line)) for line in lines]


class _Drill:
    """Does the jobs in place of pytest's own loop over the tests."""

    def __init__(self, config: pytest.Config) -> None:
        jobs = json.loads(Path(config.getoption("--drill-jobs")).read_text())
        self._jobs = [Job(**job) for job in jobs]
        self._verdicts = Path(config.getoption("--drill-verdicts"))
        self._at_once: int = config.getoption("--drill-at-once")
        self._running: dict[int, tuple[Job, Path, float]] = {}
        self._failed: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        switches.load()
        gc.freeze()  # what all have in common stays shared memory
        self._do(self._jobs, items)
        self._do(self._with_all_in_place(), items)
        return True

    def _do(self, jobs: Sequence[Job], items: dict[str, pytest.Item]) -> None:
        for job in jobs:
            while len(self._running) >= self._at_once:
                self._gather()
            self._start(job, [items[test] for test in job.tests if test in items])
        while self._running:
            self._gather()

    def _with_all_in_place(self) -> list[Job]:
        """The tests that failed, once more: one that fails anyway has noticed nothing."""
        verdicts = read_verdicts(self._verdicts)
        tests = sorted({test for verdict in verdicts for test in verdict.failed} - {HUNG, BROKE})
        shares = [tests[start :: self._at_once] for start in range(self._at_once)]
        return [Job("", share) for share in shares if share]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.append(report.nodeid)
            print(report.longreprtext)

    def _start(self, job: Job, items: Sequence[pytest.Item]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="allotment-guard-"))
        pid = os.fork()
        if not pid:
            self._in_child(job, items, folder)
        self._running[pid] = job, folder, time.monotonic()

    def _in_child(self, job: Job, items: Sequence[pytest.Item], folder: Path) -> None:
        """Never returns."""
        code = 1
        try:
            os.setpgid(0, 0)
            _apart(folder)
            _disable(job)
            self._run(job, items)
            (folder / "verdict").write_text(json.dumps(self._failed))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _run(self, job: Job, items: Sequence[pytest.Item]) -> None:
        following = [*items[1:], None]
        for item, nextitem in zip(items, following, strict=True):
            last = nextitem if not job.guard or not self._failed else None
            item.ihook.pytest_runtest_protocol(item=item, nextitem=last)
            if not job.guard and item.nodeid in self._failed:
                self._once_more(item, last)
            elif job.guard and self._failed:
                item.session._setupstate.teardown_exact(None)
                return

    def _once_more(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """What fails with every guard in place fails twice: once may be the machine's load."""
        self._failed.remove(item.nodeid)
        item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)

    def _gather(self) -> None:
        """Take in what has ended, or end what hangs."""
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid:
            job, folder, _ = self._running.pop(pid)
            self._tell(job, failed := _said(folder))
            if failed and not job.guard:
                print((folder / "words").read_text())
            shutil.rmtree(folder, ignore_errors=True)
            return
        for late in self._late():
            os.killpg(late, signal.SIGKILL)
        time.sleep(0.02)

    def _late(self) -> Iterator[int]:
        now = time.monotonic()
        for pid, (_, folder, began) in self._running.items():
            if now - began > LONGEST:
                (folder / "verdict").write_text(json.dumps([HUNG]))
                yield pid

    def _tell(self, job: Job, failed: list[str]) -> None:
        with self._verdicts.open("a") as file:
            file.write(json.dumps(asdict(Verdict(job.guard, failed))) + "\n")
        if job.guard:
            print("killed" if failed else "ALIVE ", job.guard, *failed[:1], flush=True)


def _said(folder: Path) -> list[str]:
    try:
        said: list[str] = json.loads((folder / "verdict").read_text())
    except (OSError, ValueError):
        return [BROKE]
    return said


def _apart(folder: Path) -> None:
    """Files and words of this process are its own."""
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    words = os.open(folder / "words", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(words, 1)
    os.dup2(words, 2)


def _disable(job: Job) -> None:
    if job.off:
        _disable_in_copies(job.off)
    elif job.guard:
        switches.turn_off(job.guard)


def _disable_in_copies(off: str) -> None:
    """Every copy of the tests' database that this process makes is without this guard."""
    from tests import postgres

    copy = postgres.copy

    def copy_without(template: str, name: str) -> None:
        copy(template, name)
        if template == postgres.template_name():
            with postgres.owner_connection(name) as owner:
                _execute(owner, off)

    postgres.copy = copy_without


def _execute(owner: psycopg.Connection[Any], sql: str) -> None:
    owner.execute(sql.encode())
