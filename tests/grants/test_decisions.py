"""Deciding: recusals, quorum, votes that add up, reasons for departures, and the pot."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event, Words
from evidence.models import Expectation
from grants import actions, refusals, room
from grants.models import Award, Decision, Meeting
from kit import clock
from ledger.refusals import PotExceeded
from people.models import Letter, Role
from places.models import Neighbourhood
from proposals.actions import withdraw
from proposals.models import Proposal
from rounds.phases import current
from rounds.refusals import WrongPhase
from tests import factories
from tests.at_once import at_once
from tests.grants.scene import Scene, build
from tests.postgres import forge
from voting.models import Challenge


def test_a_decision_offers_the_money(scene: Scene) -> None:
    proposal = scene.picked[0]
    decision = scene.decide(proposal, conditions=["The owner agrees", " "])
    award = decision.award
    assert award.pk == decision.pk == award.commitment_id
    assert (award.status, award.pence, award.holder) == ("offered", 250_000, proposal.lead)
    assert [condition.text for condition in award.conditions.all()] == ["The owner agrees"]
    scene.pot.refresh_from_db()
    assert scene.pot.taken == 250_000
    assert Expectation.objects.get(subject=proposal.pk).funded_at is not None


def test_a_decision_writes_one_entry_and_one_letter(scene: Scene) -> None:
    before = Event.objects.count()
    decision = scene.decide(scene.picked[0])
    assert Event.objects.count() == before + 1
    entry = Event.objects.order_by("id").last()
    assert entry is not None
    assert (entry.kind, entry.audience, entry.subject_ref) == (
        "decision.made", "public", decision.proposal_id,
    )  # fmt: skip
    assert Letter.objects.filter(to=scene.picked[0].lead.email).count() == 1  # type: ignore[union-attr]


def test_a_member_with_an_interest_is_not_counted(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[0])
    decision = scene.decide(scene.picked[0])
    assert (decision.entitled, decision.left_with_interest) == (5, 1)


def test_a_vote_by_a_member_who_left_does_not_add_up(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[0])
    with pytest.raises(refusals.VotesDontAddUp, match="These are 6 votes"):
        scene.decide(scene.picked[0], votes_for=6)


def test_an_interest_in_one_item_leaves_the_others_alone(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[0])
    assert scene.decide(scene.picked[1]).entitled == 6


def test_an_inquorate_item_is_not_decided(scene: Scene) -> None:
    for member in scene.members[3:]:
        scene.declare(member, scene.picked[0])
    with pytest.raises(refusals.Inquorate, match="3 members left because of an interest"):
        scene.decide(scene.picked[0])
    assert not Decision.objects.exists()


def test_residents_are_the_majority_on_every_item(scene: Scene) -> None:
    for member in scene.members[:2]:
        scene.declare(member, scene.picked[0])
    with pytest.raises(refusals.NoResidentMajority, match="2 of the 4"):
        scene.decide(scene.picked[0])
    assert scene.decide(scene.picked[1]).entitled_residents == 4


def test_the_database_refuses_a_decision_without_a_resident_majority(scene: Scene) -> None:
    with pytest.raises(DatabaseError, match="decision_resident_majority"), transaction.atomic():
        Decision.objects.create(
            meeting=scene.meeting, proposal=scene.picked[0], outcome="none", picked_by_vote=False,
            departs=False, votes_for=4, votes_against=0, abstained=0, entitled=4,
            entitled_residents=2,
        )  # fmt: skip


def test_a_decision_can_never_be_changed(scene: Scene) -> None:
    decision = scene.decide(scene.picked[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(pence=1)


def test_everyone_answers_about_interests_first(scene: Scene) -> None:
    scene.meeting.attendance.filter(member=scene.members[2]).update(declared_at=None)
    with pytest.raises(refusals.NotDeclared, match=r"Cora C\."):
        scene.decide(scene.picked[0])


def test_more_must_be_for_than_against(scene: Scene) -> None:
    with pytest.raises(refusals.NotCarried):
        scene.decide(scene.picked[0], votes_for=3, votes_against=3)
    assert scene.decide(scene.picked[0], votes_for=2, votes_against=1, abstained=3)


def test_leaving_out_what_the_vote_picked_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(refusals.NeedsReason):
        scene.decide(scene.picked[0], "none", reason="  ")
    decision = scene.decide(scene.picked[0], "none", reason="The owner said no")
    assert decision.departs
    assert not Award.objects.exists()


def test_a_part_of_what_was_picked_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(refusals.NeedsReason):
        scene.decide(scene.picked[0], "part", pence=100_000)


def test_funding_what_was_not_picked_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(refusals.NeedsReason):
        scene.decide(scene.unpicked)
    assert scene.decide(scene.unpicked, reason="Urgent").departs


def test_leaving_out_what_was_not_picked_is_no_departure(scene: Scene) -> None:
    assert not scene.decide(scene.unpicked, "none").departs


def test_the_reason_of_a_departure_is_published(scene: Scene) -> None:
    scene.decide(scene.picked[0], "part", pence=200_000, reason="Kit on loan")
    assert Words.objects.filter(name="reason", text="Kit on loan").exists()


def test_no_more_than_was_asked(scene: Scene) -> None:
    with pytest.raises(refusals.MoreThanAsked):
        scene.decide(scene.picked[0], "part", pence=250_001, reason="More")
    with pytest.raises(refusals.NotAPart):
        scene.decide(scene.picked[0], "part", pence=250_000, reason="All of it")
    with pytest.raises(refusals.NotAPart):
        scene.decide(scene.picked[0], "part", reason="Nothing")


def test_an_award_too_many_is_refused_with_the_pots_figures(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    scene.decide(scene.picked[1])
    with pytest.raises(PotExceeded, match="£3,500 is left in the pot; this award is £6,000"):
        scene.decide(scene.unpicked, reason="We want it too")
    assert not Decision.objects.filter(proposal=scene.unpicked).exists()
    assert Award.objects.count() == 2


def test_pressing_twice_gives_one_award(scene: Scene) -> None:
    key = uuid4()
    first = scene.decide(scene.picked[0], key=key)
    assert scene.decide(scene.picked[0], key=key) == first
    assert Award.objects.count() == 1
    scene.pot.refresh_from_db()
    assert scene.pot.taken == 250_000


def test_a_second_decision_on_a_proposal_is_refused(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    with pytest.raises(refusals.AlreadyDecided):
        scene.decide(scene.picked[0], key=uuid4())


def test_nothing_is_decided_while_a_challenge_could_change_it(scene: Scene) -> None:
    Challenge.objects.create(
        round=scene.round, about="count", text="Look again", by=factories.person(),
        answer_due_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(refusals.ChallengeOpen):
        scene.decide(scene.picked[0])


def test_nothing_is_decided_before_the_panels_phase(area: Neighbourhood) -> None:
    scene = build(area, phase="challenge")
    with pytest.raises(WrongPhase):
        actions.open_meeting(scene.meeting, by=scene.secretary)
    Meeting.objects.update(opened_at=clock.now())
    with pytest.raises(WrongPhase):
        scene.decide(scene.picked[0], votes_for=6)


def test_nothing_is_decided_outside_the_meeting(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.MeetingNotOpen):
        scene.decide(scene.picked[0])


def test_only_the_secretary_writes_a_decision_down(scene: Scene) -> None:
    for user in (scene.chair.person, scene.officer, scene.picked[0].lead):
        with pytest.raises(refusals.NotYours):
            scene.decide(scene.picked[0], by=user)


def test_a_proposal_of_another_round_is_refused(scene: Scene) -> None:
    elsewhere = factories.proposal(factories.round_in("panel", scene.area))
    with pytest.raises(refusals.NotOnBallot):
        scene.decide(elsewhere, votes_for=6)


def test_the_round_is_decided_with_its_last_proposal(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    scene.decide(scene.picked[1])
    scene.round.refresh_from_db()
    assert current(scene.round) == "panel"
    scene.decide(scene.unpicked, "deferred")
    scene.round.refresh_from_db()
    assert current(scene.round) == "delivering"


def together(scene: Scene, **given: object) -> list[Decision]:
    asked = {"proposals": scene.picked, "votes_for": 6, "votes_against": 0, "abstained": 0,
             "key": uuid4(), "by": scene.secretary}  # fmt: skip
    return actions.adopt_together(scene.meeting, **{**asked, **given})  # type: ignore[arg-type]


def test_what_the_vote_picked_is_adopted_by_one_vote_and_one_entry(scene: Scene) -> None:
    before = Event.objects.count()
    made = together(scene)
    assert [decision.pence for decision in made] == [250_000, 400_000]
    assert all(decision.together and not decision.departs for decision in made)
    entry = Event.objects.order_by("id").last()
    assert entry is not None
    assert Event.objects.count() == before + 1
    assert len(entry.payload["after"]["decisions"]) == 2  # type: ignore[index,call-overload,arg-type]


def test_an_item_with_an_interest_is_not_adopted_together(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[1])
    with pytest.raises(refusals.HasInterest, match=r"Bill B\. has an interest"):
        together(scene)
    assert not Decision.objects.exists()
    assert len(together(scene, proposals=scene.picked[:1])) == 1


def test_what_the_vote_did_not_pick_is_not_adopted_together(scene: Scene) -> None:
    with pytest.raises(refusals.HasInterest, match="The vote did not pick it"):
        together(scene, proposals=[scene.unpicked])


def test_adopting_together_twice_is_adopting_once(scene: Scene) -> None:
    key = uuid4()
    assert together(scene, key=key) == together(scene, key=key)
    assert Award.objects.count() == 2


def test_a_round_may_have_its_proposals_decided_one_by_one(area: Neighbourhood) -> None:
    alone = build(area, together=False)
    with pytest.raises(refusals.OneByOne, match=r"each proposal is decided on its own\.$"):
        together(alone)
    assert not Decision.objects.exists()
    assert alone.decide(alone.picked[0]).pence == 250_000


def test_eight_awards_at_once_never_overspend_the_pot(committed_db: str) -> None:
    scene = build(factories.area())
    more = [_another(scene, number) for number in range(4, 10)]
    wanted = [*scene.picked, *more]
    answers = at_once([partial(scene.decide, each, reason="Now", votes_for=6) for each in wanted])
    refused = [answer for answer in answers if isinstance(answer, PotExceeded)]
    scene.pot.refresh_from_db()
    offered = sum(Award.objects.values_list("pence", flat=True))
    assert scene.pot.taken == offered <= scene.pot.total
    assert len(refused) == len(wanted) - Award.objects.count() > 0


def _another(scene: Scene, number: int) -> Proposal:
    from tests.grants.scene import _proposal

    return _proposal(scene.round, number, 300_000)


@pytest.mark.parametrize("part", ["lead", "helper"])
def test_a_member_is_out_for_their_own_proposal_whatever_they_declared(
    scene: Scene, part: str
) -> None:
    proposal, member = scene.picked[0], scene.members[1]
    if part == "lead":
        forge(Proposal.objects.filter(pk=proposal.pk), lead=member.person)
    else:
        proposal.helpers.add(member.person)
    assert room.read(scene.meeting).standing(proposal.pk).entitled == 5
    with pytest.raises(refusals.VotesDontAddUp):
        scene.decide(proposal, votes_for=6)
    with pytest.raises(refusals.HasInterest, match=r"Bill B\. has an interest"):
        together(scene)
    assert scene.decide(proposal).left_with_interest == 1


def test_nobody_says_that_they_have_no_interest_in_their_own_proposal(scene: Scene) -> None:
    member = scene.members[1]
    forge(Proposal.objects.filter(pk=scene.picked[0].pk), lead=member.person)
    with pytest.raises(refusals.OwnProposal, match=scene.picked[0].title):
        actions.declare_none(scene.meeting, member=member, by=member.person)


def test_a_voting_member_does_not_write_the_decisions_down(scene: Scene) -> None:
    chair = scene.chair.person
    Role.objects.create(person=chair, kind="secretary", neighbourhood=scene.area)
    with pytest.raises(refusals.NotYours, match="vote on this panel"):
        scene.decide(scene.picked[0], by=chair)


def test_another_sum_from_the_same_page_is_refused_not_swallowed(scene: Scene) -> None:
    part: dict[str, Any] = {"outcome": "part", "reason": "Less will do", "key": uuid4()}
    scene.decide(scene.picked[0], pence=100_000, **part)
    assert scene.decide(scene.picked[0], pence=100_000, **part).pence == 100_000
    with pytest.raises(refusals.AlreadyDecided):
        scene.decide(scene.picked[0], pence=200_000, **part)


def test_a_round_is_decided_when_what_was_left_is_withdrawn(scene: Scene) -> None:
    together(scene)
    lead = scene.unpicked.lead
    assert lead is not None
    withdraw(scene.unpicked, reason="We moved away", by=lead)
    actions.close_meeting(scene.meeting, by=scene.secretary)
    scene.round.refresh_from_db()
    assert current(scene.round) == "delivering"
    assert actions.confirm_minutes(scene.meeting, by=scene.chair.person).confirmed_at


def test_two_secretaries_at_once_make_one_decision(committed_db: str) -> None:
    scene = build(factories.area())
    other = factories.with_role("secretary", scene.area, "Sid Second")
    answers = at_once(
        [
            partial(scene.decide, scene.picked[0], key=uuid4(), by=by)
            for by in [scene.secretary, other] * 4
        ]
    )
    assert sum(isinstance(each, Decision) for each in answers) == 1
    assert sum(isinstance(each, refusals.AlreadyDecided) for each in answers) == 7
    scene.pot.refresh_from_db()
    assert scene.pot.taken == 250_000
