"""What is refused to whoever sets a panel up, calls its meeting or speaks in it."""

from __future__ import annotations

import pytest

from grants import actions, refusals
from grants.models import Member
from kit import clock
from ledger.models import Move
from people.models import User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round
from tests import factories
from tests.grants.scene import Scene
from tests.postgres import forge


def declare(scene: Scene, member: Member, by: User, **given: object) -> object:
    asked: dict[str, object] = {
        "proposal": scene.picked[0],
        "nature": "loyalty",
        "words": "Trustee of the landlord",
    }
    return actions.declare_interest(scene.meeting, member=member, by=by, **{**asked, **given})  # type: ignore[arg-type]


def test_nobody_but_an_officer_sets_a_panel_up(scene: Scene, other_area: Neighbourhood) -> None:
    with pytest.raises(refusals.NotYours):
        actions.form_panel(other_area, name="Grange panel", quorum=3, by=scene.officer)
    with pytest.raises(refusals.NotYours):
        actions.set_quorum(scene.panel, quorum=3, by=scene.finance)
    with pytest.raises(refusals.NotYours):
        actions.leave_seat(scene.members[5], by=scene.finance)


def test_one_member_alone_is_no_quorum(scene: Scene, other_area: Neighbourhood) -> None:
    officer = factories.with_role("officer", other_area)
    with pytest.raises(refusals.QuorumTooSmall):
        actions.form_panel(other_area, name="Grange panel", quorum=1, by=officer)
    with pytest.raises(refusals.QuorumTooSmall):
        actions.set_quorum(scene.panel, quorum=1, by=scene.officer)


def test_a_seat_is_left_once(scene: Scene) -> None:
    actions.leave_seat(scene.members[5], by=scene.officer)
    with pytest.raises(refusals.NotOnPanel):
        actions.leave_seat(scene.members[5], by=scene.officer)


def test_a_neighbour_calls_and_opens_no_meeting(scene: Scene) -> None:
    neighbour = factories.resident(scene.area)
    with pytest.raises(refusals.NotYours):
        actions.call_meeting(scene.round, meets_at=clock.now(), by=neighbour)
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.NotYours):
        actions.open_meeting(scene.meeting, by=neighbour)


def test_nobody_is_there_or_speaks_whose_seat_ended(scene: Scene) -> None:
    member = scene.members[5]
    actions.leave_seat(member, by=scene.officer)
    with pytest.raises(refusals.NotOnPanel):
        actions.mark_present(scene.meeting, member=member, present=False, by=scene.secretary)
    with pytest.raises(refusals.NotOnPanel):
        declare(scene, member, by=member.person)


def test_a_member_speaks_for_nobody_else(scene: Scene) -> None:
    with pytest.raises(refusals.NotYours):
        declare(scene, scene.members[1], by=scene.members[2].person)


def test_nothing_is_declared_outside_the_meeting(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.MeetingNotOpen):
        declare(scene, scene.members[1], by=scene.secretary)


@pytest.mark.parametrize("given", [{"words": " "}, {"nature": "gossip"}])
def test_an_interest_has_its_kind_and_words(scene: Scene, given: dict[str, str]) -> None:
    with pytest.raises(refusals.NeedsWords):
        declare(scene, scene.members[1], by=scene.secretary, **given)


def test_an_interest_is_in_an_idea_on_the_ballot(scene: Scene) -> None:
    elsewhere = factories.proposal(scene.round, factories.resident(scene.area))
    with pytest.raises(refusals.NotOnBallot):
        declare(scene, scene.members[1], by=scene.secretary, proposal=elsewhere)


def adopt(scene: Scene, proposals: list[Proposal], by: User, votes_for: int = 6) -> object:
    return actions.adopt_together(
        scene.meeting,
        proposals=proposals,
        votes_for=votes_for,
        votes_against=0,
        abstained=6 - votes_for,
        key=scene.round.pk,
        by=by,
    )


def test_nothing_is_adopted_together_when_nothing_is_picked(scene: Scene) -> None:
    with pytest.raises(refusals.NothingPicked):
        adopt(scene, [], by=scene.secretary)


def test_only_the_secretary_writes_down_what_is_adopted_together(scene: Scene) -> None:
    with pytest.raises(refusals.NotYours):
        adopt(scene, scene.picked, by=scene.officer)


def test_what_is_adopted_together_is_carried_by_a_vote(scene: Scene) -> None:
    with pytest.raises(refusals.NotCarried):
        adopt(scene, scene.picked, by=scene.secretary, votes_for=0)


def test_nothing_is_awarded_from_a_round_without_money(scene: Scene) -> None:
    forge(Round.objects.filter(pk=scene.round.pk), pot=None)
    with pytest.raises(refusals.NoPot):
        scene.decide(scene.picked[0])
    assert not Move.objects.filter(kind="commit").exists()


def test_nobody_comes_to_a_meeting_that_is_over(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.MeetingNotOpen):
        actions.mark_present(scene.meeting, member=scene.chair, present=False, by=scene.secretary)
