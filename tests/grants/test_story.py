"""What a proposal is called on its way from the ballot to done."""

from __future__ import annotations

from uuid import uuid4

import pytest

from grants import actions
from grants.story import StoryStep, _place, stage
from kit.dates import day_time
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds import actions as rounds
from tests import factories
from tests.grants.scene import Scene, build
from tests.grants.test_payments import first, pay, report


def words(proposal: Proposal) -> tuple[str, list[tuple[str, str]]]:
    story = stage(Proposal.objects.get(pk=proposal.pk))
    assert story is not None
    return story.word, [(step.name, step.state) for step in story.steps]


def test_a_funded_proposal_goes_through_all_words(scene: Scene) -> None:
    proposal = scene.picked[0]
    assert words(proposal)[0] == "Picked by the vote"
    award = scene.award()
    word, steps = words(proposal)
    assert word == "Agreed"
    assert steps == [
        ("On the ballot", "done"), ("Picked by the vote", "done"), ("Agreed", "done"),
        ("Offer made", "now"), ("Paid", "next"), ("Done", "next"),
    ]  # fmt: skip
    actions.accept_offer(award, by=proposal.lead)  # type: ignore[arg-type]
    assert words(proposal)[0] == "Offer accepted"
    details = actions.enter_bank_details(
        award, payee="Us", sort_code="089999", account_number="66374958", by=proposal.lead,  # type: ignore[arg-type]
    )  # fmt: skip
    actions.confirm_payee(details, how="Rang", by=scene.finance)
    pay(scene, first(award))
    assert ("Being paid", "now") in words(proposal)[1]
    actions.accept_report(report(award, key=uuid4()), by=scene.officer)  # type: ignore[arg-type]
    pay(scene, award.instalments.get(number=2))
    assert words(proposal)[0] == "Paid"
    actions.complete(award, by=scene.finance)
    assert words(proposal) == (
        "Done",
        [(name, "done") for name in (
            "On the ballot", "Picked by the vote", "Agreed", "Offer accepted", "Paid", "Done",
        )],
    )  # fmt: skip


def test_a_proposal_that_did_not_fit_says_so_and_stops(scene: Scene) -> None:
    assert words(scene.unpicked) == (
        "Not picked by the vote",
        [("On the ballot", "done"), ("Not picked by the vote", "stopped")],
    )
    scene.decide(scene.unpicked, "none")
    word, steps = words(scene.unpicked)
    assert word == "Not this time"
    assert steps[-1] == ("Not this time", "stopped")


def test_the_panel_may_put_a_proposal_off(scene: Scene) -> None:
    scene.decide(scene.unpicked, "deferred")
    assert words(scene.unpicked)[0] == "Put off"


def test_what_the_panel_funds_against_the_vote_goes_on(scene: Scene) -> None:
    scene.decide(scene.unpicked, reason="Urgent")
    assert ("Not picked by the vote", "done") in words(scene.unpicked)[1]
    assert words(scene.unpicked)[0] == "Agreed"


def test_an_offer_turned_down_stops_the_story(scene: Scene) -> None:
    award = scene.award()
    actions.decline_offer(award, by=scene.picked[0].lead)  # type: ignore[arg-type]
    word, steps = words(scene.picked[0])
    assert word == "Offer turned down"
    assert ("Offer turned down", "stopped") in steps


def test_before_the_count_it_is_on_the_ballot(area: Neighbourhood) -> None:
    word, steps = words(build(area, phase="voting").picked[0])
    assert word == "On the ballot"
    assert steps == [
        ("On the ballot", "done"), ("Being voted on", "now"), ("Decided by the panel", "next"),
    ]  # fmt: skip


def test_a_vote_that_has_closed_is_being_opened_and_nothing_is_picked_yet(
    area: Neighbourhood,
) -> None:
    steps = words(build(area, phase="counting").picked[0])[1]
    assert steps[1] == ("Votes being opened", "now")


def test_the_step_that_goes_on_says_until_when(area: Neighbourhood) -> None:
    scene = build(area, phase="voting")
    story = stage(scene.picked[0])
    assert story is not None
    assert scene.round.voting_closes_at is not None
    assert story.steps[1].note == f"Until {day_time(scene.round.voting_closes_at)}"


def test_a_picked_idea_waits_for_the_panel_and_is_not_agreed(scene: Scene) -> None:
    assert words(scene.picked[0])[1][2:] == [("Waits for the panel", "now")]


def test_nothing_is_to_come_for_a_round_that_was_cancelled(area: Neighbourhood) -> None:
    scene = build(area, phase="voting")
    rounds.cancel(scene.round, reason="No money", by=scene.officer)
    assert words(scene.picked[0]) == (
        "Round cancelled", [("On the ballot", "done"), ("Not voted on", "stopped")],
    )  # fmt: skip


def test_a_proposal_that_was_on_no_ballot_has_no_story(area: Neighbourhood) -> None:
    assert stage(factories.proposal(factories.round_in("ideas", area), status="idea")) is None


def test_a_step_that_goes_on_is_called_what_goes_on() -> None:
    with pytest.raises(ValueError, match="nothing is said while “Paid” goes on"):
        _place([StoryStep("Agreed", "", "done"), StoryStep("Paid", "", "next")])
