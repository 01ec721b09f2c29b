"""From checked ideas to a box that takes votes."""

from __future__ import annotations

import pytest

from audit.models import Event
from kit import clock
from people.models import Residency, User
from places.models import Neighbourhood
from rounds.models import Round
from rounds.refusals import WrongPhase
from tests import factories
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from voting import actions, keys, refusals, sealing
from voting.keys import keys_of
from voting.models import BallotLine, RollEntry


@pytest.mark.parametrize("phase", ["ideas", "develop"])
def test_the_ballot_waits_until_nothing_more_can_be_handed_in(
    area: Neighbourhood, officer: User, phase: str
) -> None:
    round_ = factories.round_in(phase, area)
    factories.proposal(round_)
    with pytest.raises(WrongPhase):
        actions.fix_ballot(round_, by=officer)


def test_fixing_the_ballot_numbers_every_ready_idea_once(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, ideas=5)
    lines = BallotLine.objects.filter(round=vote.round)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert {line.proposal_id for line in lines} == set(
        vote.round.proposals.values_list("pk", flat=True)
    )
    told = Event.objects.get(kind="ballot.fixed").told["after"]
    assert told["lines"] == 5  # type: ignore[index,call-overload]
    assert told["plaintext_length"] == 64  # type: ignore[index,call-overload]


def test_a_fixed_ballot_stays_fixed(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    with pytest.raises(refusals.BallotFixed):
        actions.fix_ballot(vote.round, by=vote.officer)


def test_the_ballot_waits_for_checks(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    with pytest.raises(refusals.NothingToVoteOn):
        actions.fix_ballot(round_, by=officer)
    factories.proposal(round_)
    factories.proposal(round_, status="submitted")
    with pytest.raises(refusals.StillBeingChecked):
        actions.fix_ballot(round_, by=officer)


def test_a_hidden_idea_is_not_on_the_ballot(area: Neighbourhood, officer: User) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    shown = factories.proposal(round_)
    factories.proposal(round_, hidden_at=shown.shared_at, hidden_because="A name was in it")
    assert [line.proposal_id for line in actions.fix_ballot(round_, by=officer)] == [shown.pk]


def test_the_box_needs_the_people_who_open_it(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    vote.round.duties.all()[0].delete()
    with pytest.raises(refusals.TooFewHolders):
        actions.make_box(vote.round, by=vote.officer)


def test_only_digests_of_the_box_are_stored(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    kr = keys_of(made).kr()
    assert bytes(made.kr_sha256) == sealing.kr_digest(kr)
    body = bytes(Event.objects.get(kind="box.made").body)
    assert kr.hex().encode() not in body
    assert bytes(keys_of(made).private_key()).hex().encode() not in body


def test_key_files_are_for_the_server_alone(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    folder = keys_of(actions.make_box(vote.round, by=vote.officer)).folder
    files = list(folder.iterdir())
    assert {file.name for file in files} == {"kr", "box.sealed"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    for each in (folder, folder.parent, folder.parent.parent):
        assert each.stat().st_mode & 0o777 == 0o700, each


def test_a_box_can_be_made_again_until_it_is_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    first = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    second = bytes(actions.make_box(vote.round, by=vote.officer).public_key)
    assert first != second
    actions.ready(vote.round, by=vote.officer)
    with pytest.raises(refusals.BoxReady):
        actions.make_box(vote.round, by=vote.officer)


def test_a_box_whose_key_is_gone_is_never_ready(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    made = actions.make_box(vote.round, by=vote.officer)
    (keys_of(made).folder / "box.sealed").unlink()
    with pytest.raises(keys.KeysMissing):
        actions.ready(vote.round, by=vote.officer)
    assert Round.objects.get(pk=vote.round.pk).box_ready_at is None


def test_everybody_with_a_checked_address_is_on_the_roll(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    here = factories.resident(area)
    factories.resident(factories.area(name="Grange", town="", slug="grange"))
    unchecked = factories.person()
    Residency.objects.create(person=unchecked, neighbourhood=area, postcode="DN32 7LD")
    moved = factories.resident(area)
    Residency.objects.filter(person=moved).update(ended_at=clock.now())
    assert actions.draw_roll(vote.round, by=vote.officer) == 1
    assert list(RollEntry.objects.values_list("voter", flat=True)) == [here.pk]


def test_a_late_resident_is_added_without_a_trace_of_when_they_came(vote: Scene) -> None:
    voter = factories.resident(vote.area)
    scenes.move_clock(DAY)
    assert actions.top_up_roll(vote.round) == 1
    assert actions.top_up_roll(vote.round) == 0
    entry = RollEntry.objects.get(round=vote.round, voter=voter)
    assert entry.added_at == Residency.objects.get(person=voter).verified_at
