"""A page that says what went wrong says so in its title too, which a screen reader reads first."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from tests.conftest import ROOT


class Words(forms.Form):
    """One box that must be filled in."""

    words = forms.CharField()


Lines = forms.formset_factory(Words, extra=1, min_num=1, validate_min=True)
BLANK = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
WRONG = {**BLANK, "form-TOTAL_FORMS": "many"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "context",
    [
        {},
        {"form": Words()},
        {"form": Words({"words": ""})},
        {"form": Words({"words": "said"})},
        {"formset": Lines()},
        {"formset": Lines(BLANK)},
        {"form": Words({"words": "said"}), "formset": Lines(BLANK)},
        {"form": Words({"words": "said"}), "formset": Lines(WRONG)},
    ],
)
def test_title_and_summary_of_the_frame_go_together(context: dict[str, Any]) -> None:
    page = render_to_string("base.html", {**context, "request": SimpleNamespace(user=None)})
    assert ("There is a problem" in page) == ("<title>Error: " in page)


def test_a_page_with_a_summary_of_other_forms_says_when_its_title_does() -> None:
    root = ROOT / "templates"
    of_others = re.compile(r"_error_summary\.html[\"'] with \w*form")
    found = [path for path in root.rglob("*.html") if of_others.search(path.read_text())]
    assert found
    for path in found:
        assert "{% block error_prefix %}" in path.read_text(), path.relative_to(root)
