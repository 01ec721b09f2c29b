"""Forms as pages draw them: labels, hints, errors and where they point."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from kit.fields import DayField, HintedRadios, MomentField, PoundsField


class Idea(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="What is it?", max_length=80, help_text="A few words.")
    why = forms.CharField(label="Why?", widget=forms.Textarea, max_length=600, required=False)
    cost = PoundsField(label="Cost")
    start = DayField(label="Start")
    closes = MomentField(label="Closes", required=False)
    theme = forms.ChoiceField(
        label="Theme",
        choices=[("s", "Safer"), ("g", "Greener")],
        widget=HintedRadios(hints={"s": "Lighting"}),
    )
    who = forms.MultipleChoiceField(
        label="Who?", choices=[("u", "Us")], widget=forms.CheckboxSelectMultiple, required=False
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("a", "Alley")])
    photo = forms.FileField(label="Photo", required=False)
    lives = forms.BooleanField(label="I live here", help_text="We may ask.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


TYPED = {
    "title": "",
    "why": "<b>Because</b>",
    "cost": "1.000,00",
    "start_day": "31",
    "start_month": "2",
    "start_year": "2027",
}


@pytest.fixture
def refused() -> Idea:
    form = Idea(TYPED)
    form.is_valid()
    return form


def summary_of(form: forms.Form) -> str:
    return render_to_string("_components/_error_summary.html", {"form": form})


def test_every_box_of_a_form_has_a_label_or_a_legend() -> None:
    html = str(Idea())
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
    boxes = re.findall(r'<(?:input|select|textarea)[^>]*?\sid="([^"]+)"', html)
    assert set(boxes) - {"id_token"} == labelled
    assert html.count("<fieldset") == html.count("<legend") == 3


def test_what_was_typed_is_kept_and_harmless(refused: Idea) -> None:
    html = str(refused)
    assert 'value="1.000,00"' in html
    assert 'value="31"' in html
    assert "&lt;b&gt;Because&lt;/b&gt;" in html


def test_the_browser_neither_cuts_nor_refuses_what_is_typed() -> None:
    html = str(Idea())
    assert "maxlength" not in html
    assert " required" not in html
    assert 'data-limit="600"' in html


def test_an_error_is_named_beside_its_box_and_read_with_it(refused: Idea) -> None:
    html = str(refused["title"].as_field_group())
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert re.search(
        r'id="id_title_error">\s*<span[^>]*>Error:</span>\s+Fill in: What is it\?', html
    )


def test_the_summary_links_to_a_box_that_is_on_the_page(refused: Idea) -> None:
    page = str(refused)
    targets = re.findall(r'href="#([^"]+)"', summary_of(refused))
    assert len(targets) == 6
    for target in targets:
        assert f'id="{target}"' in page, target


def test_the_summary_says_what_belongs_to_no_box_and_is_not_there_without_errors() -> None:
    form = Idea(TYPED)
    form.add_error(None, "The round closed at 6 pm.")
    assert "The round closed at 6 pm." in summary_of(form)
    assert summary_of(Idea()).strip() == ""


def test_an_optional_box_says_so_and_a_required_one_does_not() -> None:
    form = Idea()
    assert "(optional)" in form["photo"].as_field_group()
    assert "(optional)" not in form["cost"].as_field_group()


def test_a_pounds_box_shows_kept_pence_as_pounds() -> None:
    html = Idea(initial={"cost": 125050})["cost"].as_field_group()
    assert 'value="1,250.50"' in html
    assert 'inputmode="decimal"' in html


def test_a_choice_carries_its_hint() -> None:
    html = Idea()["theme"].as_field_group()
    assert 'aria-describedby="id_theme_0_hint"' in html
    assert "Lighting" in html
    assert "id_theme_1_hint" not in html


def test_a_day_in_three_boxes_is_a_date() -> None:
    field = DayField()
    assert field.clean(["27", "3", "2027"]) == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["31", "2", "2027"], "Enter a real date, like 27 3 2027"),
        (["1", "1", "27"], "Enter a real date, like 27 3 2027"),
        (["٣", "1", "2027"], "Enter a real date, like 27 3 2027"),
        (["1", "", "2027"], "Enter a day, a month and a year"),
        (["", "", ""], "Enter a date"),
    ],
)
def test_a_day_that_is_none_is_refused(typed: list[str], said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [said]


def test_the_title_of_a_page_with_errors_begins_with_the_word(refused: Idea) -> None:
    page = render_to_string("base.html", {"form": refused})
    assert "<title>Error: Allotment" in page
    assert "<title>Allotment" in render_to_string("base.html", {"form": Idea()})


def test_the_frame_of_a_page_holds_nothing_inline() -> None:
    page = render_to_string(
        "base.html",
        {
            "menu": [("Now", "/a/", True)],
            "demonstration_bar": {"be_someone_url": "/b/", "move_on_url": "/c/"},
            "footer_links": [("Privacy", "/p/")],
        },
    )
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert '<a href="/a/" aria-current="page">Now</a>' in page


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("{{ 125050|pounds }}", "£1,250.50"),
        ("{{ nothing|pounds }}", "—"),
        ("{{ 0|pounds }}", "£0"),
        ("{{ 0.125|percent }}", "13%"),
        ("{{ fall|percent }}", "−24%"),
        ("{{ 3|share:4 }}", "75"),
        ("{{ 9|share:4 }}", "100"),
        ("{{ 9|share:0 }}", "0"),
    ],
)
def test_figures_are_said_plainly(shown: str, said: str) -> None:
    page = Template("{% load kit %}" + shown).render(Context({"nothing": None, "fall": -0.24}))
    assert page == said
