"""Words that stand beside each other stand on one line, in the middle of their buttons, and no two
buttons touch: measured in a real browser, with the style sheets of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CSS, STYLES = ROOT / "static/css", ROOT / "templates/_styles.html"
# The middle of an element's words, and of its box.
WORDS = """e => {
  const range = document.createRange(); range.selectNodeContents(e);
  const words = range.getBoundingClientRect(), box = e.getBoundingClientRect();
  return {words: words.top + words.height / 2, box: box.top + box.height / 2,
          top: box.top, bottom: box.bottom, left: box.left, right: box.right};
}"""


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    yield page
    page.close()


def show(page: Page, body: str) -> None:
    page.set_content(f"<main>{body}</main>")
    for name in re.findall(r"css/([\w/]+\.css)", STYLES.read_text()):
        page.add_style_tag(content=(CSS / name).read_text())


def at(page: Page, selector: str) -> dict[str, Any]:
    found: dict[str, Any] = page.locator(selector).evaluate(WORDS)
    return found


@pytest.mark.parametrize("more", ["", " govuk-button--start", " govuk-button--secondary"])
def test_a_link_that_is_a_button_has_its_words_in_the_middle(page: Page, more: str) -> None:
    show(page, f'<a class="govuk-button{more}" href="#">Add a neighbourhood</a>')
    link = at(page, "a")
    assert abs(link["words"] - link["box"]) <= 2


def test_sending_a_new_code_stands_on_the_line_of_the_link_beside_it(page: Page) -> None:
    show(
        page,
        '<div class="actions"><form><button class="linklike">Send</button></form>'
        '<a class="govuk-link" href="#">Use another</a></div>',
    )
    assert abs(at(page, "button")["words"] - at(page, "a")["words"]) <= 1.5


def test_signing_out_stands_on_the_line_of_ones_own_page(page: Page) -> None:
    show(
        page,
        '<div class="who"><a href="#">Your page</a>'
        '<form><button class="linklike">Sign out</button></form></div>',
    )
    link, out = at(page, "a"), at(page, "button")
    if page.viewport_size and page.viewport_size["width"] > 800:
        assert abs(link["words"] - out["words"]) <= 1.5
    assert out["bottom"] - out["top"] >= 44


def test_a_link_in_a_row_of_a_table_stands_on_the_rows_line(page: Page) -> None:
    show(
        page,
        '<table class="desk"><tbody><tr><td><span>Chair</span></td><td><form>'
        '<button class="linklike">End</button></form></td></tr></tbody></table>',
    )
    assert abs(at(page, "button")["words"] - at(page, "td span")["words"]) <= 1.5


def test_buttons_under_each_other_do_not_touch(page: Page) -> None:
    show(
        page,
        '<div class="actions"><button class="govuk-button" id="one">Send it in</button>'
        '<button class="govuk-button" id="two">Keep it for later</button></div>',
    )
    one, two = at(page, "#one"), at(page, "#two")
    assert two["top"] - one["bottom"] >= 12 or two["left"] - one["right"] >= 12


def test_a_button_keeps_off_the_words_over_it(page: Page) -> None:
    show(
        page,
        '<ul class="govuk-task-list"><li class="govuk-task-list__item"><div>'
        '<div class="govuk-task-list__hint">Everybody.</div>'
        '<form><button class="govuk-button">Draw up</button></form></div></li></ul>',
    )
    assert at(page, "button")["top"] - at(page, ".govuk-task-list__hint")["bottom"] >= 10


def test_buttons_of_like_boxes_stand_under_each_other(page: Page) -> None:
    row = (
        '<div class="panel"><form class="filters"><div class="govuk-form-group">'
        '<label class="govuk-label">{}</label><select class="govuk-select"><option>Choose'
        '</select></div><button class="govuk-button">Add</button></form></div>'
    )
    show(page, row.format("Opens") + row.format("Who answers when something looks wrong"))
    first, second = (page.locator("button").nth(number).evaluate(WORDS) for number in (0, 1))
    assert first["left"] == second["left"]
