"""First impressions, on the demonstration: be somebody, find a receipt, read why an idea lost, walk
one pound, see what a result changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from demo import loader
from demo.clockwork import OwnersClock
from tests.journeys.person import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]

WIDE, NARROW = (1280, 900), (390, 844)


@pytest.fixture
def demonstrated(site: Site) -> Site:
    """The site with the demonstration in it, loaded as ./run does."""
    loader.load(OwnersClock())
    return site


def test_first_impressions(demonstrated: Site, person: Come) -> None:
    visitor = person("visitor@example.org")
    _one_click_to_be_a_resident(visitor)
    _why_this_lost(visitor)
    _check_my_receipt(visitor)
    _another_rule_on_the_same_ballots(visitor)
    _the_panel_departs_with_a_reason(visitor)
    _follow_one_pound(visitor)
    _what_the_trees_changed(visitor)
    _look_around(visitor)


def shot(person: Person, name: str, size: tuple[int, int] = WIDE) -> None:
    """Keep a picture at this size."""
    person.page.set_viewport_size({"width": size[0], "height": size[1]})
    person.page.evaluate("window.scrollTo(0, 0)")
    person.picture(name)
    person.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})


def _one_click_to_be_a_resident(visitor: Person) -> None:
    with visitor.journey("be a resident"):
        visitor.visit("/").press("Be Ruth Amos, a resident")
    visitor.sees("You are Ruth Amos", "East Marsh decides its own money")
    shot(visitor, "area")
    visitor.press("Vote in round 3").sees("Not cast yet", "Nothing like this was tried here before")
    visitor.tick("Bins that close").tick("Girls’ judo on Saturdays")
    shot(visitor, "ballot-phone", NARROW)
    visitor.tick("Mend bikes with us, again").press("Check and cast my ballot")
    visitor.press("Cast my ballot").sees("receipt")


def _why_this_lost(visitor: Person) -> None:
    visitor.visit("/demo/tour/").press("Why this lost")
    sentence = (
        visitor.page.locator("main").get_by_text(re.compile(r"^Not picked:")).first.inner_text()
    )
    left, cost, lacked = (
        int(figure.replace(",", "")) for figure in re.findall(r"£([\d,]+)", sentence)
    )
    assert cost - left == lacked
    shot(visitor, "results")


def _check_my_receipt(visitor: Person) -> None:
    code = loader.receipt()
    visitor.visit("/demo/tour/").sees(code).press("Check my receipt")
    visitor.fill(code=code.lower()).press("Check")
    visitor.sees("Your ballot was counted", "This ballot")
    shot(visitor, "receipt", NARROW)


def _another_rule_on_the_same_ballots(visitor: Person) -> None:
    visitor.visit("/demo/tour/").press("Another rule tried on the same ballots")
    visitor.sees("The published result stands", "fewer people get something they chose")
    visitor.sees("Would not win", "the first that cost more than what was left").looks_right()
    visitor.fill(rule="equal-shares").press("Count by this rule").sees("The same ideas win")
    shot(visitor, "try-another-rule")
    visitor.visit("/which-rule/").sees("6 of 10 people", "10 of 10 people")
    shot(visitor, "which-rule")


def _the_panel_departs_with_a_reason(visitor: Person) -> None:
    visitor.visit("/demo/tour/").press("The panel departs, with a reason")
    visitor.sees("Why the panel did not follow the vote", "will pay for four skip weekends")
    shot(visitor, "decisions")


def _follow_one_pound(visitor: Person) -> None:
    visitor.visit("/demo/tour/").press("Follow one payment").sees(
        "Came into the fund", "Offer accepted", "Paid"
    )
    shot(visitor, "one-pound")


def _what_the_trees_changed(visitor: Person) -> None:
    visitor.visit("/demo/tour/").press("What the trees did").sees("Water from day one")
    visitor.visit("/demo/tour/").press("What that changed in the next round")
    visitor.sees(
        "Ninety street trees",
        "One project like this reached 70% of trees planted, 78% of what it hoped for",
    )
    visitor.visit("/east-marsh/rounds/2/learning/").sees("Water from day one")
    shot(visitor, "learning")


def _look_around(visitor: Person) -> None:
    """Every other public page answers, quietly and for everyone."""
    paths = (
        "rounds/3/ rounds/3/ideas/ rounds/3/rules/ rounds/ money/ changes/ people/ projects/ plan/"
    )
    for path in paths.split():
        visitor.visit(f"/east-marsh/{path}")
    shot(visitor.visit("/east-marsh/record/"), "record")
    shot(visitor.visit("/east-marsh/rounds/3/"), "round")
    for path in (
        "/demo/east-marsh/",
        "/me/",
        "/data/",
        "/privacy/",
        "/accessibility/",
        "/contact/",
    ):
        visitor.visit(path)
