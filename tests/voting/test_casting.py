"""Casting, and what is refused."""

from __future__ import annotations

import pytest

from places.models import Neighbourhood
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from voting import actions, box, refusals, sealing
from voting.actions import ballots
from voting.keys import keys_of
from voting.models import RollEntry
from voting.voters import Voter


def test_a_resident_votes_and_gets_a_receipt(vote: Scene) -> None:
    receipt = vote.vote(vote.voter(), 1, 3)
    assert len(receipt.code) == 16
    assert receipt.numbers == (1, 3)
    assert receipt.rev == 1
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, receipt.code)) == "in"


def test_a_vote_can_be_changed_until_the_close(vote: Scene) -> None:
    voter = vote.voter()
    first, second = vote.vote(voter, 1), vote.vote(voter, 2)
    assert second.rev == 2
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, first.code)) == "replaced"
    assert box.in_box(vote.round.pk, sealing.live_tag(vote.round.pk, second.code)) == "in"


def test_pressing_cast_twice_gives_the_same_receipt(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    receipts = {
        actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[1], own="abcd")
        for _ in range(3)
    }
    assert len(receipts) == 1
    assert receipts.pop().code.endswith("ABCD")


def test_changed_choices_need_a_new_receipt(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[1, 2])
    assert not ballots.has_voted(vote.round, voter.pk)


def test_a_slip_of_somebody_else_is_refused(vote: Scene) -> None:
    one, other = vote.voter(), vote.voter()
    slip = actions.prepare(vote.round, by=Voter(one), numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=Voter(other), field=slip, numbers=[1])


def test_a_slip_of_another_round_is_refused(vote: Scene) -> None:
    voter = vote.voter()
    second = scenes.open_vote(vote.area)
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    with pytest.raises(refusals.StaleSlip):
        actions.cast(second.round, by=Voter(voter), field=slip, numbers=[1])


@pytest.mark.parametrize("field", ["", "x", "%%%", "é", "QUJD", "A" * 200])
def test_a_made_up_slip_is_refused(vote: Scene, field: str) -> None:
    with pytest.raises(refusals.StaleSlip):
        actions.cast(vote.round, by=Voter(vote.voter()), field=field, numbers=[1])


def test_every_bit_of_a_slip_is_protected(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    for at in range(0, len(slip) - 2, 7):
        other = "A" if slip[at] != "A" else "B"
        with pytest.raises(refusals.StaleSlip):
            actions.cast(
                vote.round, by=Voter(voter), field=slip[:at] + other + slip[at + 1 :], numbers=[1]
            )


def test_an_old_page_cannot_overwrite_a_newer_vote(vote: Scene) -> None:
    voter = vote.voter()
    old = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    vote.vote(voter, 2)
    with pytest.raises(refusals.ChangedElsewhere):
        actions.cast(vote.round, by=Voter(voter), field=old, numbers=[1])


def test_a_replaced_ballot_cannot_be_posted_again(vote: Scene) -> None:
    voter = vote.voter()
    old = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    actions.cast(vote.round, by=Voter(voter), field=old, numbers=[1])
    vote.vote(voter, 2)
    with pytest.raises(refusals.Replaced):
        actions.cast(vote.round, by=Voter(voter), field=old, numbers=[1])


@pytest.mark.parametrize("own", ["abc", "abcde", "ab!d", "LUCY"])
def test_odd_characters_of_ones_own_are_refused(vote: Scene, own: str) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    with pytest.raises(refusals.BadOwnCharacters):
        actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[1], own=own)


def test_somebody_who_is_not_on_the_roll_cannot_vote(vote: Scene) -> None:
    voter = vote.voter()
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    vote.take_off(RollEntry.objects.get(voter=voter))
    for by in (voter, factories.person(), vote.officer):
        with pytest.raises(refusals.CannotVote):
            actions.cast(vote.round, by=Voter(by), field=slip, numbers=[1])
        with pytest.raises(refusals.CannotVote):
            actions.prepare(vote.round, by=Voter(by), numbers=[1])


def test_a_server_with_another_secret_takes_no_vote(vote: Scene) -> None:
    voter = vote.voter()
    (keys_of(vote.round.box).folder / "kr").write_bytes(bytes(32))
    slip = actions.prepare(vote.round, by=Voter(voter), numbers=[1])
    with pytest.raises(refusals.WrongKeys):
        actions.cast(vote.round, by=Voter(voter), field=slip, numbers=[1])


@pytest.mark.parametrize("numbers", [[], [1, 2, 3], [9], [0]])
def test_a_deed_takes_no_ballot_that_would_stop_the_opening(
    area: Neighbourhood, numbers: list[int]
) -> None:
    vote = scenes.open_vote(area, rules=scenes.rules(max_choices=2, suggest_at_least=1))
    with pytest.raises(refusals.NotABallotHere):
        actions.prepare(vote.round, by=Voter(vote.voter()), numbers=numbers)
