"""Migrations that were written stay as they are, and lean on nothing that may change."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from tests.code import PACKAGES, ROOT
from tests.test_layout import LAYERS

WRITTEN = ROOT / "tests" / "migrations.sha256"
# A database default, whose meaning is that of the SQL function.
STABLE = {"kit.clock"}


def migrations() -> list[Path]:
    found = (path for folder in PACKAGES for path in folder.rglob("migrations/[0-9]*.py"))
    return sorted(found)


def test_a_migration_that_was_written_is_never_edited() -> None:
    """A new one adds its line: sha256sum PATH >> tests/migrations.sha256."""
    lines = [line.split() for line in WRITTEN.read_text().splitlines()]
    written = {path: digest for digest, path in lines}
    there = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in migrations()
    }
    assert there == written


def test_no_migration_leans_on_code_that_may_change() -> None:
    assert len(migrations()) > 40
    live = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in migrations()
        for name in _imported(path)
        if name.partition(".")[0] in LAYERS and name not in STABLE
    }
    assert live == set()


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
