"""Styles and templates that can be read: what is said here of them may get better, never worse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.code import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static/css/app").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONG, TOO_LONG = 120, 160
# Lines of templates that are longer. These numbers may only fall.
LONG_LINES = 47
TOO_LONG_LINES = 14


def test_every_stylesheet_is_linked_once_and_paper_comes_last() -> None:
    linked = re.findall(r"css/app/(\w+)\.css", (ROOT / "templates/_styles.html").read_text())
    assert sorted(linked) == [path.stem for path in STYLES]
    assert linked[-2:] == ["narrow", "paper"]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_stylesheet_has_one_declaration_a_line(path: Path) -> None:
    for number, line in enumerate(_without_strings(path.read_text()).splitlines(), 1):
        assert line.count(";") + line.count("{") + line.count("}") <= 1, f"{path.name}:{number}"


def test_every_class_of_a_stylesheet_is_used() -> None:
    used = "".join(path.read_text() for path in _that_draw())
    styled = {name for path in STYLES for name in _classes(path.read_text())}
    unused = {name for name in styled if not re.search(rf"(?<![\w-]){name}(?![\w-])", used)}
    # Said as "tone-" and a colour's name.
    assert {name for name in unused if not name.startswith("tone-")} == set()


def test_long_lines_of_templates_get_fewer() -> None:
    """Lower the number when it has fallen; a new long line is broken instead."""
    lines = [line for path in TEMPLATES for line in path.read_text().splitlines()]
    found = sum(len(line) > LONG for line in lines), sum(len(line) > TOO_LONG for line in lines)
    assert found == (LONG_LINES, TOO_LONG_LINES)


def _classes(text: str) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    selectors = re.findall(r"^[^@\n;]*[,{]$", text, flags=re.MULTILINE)
    return {name for each in selectors for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", each)}


def _without_strings(text: str) -> str:
    return re.sub(r"\"[^\"]*\"|/\*.*?\*/", "", text, flags=re.DOTALL)


def _that_draw() -> list[Path]:
    modules = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return [*TEMPLATES, *modules, *(ROOT / "static/js").glob("*.js")]
