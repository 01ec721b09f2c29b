"""One whole round, played in browsers by the people whose work it is, up to the next round's
ballot: once with JavaScript and once without.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kit import clock
from rounds.models import Round
from tests.journeys import scene, steps
from tests.journeys.person import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]

ALLEY, BRIDGE, LAMPS = "Clear the alley", "Paint the bridge", "Lamps on the steps"
MEETING = "/panel/mill-lane/rounds/1/meeting/"
MEASUREMENTS = "/staff/mill-lane/measurements/"


def base(number: int) -> str:
    return f"/mill-lane/rounds/{number}/"


def staff(number: int) -> str:
    return f"/staff/mill-lane/rounds/{number}/"


class Play:
    """The people of one round at their browsers, the clock, and what one leaves for another."""

    def __init__(self, site: Site, person: Come) -> None:
        self.site, self._person = site, person
        self.area, self.cast, self.round = scene.begin()
        self._here: dict[str, Person] = {}

    def __getitem__(self, key: str) -> Person:
        """Somebody by first name; they sign in the first time they are wanted."""
        if key not in self._here:
            self._here[key] = self._person(f"{key}@example.org").sign_in()
        return self._here[key]

    def wait_for(self, date: str, number: int = 1) -> None:
        """Let time pass until a date of a round."""
        row = Round.objects.get(neighbourhood=self.area, number=number)
        moment: datetime = getattr(row, date)
        self.site.move(to=moment)


def test_a_round_from_an_idea_to_the_next_rounds_ballot(
    site: Site, person: Come, javascript: bool
) -> None:
    play = Play(site, person)
    play.wait_for("ideas_open_at")
    _have_an_idea(play)
    _check_it(play)
    _vote(play)
    _open_the_votes(play)
    _ask_and_answer(play)
    _meet(play)
    award = _accept(play)
    _pay(play, award)
    _report_and_verify(play, award)
    _walk_one_pound(play)
    _next_round(play)


def _have_an_idea(play: Play) -> None:
    rose = play["rose"]
    with rose.journey("an idea with a photo"):
        rose.visit("/mill-lane/").press("Send in an idea")
        steps.write_an_idea(rose, ALLEY)
        rose.picture("idea-phone")
        rose.fill(photo=steps.photo(), photo_alt="An alley full of bags").press("Send it in")
    rose.sees("everybody can read it")
    with rose.journey("work it out and hand it in"):
        due = clock.today() + timedelta(days=400)
        steps.work_it_out(rose, {"Skips and tools": "1,200", "A gate": "800"}, 40, due)
        rose.press("Check and hand in").sees("£2,000").press("Hand it in").sees("Being checked")
    scene.hand_in(play.round, play.cast["dev"], BRIDGE, pence=250_000)
    scene.hand_in(play.round, play.cast["kim"], LAMPS, pence=150_000)
    play["dev"].visit(f"{base(1)}ideas/").sees(ALLEY, BRIDGE, LAMPS)


def _check_it(play: Play) -> None:
    oona = play["oona"]
    play.wait_for("develop_closes_at")
    with oona.journey("check an idea"):
        steps.answer_the_questions(oona, staff(1), 1)
    scene.pass_the_others(play.round, play.cast["oona"])
    with oona.journey("make the ballot box"):
        steps.make_the_box_ready(oona, staff(1))
    play.site.work()
    assert "Clear the alley" in str(play.site.mail.last("rose@example.org").body)


def _vote(play: Play) -> None:
    rose, dev = play["rose"], play["dev"]
    play.wait_for("voting_opens_at")
    rose.visit(f"{base(1)}vote/")
    with rose.journey("vote"):
        first = steps.vote(rose, base(1), [ALLEY])
    rose.picture("receipt-phone")
    rose.receipt = steps.vote(rose, base(1), [ALLEY, LAMPS])
    rose.visit(f"{base(1)}receipt/").fill(code=first).press("Check").sees("replaced by a newer")
    steps.vote(dev, base(1), [ALLEY, BRIDGE])
    dev.visit(f"{base(1)}results/").sees("There is no result yet")
    for key in ("cat", "dan", "eve", "fay"):
        scene.vote(play.round, play.cast[key], [ALLEY, BRIDGE])


def _open_the_votes(play: Play) -> None:
    oona, fin, rose, dev = (play[key] for key in ("oona", "fin", "rose", "dev"))
    play.wait_for("voting_closes_at")
    dev.visit(f"{base(1)}vote/")
    with oona.journey("open the votes"):
        oona.visit(f"{base(1)}opening/").press("Open the votes")
    oona.sees("A second person is needed")
    fin.visit(f"{base(1)}opening/").press("Open the votes").sees("6 ballots were opened")
    dev.visit(f"{base(1)}results/")
    dev.sees("6 people voted", "it lacked £1,000").sees_not("of voters get at least one idea")
    rose.visit(f"{base(1)}receipt/").fill(code=rose.receipt).press("Check")
    rose.sees("Your ballot was counted", ALLEY, LAMPS)
    totals = rose.context.request.get(f"{base(1)}results/totals.csv")
    receipts = rose.context.request.get(f"{base(1)}results/ballots.csv")
    assert totals.ok
    assert receipts.ok
    listed = receipts.text().split()[1:]
    assert len(listed) == 6
    assert listed == sorted(listed)


def _ask_and_answer(play: Play) -> None:
    dev, vic = play["dev"], play["vic"]
    with dev.journey("say that something looks wrong"):
        dev.visit(f"{base(1)}results/").press("Something looks wrong")
        dev.fill(about="count", text="How was the order worked out?").press("Send it")
    vic.visit(f"{staff(1)}challenges/").press("The count")
    vic.fill(answer="By most votes. I counted again.", upheld="no").press("Publish the answer")
    dev.visit(f"{base(1)}challenge/").sees("By most votes. I counted again.", "Vic M.")


def _meet(play: Play) -> None:
    sue, cat = play["sue"], play["cat"]
    play.wait_for("panel_meets_at")
    sue.visit(MEETING).press("Call the meeting").press("Open the meeting")
    for name in ("Cat E.", "Dan F.", "Eve G."):
        sue.press(f"Is here: {name}")
    sue.press("None for Cat E.").press("None for Eve G.")
    _declare_an_interest(sue)
    sue.press("Is here: Fay H.").press("None for Fay H.")
    sue.press(f"Decide: {ALLEY}")
    sue.fill(outcome="full", conditions="Show that the council agrees")
    sue.press("Write the decision down").sees("Shared out £2,000 of £5,000")
    sue.press("Adopt together").press("Adopt together").sees("Shared out £4,500 of £5,000")
    _one_award_too_many(sue)
    sue.press("Close the meeting")
    cat.visit(f"{MEETING}minutes/").press("These minutes are right")
    cat.sees("1 left because of an interest", "Confirmed by the chair")


def _declare_an_interest(sue: Person) -> None:
    with sue.journey("declare an interest"):
        sue.press("Declare an interest of Dan F.")
        sue.fill(nature="loyalty", words="My sister leads it.")
        sue.choose("In which proposal", ALLEY).press("Write the interest down")
    sue.sees("Too few members", "2 members can vote on this. At least 3 are needed.")
    sue.looks_right().picture("inquorate", "inquorate-phone", at="Decisions")


def _one_award_too_many(sue: Person) -> None:
    sue.press(f"Decide: {LAMPS}").fill(outcome="full", reason="The steps are dark.")
    sue.press("Write the decision down", status=422)
    sue.sees("£500 is left in the pot; this award is £1,500.").kept(reason="The steps are dark.")
    sue.picture("pot-refuses", "pot-refuses-phone")
    sue.fill(outcome="none", reason="£500 is left, and it costs £1,500.")
    sue.press("Write the decision down").sees("Not this time")


def _accept(play: Play) -> str:
    """Gives the award's id."""
    rose = play["rose"]
    rose.visit(f"{base(1)}decisions/").sees("My sister leads it", "£500 is left")
    play.site.work()
    letter = play.site.mail.last(rose.email)
    assert letter.subject == "The panel agreed to £2,000 for “Clear the alley”"
    with rose.journey("accept an offer and say where to pay"):
        rose.visit(play.site.mail.link(rose.email)).press("Accept the offer")
        rose.press("Enter bank details").fill(
            payee="Mill Lane Friends", sort_code="20-00-00", account_number="55779911"
        )
        rose.press("Save the account").sees("ending 9911")
    rose.picture("award-phone")
    return rose.page.url.rstrip("/").rpartition("/")[2]


