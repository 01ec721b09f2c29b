"""Making a neighbourhood and drawing its boundary."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audit.models import Event, Words
from kit.actor import SYSTEM
from people.models import User
from places import actions, refusals
from places.models import Neighbourhood
from tests import factories


def last_entry() -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(bytes(Event.objects.order_by("-id")[0].body))
    return entry


def test_a_neighbourhoods_address_is_made_from_its_name(officer: User) -> None:
    place = actions.create(name="Nunsthorpe & Bradley Park", town="Grimsby", by=officer)
    assert place.slug == "nunsthorpe-bradley-park"
    assert last_entry()["kind"] == "place.created"


@pytest.mark.parametrize("slug", ["staff", "me", "record", "east-marsh"])
def test_a_taken_or_kept_address_is_refused(area: Neighbourhood, officer: User, slug: str) -> None:
    with pytest.raises(refusals.SlugTaken):
        actions.create(name="Somewhere", slug=slug, by=officer)


@pytest.mark.parametrize("slug", ["East-Marsh", "east--marsh", "-east", "east marsh", "ost-märsch"])
def test_an_address_is_small_letters_and_hyphens(db: None, slug: str) -> None:
    with pytest.raises(refusals.SlugNotPlain):
        actions.create(name="Somewhere", slug=slug, by=SYSTEM)


@pytest.mark.parametrize("name", ["", "  ", "\u00a0"])
def test_a_neighbourhood_has_a_name(db: None, name: str) -> None:
    with pytest.raises(refusals.NoName):
        actions.create(name=name, by=SYSTEM)


def test_changing_details_says_which_and_keeps_the_words_erasable(
    area: Neighbourhood, officer: User
) -> None:
    actions.change(area, about="By the docks.", adults=8200, by=officer)
    area.refresh_from_db()
    assert (area.about, area.adults, area.name) == ("By the docks.", 8200, "East Marsh")
    entry = last_entry()
    assert entry["after"]["changed"] == ["about", "adults"]
    assert "docks" not in json.dumps(entry)
    assert Words.objects.get(name="about").text == "By the docks."


def test_changing_nothing_writes_nothing(area: Neighbourhood, officer: User) -> None:
    actions.change(area, name=area.name, by=officer)
    assert not Event.objects.filter(kind="place.changed").exists()


def test_a_boundary_is_drawn_anew_and_the_old_one_stays(area: Neighbourhood, officer: User) -> None:
    actions.draw_boundary(area, codes={"E01013138": "006A"}, by=officer)
    second = actions.draw_boundary(area, codes=[" e01013140 ", "E05001714"], by=officer)
    assert second.version == 2
    assert area.boundaries.count() == 2
    assert last_entry()["after"] == {
        "version": 2,
        "codes": ["E01013140", "E05001714"],
        "vintage": last_entry()["after"]["vintage"],
    }


@pytest.mark.parametrize(
    "code", ["E06000012", "X01013138", "E0101313", "E01013138x", "DN32 7AB", ""]
)
def test_a_boundary_is_made_of_statistical_areas_only(area: Neighbourhood, code: str) -> None:
    with pytest.raises(refusals.NotACode):
        actions.draw_boundary(area, codes=[code], by=SYSTEM)
    assert not area.boundaries.exists()


def test_a_boundary_has_at_least_one_area(area: Neighbourhood) -> None:
    with pytest.raises(refusals.NoCodes):
        actions.draw_boundary(area, codes=[], by=SYSTEM)


def test_every_deed_about_a_place_is_public(area: Neighbourhood) -> None:
    actions.create(name="Grange", by=factories.with_role("officer", None))
    actions.change(area, adults=1, by=SYSTEM)
    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    assert set(Event.objects.values_list("audience", flat=True)) == {"public"}
