"""Small things that pages said wrong, each said right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from evidence.models import Kind
from kit import clock
from kit.fields import DayField, MomentField, PoundsField
from people.models import User
from places.models import Neighbourhood
from rounds import turns
from tests import factories
from tests.grants import scene as panel_scene
from tests.words.ideas import idea_in
from tests.words.truth import text_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-03-28T01:30", "There is no 1.30 am on 28 March 2027: the clocks go forward"),
        ("2027-10-31T01:30", "1.30 am comes twice on 31 October 2027: the clocks go back"),
    ],
)
def test_a_time_in_the_night_the_clocks_change_is_refused_in_plain_words(
    typed: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        MomentField().clean(typed)


@pytest.mark.parametrize("typed", ["2027-03-28T00:30", "2027-03-28T02:00", "2027-10-31T02:00"])
def test_the_hours_around_it_are_taken(typed: str) -> None:
    moment = MomentField().clean(typed)
    assert moment is not None
    assert f"{moment:%Y-%m-%dT%H:%M}" == typed


class _Several(forms.Form):
    opens = MomentField(label="Ideas open")
    closes = MomentField(label="Ideas close")
    day = DayField(label="Outcomes due")
    sum = PoundsField(label="The pot")
    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", max_length=3)


@pytest.mark.parametrize("bound", [{}, {"opens": "x", "closes": "y", "sum": "?", "day_day": "40",
    "day_month": "1", "day_year": "2027", "email": "no", "name": "Somebody"}])  # fmt: skip
def test_every_error_in_the_summary_names_its_field(bound: dict[str, str]) -> None:
    form = _Several(bound)
    assert not form.is_valid()
    summary = render_to_string("_components/_error_summary.html", {"form": form})
    errors = re.findall(r"<li><a [^>]*>([^<]*)</a>", summary)
    assert len(errors) == len(form.fields)
    for field, error in zip(form, errors, strict=True):
        assert str(field.label) in error
    assert len(set(errors)) == len(errors)


def test_an_entry_about_a_round_that_turned_names_the_phase(
    client: Client, area: Neighbourhood
) -> None:
    turns.notice(factories.round_in("checks", area))
    page = text_of(client.get(reverse("pages:record", args=[area])))
    assert "reached its next phase" not in page
    reached = set(re.findall(r"The round reached “([^”]+)”", page))
    assert reached == {"Ideas", "Working ideas out", "Checks"}


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ([], "Nothing to learn from yet"),
        ([1], "What round 1 taught us"),
        ([1, 2], "What rounds 1 and 2 taught us"),
        ([1, 2, 3], "What rounds 1 to 3 taught us"),
    ],
)
def test_only_rounds_that_were_decided_have_taught_anything(
    client: Client, area: Neighbourhood, decided: list[int], said: str
) -> None:
    for number in (1, 2, 3):
        factories.round_in("delivering" if number in decided else "ideas", area)
    assert said in text_of(client.get(reverse("pages:learning", args=[area, 3])))


def test_an_idea_on_the_ballot_has_one_number_on_its_page(
    client: Client, area: Neighbourhood
) -> None:
    idea = panel_scene.build(area, phase="voting").picked[0]
    url = reverse("proposals:detail", args=[area, idea.round.number, idea.number])
    page = text_of(client.get(url))
    assert "Number 1" in page
    assert "Idea 1, from" not in page


@pytest.mark.parametrize("status", ["submitted", "ready"])
def test_nobody_is_invited_to_work_on_an_idea_that_is_handed_in(
    area: Neighbourhood, officer: User, status: str
) -> None:
    lead = factories.person()
    idea = idea_in(status, factories.round_in("develop", area), lead, officer)
    client = Client()
    client.force_login(lead)
    url = reverse("proposals:helpers", args=[area, idea.round.number, idea.number])
    assert "nobody can be invited now" in text_of(client.get(url))
    refused = client.post(url, {"email": "friend@example.org"})
    assert refused.status_code == 422
    assert not idea.invitations.exists()


@pytest.mark.parametrize("phase", ["checks", "counting", "challenge", "cancelled"])
def test_nobody_is_told_to_tick_when_nobody_can(
    client: Client, area: Neighbourhood, phase: str
) -> None:
    more = {"cancelled_at": clock.now()} if phase == "cancelled" else {}
    round_ = factories.round_in("develop" if phase == "cancelled" else phase, area, **more)
    page = text_of(client.get(reverse("voting:ballot", args=[area, round_.number])))
    assert "Tick" not in page


def test_no_text_speaks_of_what_is_not_there() -> None:
    texts = {file: file.read_text() for file in TEMPLATES.rglob("*.*") if file.is_file()}
    for wrong in (
        "you we hope",
        "idea, comment or vote",
        "All {{ results.steps|length }} steps as",
    ):
        assert not [file for file, text in texts.items() if wrong in text and
                    "if results.steps|length == 1" not in text]  # fmt: skip


@pytest.mark.django_db
def test_a_chart_label_fits_a_phone_of_320() -> None:
    longest = max((f"{kind.name} (12)" for kind in Kind.objects.all()), key=len)
    # 288 pixels are left beside the margins; a letter of 15 is about 0.53 of that wide.
    assert len(longest) * 15 * 0.53 <= 288
