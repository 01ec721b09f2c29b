"""What home, round page and strip ask of somebody while a vote is open."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit.dates import day_time
from people.models import Residency, User
from tests import factories
from tests.voting.scene import Scene, move_clock


def pages(vote: Scene, person: User | None) -> list[str]:
    """Home and round page as somebody sees them, as one line each."""
    client = Client()
    if person is not None:
        client.force_login(person)
    here = [
        reverse("pages:area", args=[vote.area]),
        reverse("pages:round", args=[vote.area, vote.round.number]),
    ]
    return [
        re.sub(r"\s+", " ", client.get(url).content.decode().replace("\u00a0", " ")) for url in here
    ]


def test_somebody_who_has_voted_is_told_so_and_not_asked_again(vote: Scene) -> None:
    voter = vote.voter()
    assert all("Vote in round 1" in page for page in pages(vote, voter))
    vote.vote(voter, 1)
    assert vote.round.voting_closes_at is not None
    until = day_time(vote.round.voting_closes_at)
    for page in pages(vote, voter):
        assert f"You have voted in round 1. You can change it until {until}." in page
        assert "Vote in round 1" not in page
    assert "· You have voted</small>" in pages(vote, voter)[1]


def test_somebody_else_is_told_nothing_of_it(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    for person in (None, vote.voter()):
        for page in pages(vote, person):
            assert "You have voted" not in page
            assert "Vote in round 1" in page


def test_somebody_who_can_not_vote_is_not_asked_to(vote: Scene) -> None:
    unchecked = factories.person()
    Residency.objects.create(person=unchecked, neighbourhood=vote.area)
    for person in (unchecked, factories.person(), vote.officer):
        for page in pages(vote, person):
            assert "Vote in round 1" not in page
            assert "See the ballot" in page


def test_nobody_is_asked_once_voting_has_closed(vote: Scene) -> None:
    voter = vote.voter()
    vote.vote(voter, 1)
    move_clock(timedelta(days=11))
    for person in (None, voter):
        for page in pages(vote, person):
            assert "You have voted" not in page
            assert "Vote in round 1" not in page


def test_looking_writes_nothing_in_the_box_or_the_list(vote: Scene) -> None:
    voter = vote.voter()
    vote.vote(voter, 1)
    with CaptureQueriesContext(connection) as facts:
        pages(vote, voter)
    deeds = [one["sql"] for one in facts if re.match(r"\s*(INSERT|UPDATE|DELETE)\b", one["sql"])]
    assert not [deed for deed in deeds if "ballot" in deed or "voting_" in deed]
