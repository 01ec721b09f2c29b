"""The ballot where there is little room, the ticks that are not cast yet, and the receipt: what a
browser shows, keeps and forgets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Dialog

from people.models import Session, User
from proposals import actions as proposals
from proposals.models import Proposal
from tests import factories
from tests.journeys.person import Person, Seen
from tests.journeys.site import Site
from tests.voting import scene as scenes
from tests.voting.scene import Scene

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]
Size = tuple[int, int]

ZOOMED, PHONE, SMALL_PHONE, DESK = (320, 256), (390, 844), (360, 640), (1280, 900)
SIDEWAYS, HALL = (844, 390), (1280, 500)
SIZES = (ZOOMED, PHONE, SMALL_PHONE, DESK, SIDEWAYS, HALL)

_PLACES = """() => {
  const box = (part) => {
    const at = part.getBoundingClientRect();
    return {top: at.top, bottom: at.bottom, left: at.left, right: at.right, height: at.height};
  };
  const bar = document.querySelector("[data-so-far]");
  return {
    window: [innerWidth, innerHeight],
    bar: box(bar), stays: getComputedStyle(bar).position,
    button: box(bar.querySelector("button")),
    boxes: [...document.querySelectorAll("[name=picks]")].map(box),
    wide: document.documentElement.scrollWidth,
  };
}"""
_KEPT = """() => Object.entries(sessionStorage).filter(([name]) => name.startsWith("kept/"))
  .flat().join(" ")"""


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Pages that were looked at in this module."""
    return set()


@pytest.fixture
def vote(site: Site) -> Scene:
    """A vote on nine ideas, under the demonstration's bar."""
    return scenes.open_vote(factories.area(is_demonstration=True), ideas=9)


@pytest.fixture
def voter(vote: Scene, person: Come) -> Person:
    """Somebody signed in, with the ballot before them."""
    return at_the_ballot(vote, person("vera@example.org"))


def at_the_ballot(vote: Scene, somebody: Person, name: str = "Vera Voter") -> Person:
    """Signed in already, as a voter of this name."""
    _let_in(somebody, vote.voter(name))
    return somebody.visit(address(vote, "ballot"))


def _let_in(somebody: Person, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    somebody.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": somebody.site.url}]
    )


@pytest.fixture
def plain(site: Site, browser: Browser) -> Iterator[Person]:
    """Somebody whose browser runs no scripts."""
    somebody = Person(site, browser, "plain@example.org", set(), javascript=False)
    yield somebody
    somebody.leave()


def address(vote: Scene, name: str) -> str:
    return reverse(f"voting:{name}", args=[vote.area, vote.round.number])


def title(vote: Scene, number: int) -> str:
    """What the idea with this number on the ballot is called."""
    return vote.round.ballot_lines.get(number=number).name


def tick(somebody: Person, *numbers: int) -> None:
    somebody.fill(picks=list(numbers))


def untick(somebody: Person, number: int) -> None:
    somebody.page.locator(f'[name="picks"][value="{number}"]').uncheck()


def ticked(somebody: Person) -> list[int]:
    boxes = somebody.page.locator("[name=picks]:checked").all()
    return sorted(int(str(box.get_attribute("value"))) for box in boxes)


def places(somebody: Person, size: Size) -> dict[str, Any]:
    """Where things are in a window of this size, with the page at its top."""
    somebody.page.set_viewport_size({"width": size[0], "height": size[1]})
    somebody.page.evaluate("() => scrollTo(0, 0)")
    found: dict[str, Any] = somebody.page.evaluate(_PLACES)
    return found


def covers(bar: dict[str, float], box: dict[str, float]) -> bool:
    return (
        bar["top"] < box["bottom"]
        and box["top"] < bar["bottom"]
        and bar["left"] < box["right"]
        and box["left"] < bar["right"]
    )


def receipt_on(somebody: Person) -> str:
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,4}\b", somebody.text)
    assert found, somebody.text
    return found[0]


