"""The whole way with made-up ballots, gone once before the box takes votes: whatever goes wrong on
it is noticed, and the box is not ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from audit.models import Event
from places.models import Neighbourhood
from rounds.models import Round
from tests import factories
from tests.voting import scene as scenes
from voting import actions, box, counting, refusals, unsealing
from voting.actions import closing
from voting.models import Box, PublishedBallot


def _one_too_many(held: Any) -> Any:
    return held._replace(of_nobody=1)


def _void_one_in(tags: Any) -> Any:
    return [(tag, "in" if how == "void" else how) for tag, how in tags]


def _one_broken(found: Any) -> Any:
    return found[0][1:], [bytes(32)]


def _one_changed(found: Any) -> Any:
    (first, *others), damaged = found
    numbers = (2,) if first.numbers != (2,) else (1,)
    return [first._replace(numbers=numbers), *others], damaged


def _one_vote_more(result: Any) -> Any:
    first, *others = result.outcomes
    return replace(result, outcomes=(replace(first, votes=first.votes + 1), *others))


def _one_kept(gone: Any) -> Any:
    return gone - 1


FAULTS: tuple[tuple[Any, str, Callable[[Any], Any], str], ...] = (
    (box, "close_box", _one_too_many, "box against list"),
    (box, "final_tags", _void_one_in, "tags"),
    (unsealing, "unseal_all", _one_broken, "1 ballots did not open"),
    (unsealing, "unseal_all", _one_changed, "not those that were cast"),
    (counting, "count", _one_vote_more, "the count"),
    (box, "destroy", _one_kept, "ballots destroyed"),
)


@pytest.mark.parametrize(("where", "name", "slip", "says"), FAULTS)
def test_a_part_that_goes_wrong_keeps_the_box_from_being_ready(
    where: Any,
    name: str,
    slip: Callable[[Any], Any],
    says: str,
    area: Neighbourhood,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = scenes.fixed_round(area)
    actions.make_box(scene.round, by=scene.officer)
    actions.draw_roll(scene.round, by=scene.officer)
    real = getattr(where, name)
    with monkeypatch.context() as patched:
        patched.setattr(where, name, lambda *given, **more: slip(real(*given, **more)))
        with pytest.raises(refusals.RehearsalFailed) as failed:
            actions.ready(scene.round, by=scene.officer)
    assert says in " ".join(failed.value.__notes__)
    assert Round.objects.get(pk=scene.round.pk).box_ready_at is None
    assert not Event.objects.filter(kind__in=("box.tried", "box.ready")).exists()
    _nothing_is_left()
    assert actions.ready(scene.round, by=scene.officer).box_ready_at is not None
    _nothing_is_left()


def _nothing_is_left() -> None:
    assert not Round.objects.filter(origin="rehearsal").exists()
    assert Box.objects.count() == 1
    assert not PublishedBallot.objects.exists()


def test_a_box_needs_its_ballot_and_a_ready_one_needs_its_box(area: Neighbourhood) -> None:
    scene = scenes.fixed_round(area)
    with pytest.raises(refusals.BoxNotMade):
        actions.ready(scene.round, by=scene.officer)
    bare = factories.round_in("voting", area, rules=scenes.rules(), box_ready_at=None)
    with pytest.raises(refusals.BallotNotFixed):
        actions.make_box(bare, by=scene.officer)


def test_a_vote_is_closed_and_held_against_the_list_once(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area)
    with pytest.raises(refusals.NotYetClosed):
        closing.close(vote.round, by=vote.officer)
    vote.vote(vote.voter(), 1)
    vote.end()
    with pytest.raises(refusals.AlreadyClosed):
        closing.close(vote.round, by=vote.officer)
    with pytest.raises(refusals.AlreadyClosed):
        closing.hold_late(vote.round)
    assert Event.objects.filter(kind="box.closed").count() == 1


def test_a_vote_that_is_not_opened_is_not_counted(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area)
    vote.end()
    with pytest.raises(refusals.NotOpened):
        actions.count(vote.round, by=vote.officer)
