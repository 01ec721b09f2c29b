"""What nobody can see is left out of what they type, in every box."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict

from kit import middleware
from kit.typed import cleaned


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("\uf0b7 Bins\n\uf0a7 Lamps", "• Bins\n• Lamps"),
        ("a\u200bl\u200bley", "alley"),
        ("neigh\u00adbour", "neighbour"),
        ("\ufeffOur street", "Our street"),
        ("word\u2060joiner", "wordjoiner"),
        ("\u200eDN32 7AB\u200f", "DN32 7AB"),
        ("\u2068Ann\u2069", "Ann"),
        ("one\x1etwo\x1f", "onetwo"),
        ("ring\x07", "ring"),
        ("cut \ud83c", "cut "),
        ("cut \ufffd\ufffd\ufffdhere", "cut here"),
        ("al\u200dley", "alley"),
    ],
)
def test_signs_nobody_can_see_are_left_out(pasted: str, read: str) -> None:
    assert cleaned(pasted) == read


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: the joiner is how it is spelt
        "क्\u200dष",
        "👩\u200d👧 and 🏴\u200d☠️",
        "Line\n\tand tab\r\n",
        "Café, £5 – “so”",
        "turned \u202earound",  # refused where others read it, never silently changed
        "a\x00b",
    ],
)
def test_what_belongs_there_stays(text: str) -> None:
    assert cleaned(text) == text


def test_every_form_gets_what_is_cleaned() -> None:
    typed: Any = QueryDict(mutable=True)
    typed.setlist("name", ["An\u200bn", "Ben"])
    typed["plain"] = "as it is"
    request = HttpRequest()
    request.method = "POST"
    request.POST = typed
    middleware.typed(view).process_view(request, view)
    assert request.POST.getlist("name") == ["Ann", "Ben"]
    assert request.POST["plain"] == "as it is"
    kept: Any = request.POST
    with pytest.raises(AttributeError, match="immutable"):
        kept.setlist("more", ["x"])


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
