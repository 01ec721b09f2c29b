"""The house stands as drawn: imports and relations point down, names belong to whom they belong."""

from __future__ import annotations

import ast
import importlib.util
import platform as pythons_own
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests import code
from tests.code import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
LAYERS = (
    "config",
    "demo",
    "pages",
    "grants",
    "voting",
    "proposals",
    "rounds",
    "evidence",
    "ledger",
    "people",
    "places",
    "audit",
    "kit",
)
STRANGERS = {("evidence", "ledger"), ("ledger", "evidence")}


def sources() -> list[Path]:
    return [file for folder in PACKAGES for file in folder.rglob("*.py")]


def test_imports_point_down_the_house() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "--config", "pyproject.toml"]
        if importlib.util.find_spec("importlinter.__main__")
        else [str(Path(sys.executable).parent / "lint-imports"), "--config", "pyproject.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_relations_point_down_the_house() -> None:
    upward = []
    for model in apps.get_models(include_auto_created=True):
        here = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None)
            there = field.related_model._meta.app_label if target and field.concrete else None  # type: ignore[union-attr]
            if here in LAYERS and there in LAYERS and not may_know(here, there):
                upward.append(f"{model.__name__}.{field.name} -> {there}")
    assert not upward


def may_know(here: str, there: str) -> bool:
    return LAYERS.index(here) <= LAYERS.index(there) and (here, there) not in STRANGERS


def test_platform_is_still_pythons_own() -> None:
    assert hasattr(pythons_own, "system")
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "platform" / "conftest.py").exists()


@pytest.mark.parametrize("package", LAYERS)
def test_each_package_comes_from_this_checkout(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).resolve().is_relative_to(ROOT)


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_deployed_settings_are_clean() -> None:
    import os

    environment = {
        **os.environ,
        "ALLOTMENT_SITE_URL": "https://allotment.example.org",
        "SECRET_KEY": "a-long-key-for-this-one-check-only-" * 3,
    }
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ]
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser tests' own
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_lock_files_name_no_host() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        assert "://" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()


# What a higher room hands down when the site starts, and who does: there is no other way up.
CALLBACKS = {
    "audit.kinds.register": set(LAYERS) - {"config", "pages", "audit", "kit"},
    "kit.constraints.register": set(LAYERS) - {"config", "demo", "pages", "audit", "kit"},
    "rounds.readiness.register": {"rounds", "voting", "grants"},
    "rounds.parts.register": {"grants"},
    "rounds.staffing.register": {"grants"},
    "people.apart.register": {"grants"},
    "people.checked.register": {"voting"},
}


def test_what_is_handed_down_at_the_start_is_on_one_list() -> None:
    found: dict[str, set[str]] = {}
    for module in code.sources().values():
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        for name in (module.full(call.func) for call in calls):
            if name in CALLBACKS and name.rpartition(".")[0] != module.name:
                room, _, rest = module.name.partition(".")
                assert rest == "apps", f"{module.name} registers something while the site runs"
                found.setdefault(name, set()).add(room)
    assert found == CALLBACKS


def test_every_register_is_one_of_these() -> None:
    registers = {name for name, module in code.sources().items() if "register" in module.defined}
    assert {name.rpartition(".")[0] for name in CALLBACKS} == registers


# Names that once stood for up to seven things each: what one of them is now, is said by its file.
ONE_THING = {"Step", "Row", "Line", "Standing", "Verdict", "Kind", "Task", "Votes", "Account"}


def test_a_common_name_is_one_class_alone() -> None:
    defined = [
        node.name
        for module in code.sources().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name in ONE_THING
    ]
    assert sorted(defined) == sorted(set(defined))


def test_time_comes_from_the_one_clock() -> None:
    """`timezone.now`, `datetime.now` and `auto_now` would not move with the demonstration."""
    pattern = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now")
    wrong = [
        str(file.relative_to(ROOT))
        for file in sources()
        if "migrations" not in file.parts and pattern.search(file.read_text())
    ]
    assert not wrong


def test_no_page_has_anything_inline() -> None:
    """The content security policy would refuse it, silently, in somebody's browser."""
    pattern = re.compile(
        r"<script(?![^>]*(\bsrc=|application/json))|\sstyle=|\son[a-z]+=\"|javascript:"
    )
    wrong = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "templates").rglob("*.html")
        if pattern.search(file.read_text())
    ]
    assert not wrong


def test_rows_are_made_some_at_a_time() -> None:
    """One statement carries at most 65,535 values."""
    whole = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sources()
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("bulk_create", "bulk_update")
        and not any(keyword.arg == "batch_size" for keyword in node.keywords)
    ]
    assert not whole


def test_files_and_functions_stay_small() -> None:
    """A file over 500 lines, or a function of 60, wants to be two."""
    long = []
    for file in sources():
        text = file.read_text()
        if "migrations" in file.parts:
            continue
        if text.count("\n") > 500:
            long.append(f"{file.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
                long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long
