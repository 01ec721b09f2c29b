"""Whether a page can be used by everyone: axe at two widths, no sideways scroll at 320 px, and a
quiet console.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PHONE, DESK, SMALLEST = 390, 1280, 320
HEIGHTS = {PHONE: 844, DESK: 900, SMALLEST: 640}

_RUN = "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: []})"
_WIDER = """() => {
  const room = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter(
    (part) => part.getBoundingClientRect().right > room + 1);
  const where = out.slice(0, 3).map((part) => part.outerHTML.slice(0, 120));
  return document.documentElement.scrollWidth > room + 1 ? where : null;
}"""


def accessible(page: Page, *, javascript: bool = True) -> None:
    """Fail with a list of everything that keeps somebody from using the page as it is now.

    Without JavaScript axe looks at a copy of the page, in which none of the page's own scripts run,
    and on a phone alone: what is wider is the same page that was looked at with it.
    """
    looked_at, widths = (_as_it_is, (PHONE, DESK)) if javascript else (_copy, (PHONE,))
    with looked_at(page) as shown:
        faults = list(_faults(shown, widths))
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def _faults(page: Page, widths: Sequence[int]) -> Iterator[str]:
    for width in widths:
        _set_width(page, width)
        yield from (f"{width} px: {line}" for line in _axe(page))
    _set_width(page, SMALLEST)
    if (wide := page.evaluate(_WIDER)) is not None:
        yield f"{SMALLEST} px: scrolls sideways because of {wide}"


def _axe(page: Page) -> Iterator[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(_RUN, STANDARDS)
    for fault in found["violations"]:
        for node in fault["nodes"][:3]:
            yield f"{fault['id']}: {fault['help']}: {node['html'][:200]}"


def _set_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


@contextmanager
def _as_it_is(page: Page) -> Iterator[Page]:
    before = page.viewport_size
    yield page
    if before is not None:
        page.set_viewport_size(before)


@contextmanager
def _copy(page: Page) -> Iterator[Page]:
    browser = page.context.browser
    assert browser is not None
    with browser.new_context() as context:
        context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        copy = context.new_page()
        html = re.sub("</?noscript>", "", page.content())
        copy.route("**/*.js", lambda route: route.abort())
        copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        copy.goto(page.url)
        yield copy
