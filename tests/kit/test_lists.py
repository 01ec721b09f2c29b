"""Lists as people say them, and nowhere in another way."""

from __future__ import annotations

import re

import pytest

from kit.lists import joined
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([], ""),
        (["Ann"], "Ann"),
        (["Ann", "Ben"], "Ann and Ben"),
        (["Ann", "Ben", "Cora"], "Ann, Ben and Cora"),
        ([1, 2, 3, 4], "1, 2, 3 and 4"),
    ],
)
def test_the_last_of_a_list_follows_an_and(things: list[object], said: str) -> None:
    assert joined(things) == said


def test_no_page_says_a_and_b_and_c() -> None:
    folders = ("platform", "grants", "proposals", "voting", "pages", "demo")
    joins = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"""["'] and ["']\.join\(""", path.read_text())
    ]
    assert joins == ["platform/kit/lists.py"]
