"""Small things over which newcomers stumbled, each said once and as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from kit.actor import SYSTEM
from people import actions as people
from people.models import User
from places import actions as place_actions
from places.models import Neighbourhood
from places.postcode_files import PostcodeRow
from tests import factories
from tests.words.truth import text_of
from voting.forms.ballot import CastForm

pytestmark = pytest.mark.django_db


def page(person: User, name: str, *args: Any) -> str:
    client = Client()
    client.force_login(person)
    return text_of(client.get(reverse(name, args=args)))


def test_two_things_done_stand_in_one_box() -> None:
    facts = [Message(25, "Your name is saved."), Message(25, "What you wrote is here.")]
    shown = render_to_string("_components/_messages.html", {"messages": facts})
    assert shown.count("Done") == 1
    assert "Your name is saved." in shown
    assert "What you wrote is here." in shown


def test_a_warning_keeps_a_box_of_its_own() -> None:
    facts = [Message(25, "Saved."), Message(30, "Nothing was sent.")]
    shown = render_to_string("_components/_messages.html", {"messages": facts})
    assert (shown.count("Done"), shown.count("Take note")) == (1, 1)


def test_somebody_without_a_home_is_asked_for_one_postcode_and_not_for_another() -> None:
    shown = page(factories.person("Tom Reed"), "pages:me")
    assert "Give your postcode" in shown
    assert "Give another postcode" not in shown


def test_somebody_with_a_home_may_give_another(area: Neighbourhood) -> None:
    assert "Give another postcode" in page(factories.resident(area), "pages:me")


def test_money_is_not_said_to_be_spent_before_it_is(area: Neighbourhood) -> None:
    factories.money_in(factories.fund(area), 1_000_000)
    shown = text_of(Client().get(reverse("pages:area", args=[area])))
    assert "£10,000 over 10 years for what residents choose." in shown
    assert "spent on what" not in shown


def test_an_empty_list_of_people_does_not_say_that_nobody_is_known(area: Neighbourhood) -> None:
    shown = page(factories.with_role("officer", None, "Priya Nair"), "people:staff-people", area)
    assert "Nobody is known here" not in shown
    assert "Nobody has said yet that they live here" in shown


def test_the_day_of_a_list_of_postcodes_is_said_as_people_say_it(
    area: Neighbourhood, officer: User
) -> None:
    rows = [PostcodeRow("DN32 7AB")]
    place_actions.load_postcodes(
        rows, name="Our streets", dated=date(2026, 11, 30), by=SYSTEM, neighbourhood=area
    )
    person = factories.person()
    home = people.state_residency(person, postcode="DN32 7AB", by=person)
    shown = page(officer, "people:verify", area, home.pk)
    assert "Our streets, 30 November 2026" in shown
    assert "2026-11-30" not in shown


def test_letters_of_ones_own_are_asked_for_in_plain_words() -> None:
    hint = CastForm.base_fields["own"].help_text
    assert "Exactly" not in hint
    assert "which receipts don't use" in hint
