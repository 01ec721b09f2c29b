"""A site that is run for real has no demonstration: pages, bar and commands are gone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.config.conftest import ROOT, Production, environment

PATHS = (
    "/demo/",
    "/demo/tour/",
    "/demo/letters/",
    "/demo/east-marsh/",
    "/demo/be/00000000-0000-0000-0000-000000000001/",
    "/demo/east-marsh/rounds/1/",
)


def test_its_pages_are_not_there(production: Production) -> None:
    answers = production(*({"path": path} for path in PATHS))
    assert [answer["status"] for answer in answers] == [404] * len(PATHS)


@pytest.mark.usefixtures("committed_db")
def test_it_can_not_be_loaded() -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "load_demonstration"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Unknown command: 'load_demonstration'" in done.stderr
