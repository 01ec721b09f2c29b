"""The switches of the guards, and the import hook that puts them into code as it is loaded.

No file is changed: Python compiles each module with its switches in memory. With none off the code
does what it says; each guard that refuses is only noted.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import CodeType, ModuleType

from bench.guarding import find

refused: set[str] = set()
"""The guards that refused since somebody emptied this."""

_off: set[str] = set()


def turn_off(name: str) -> None:
    """From now on this guard lets everything pass, in this process."""
    _off.add(name)


def install() -> None:
    """Load the code with its switches. Called before any of it is imported."""
    setattr(builtins, find.ON, _on)
    setattr(builtins, find.YES, _yes)
    sys.meta_path.insert(0, _Finder({str(path) for path in find.files()}))


def load() -> None:
    """Load what Django loads with the first page or letter: no test waits for it in the middle of
    a transaction, and no fork does it again.
    """
    from django.template import engines
    from django.urls import get_resolver

    len(get_resolver().url_patterns)
    engines.all()


def _on(name: str, error: Exception | None = None) -> bool:
    refused.add(name)
    return name not in _off


def _yes() -> object:
    from kit.access import YES

    return YES


class _Finder(MetaPathFinder):
    """Finds what Python's own finder does, and loads our files with their switches."""

    def __init__(self, ours: set[str]) -> None:
        self._ours = ours

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin in self._ours:
            spec.loader = _Loader(fullname, spec.origin)
            return spec
        return None


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        # Never from a file of bytecode, and never into one.
        path = Path(self.path)
        return compile(find.switched(path).tree, self.path, "exec", dont_inherit=True)
