"""`./run bench faults` sees ballots that are lost or count for something else; at the end, a short
form of it.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from bench.under_load import browser, line, receipts, stages, voters
from bench.under_load.tally import Tally
from bench.under_load.voters import Receipt
from tests.journeys import site as sites
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from voting import sealing


@pytest.fixture
def committed_vote(committed_db: str) -> Scene:
    """An open vote whose ballots are published however few they are."""
    return scenes.open_vote(rules=scenes.rules() | {"whole_ballots_from": 1})


@pytest.fixture
def port(committed_vote: Scene, committed_db: str) -> Iterator[int]:
    """Where the site of this vote answers."""
    with sites.running(committed_db) as site:
        yield urlsplit(site.url).port or 0


@pytest.fixture
def voter(committed_vote: Scene, port: int) -> voters.Voter:
    client = Client()
    client.force_login(committed_vote.voter())
    name = settings.SESSION_COOKIE_NAME
    path = f"/{committed_vote.area.slug}/rounds/{committed_vote.round.number}/"
    signed_in = browser.Browser(port, {name: client.cookies[name].value})
    return voters.Voter(signed_in, path, Tally())


def _never_cast() -> Receipt:
    return Receipt(sealing.grouped(sealing.mint()), (1,))


def test_receipts_that_the_site_gave_are_found(voter: voters.Voter, port: int) -> None:
    assert voter.vote()
    assert voter.vote()
    assert len({receipt.code for receipt in voter.receipts}) == 2
    assert voter.tally["acknowledged"] == 2
    assert receipts.lost([voter], {}, browser.Browser(port)) == []


def test_a_ballot_that_is_not_in_the_box_is_lost(voter: voters.Voter, port: int) -> None:
    voter.vote()
    voter.receipts.append(_never_cast())
    assert receipts.lost([voter], {}, browser.Browser(port)) == [
        "in instead of replaced",
        "not found instead of in",
    ]
    assert receipts.lost([voter], {0: 1}, browser.Browser(port)) == ["not found instead of in"]


def test_a_ballot_that_counts_for_something_else_is_seen(
    committed_vote: Scene, voter: voters.Voter, port: int
) -> None:
    voter.vote()
    committed_vote.end()
    committed_vote.open()
    stranger = browser.Browser(port)
    assert receipts.miscounted([voter], 0, stranger) == []
    assert receipts.miscounted([voter], 1, stranger) == ["1 ballots of 2 voters were counted"]
    voter.receipts[-1] = voter.receipts[-1]._replace(picks=(99,))
    assert len(receipts.miscounted([voter], 0, stranger)) == 1


def test_a_ballot_that_is_acknowledged_after_the_close_is_too_late(voter: voters.Voter) -> None:
    voter.vote()
    assert voter.tally.late == 0
    voter.tally.close()
    voter.vote()
    assert voter.tally.late == 1


def test_nobody_votes_once_the_vote_is_closed(committed_vote: Scene, voter: voters.Voter) -> None:
    committed_vote.end()
    assert not voter.vote()
    assert voter.receipts == []


def test_tracebacks_in_the_log_are_faults() -> None:
    try:
        raise LookupError("nowhere")
    except LookupError:
        facts = traceback.format_exc()
    assert line.tracebacks(f"before\n{facts}between\n{facts}after") == [
        "2 tracebacks: LookupError: nowhere"
    ]
    assert line.tracebacks("before\nafter") == []


@pytest.mark.drill
@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="needs Linux")
def test_no_ballot_is_lost_when_a_part_of_the_site_falls_over_while_people_vote() -> None:
    found = list(stages.tried(stages.SHORT, short=True))
    facts = "\n".join(map(str, found))
    assert [each.fault for each in found] == list(stages.SHORT), facts
    assert all(each.holds for each in found), facts
    assert all(each.acknowledged >= stages.ENOUGH for each in found if each.times), facts
    assert sum(each.unclear for each in found) > 0, facts
