"""Which guards are drilled: all, those whose name says something, those in files that changed, and
some by lot.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable, Sequence

from bench.guarding.find import ROOT

MAIN = ("origin/main", "main", "origin/master", "master")


def changed_files() -> list[str] | None:
    """Files that differ from the last commit on main: on main itself, from the commit before. None
    where git can't tell, as in a checkout without its history.
    """
    since = _since()
    if since is None:
        return None
    differing = _git("diff", "--name-only", since)
    new = _git("ls-files", "--others", "--exclude-standard")
    return None if differing is None or new is None else [*differing, *new]


def seed_of_commit() -> str:
    """The commit's own name, so that whoever drills it again draws the same lots."""
    return (_git("rev-parse", "--short=12", "HEAD") or ["no commit"])[0]


def by_lot(names: Iterable[str], count: int, seed: str) -> list[str]:
    """So many of these names, the same for the same seed on every machine."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[
        :count
    ]


def _since() -> str | None:
    head = _git("rev-parse", "HEAD")
    for main in MAIN:
        fork = _git("merge-base", "HEAD", main)
        if fork and fork != head:
            return fork[0]
    before = _git("rev-parse", "--verify", "--quiet", "HEAD~1")
    return before[0] if before else None


def _git(*words: str) -> list[str] | None:
    command = ["git", "-C", str(ROOT), *words]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return asked.stdout.splitlines() if asked.returncode == 0 else None


def in_files(names: Sequence[str], files: Iterable[str]) -> list[str]:
    """The names of guards that stand in these files."""
    wanted = set(files)
    return [name for name in names if name.partition(":")[0] in wanted]
