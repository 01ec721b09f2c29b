from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voting.counting import Ballots, Builder, Project

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def files() -> Path:
    """Small Pabulib files made by hand, most of them broken."""
    return Path(__file__).parent / "files"


@pytest.fixture
def real_elections() -> Path:
    """A folder of real elections, outside the project because their licence is not ours."""
    shared = Path(os.environ.get("ALLOTMENT_SHARED", ROOT.parent / "shared"))
    folder = shared / "data" / "pabulib"
    if not folder.is_dir():
        pytest.skip(f"no real elections in {folder}; ALLOTMENT_SHARED names another place")
    return folder


@pytest.fixture
def oracle(real_elections: Path) -> dict[str, dict[str, Any]]:
    """Reference results of the real elections, by file name."""
    found = json.loads((real_elections / "oracle.json").read_text())["elections"]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def vote() -> Callable[..., Ballots]:
    """An election from costs in pence and ballots by id: `vote({"a": 500}, ["a", "ab"], 900)`."""

    def make(costs: dict[str, int], ballots: list[str], budget: int) -> Ballots:
        projects = [
            Project(key, f"Project {key}", cost, number)
            for number, (key, cost) in enumerate(costs.items(), 1)
        ]
        position = {key: index for index, key in enumerate(costs)}
        builder = Builder(projects, budget=budget)
        for ballot in ballots:
            builder.add(position[key] for key in ballot)
        return builder.build()

    return make
