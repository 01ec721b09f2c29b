"""What a proposal is called on its way from the ballot to done."""

from __future__ import annotations

from uuid import uuid4

from grants import actions
from grants.story import stage
from places.models import Neighbourhood
from proposals.models import Proposal
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
        ("Offer accepted", "now"), ("Paid", "next"), ("Done", "next"),
    ]  # fmt: skip
    actions.accept_offer(award, by=proposal.lead)  # type: ignore[arg-type]
    assert words(proposal)[0] == "Offer accepted"
    details = actions.enter_bank_details(
        award, payee="Us", sort_code="089999", account_number="66374958", by=proposal.lead,  # type: ignore[arg-type]
    )  # fmt: skip
    actions.confirm_payee(details, how="Rang", by=scene.finance)
    pay(scene, first(award))
    assert ("Paid", "now") in words(proposal)[1]
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
        [("On the ballot", "done"), ("Not picked by the vote", "stopped"), ("Agreed", "next"),
         ("Offer accepted", "next"), ("Paid", "next"), ("Done", "next")],
    )  # fmt: skip
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
    assert steps[:2] == [("On the ballot", "done"), ("Picked by the vote", "now")]


def test_a_proposal_that_was_on_no_ballot_has_no_story(area: Neighbourhood) -> None:
    assert stage(factories.proposal(factories.round_in("ideas", area), status="idea")) is None
