"""What a vote decided, gone through step by step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import factories
from tests.journeys.person import Person
from tests.journeys.site import Site
from tests.voting.shares import by_shares

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]


def test_going_through_a_count_by_equal_shares(site: Site, person: Come, javascript: bool) -> None:
    _, round = by_shares(factories.area())
    visitor = person("visitor@example.org")
    path = f"/{round.neighbourhood.slug}/rounds/{round.number}/results/"
    visitor.visit(path).sees("Everybody had the same share", "Put in the same")
    visitor.press("Go through it step by step").sees("Step 1 of", "What people put in")
    assert "?step=1" in visitor.page.url
    visitor.looks_right().press("On to step 2").sees("Step 2 of", "before this step")
    visitor.press("Back to step 1").sees("Step 1 of")
    visitor.press("Show step 3", within="table").sees("Step 3 of").looks_right()
    visitor.press("All steps").sees("Go through it step by step").sees_not("Step 3 of")
