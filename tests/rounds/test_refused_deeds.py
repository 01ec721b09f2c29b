"""What is refused to whoever moves the dates of a round or cancels it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import User
from rounds import actions
from rounds.actions import drafting
from rounds.models import Round
from rounds.refusals import NotPublished, OnlyLater, RoundClosed


def test_dates_of_a_draft_are_changed_and_not_postponed(draft: Round, officer: User) -> None:
    assert draft.voting_closes_at is not None
    later = draft.voting_closes_at + timedelta(days=1)
    with pytest.raises(NotPublished):
        actions.postpone(draft, reason="Snow", voting_closes_at=later, by=officer)


def test_dates_of_a_cancelled_round_stay(published: Round, officer: User) -> None:
    assert published.voting_closes_at is not None
    later = published.voting_closes_at + timedelta(days=1)
    actions.cancel(published, reason="The hall burned down.", by=officer)
    with pytest.raises(RoundClosed, match="can't move any more"):
        actions.postpone(published, reason="Snow", voting_closes_at=later, by=officer)


def test_postponing_moves_a_date(published: Round, officer: User) -> None:
    assert published.voting_closes_at is not None
    with pytest.raises(OnlyLater, match="at least one"):
        actions.postpone(
            published, reason="Snow", voting_closes_at=published.voting_closes_at, by=officer
        )


def test_a_round_is_cancelled_once(published: Round, officer: User) -> None:
    actions.cancel(published, reason="The hall burned down.", by=officer)
    with pytest.raises(RoundClosed):
        actions.cancel(published, reason="It burned down twice.", by=officer)


def test_the_record_takes_no_value_that_it_could_not_write_down() -> None:
    with pytest.raises(TypeError, match="holds no object"):
        drafting._plain(object())