def _pay(play: Play, award: str) -> None:
    desk, oona = f"/staff/mill-lane/awards/{award}/", play["oona"]
    oona.visit("/staff/mill-lane/").press("1 payee to confirm").press(ALLEY)
    oona.press("I have seen that it is met")
    oona.press("Confirm the payee").fill(how="Rang the treasurer")
    oona.press("Show the whole account").press("Confirm the payee")
    oona.sees("somebody else must approve")
    _send(play, desk, "ALLEY 1")


def _send(play: Play, desk: str, reference: str) -> None:
    """One payment by two people."""
    vic, fin = play["vic"], play["fin"]
    vic.visit(desk).press("Approve").sees("somebody else must authorise it")
    fin.visit(desk).press("Authorise").press("Write down that the bank has sent it")
    fin.fill(bank_reference=reference).press("The bank has sent it").sees(f"reference {reference}")


def _report_and_verify(play: Play, award: str) -> None:
    rose, oona, vic = play["rose"], play["oona"], play["vic"]
    desk = f"/staff/mill-lane/awards/{award}/"
    play.site.move(days=60)
    with rose.journey("report what was measured"):
        rose.visit(f"/me/awards/{award}/").press("Write a report").fill(
            spent_pence="2,000",
            happened="We took out 44 bags.",
            differently="Ask the council for a skip first.",
            value=44,
            measured_on=clock.today(),
            how="Counted at the gate.",
            is_final=True,
        )
        rose.press("Send the report").sees("Waiting for the trust to read it")
    oona.visit(desk).press("Accept the report")
    _send(play, desk, "ALLEY 2")
    vic.visit(MEASUREMENTS).press(f"Verify at {ALLEY}")
    vic.fill(seen="The tally sheet", holds=True).press("Verify this figure")
    oona.visit(desk).press("The project is done").sees("Done")


