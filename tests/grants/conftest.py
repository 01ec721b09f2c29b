"""A panel in its meeting."""

from __future__ import annotations

import pytest

from people.models import User
from places.models import Neighbourhood
from tests import factories
from tests.grants.scene import Scene, build


@pytest.fixture
def scene(area: Neighbourhood) -> Scene:
    return build(area)


@pytest.fixture
def maureen(area: Neighbourhood) -> User:
    return factories.person("Maureen Fox", email="maureen@example.org")
