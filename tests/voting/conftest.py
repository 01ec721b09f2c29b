from __future__ import annotations

import pytest

from places.models import Neighbourhood
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import Scene


@pytest.fixture
def vote(area: Neighbourhood) -> Scene:
    """An open vote in the test's own transaction."""
    return scenes.open_vote(area)


@pytest.fixture
def committed_vote(committed_db: str) -> Scene:
    """An open vote in a database of its own, for threads."""
    return scenes.open_vote()


@pytest.fixture
def voter(vote: Scene) -> Browser:
    return Browser(vote, vote.voter("Vera Voter"))


@pytest.fixture
def visitor(vote: Scene) -> Browser:
    return Browser(vote)