def _walk_one_pound(play: Play) -> None:
    dev = play["dev"]
    with dev.journey("follow one pound"):
        dev.visit("/mill-lane/").press("Follow every pound").sees("Every pound adds up")
        dev.press("Paid: £1,000, Clear the alley")
    dev.sees("Came into the fund", "Offer accepted, money promised", "You are here", "Payment sent")
    dev.press("The project, with its reports and receipts")
    dev.sees("We took out 44 bags", "checked by somebody else")
    for page in ("record/", "people/", "changes/", "projects/"):
        dev.visit(f"/mill-lane/{page}")


def _next_round(play: Play) -> None:
    dev, rose, oona = play["dev"], play["rose"], play["oona"]
    scene.announce(play.area, play.cast, "What next for our alleys?")
    play.wait_for("ideas_open_at", 2)
    dev.visit(f"{base(2)}ideas/new/")
    steps.write_an_idea(dev, "Clear Back Lane")
    dev.press("Send it in")
    due = clock.today() + timedelta(days=300)
    steps.work_it_out(dev, {"Skips": "900"}, 30, due, says="One project like this reached 44 bags")
    dev.press("Check and hand in").press("Hand it in")
    play.wait_for("develop_closes_at", 2)
    steps.answer_the_questions(oona, staff(2), 1)
    steps.make_the_box_ready(oona, staff(2))
    play.wait_for("voting_opens_at", 2)
    rose.visit(f"{base(2)}vote/").sees("One project like this reached 44 bags")
    rose.visit(f"{base(2)}learning/").sees(
        "44 bags of litter", "110% of what it hoped for", "Ask the council for a skip first."
    )
