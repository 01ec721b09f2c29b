"""The code as a tree, for tests that ask who reads, calls or raises something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("platform", "proposals", "voting", "grants", "pages", "demo", "config")
PACKAGES = tuple(ROOT / name for name in FOLDERS)


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its tree, and what its names stand for."""

    name: str
    path: Path
    tree: ast.Module

    @cached_property
    def imported(self) -> dict[str, str]:
        """What each imported name is in full: {"access": "grants.access"}."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {(each.asname or each.name): each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [each for each in node.names if each.name != "*"]
                found |= {
                    (each.asname or each.name): f"{node.module}.{each.name}" for each in names
                }
        return found

    @cached_property
    def defined(self) -> set[str]:
        """The names that this module gives at its top."""
        kinds = (ast.FunctionDef, ast.ClassDef)
        return {node.name for node in self.tree.body if isinstance(node, kinds)}

    def full(self, node: ast.expr) -> str | None:
        """What a name, or an attribute of one, is in full; None for anything else."""
        if isinstance(node, ast.Name):
            own = f"{self.name}.{node.id}" if node.id in self.defined else None
            return own or self.imported.get(node.id)
        if isinstance(node, ast.Attribute):
            before = self.full(node.value)
            return f"{before}.{node.attr}" if before else None
        return None

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        """Every function, those of classes too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]


def _name_of(file: Path) -> str:
    base = ROOT / "platform" if file.is_relative_to(ROOT / "platform") else ROOT
    parts = file.relative_to(base).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache(maxsize=1)
def sources() -> dict[str, Module]:
    """The modules that run, by name: no migrations, no tests."""
    files = [file for folder in PACKAGES for file in folder.rglob("*.py")]
    return _read(file for file in files if "migrations" not in file.parts)


@lru_cache(maxsize=1)
def tests() -> dict[str, Module]:
    """The modules of the tests, by name."""
    return _read((ROOT / "tests").rglob("*.py"))


def _read(files: Iterator[Path]) -> dict[str, Module]:
    rows = ((_name_of(file), file) for file in files)
    return {name: Module(name, file, ast.parse(file.read_text())) for name, file in rows}


def settled(name: str) -> str:
    """The name under which something was defined: `grants.actions.decide` is
    `grants.actions.decisions.decide`."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        before, _, last = name.rpartition(".")
        module = sources().get(before)
        if module is None or last in module.defined:
            break
        name = module.imported.get(last, name)
    return name


@lru_cache(maxsize=1)
def uses() -> dict[str, set[str]]:
    """By what is used, under its own name: the modules of the sources that use it."""
    found: dict[str, set[str]] = {}
    for module in sources().values():
        for node in _used(module):
            name = module.full(node)
            if name:
                found.setdefault(settled(name), set()).add(module.name)
    return found


def _used(module: Module) -> Iterator[ast.expr]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node
