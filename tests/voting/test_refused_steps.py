"""What is refused to whoever votes, opens the votes, answers a question or imports an election."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.actor import SYSTEM
from places.models import Neighbourhood
from tests import factories
from tests.postgres import app_connection
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from tests.voting.test_import_pabulib import SMALL
from voting import actions, refusals
from voting.actions import importing, opening
from voting.keys import keys_of
from voting.models import Box
from voting.trying import turns
from voting.voters import Voter


def test_nobody_prepares_a_ballot_after_the_vote(vote: Scene) -> None:
    voter = vote.voter()
    vote.end()
    with pytest.raises(refusals.VoteNotOpen):
        actions.prepare(vote.round, by=Voter(voter), numbers=[1])


def test_nobody_casts_a_ballot_where_there_is_no_box(area: Neighbourhood) -> None:
    without = scenes.fixed_round(area)
    with pytest.raises(refusals.VoteNotOpen):
        actions.cast(without.round, by=Voter(factories.resident(area)), field="", numbers=[1])


def test_whoever_keeps_no_part_of_the_key_types_none(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    vote.end()
    words = vote.words[vote.openers[0].pk]
    with pytest.raises(refusals.NotAHolder):
        actions.give_share(vote.round, by=vote.officer, words=words)


def test_votes_are_opened_by_nobody_alone(vote: Scene) -> None:
    vote.end()
    with pytest.raises(refusals.NeedsOther, match="Two different people"):
        opening.open_votes(
            vote.round, by=vote.openers[0], private=keys_of(vote.round.box).private_key
        )


def test_nobody_is_put_on_the_list_after_the_close(vote: Scene) -> None:
    vote.end()
    with pytest.raises(refusals.ListClosed):
        actions.draw_roll(vote.round, by=vote.officer)


def test_nobody_on_the_panel_answers_a_question(vote: Scene) -> None:
    vote.end()
    vote.open()
    asked = actions.raise_challenge(vote.round, by=vote.voter(), about="count", text="Off by one")
    with pytest.raises(refusals.OnThePanel):
        actions.answer_challenge(
            asked, by=factories.with_role("panel", vote.area), answer="No", upheld=False
        )


def test_a_box_is_never_ready_with_the_secret_of_another(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    Box.objects.filter(round=vote.round).update(kr_sha256=bytes(32))
    with pytest.raises(refusals.WrongKeys):
        actions.ready(vote.round, by=vote.officer)


def test_an_election_is_imported_once(db: None, tmp_path: Path) -> None:
    file = tmp_path / "small.pb"
    file.write_text(SMALL, encoding="utf-8")
    importing.import_election(file, by=SYSTEM)
    with pytest.raises(importing.ImportedAlready):
        importing.import_election(file, by=SYSTEM)


def test_no_more_counts_run_at_once_than_may(committed_db: str) -> None:
    with app_connection(committed_db) as others, others.transaction():
        for slot in range(turns.AT_ONCE):
            others.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"voting.try {slot}"]
            )
        with pytest.raises(turns.Busy), turns.turn():
            pass
    with turns.turn():
        pass
