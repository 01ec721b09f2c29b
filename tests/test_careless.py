"""Nonsense in every box of every page is answered in words, and never by a fault."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction

from tests.routes import ROUTES
from tests.test_routes import Visit, World, _due, _told, _urls, world

__all__ = ["world"]

pytestmark = pytest.mark.slow

NONSENSE = ("x", "-1", "9" * 400, "a\x00b")
_BOX = re.compile(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"')


def test_nonsense_in_any_box_is_answered_in_words(world: World) -> None:
    """Sent by whoever finds most boxes on the page."""
    faults = []
    for route in ROUTES:
        visits = [visit for visit in world.visits if visit.at_home and _due(route, visit) == "in"]
        if visits and not route.name.startswith("demo:"):
            for url in _urls(route, world.here):
                faults += _faults(visits, url)
    assert not faults, "\n".join(faults)


def _faults(visits: list[Visit], url: str) -> list[str]:
    visit, boxes = max(
        ((each, _boxes(each, url)) for each in visits), key=lambda pair: len(pair[1])
    )
    facts = []
    for words in NONSENSE:
        answer = _send(visit, "post", url, dict.fromkeys(boxes, words))
        if answer.status_code >= 500:
            facts.append(f"{url} {visit.who} {words[:12]!r}: {_told(answer)}")
    return facts


def _boxes(visit: Visit, url: str) -> set[str]:
    page = _send(visit, "get", url, None)
    text = "" if page.streaming else page.content.decode(errors="replace")
    return set(_BOX.findall(text)) - {"csrfmiddlewaretoken"}


def _send(visit: Visit, method: str, url: str, data: dict[str, str] | None) -> Any:
    with transaction.atomic():
        answer = getattr(visit.client, method)(url, data)
        transaction.set_rollback(True)
    return answer
