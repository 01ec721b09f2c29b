"""The demonstration's rounds move on by a press, until no press has anything to do."""

from __future__ import annotations

import pytest

from demo import moving_on
from grants import actions
from kit import clock
from people.models import User
from places.models import Neighbourhood
from rounds.phases import current
from tests import factories
from tests.grants.scene import build


def test_a_round_that_is_over_moves_no_further(area: Neighbourhood, officer: User) -> None:
    over = factories.round_in("delivering", area, signed_off_at=clock.now())
    with pytest.raises(moving_on.NothingToMove, match="This round has come to its end"):
        moving_on.play(over, by=officer)


def test_a_meeting_that_has_begun_is_not_taken_out_of_somebodys_hands(
    area: Neighbourhood, officer: User
) -> None:
    scene = build(area)
    with pytest.raises(moving_on.MeetingHasBegun, match="Be the secretary and finish it"):
        moving_on.play(scene.round, by=officer)
    assert current(scene.round) == "panel"
    assert actions.close_meeting(scene.meeting, by=scene.secretary).decisions.count() == 0
