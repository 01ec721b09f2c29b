"""A vote with 70,000 people on its list: no statement carries more values than one may."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection

from audit.actions import settle as settle_entries
from places.models import Neighbourhood
from tests import factories, postgres, statements
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import Scene
from voting import actions, notices
from voting.models import RollEntry

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

TAGS = """
INSERT INTO voting_livetag (round_id, run, tag, counts)
SELECT %s::uuid, 1, sha256(n::text::bytea), false FROM generate_series(1, %s::int) AS n
"""
BALLOTS = """
INSERT INTO voting_publishedballot (round_id, tracker, choices)
SELECT %s::uuid, sha256(n::text::bytea), '[1]' FROM generate_series(1, %s::int) AS n
"""


def settle(area: Neighbourhood) -> None:
    """Have 70,000 people live here whose addresses have been verified."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [MANY])
        cursor.execute(HOMES, [area.pk])
    counted_rows()


def counted_rows() -> None:
    """Let the planner know how large tables are now, as it would within a minute."""
    with postgres.owner_connection(str(connection.settings_dict["NAME"])) as owner:
        owner.execute("ANALYZE people_user, people_residency, voting_rollentry")


def most(seen: list[list[object]]) -> int:
    return max(map(len, seen))


def test_the_list_of_a_large_vote_is_drawn_and_read(committed_db: str) -> None:
    vote = scenes.fixed_round()
    actions.make_box(vote.round, by=vote.officer)
    settle(vote.area)
    with statements.values() as seen:
        assert actions.draw_roll(vote.round, by=vote.officer) >= MANY
        counted_rows()
        factories.resident(vote.area)
        assert actions.top_up_roll(vote.round) == 1
        page = Browser(vote, vote.officer).get("roll")
    assert page.status_code == 200
    assert most(seen) <= statements.MOST


def test_a_receipt_is_found_among_many_ballots(vote: Scene) -> None:
    code = vote.vote(vote.voter(), 1).code
    vote.end()
    opened = vote.open()
    settle_entries()
    # More ballots than tests have the time to cast: the owner takes the guard away for them.
    table, guard = "voting_publishedballot", "voting_publishedballot_in_its_turn"
    postgres.as_owner(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    with connection.cursor() as cursor:
        cursor.execute(TAGS, [opened.pk, MANY])
        cursor.execute(BALLOTS, [opened.pk, MANY])
    with statements.values() as seen:
        page = Browser(vote).post("check", code=code)
    assert "Your ballot was counted." in page.content.decode()
    assert most(seen) <= statements.MOST


@pytest.mark.drill
def test_notices_go_to_those_who_voted_among_many(committed_vote: Scene) -> None:
    vote = committed_vote
    settle(vote.area)
    vote.vote(vote.voter(), 1)
    counted_rows()
    assert RollEntry.objects.filter(round=vote.round).count() > MANY
    with statements.values() as seen:
        assert notices.send(vote.round) == 1
    assert len(mail.outbox) == 1
    assert most(seen) <= statements.MOST
