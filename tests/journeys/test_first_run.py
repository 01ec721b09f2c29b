"""From an empty database to an open vote: no shell, no admin, only what the pages offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kit import clock
from rounds.models import Round
from tests.journeys import steps
from tests.journeys.person import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]

DESK = "/staff/mill-lane/"
ROUND = "/mill-lane/rounds/1/"
STAFF_ROUND = "/staff/mill-lane/rounds/1/"
SEATS = {
    "chair": "the chair’s seat",
    "panel": "a member’s seat",
    "secretary": "the secretary’s seat",
}
INVITED = {
    "ben": ("Ben Carr", "finance"),
    "sue": ("Sue Day", "secretary"),
    "cat": ("Cat Evans", "chair"),
    "dan": ("Dan Ford", "panel"),
    "eve": ("Eve Gill", "panel"),
}
DUTIES = (
    ("opens the votes", "Ada Brown"),
    ("opens the votes (2)", "Ben Carr"),
    ("runs the panel's meeting", "Sue Day"),
    ("approves payments", "Ada Brown"),
    ("authorises payments", "Ben Carr"),
    ("answers when something looks wrong", "Ada Brown"),
)


def test_from_an_empty_site_to_an_open_vote(site: Site, person: Come) -> None:
    ada = _first_officer(person("ada@example.org"))
    _neighbourhood_and_postcodes(ada)
    _people(ada, person)
    _money(ada, person("ben@example.org"))
    _panel(ada)
    _round(ada)
    ada.visit(DESK).sees("Nothing is waiting")
    site.move(to=_date("ideas_open_at"))
    rose = _an_idea(ada, person("rose@example.org"))
    site.move(to=_date("develop_closes_at"))
    steps.answer_the_questions(ada, STAFF_ROUND, 1)
    steps.make_the_box_ready(ada, STAFF_ROUND)
    site.move(to=_date("voting_opens_at"))
    with rose.journey("vote"):
        receipt = steps.vote(rose, ROUND, ["Clear the alley"])
    rose.visit(f"{ROUND}receipt/").fill(code=receipt).press("Check")
    rose.sees("Your ballot is in the box")
    person("visitor@example.org").visit("/mill-lane/").sees("open for votes")


def _first_officer(ada: Person) -> Person:
    with ada.journey("the first officer comes in"):
        ada.visit("/").sees("Set this site up")
        ada.fill(name="Ada Brown", email=ada.email).press("Go on")
        ada.enter_code()
    return ada.sees("Add the first one")


def _neighbourhood_and_postcodes(ada: Person) -> None:
    with ada.journey("a neighbourhood with its postcodes"):
        ada.press("Add a neighbourhood").fill(
            name="Mill Lane",
            town="Testham",
            adults=900,
            trust_name="Testham Trust",
            contact_email="hello@example.org",
        )
        ada.press("Add it").sees("Mill Lane, Testham is there")
        ada.visit(DESK).sees("Setting up").press("Load the postcodes")
        ada.fill(file=steps.postcode_file(), name="Our own list", dated=clock.today())
        ada.press("Load postcodes").sees("3 in use and in Mill Lane")


def _people(ada: Person, person: Come) -> None:
    with ada.journey("invite five people"):
        ada.visit(DESK).press("Invite the people who run it")
        for key, (name, kind) in INVITED.items():
            ada.fill(email=f"{key}@example.org", name=name, kind=kind)
            ada.press("Send the invitation")
    ada.site.work()
    for key, (name, kind) in INVITED.items():
        invited = person(f"{key}@example.org")
        with invited.journey(f"accept an invitation ({kind})"):
            invited.visit(invited.site.mail.link(invited.email)).press("Sign in")
            invited.ask_for_code().enter_code().press("Yes, I will")
        steps.say_what_i_am_called(invited, name)
        if kind in ("chair", "panel"):
            steps.say_where_i_live(invited, steps.POSTCODES[0])
            steps.verify_address(ada, "mill-lane", name)


def _money(ada: Person, ben: Person) -> None:
    today = clock.today()
    with ada.journey("a fund and its first deposit"):
        ada.visit(DESK).press("Open a fund and put money in").fill(
            name="Ten-year fund",
            source="Community Wealth Fund",
            starts_on=today,
            ends_on=today.replace(year=today.year + 10, day=1),
        )
        ada.press("Open the fund").fill(
            pence="20,000",
            received_on=today,
            bank_reference="CWF 0001",
            memo="First part of the grant",
        )
        ada.press("Enter it").sees("waits for a second person", "somebody else of the trust must")
    with ben.journey("confirm the deposit"):
        ben.sign_in().visit(DESK).press("1 deposit to confirm").press(
            "I have seen it on the statement"
        )
        ben.sees("£20,000 is in the fund", "Every pound adds up")


def _panel(ada: Person) -> None:
    with ada.journey("a panel"):
        ada.visit(DESK).press("Form the panel").fill(name="Mill Lane panel", quorum=3)
        ada.press("Save")
        for name, kind in INVITED.values():
            if kind in ("chair", "panel", "secretary"):
                ada.press(f"Give {name} {SEATS[kind]}").sees(f"{name} has a seat now")
    ada.sees("This panel can decide")


def _round(ada: Person) -> None:
    with ada.journey("a round from a preset, published"):
        ada.visit(DESK).press("Set up a round").press("Start a small round")
        ada.fill(title="What should £5,000 do for our alleys?", pot_pence="5,000")
        ada.press("Start the draft").sees("Name somebody who approves payments")
        ada.press("Can you run this?")
        for does, name in DUTIES:
            ada.choose(f"Somebody who {does}", name)
        ada.press("Save").sees("Nobody could sign it off.").visit(STAFF_ROUND).press(
            "Check and publish"
        )
        ada.press("Publish round 1").sees("Round 1 is published")


def _an_idea(ada: Person, rose: Person) -> Person:
    """Written first; the account comes after, and nothing typed is lost."""
    with rose.journey("an idea, by somebody without an account"):
        rose.visit("/mill-lane/").press("Send in an idea")
        steps.write_an_idea(rose, "Clear the alley")
        rose.press("Send it in").ask_for_code().enter_code()
        rose.fill(name="Rose Hart").press("Go on")
        rose.sees("What you wrote is here").press("Send it in").sees("everybody can read it")
    with rose.journey("work an idea out and hand it in"):
        due = clock.today() + timedelta(days=400)
        steps.work_it_out(rose, {"Skips and tools": "1,200", "A gate": "800"}, 40, due)
        rose.press("Check and hand in").press("Hand it in").sees("Being checked")
    steps.say_where_i_live(rose, steps.POSTCODES[1])
    steps.say_what_i_am_called(rose, "Rose Hart")
    steps.verify_address(ada, "mill-lane", "Rose Hart")
    return rose


def _date(name: str) -> datetime:
    moment: datetime = getattr(Round.objects.get(), name)
    return moment
