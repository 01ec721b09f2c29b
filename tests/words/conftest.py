from __future__ import annotations

import pytest

from people import post
from tests.words.reader import Reader


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(post, "write", made.write)
    return made
