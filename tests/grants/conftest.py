"""A panel in its meeting."""

from __future__ import annotations

import pytest

from places.models import Neighbourhood
from tests.grants.scene import Scene, build


@pytest.fixture
def scene(area: Neighbourhood) -> Scene:
    return build(area)
