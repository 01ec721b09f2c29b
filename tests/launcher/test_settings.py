"""Settings that a person keeps in `.env`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from launcher import dotenv


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LAUNCHER_PLAIN", "LAUNCHER_QUOTED", "LAUNCHER_URL", "LAUNCHER_OFF"):
        monkeypatch.setenv(name, "x")  # so that the old state comes back afterwards
        monkeypatch.delenv(name)
    path = tmp_path / ".env"
    path.write_text(
        '# a remark\n\nLAUNCHER_PLAIN=one\nexport LAUNCHER_QUOTED="two words"\n'
        "LAUNCHER_URL=postgres://a:b=c@h/d\n#LAUNCHER_OFF=yes\n"
    )
    return path


def test_lines_of_the_file_become_settings(settings_file: Path) -> None:
    dotenv.read(settings_file)
    assert os.environ["LAUNCHER_PLAIN"] == "one"
    assert os.environ["LAUNCHER_QUOTED"] == "two words"
    assert os.environ["LAUNCHER_URL"] == "postgres://a:b=c@h/d"
    assert "LAUNCHER_OFF" not in os.environ


def test_the_environment_wins_over_the_file(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUNCHER_PLAIN", "already")
    dotenv.read(settings_file)
    assert os.environ["LAUNCHER_PLAIN"] == "already"


def test_every_line_of_the_example_is_switched_off() -> None:
    example = Path(__file__).resolve().parents[2] / ".env.example"
    lines = example.read_text().splitlines()
    assert all(line.startswith("#") or not line for line in lines)
    assert any(line.startswith("#DATABASE_OWNER_URL=") for line in lines)
