"""Sixteen of the largest pictures at once, through the real server: memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.drill
def test_sixteen_of_the_largest_pictures_stay_under_the_bound() -> None:
    command = [sys.executable, str(ROOT / "bench" / "pictures.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "taken 16 of 16" in done.stdout
