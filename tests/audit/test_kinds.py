"""Kinds of entries are those of deeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.kinds import KINDS, RESERVED

ROOT = Path(__file__).resolve().parents[2]
# These read entries and write none.
READERS = {"kinds.py", "timeline.py", "desk.py"}


@pytest.fixture(scope="module")
def deeds() -> str:
    """All code that may write an entry."""
    files = [
        file
        for folder in ("platform", "proposals", "voting", "grants")
        for file in (ROOT / folder).rglob("*.py")
        if file.name not in READERS
    ]
    return "\n".join(file.read_text() for file in files)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_recorded_by_a_deed_or_reserved(kind: str, deeds: str) -> None:
    assert kind in RESERVED or f'"{kind}"' in deeds


def test_what_is_reserved_has_its_audience() -> None:
    assert set(RESERVED) <= set(KINDS)
