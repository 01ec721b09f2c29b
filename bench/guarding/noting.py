"""A plugin for pytest that notes which tests meet which guard, while they run anyway:
`./run test -p bench.guarding.noting --note-guards=FOLDER`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from bench.guarding import database, switches

# A test that needs minutes, a browser or a server of its own comes last, or not at all.
HEAVY = ("browser", "drill", "slow")


@dataclass(frozen=True)
class Note:
    """A test that passed: how long it took, what marks it as heavy, and whose guards refused."""

    test: str
    seconds: float
    heavy: list[str]
    guards: list[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("guards")
    group.addoption("--note-guards", metavar="FOLDER", help="note which tests meet which guard")
    # The earliest moment: Django loads the code before the next one.
    switches.install()
    database.install()


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("--note-guards"):
        config.pluginmanager.register(_Noting(Path(folder)))


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.items:
        switches.load()


class _Noting:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{os.getpid()}.jsonl"
        self._reports: list[pytest.TestReport] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._reports.clear()
        switches.refused.clear()
        result = yield
        if switches.refused and all(report.passed for report in self._reports):
            self._write(item)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.append(report)

    def _write(self, item: pytest.Item) -> None:
        seconds = sum(report.duration for report in self._reports)
        heavy = [mark for mark in HEAVY if item.get_closest_marker(mark)]
        note = Note(item.nodeid, round(seconds, 3), heavy, sorted(switches.refused))
        with self._file.open("a") as file:
            file.write(json.dumps(asdict(note)) + "\n")


def read(folder: Path) -> list[Note]:
    """What was noted into this folder."""
    lines = (line for path in folder.glob("*.jsonl") for line in path.read_text().splitlines())
    return [Note(**json.loads(line)) for line in lines]
