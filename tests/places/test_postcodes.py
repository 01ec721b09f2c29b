"""From a postcode to a neighbourhood: found, outside or unknown, and unknown is never no."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from kit.actor import SYSTEM
from places import actions, postcodes
from places.models import Neighbourhood, PostcodeEdition
from places.postcode_files import PostcodeRow
from places.postcodes import Found, NotAPostcode, Outside, Unknown
from tests import statements

DAY = date(2026, 11, 22)


def load(
    rows: Iterable[PostcodeRow], dated: date = date(2026, 8, 1), area: Neighbourhood | None = None
) -> PostcodeEdition:
    return actions.load_postcodes(
        rows, name="ONS", dated=dated, neighbourhood=area, by=SYSTEM
    ).edition


@pytest.fixture
def bounded(area: Neighbourhood) -> Neighbourhood:
    actions.draw_boundary(area, codes=["E01013138", "E01013140"], by=SYSTEM)
    return area


@pytest.mark.parametrize(
    "typed",
    [
        "DN32 7AB",
        "dn32 7ab",
        "DN327AB",
        " dn 32 7ab ",
        "DN32\u00a07AB",
        "dn32-7ab",
        "ＤＮ３２７ＡＢ",
    ],
)
def test_a_postcode_has_one_form(typed: str) -> None:
    assert postcodes.normalise(typed) == "DN32 7AB"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("n1 1aa", "N1 1AA"),
        ("N11AA", "N1 1AA"),
        ("N1O 1AA", "N10 1AA"),
        ("N2 OEF", "N2 0EF"),
        ("CRO 2RF", "CR0 2RF"),
        ("Y01 7HG", "YO1 7HG"),
        ("S014 0AA", "SO14 0AA"),
        ("P015 4AA", "PO15 4AA"),
        ("0L1 1AA", "OL1 1AA"),
        ("W1A 1AA", "W1A 1AA"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("SW1AOAA", "SW1A 0AA"),
        ("OX1 1AA", "OX1 1AA"),
        ("PO1 1AA", "PO1 1AA"),
        ("M1 1AE", "M1 1AE"),
    ],
)
def test_an_o_for_a_nought_is_put_right(typed: str, meant: str) -> None:
    assert postcodes.normalise(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "DN32", "East Marsh", "DN32 7AB1", "DN32 7A", "٣٢ ٧ا", "DN32 7CK", "1" * 5000],
)
def test_other_text_is_no_postcode(typed: str) -> None:
    with pytest.raises(NotAPostcode):
        postcodes.normalise(typed)


@pytest.mark.parametrize(
    "row",
    [
        PostcodeRow("DN32 7AB", lsoa="E01013138"),
        PostcodeRow("DN32 7AB", oa="E00066666"),
        PostcodeRow("DN32 7AB", msoa="E02002728"),
        PostcodeRow("DN32 7AB", ward="E05001714"),
    ],
)
def test_a_boundary_may_be_of_any_kind_of_area(area: Neighbourhood, row: PostcodeRow) -> None:
    code = next(code for code in (row.oa, row.lsoa, row.msoa, row.ward) if code)
    actions.draw_boundary(area, codes=[code], by=SYSTEM)
    load([row])
    answer = postcodes.look_up("dn327ab", on=DAY)
    assert isinstance(answer, Found)
    assert answer.neighbourhood == area


def test_a_postcode_over_the_border_is_outside(bounded: Neighbourhood) -> None:
    edition = load([PostcodeRow("DN31 1AA", lsoa="E01013000")])
    assert postcodes.look_up("DN31 1AA", on=DAY) == Outside("E01013000", edition)


def test_a_postcode_nobody_told_of_is_unknown_and_not_outside(bounded: Neighbourhood) -> None:
    load([PostcodeRow("DN31 1AA", lsoa="E01013000")])
    assert postcodes.look_up("DN99 9ZZ", on=DAY) == Unknown()


def test_a_postcode_that_went_out_of_use_is_unknown_and_says_when(bounded: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB", lsoa="E01013138", terminated_on=date(2024, 6, 1))])
    assert postcodes.look_up("DN32 7AB", on=DAY) == Unknown(ended=date(2024, 6, 1))
    assert isinstance(postcodes.look_up("DN32 7AB", on=date(2024, 5, 31)), Found)


def test_the_newest_edition_counts_whatever_came_last(bounded: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB", lsoa="E01013138")], dated=date(2026, 8, 1))
    load([PostcodeRow("DN32 7AB", lsoa="E01013000")], dated=date(2026, 2, 1))
    assert isinstance(postcodes.look_up("DN32 7AB", on=DAY), Found)
    load([PostcodeRow("DN32 7AB", lsoa="E01013000")], dated=date(2026, 11, 1))
    assert isinstance(postcodes.look_up("DN32 7AB", on=DAY), Outside)


def test_the_newest_boundary_counts(bounded: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB", lsoa="E01013138")])
    actions.draw_boundary(bounded, codes=["E01013140"], by=SYSTEM)
    assert isinstance(postcodes.look_up("DN32 7AB", on=DAY), Outside)


def test_a_neighbourhoods_own_list_needs_no_codes(area: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB")], area=area)
    answer = postcodes.look_up("DN32 7AB", on=DAY)
    assert isinstance(answer, Found)
    assert answer.neighbourhood == area
    assert postcodes.look_up("DN32 7AD", on=DAY) == Unknown()


def test_a_neighbourhoods_own_list_stands_beside_the_lookup_for_everywhere(
    bounded: Neighbourhood, other_area: Neighbourhood
) -> None:
    load([PostcodeRow("DN32 7AB", lsoa="E01013138"), PostcodeRow("N2 0EF", lsoa="E01000001")])
    load([PostcodeRow("N2 0EF")], area=other_area)
    here = postcodes.look_up("DN32 7AB", on=DAY)
    there = postcodes.look_up("N2 0EF", on=DAY)
    assert isinstance(here, Found)
    assert here.neighbourhood == bounded
    assert isinstance(there, Found)
    assert there.neighbourhood == other_area


def test_an_older_list_of_a_neighbourhood_no_longer_counts(area: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB")], area=area, dated=date(2026, 1, 1))
    load([PostcodeRow("DN32 7AD")], area=area, dated=date(2026, 2, 1))
    assert postcodes.look_up("DN32 7AB", on=DAY) == Unknown()


def test_a_codeless_lookup_for_everywhere_finds_nobody(area: Neighbourhood) -> None:
    load([PostcodeRow("DN32 7AB")])
    assert isinstance(postcodes.look_up("DN32 7AB", on=DAY), Outside)


def test_postcodes_are_matched_with_the_areas_of_a_whole_country(area: Neighbourhood) -> None:
    many = [f"E00{n:06}" for n in range(17_000)]
    with statements.values() as seen:
        actions.draw_boundary(area, codes=many, by=SYSTEM)
        edition = load([PostcodeRow("DN32 7AB", oa=many[-1])])
    assert postcodes.inside(edition, of=None) == 1
    assert max(map(len, seen)) <= statements.MOST


def test_a_file_without_wards_makes_nobody_outside_of_a_boundary_of_wards(
    area: Neighbourhood,
) -> None:
    """What an import left out is unknown, and never a no."""
    actions.draw_boundary(area, codes=["E05099991"], by=SYSTEM)
    edition = load([PostcodeRow("ZZ1 1AA", oa="E00099991", lsoa="E01099991", msoa="E02099991")])
    assert postcodes.look_up("ZZ1 1AA", on=DAY) == Unknown()
    assert postcodes.missing_levels(edition) == ["ward"]
    with_ward = load([PostcodeRow("ZZ1 1AA", ward="E05000001")], dated=date(2026, 9, 1))
    assert postcodes.missing_levels(with_ward) == []
    assert isinstance(postcodes.look_up("ZZ1 1AA", on=DAY), Outside)


def test_parts_of_one_edition_add_up(area: Neighbourhood) -> None:
    actions.draw_boundary(area, codes=["E05099993"], by=SYSTEM)
    load([PostcodeRow("ZZ3 3AA", ward="E05099993")])
    load([PostcodeRow("ZZ4 4AA", ward="E05099994")])
    assert isinstance(postcodes.look_up("ZZ3 3AA", on=DAY), Found)
    assert isinstance(postcodes.look_up("ZZ4 4AA", on=DAY), Outside)
    load([PostcodeRow("ZZ4 4AA", ward="E05099993")], dated=date(2026, 9, 1))
    assert postcodes.look_up("ZZ3 3AA", on=DAY) == Unknown(), "of an edition before"
