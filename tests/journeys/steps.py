"""What people do at their browsers: one function for each errand. `base` is a round's address."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

from PIL import Image

from tests.journeys.person import Person

POSTCODES = ("ZZ9 1AA", "ZZ9 1AB", "ZZ9 1AD")
File = dict[str, str | bytes]
QUESTIONS = {
    "eligibility": "It fits the rules of the round.",
    "feasibility": "The council has said that it can be done.",
    "cost": "Two quotes were compared.",
    "safeguarding": "Nobody works alone.",
}


def postcode_file() -> File:
    """A list of our own, as a spreadsheet saves it."""
    lines = "\r\n".join(["postcode", *POSTCODES])
    return {"name": "ours.csv", "mimeType": "text/csv", "buffer": lines.encode()}


def photo() -> File:
    """A picture from a phone."""
    dots = BytesIO()
    Image.effect_noise((800, 600), 80).convert("RGB").save(dots, "JPEG")
    return {"name": "alley.jpg", "mimeType": "image/jpeg", "buffer": dots.getvalue()}


def say_what_i_am_called(somebody: Person, name: str) -> None:
    somebody.visit("/me/details/").fill(name=name)
    somebody.page.locator("main form button").first.wait_for()
    somebody.press("Go on" if somebody.has_button("Go on") else "Save")


def say_where_i_live(somebody: Person, postcode: str) -> None:
    somebody.visit("/me/postcode/").fill(postcode=postcode).press("Go on")


def verify_address(officer: Person, area: str, name: str) -> None:
    officer.visit(f"/staff/{area}/people/").press(name)
    officer.fill(how="seen").press("Yes, lives here")


def write_an_idea(somebody: Person, title: str) -> None:
    """The five questions, on the page that asks them."""
    somebody.fill(
        title=title,
        what="Take out the bags and put a gate on the alley behind the shops.",
        where="The alley behind the shops",
        why="There are rats, and nobody walks through it.",
        theme="greener",
    )


def work_it_out(
    somebody: Person, costs: dict[str, str], target: int, due: date, *, says: str = ""
) -> None:
    """Costs, who does it and what it should change, from the idea's own page. `says` is what the
    page tells once the kind of project is chosen.
    """
    somebody.press("Work it out")
    for number, (label, pounds) in enumerate(costs.items()):
        somebody.fill(**{f"costs-{number}-label": label, f"costs-{number}-pence": pounds})
    somebody.fill(kind="alley-clean-ups").press("Show how this is measured")
    somebody.sees("Usually measured by", says)
    if says:
        somebody.picture("track-record-phone", at="What should it change?")
    somebody.fill(who_delivers="us", baseline=0, target=target, due=due)
    somebody.press("Save")


def answer_the_questions(officer: Person, staff_base: str, idea: int) -> None:
    """All four with yes, and on to the vote."""
    officer.visit(f"{staff_base}checks/{idea}/")
    for kind, reason in QUESTIONS.items():
        officer.fill(**{f"{kind}-passed": "yes", f"{kind}-reason": reason})
    officer.press("Save the answers").sees("4 answers are saved")
    officer.press("It can go to the vote").sees("Can go to the vote")


def make_the_box_ready(officer: Person, staff_base: str) -> None:
    officer.visit(f"{staff_base}box/")
    for button in ("Fix the ballot", "Draw up the list", "Make the ballot box", "The box is ready"):
        officer.press(button)
    officer.sees("The ballot box is ready")


def vote(somebody: Person, base: str, titles: list[str]) -> str:
    """Tick, check, cast; gives the receipt."""
    somebody.visit(f"{base}vote/")
    for title in titles:
        somebody.tick(title)
    somebody.press("Check and cast my ballot").sees("Not cast yet")
    somebody.press("Cast my ballot").sees("Your ballot is in the box")
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", somebody.text)
    assert found, somebody.text
    return found[0]