def answering(somebody: Person) -> list[str]:
    """Says yes to whatever the browser asks; gives what it asked."""
    asked: list[str] = []

    def yes(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    somebody.page.on("dialog", yes)
    return asked


# The bar.


def test_the_bar_takes_a_fifth_of_the_window_at_most_and_hides_no_idea(
    voter: Person, record_property: Callable[[str, object], None]
) -> None:
    tick(voter, 1, 2, 3)
    for size in SIZES:
        seen = places(voter, size)
        share = 100 * seen["bar"]["height"] / size[1]
        figures = f"{seen['bar']['height']:.0f} px, {share:.0f}%, {seen['stays']}"
        record_property(f"the ballot's bar, {size[0]} x {size[1]}", figures)
        assert seen["wide"] <= size[0], size
        assert (seen["stays"] == "static") == (size[1] < 560), size
        assert not any(covers(seen["bar"], box) for box in seen["boxes"]) or size[0] <= 800
        if seen["stays"] == "static" or size[0] > 800:
            continue
        assert seen["bar"]["height"] <= size[1] / 5, size
        assert abs(seen["bar"]["bottom"] - size[1]) <= 1, size
        voter.page.locator("[name=picks]").last.focus()
        last = voter.page.evaluate(_PLACES)
        assert not covers(last["bar"], last["boxes"][-1]), size


def test_an_idea_can_be_ticked_on_the_first_screen_of_a_phone(voter: Person) -> None:
    for size in (PHONE, SMALL_PHONE):
        seen = places(voter, size)
        assert seen["boxes"][0]["bottom"] <= seen["bar"]["top"], size


def test_the_bar_says_in_one_line_what_is_picked_what_it_costs_and_that_it_is_not_cast(
    vote: Scene, voter: Person
) -> None:
    tick(voter, 1, 2)
    said = voter.page.locator("[data-so-far]").get_by_role("status").inner_text()
    pence = sum(vote.round.ballot_lines.get(number=number).pence for number in (1, 2))
    assert " ".join(said.split()) == f"2 picked · £{pence // 100:,} · Not cast yet"
    button = voter.page.locator("[data-so-far] button")
    assert button.inner_text().split("\n")[0].startswith("Check")


def test_the_button_stays_in_sight_beside_a_ballot_with_everything_ticked(
    vote: Scene, voter: Person
) -> None:
    tick(voter, *range(1, 10))
    seen = places(voter, DESK)
    assert seen["button"]["bottom"] <= DESK[1]


# What was ticked and is not cast yet.


def test_ticks_outlast_a_reload_and_the_reading_of_an_idea(vote: Scene, voter: Person) -> None:
    answering(voter)
    tick(voter, 2, 5)
    voter.page.reload()
    assert ticked(voter) == [2, 5]
    voter.sees("2 picked", "on this device only")
    voter.press(f"Read it: {title(vote, 5)}").press("Back to your ballot")
    assert ticked(voter) == [2, 5]
    untick(voter, 5)
    voter.page.reload()
    assert ticked(voter) == [2]


def test_a_ballot_that_the_browser_had_put_by_is_asked_for_anew(voter: Person) -> None:
    asked = answering(voter)
    tick(voter, 2)
    with voter.page.expect_navigation():
        voter.page.evaluate(
            "() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
    assert ticked(voter) == [2]
    assert asked == []


def test_without_javascript_the_page_does_not_say_that_ticks_are_kept(
    vote: Scene, plain: Person
) -> None:
    somebody = at_the_ballot(vote, plain)
    somebody.sees_not("on this device only", "0 picked")
    somebody.sees("Not cast yet", "kept when you press “Read it” or “Check”")
    tick(somebody, 3)
    somebody.press("Check and cast my ballot").press("Change what I picked")
    assert ticked(somebody) == [3]


def test_ticks_stand_in_no_address_cookie_or_row_of_the_site(vote: Scene, voter: Person) -> None:
    answering(voter)
    asked: list[str] = []
    voter.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    cookies, rows = _cookies(voter), list(Session.objects.values())
    tick(voter, 4)
    voter.page.reload()
    voter.press(f"Read it: {title(vote, 4)}").press("Back to your ballot")
    assert ticked(voter) == [4]
    assert _cookies(voter) == cookies
    assert list(Session.objects.values()) == rows
    assert not [line for line in asked if line.startswith("POST")]
    assert not [line for line in asked if "pick" in line.split("#")[0]]
    assert voter.page.evaluate("() => localStorage.length") == 0
    assert title(vote, 4) in voter.page.evaluate(_KEPT)


def _cookies(somebody: Person) -> dict[str, str]:
    return {str(one.get("name")): str(one.get("value")) for one in somebody.context.cookies()}


def test_the_next_person_at_a_shared_computer_sees_no_ticks_and_no_receipt(
    vote: Scene, voter: Person
) -> None:
    answering(voter)
    _cast(voter, 1)
    code = receipt_on(voter)
    voter.visit(address(vote, "ballot"))
    tick(voter, 2)
    assert code in voter.page.evaluate(_KEPT)
    voter.page.locator("details.menu summary").click()
    voter.press("Sign out")
    assert voter.page.evaluate(_KEPT) == ""
    at_the_ballot(vote, voter, "Nell Next")
    assert ticked(voter) == []
    voter.visit(address(vote, "receipt")).sees_not(code).sees("no receipt here")


def test_what_was_kept_goes_when_somebody_else_is_signed_in_without_a_word(
    vote: Scene, voter: Person
) -> None:
    answering(voter)
    tick(voter, 2)
    voter.context.clear_cookies()
    voter.visit("/")
    assert voter.page.evaluate(_KEPT) == ""


def test_leaving_is_warned_of_while_ticks_are_not_cast(vote: Scene, voter: Person) -> None:
    asked = answering(voter)
    voter.page.locator("h1").click()
    voter.visit(address(vote, "ballot"))
    assert asked == []
    tick(voter, 2)
    voter.press(f"Read it: {title(vote, 2)}").press("Back to your ballot")
    voter.press("What this can’t protect against").press("Back to your ballot")
    assert asked == []
    voter.page.locator("h1").click()
    voter.visit(address(vote, "ballot"))
    assert asked == ["beforeunload"]
    voter.page.locator("h1").click()
    voter.press("Check and cast my ballot")
    voter.page.locator("h1").click()
    voter.visit(address(vote, "ballot"))
    assert asked == ["beforeunload"] * 2
    voter.press("Check and cast my ballot").press("Change what I picked")
    voter.press("Check and cast my ballot").press("Cast my ballot")
    voter.page.locator("h1").click()
    voter.visit(address(vote, "ballot"))
    assert asked == ["beforeunload"] * 2


def test_an_idea_taken_back_meanwhile_loses_its_tick_with_a_sentence(
    vote: Scene, voter: Person
) -> None:
    answering(voter)
    tick(voter, 2, 3)
    _take_back(vote, 3)
    voter.page.reload()
    assert ticked(voter) == [2]
    sentence = f"“{title(vote, 3)}” is not on the ballot any more, so its tick is gone."
    voter.sees(sentence, "1 picked").looks_right()
    voter.page.reload()
    voter.sees_not(sentence)


def test_an_idea_taken_back_before_the_check_is_named_and_the_other_ticks_stay(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    tick(voter, 2, 3)
    _take_back(vote, 3)
    voter.press("Check and cast my ballot")
    voter.sees(f"“{title(vote, 3)}” is not on the ballot any more, so its tick is gone.")
    assert ticked(voter) == [2]
    voter.looks_right().press("Check and cast my ballot").sees("You picked 1 idea")
    _take_back(vote, 2)
    voter.press("Cast my ballot").sees(
        f"“{title(vote, 2)}” is not on the ballot any more", "Nothing was cast"
    )


def _take_back(vote: Scene, number: int) -> None:
    idea = Proposal.objects.get(ballot_line__round=vote.round, ballot_line__number=number)
    assert idea.lead is not None
    proposals.withdraw(idea, by=idea.lead, reason="We do it with our own money")


# The receipt.


def _cast(somebody: Person, *numbers: int) -> None:
    tick(somebody, *numbers)
    somebody.press("Check and cast my ballot").press("Cast my ballot")
    somebody.sees("Your ballot is in the box")


def test_back_from_the_receipt_leads_to_the_ballot(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    answering(voter)
    _cast(voter, 1, 2)
    voter.page.go_back()
    voter.sees("Your vote is in the box").sees_not("Check your ballot")
    assert ticked(voter) == []
    voter.looks_right()


def test_back_leads_to_the_ballot_after_a_mistake_in_ones_own_letters(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    answering(voter)
    tick(voter, 1, 2)
    voter.press("Check and cast my ballot").fill(own="LUCY").press("Cast my ballot")
    voter.sees("but not the letter U", title(vote, 1), title(vote, 2)).looks_right()
    voter.fill(own="LACY").press("Cast my ballot")
    assert receipt_on(voter).endswith("-1ACY")
    voter.page.go_back()
    voter.sees("Your vote is in the box").sees_not("Check your ballot")


def test_the_check_page_is_kept_by_a_reload_and_come_back_to(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    answering(voter)
    tick(voter, 1, 3)
    voter.press("Check and cast my ballot")
    voter.page.reload()
    voter.sees("You picked 2 ideas", title(vote, 1), title(vote, 3))
    voter.page.goto("/")
    voter.page.go_back()
    voter.sees("You picked 2 ideas").press("Change what I picked")
    assert ticked(voter) == [1, 3]
    voter.page.go_back()
    voter.sees("You picked 2 ideas").press("Cast my ballot")
    receipt_on(voter)


def test_forward_from_the_ballot_leads_to_the_receipt(vote: Scene, voter: Person) -> None:
    answering(voter)
    _cast(voter, 1, 2)
    code = receipt_on(voter)
    voter.page.go_back()
    voter.sees("Your vote is in the box").sees_not("not cast yet", "picked")
    assert ticked(voter) == []
    voter.page.go_forward()
    assert receipt_on(voter) == code
    voter.looks_right().page.go_back()
    voter.page.go_back()
    voter.sees("Your vote is in the box")


def test_a_reload_keeps_the_receipt_with_nothing_of_it_in_an_address(
    vote: Scene, voter: Person
) -> None:
    asked: list[str] = []
    voter.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    _cast(voter, 1)
    code, posted = receipt_on(voter), len([line for line in asked if line.startswith("POST")])
    for _ in range(2):
        voter.page.reload()
        assert receipt_on(voter) == code
    assert len([line for line in asked if line.startswith("POST")]) == posted
    parts = [code, code.replace("-", ""), code.lower()]
    assert not [line for line in asked if any(part in line for part in parts)]
    assert title(vote, 1) not in voter.page.evaluate(_KEPT)


def test_every_page_that_answers_a_form_of_the_vote_can_be_come_back_to(
    vote: Scene, voter: Person
) -> None:
    answering(voter)
    tick(voter, 1)
    voter.press("Check and cast my ballot")
    _away_and_back(voter)
    voter.sees("You picked 1 idea").press("Change what I picked")
    _away_and_back(voter)
    assert ticked(voter) == [1]
    untick(voter, 1)
    voter.press("Check and cast my ballot").sees("There is a problem")
    _away_and_back(voter)
    voter.sees("9 ideas, shuffled for you", "There is a problem")
    voter.visit(address(vote, "check")).fill(code="0" * 16).press("Check")
    voter.sees("not found").press("Something looks wrong")
    voter.page.go_back()
    voter.sees("Check your receipt")


def test_what_was_refused_is_come_back_to_and_reloaded(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    answering(voter)
    voter.press("Check and cast my ballot").sees("There is a problem").looks_right()
    _away_and_back(voter)
    voter.page.reload()
    voter.sees("There is a problem").page.get_by_role("link", name="Pick at least one").click()
    voter.page.locator("[name=picks]:focus").wait_for()
    tick(voter, 2, 3)
    voter.press("Check and cast my ballot")
    _take_back(vote, 3)
    voter.press("Cast my ballot").sees("Nothing was cast").looks_right()
    _away_and_back(voter)
    voter.page.reload()
    voter.sees("Nothing was cast", f"“{title(vote, 3)}” is not on the ballot any more")
    assert ticked(voter) == [2]


def test_a_fault_is_no_longer_told_of_ticks_that_are_others_now(voter: Person) -> None:
    answering(voter)
    voter.press("Check and cast my ballot").sees("There is a problem")
    tick(voter, 2)
    voter.page.reload()
    voter.sees_not("There is a problem", "Pick at least one idea").looks_right()
    assert ticked(voter) == [2]
    assert not voter.page.title().startswith("Error")


def test_enter_on_a_tick_checks_the_ballot(vote: Scene, voter: Person, javascript: bool) -> None:
    answering(voter)
    tick(voter, 2)
    with voter.page.expect_navigation():
        voter.page.locator("[name=picks]:checked").press("Enter")
    voter.sees("You picked 1 idea")


def test_a_session_that_ended_on_the_way_is_told_of_where_its_ticks_are_missing(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    answering(voter)
    missing = "You were signed out after you ticked"
    voter.sees_not(missing)
    tick(voter, 2)
    voter.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    voter.press("Check and cast my ballot").sees("Sign in")
    _let_in(voter, User.objects.get(name="Vera Voter"))
    onward = parse_qs(urlsplit(voter.page.url).query)["next"][0]
    voter.visit(onward).sees(missing).looks_right()
    assert ticked(voter) == []
    tick(voter, 2)
    voter.press("Check and cast my ballot").press("Change what I picked").sees_not(missing)


def test_who_signs_out_leaves_no_word_of_ticks_to_the_next(vote: Scene, voter: Person) -> None:
    answering(voter)
    tick(voter, 2)
    voter.page.locator("details.menu summary").click()
    voter.press("Sign out")
    at_the_ballot(vote, voter, "Nell Next").sees_not("You were signed out")


def test_that_a_session_ended_with_ticks_is_said_to_nobody_but_whose_they_were(
    vote: Scene, voter: Person
) -> None:
    answering(voter)
    for next_one, is_told in (("Nell Next", False), ("Vera Voter", True)):
        _let_in(voter, User.objects.get(name="Vera Voter"))
        voter.visit(address(vote, "ballot"))
        tick(voter, 2)
        voter.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        voter.visit("/")
        _let_in(voter, User.objects.filter(name=next_one).first() or vote.voter(next_one))
        voter.visit(address(vote, "ballot"))
        word = voter.page.locator("[data-signed-out]")
        assert word.is_visible() == is_told, next_one
        assert ticked(voter) == []


def _away_and_back(somebody: Person) -> None:
    somebody.page.goto("/")
    somebody.page.go_back()


def test_a_receipt_is_copied_saved_and_printed(vote: Scene, voter: Person) -> None:
    voter.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _cast(voter, 1)
    code = receipt_on(voter)
    voter.page.get_by_role("button", name="Copy").click()
    voter.page.get_by_text("Copied").wait_for()
    assert voter.page.evaluate("() => navigator.clipboard.readText()") == code
    with voter.page.expect_download() as saving:
        voter.page.get_by_role("button", name="Save as a file").click()
    saved = saving.value.path().read_text()
    assert saving.value.suggested_filename == f"receipt-{vote.area.slug}-round-1.txt"
    assert code in saved
    assert f"{vote.area.full_name} · Round 1" in saved
    assert address(vote, "check") in saved
    assert title(vote, 1) not in saved
    voter.page.evaluate("() => { window.print = () => { document.title = 'printed' } }")
    voter.page.get_by_role("button", name="Print").click()
    assert voter.page.title() == "printed"
    voter.looks_right()


def test_a_receipt_that_may_not_be_copied_is_marked_to_be_copied_by_hand(
    vote: Scene, voter: Person
) -> None:
    voter.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    voter.visit(address(vote, "ballot"))
    _cast(voter, 1)
    voter.page.get_by_role("button", name="Copy").click()
    voter.sees("copy it yourself")
    assert voter.page.evaluate("() => String(getSelection())") == receipt_on(voter)


def test_the_printed_receipt_says_what_is_needed_and_not_what_was_picked(
    vote: Scene, voter: Person, javascript: bool
) -> None:
    _cast(voter, 1)
    code = receipt_on(voter)
    voter.page.emulate_media(media="print")
    shown = voter.page.locator("body").inner_text()
    for wanted in (code, vote.area.full_name, address(vote, "check")):
        assert wanted in shown
    for unwanted in (title(vote, 1), "Copy", "Menu", "What happens next", "demonstration"):
        assert unwanted not in shown
    voter.page.emulate_media(media="screen")


def test_without_javascript_the_receipt_can_be_selected_and_says_where_to_go(
    vote: Scene, plain: Person
) -> None:
    somebody = at_the_ballot(vote, plain)
    _cast(somebody, 1)
    code = receipt_on(somebody)
    assert not somebody.page.get_by_role("button", name="Copy").is_visible()
    somebody.sees("Write it down")
    somebody.sees_not("This tab shows it again")
    somebody.page.locator(".big-code").click(click_count=3)
    somebody.page.reload()
    assert receipt_on(somebody) == code
    somebody.press("The ballot").sees("Your vote is in the box")
    somebody.visit(address(vote, "receipt")).sees("no receipt here")


@pytest.fixture
def forgetful(browser: Browser, site: Site, seen: Seen) -> Iterator[Person]:
    """Somebody whose browser keeps nothing for a site."""
    somebody = Person(site, browser, "fay@example.org", seen)
    somebody.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage',"
        " {get() { throw new DOMException('no', 'SecurityError') }});"
    )
    yield somebody
    somebody.leave()


def test_a_browser_that_keeps_nothing_votes_and_is_promised_nothing(
    vote: Scene, forgetful: Person
) -> None:
    at_the_ballot(vote, forgetful)
    tick(forgetful, 1)
    forgetful.sees("1 picked").sees_not("on this device only")
    forgetful.press("Check and cast my ballot").press("Cast my ballot")
    code = receipt_on(forgetful)
    forgetful.sees_not("This tab shows it again")
    forgetful.page.reload()
    assert receipt_on(forgetful) == code


# All of it, on a phone.


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_resident_votes_on_a_phone_reads_comes_back_and_changes_the_vote(
    vote: Scene, voter: Person, javascript: bool, size: Size
) -> None:
    answering(voter)
    voter.page.set_viewport_size({"width": size[0], "height": size[1]})
    with voter.journey(f"vote on a phone, {size[0]} px"):
        tick(voter, 1, 4)
        voter.press(f"Read it: {title(vote, 4)}").press("Back to your ballot")
        assert ticked(voter) == [1, 4]
        voter.press("Check and cast my ballot").sees(title(vote, 1), title(vote, 4))
        voter.press("Cast my ballot")
    first = receipt_on(voter)
    if javascript:
        voter.page.get_by_role("button", name="Copy").click()
        voter.page.reload()
        assert receipt_on(voter) == first
        voter.page.go_back()
    else:
        voter.page.reload()
        assert receipt_on(voter) == first
        voter.page.go_back()
    voter.sees("Your vote is in the box").looks_right()
    tick(voter, 2)
    voter.sees("New ballot: not cast yet")
    _cast(voter, 2)
    second = receipt_on(voter)
    assert second != first
    voter.sees("It replaces the one you cast before")
    for code, says in ((first, "replaced by a newer one"), (second, "is in the box")):
        voter.visit(address(vote, "check")).fill(code=code).press("Check").sees(says)
