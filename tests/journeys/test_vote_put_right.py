"""Somebody voted as another, somebody is taken off the list, and strange ballots are in the box:
each is put right on its page, by two people.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rounds.models import Round
from tests import factories
from tests.journeys.person import Person
from tests.journeys.site import Site
from tests.voting import scene as scenes
from tests.voting.scene import Scene
from tests.voting.test_list_and_box import stuff
from voting.models import RollEntry

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]
REASON = "Nobody has lived at this address since March"


def _base(vote: Scene) -> str:
    return f"/{vote.area.slug}/rounds/{vote.round.number}/"


def test_a_vote_is_put_right_by_two_people(site: Site, person: Come, javascript: bool) -> None:
    vote = scenes.open_vote()
    voter, gone = vote.voter("Vera Voter"), vote.voter("Gussie Gorton")
    vote.vote(voter, 1)
    receipt = vote.vote(gone, 2)
    second = factories.with_role("officer", vote.area, "Otto Second")
    vera, olive, otto = (person(who.email) for who in (voter, vote.officer, second))
    for somebody in (vera, olive, otto):
        somebody.sign_in()
    _says_so(vote, vera)
    staff = f"/staff{_base(vote)}roll/"
    olive.visit(f"{staff}look/").sees("I was away").looks_right().press("Vera Voter")
    olive.looks_right().fill(answer="We changed your address with you").press("Send the answer")
    _takes_off(staff, gone.email, olive, otto)
    stuff(vote, 2)
    site.move(days=11)
    _goes_on(vote, person)
    Round.objects.get(pk=vote.round.pk, counted_at__isnull=False)
    visitor = person("visitor@example.org")
    visitor.visit(f"{_base(vote)}results/").sees(
        "they belonged to nobody on the list"
    ).looks_right()
    visitor.visit(f"{_base(vote)}receipt/").fill(code=receipt.code).press("Check")
    visitor.sees("This ballot was left out, unopened.").looks_right()


def _says_so(vote: Scene, vera: Person) -> None:
    vera.visit(f"{_base(vote)}vote/").press("I did not vote: somebody already voted as me")
    vera.looks_right().fill(text="I was away").press("Tell the officers")
    vera.sees("An officer looks into it and writes to you.")


def _takes_off(staff: str, email: str, olive: Person, otto: Person) -> None:
    entry = RollEntry.objects.get(voter__email=email)
    olive.visit(f"{staff}{entry.pk}/").looks_right()
    olive.fill(reason="Gussie left").press("Ask a second officer", status=422)
    olive.sees("Leave names, e-mail addresses and postcodes out.").kept(
        reason="Gussie left"
    ).looks_right()
    olive.fill(reason=REASON).press("Ask a second officer").looks_right()
    otto.visit(f"{staff}look/").sees(REASON).press("Gussie Gorton").looks_right()
    otto.press("Agree: take off the list").sees("The person gets an e-mail.")
    otto.visit(staff).sees(f"Taken off: {REASON}").looks_right()


def _goes_on(vote: Scene, person: Come) -> None:
    one, two = (person(opener.email).sign_in() for opener in vote.openers[:2])
    one.visit(f"{_base(vote)}opening/").sees("The vote waits.").looks_right()
    one.fill(what="again", reason="Somebody got in").press("Ask the second person", status=422)
    one.sees("Say when, if the vote is held again").kept(reason="Somebody got in").looks_right()
    one.fill(what="set-aside").press("Ask the second person").looks_right()
    two.visit(f"{_base(vote)}opening/").looks_right().press("I agree").looks_right()
    one.visit(f"{_base(vote)}opening/").press("Open the votes")
    two.visit(f"{_base(vote)}opening/").press("Open the votes").sees("1 ballot was opened")
