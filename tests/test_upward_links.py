"""No page leans on a room above its own, but for the links on one list: imports are held by a
contract, and these are what that can't see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.code import PACKAGES
from tests.test_layout import LAYERS, ROOT, may_know

# Which room a template belongs to that does not lie in a folder of that room's name.
AT_HOME = {"_components": "kit", "account": "people", "mfa": "people", "allauth": "people"}

# A link that points up, with the reason. This list may only grow shorter.
KNOWN = {
    "kit → people:sign-in": "the frame's menu lets people in",
    "kit → pages:me": "the frame's menu leads to one's own page",
    "people → pages:area": "who arrives is led to the place",
    "people → pages:contact": "whom to ask",
    "people → pages:people": "whom to ask, by name",
    "people → pages:me": "who arrives is led to their own page",
    "places → pages:contact": "whom to ask",
    "places → pages:staff-area": "back to what is to do",
    "ledger → grants:project": "a movement belongs to a project",
    "ledger → pages:record-entry": "a movement has its entry",
    "rounds → pages:learning": "what earlier rounds taught",
    "rounds → pages:round": "a round's own page",
    "rounds → pages:staff-area": "back to what is to do",
    "rounds → voting:box": "a published round tells what its vote still needs",
    "rounds → voting:results": "a round that was counted has results",
    "rounds → voting:rule": "choosing the rule is a step of setting a round up",
    "proposals → pages:area": "where there is no round, the place",
    "proposals → pages:record-entry": "a check has its entry",
    "proposals → load story": "what became of an idea after the vote, drawn by the room that knows",
    "proposals → voting:ballot": "back to the ballot, for who came from it",
    "voting → pages:people": "whom to ask, by name",
    "voting → pages:round": "back to the round",
    "grants → pages:me": "a holder's own page",
    "grants → pages:record-entry": "a decision has its entry",
    "grants → pages:round": "back to the round",
    "grants → pages:panel-area": "back to the panel’s meetings",
}


LOAD = re.compile(r"{%\s*load ([\w ]+?)\s*%}")


def test_links_that_point_up_are_those_on_the_list() -> None:
    assert set(pointing_up()) == set(KNOWN)


def pointing_up() -> Iterator[str]:
    rooms = "|".join(LAYERS)
    name = re.compile(rf"[\"'](({rooms}):[\w-]+)[\"']")
    tag_libraries = {
        path.stem: path.parents[1].name
        for folder in PACKAGES
        for path in folder.rglob("templatetags/[a-z]*.py")
    }
    part = re.compile(rf"{{%\s*(?:include|extends)\s+[\"'](({rooms})/)")
    for room, text in files():
        for found in [*name.finditer(text), *part.finditer(text)]:
            if not may_know(room, found[2]):
                yield f"{room} → {found[1]}"
        for tags in (tag for found in LOAD.finditer(text) for tag in found[1].split()):
            if tags in tag_libraries and not may_know(room, tag_libraries[tags]):
                yield f"{room} → load {tags}"


def files() -> Iterator[tuple[str, str]]:
    """Every template and every module, with its room."""
    for path in (ROOT / "templates").rglob("*.*"):
        first, *rest = path.relative_to(ROOT / "templates").parts
        folder = rest[0] if first == "email" else first
        room = AT_HOME.get(folder, folder if rest else "pages")
        yield room, path.read_text()
    for room in LAYERS:
        base = ROOT / room if (ROOT / room).is_dir() else ROOT / "platform" / room
        for path in base.rglob("*.py"):
            if "migrations" not in path.parts:
                yield room, path.read_text()


def test_every_template_has_a_room() -> None:
    assert {room for room, _ in files()} <= {*LAYERS}
