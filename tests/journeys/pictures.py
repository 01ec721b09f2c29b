"""Pictures for the README and the guides, made by the journeys."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.axe import DESK, HEIGHTS, PHONE


def picture(page: Page, name: str, *, at: str = "") -> None:
    """Save what the window shows as `name`.png in the folder that ALLOTMENT_PICTURES names: as wide
    as a phone when the name ends with "-phone", else as a desk; from the heading `at` on, or the
    top.
    """
    if not (folder := os.environ.get("ALLOTMENT_PICTURES")):
        return
    before = page.viewport_size
    width = PHONE if name.endswith("-phone") else DESK
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    begins = page.get_by_role("heading", name=at).first if at else page.locator("body")
    begins.evaluate("(part) => part.scrollIntoView()")
    page.screenshot(path=Path(folder) / f"{name}.png", caret="initial")
    if before is not None:
        page.set_viewport_size(before)
