"""Every letter of the product: registered, and true in the moment in which it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from people.models import Letter, User
from proposals import actions as proposals
from tests import factories
from tests.scene import play
from tests.voting import scene as vote_scene
from tests.words.ideas import idea_in
from tests.words.reader import Reader
from voting import actions as voting
from voting.models import RollEntry

ROOT = Path(__file__).resolve().parents[2]

# Each letter with what holds it: "play" for those that a whole round writes (each is read below in
# that moment), else the test that reads it.
LETTERS = {
    "grants/accepted": "play",
    "grants/bank_changed": "tests/words/test_the_walk.py",
    "grants/complete": "tests/words/test_the_walk.py",
    "grants/decided": "play",
    "grants/declined": "tests/words/test_the_walk.py",
    "grants/invited_to_hold": "tests/grants/test_who_holds.py",
    "grants/lapsed": "tests/words/test_the_walk.py",
    "grants/nobody_held": "tests/grants/test_find_a_holder.py",
    "grants/needs_holder": "tests/grants/test_who_holds.py",
    "grants/offered": "tests/grants/test_who_holds.py",
    "grants/paid": "play",
    "grants/report_accepted": "tests/words/test_the_walk.py",
    "ledger/taken_back": "tests/ledger/test_deposits.py",
    "ledger/waits": "tests/ledger/test_deposits.py",
    "people/checked": "tests/people/test_street.py",
    "people/code": "tests/people/test_sign_in.py",
    "people/invitation": "play",
    "people/signing_in_changed": "tests/people/test_rights_of_signing_in.py",
    "proposals/compatible_again": "tests/proposals/test_pairs.py",
    "proposals/hidden": "here",
    "proposals/incompatible": "play",
    "proposals/invited": "play",
    "proposals/ready": "play",
    "proposals/refused": "here",
    "proposals/report_answered": "here",
    "proposals/returned": "here",
    "proposals/shared": "play",
    "proposals/shown": "here",
    "proposals/stands": "tests/proposals/test_actions.py",
    "proposals/submitted": "play",
    "proposals/withdrawn": "here",
    "voting/answered": "play",
    "voting/recorded": "tests/voting/test_notice_jobs.py",
    "voting/report_answered": "votes",
    "voting/rerun": "tests/voting/test_opening.py",
    "voting/restored": "votes",
    "voting/to_open": "play",
    "voting/voided": "votes",
    "voting/way_asked": "tests/voting/test_list_and_box.py",
}


def test_every_letter_is_held_by_something() -> None:
    folder = ROOT / "templates" / "email"
    there = {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("[!_]*.txt")}
    assert there == set(LETTERS)
    tests = {where for where in LETTERS.values() if "/" in where}
    assert not [where for where in tests if not (ROOT / where).exists()]


# What asks for a deed: after each, before the next, the letter names the address where it is done.
ASKS = re.compile(
    r"What to do now|write to (?!you)|[Tt]ell (?:an|us|the|them)\b|Agree or not|Do your part"
    r"|[Vv]ote again|enter it again|say so here|ask for a second look|to say yes"
    r"|send a short report"
)
ADDRESS = re.compile(r"{{ (?:site_url|link|check_url|as_me_url) }}")


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_that_asks_for_something_says_where_it_is_done(name: str) -> None:
    text = (ROOT / "templates" / "email" / f"{name}.txt").read_text()
    lone = [asked[0] for asked in ASKS.finditer(text) if not ADDRESS.search(text, asked.end())]
    assert not lone, f"{name} asks for this and names no address after it: {lone}"


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_that_sends_people_to_the_trust_says_who_that_is(name: str) -> None:
    text = (ROOT / "templates" / "email" / f"{name}.txt").read_text()
    if re.search(r"write to (?!you)|[Tt]ell (?:an officer|the staff)", text):
        ways = ("{% url 'pages:people'", "{% url 'pages:contact'", "email/people/_whom_to_ask.txt")
        assert any(way in text for way in ways)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_letter_of_a_round_is_so_when_it_is_written(reader: Reader, clock: Any) -> None:
    play("ash", clock.set, factories.with_role("officer", None), before=0)
    assert not reader.wrong
    assert {name for name, where in LETTERS.items() if where == "play"} <= reader.written


def test_letters_about_an_idea_are_so_in_each_state(
    reader: Reader, area: Any, officer: User
) -> None:
    round_ = factories.round_in("develop", area)
    for state, show in (("idea about crime", True), ("idea about crime", False)):
        idea = idea_in(state, round_, factories.person(), officer)
        proposals.look_at(idea, show=show, reason="We looked", by=officer)
    other = factories.with_role("officer", area)
    returned = idea_in("submitted", round_, factories.person(), officer)
    proposals.return_for_change(returned, reason="Say who", by=other)
    refused = idea_in("submitted", round_, factories.person(), officer)
    proposals.refuse(refused, reason="Outside", by=other)
    lead = factories.person()
    proposals.withdraw(idea_in("idea", round_, lead, officer), reason="We moved", by=lead)
    shown = idea_in("idea", round_, factories.person(), officer)
    facts = proposals.report(shown, reason="It names somebody", by=factories.person())
    proposals.answer_report(facts, answer="We asked for a change", by=officer)
    assert not reader.wrong
    assert {name for name, where in LETTERS.items() if where == "here"} <= reader.written


def test_a_second_look_that_a_letter_offers_can_be_asked_for(area: Any, officer: User) -> None:
    lead = factories.person()
    idea = idea_in("submitted", factories.round_in("develop", area), lead, officer)
    proposals.refuse(idea, reason="Outside", by=officer)
    assert "you can ask for a second look" in Letter.objects.get(to=lead.email).text
    assert proposals.ask_second_look(idea, because="It is inside", by=lead).second_look_asked_at


def test_letters_to_voters_are_so_while_voting_is_open(reader: Reader, area: Any) -> None:
    vote = vote_scene.open_vote(area)
    voter = vote.voter("Vera Voter")
    report = voting.report_voted_as_me(vote.round, by=voter, text="I did not vote.")
    voting.answer_report(report, by=vote.officer, answer="We looked.")
    entry = vote.take_off(RollEntry.objects.get(round=vote.round, voter=voter))
    change = voting.ask_change(entry, by=vote.officer, what="restore", reason="Lives here again")
    voting.agree_change(change, by=factories.with_role("officer", area))
    assert not reader.wrong
    assert {name for name, where in LETTERS.items() if where == "votes"} <= reader.written
