"""A ballot of a round of one's own picks at least one idea: nowhere is a blank one taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from nacl.public import PrivateKey

from rounds.models import Round
from tests.voting.browser import Browser
from tests.voting.published import ODD, bring_in
from tests.voting.scene import Scene
from voting import actions, refusals, sealing
from voting.box import Sealed
from voting.models import Count, PublishedBallot
from voting.unsealing import Shape, unseal_all
from voting.voters import Voter

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_says_so_and_the_deed_refuses(vote: Scene) -> None:
    voter = vote.voter()
    page = Browser(vote, voter).follow("confirm")
    assert "Pick at least one idea" in page.content.decode()
    with pytest.raises(refusals.NotABallotHere):
        actions.prepare(vote.round, by=Voter(voter), numbers=[])


def test_the_opening_counts_it_among_the_damaged() -> None:
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    plain = [
        sealing.encode(bytes([at]) * 32, numbers, lines=3) for at, numbers in ((1, [2]), (2, []))
    ]
    sealed = [Sealed(bytes([at]) * 32, sealing.seal(public, text)) for at, text in enumerate(plain)]
    opened, damaged = unseal_all(sealed, private, Shape(3, None))
    assert [ballot.numbers for ballot in opened] == [(2,)]
    assert damaged == [bytes([1]) * 32]


def test_the_database_refuses_to_publish_it(vote: Scene) -> None:
    vote.vote(vote.voter(), 1)
    vote.end()
    with pytest.raises(DatabaseError, match="picks nothing"), transaction.atomic():
        PublishedBallot.objects.create(round=vote.round, tracker=bytes(32), choices=[])


def test_an_imported_election_may_hold_them(db: None) -> None:
    round_: Round = bring_in(ODD)
    assert Count.objects.get().result["blank"] == 1
    assert PublishedBallot.objects.filter(round=round_, choices=[]).count() == 1


def test_the_documents_speak_of_blank_ballots_where_they_can_be() -> None:
    for name in ("docs/counting.md", "docs/pabulib.md"):
        text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        assert "a ballot picks at least one idea" in text, name
        assert "Blank ballots exist in imported elections only" in text, name
    for page in (ROOT / "templates").rglob("*.html"):
        assert "blank ballot" not in page.read_text(encoding="utf-8").lower(), page
