"""A vote with 70,000 people on its list: no statement carries more values than one may."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection

from places.models import Neighbourhood
from tests import statements
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import Scene
from voting import actions, notices
from voting.models import LiveTag, PublishedBallot, RollEntry

pytestmark = pytest.mark.slow

MANY = 70_000
PEOPLE = """
INSERT INTO people_user (id, password, email, name, is_active, is_demonstration)
SELECT gen_random_uuid(), '!', 'many' || n || '@example.org', 'Person ' || n, true, false
FROM generate_series(1, %s::int) AS n
"""
HOMES = """
INSERT INTO people_residency
  (id, person_id, neighbourhood_id, postcode, lsoa, edition, how, verified_at)
SELECT gen_random_uuid(), id, %s::uuid, '', '', '', 'seen', kit_now()
FROM people_user WHERE email LIKE 'many%%'
"""


def settle(area: Neighbourhood) -> None:
    """Have 70,000 people live here whose addresses have been verified."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [MANY])
        cursor.execute(HOMES, [area.pk])


def most(seen: list[list[object]]) -> int:
    return max(map(len, seen))


def test_the_list_of_a_large_vote_is_drawn_and_read(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area)
    actions.make_box(vote.round, by=vote.officer)
    settle(area)
    with statements.values() as seen:
        assert actions.draw_roll(vote.round, by=vote.officer) >= MANY
        page = Browser(vote, vote.officer).get("roll")
    assert page.status_code == 200
    assert most(seen) <= statements.MOST


def test_a_list_grows_by_many_at_once(vote: Scene) -> None:
    settle(vote.area)
    with statements.values() as seen:
        assert actions.top_up_roll(vote.round) == MANY
        assert actions.top_up_roll(vote.round) == 0
    assert most(seen) <= statements.MOST


def test_many_ballots_are_published_and_a_receipt_is_found_among_them(vote: Scene) -> None:
    code = vote.vote(vote.voter(), 1).code
    vote.end()
    rounds = {"round": vote.round}
    many = [n.to_bytes(4, "little") + bytes(28) for n in range(MANY)]
    with statements.values() as seen:
        LiveTag.objects.bulk_create(
            (LiveTag(**rounds, tag=tag, counts=False) for tag in many), batch_size=2_000
        )
        vote.open()
        PublishedBallot.objects.bulk_create(
            (PublishedBallot(**rounds, tracker=tag, choices=[]) for tag in many), batch_size=2_000
        )
        page = Browser(vote).post("check", code=code)
    assert "Your ballot was counted." in page.content.decode()
    assert most(seen) <= statements.MOST


@pytest.mark.drill
def test_notices_go_to_those_who_voted_among_many(vote: Scene) -> None:
    settle(vote.area)
    vote.vote(vote.voter(), 1)
    assert RollEntry.objects.filter(round=vote.round).count() > MANY
    with statements.values() as seen:
        assert notices.send(vote.round) == 1
    assert len(mail.outbox) == 1
    assert most(seen) <= statements.MOST
