"""What a file of postcodes is refused for, in words that say what to do with it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from people.models import User
from places import actions, forms, postcode_files
from places.models import Neighbourhood
from places.refusals import CannotRead, NoName


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"postcode\nDN32\0 7AB\n", "This is not a CSV file. Save the list as “CSV UTF-8”."),
        (b"postcode\n" + b"DN32 7AB\n" * 4, "more than 3 lines; a list of this kind may not"),
    ],
)
def test_a_file_that_is_no_list_of_postcodes_says_what_is_wrong(
    text: bytes, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postcode_files, "MOST_LISTED", 3)
    with pytest.raises(CannotRead, match=says):
        list(postcode_files.read(BytesIO(text)))


def test_a_postcode_of_an_ons_file_is_one() -> None:
    file = b"pcds,lsoa21\nDN32 7AB,E01013138\nGrimsby,E01013138\n"
    with pytest.raises(CannotRead, match=r"“Grimsby” is not a postcode"):
        list(postcode_files.read(BytesIO(file)))


def test_a_neighbourhood_keeps_a_name(area: Neighbourhood, officer: User) -> None:
    with pytest.raises(NoName, match="Give the neighbourhood a name"):
        actions.change(area, name="  ", by=officer)


def test_more_text_than_a_neighbourhood_has_codes_is_not_read() -> None:
    form = forms.BoundaryForm({"codes": "x" * 100_001, "vintage": forms.VINTAGES[0]})
    assert form.errors["codes"] == ["This is too much text for the codes of one neighbourhood."]


def test_areas_are_found_from_one_postcode_or_more() -> None:
    form = forms.FindAreasForm({"postcodes": " , ;\n,"})
    assert form.errors["postcodes"] == ["Write at least one postcode, like DN32 7AB."]


def test_a_file_that_is_too_large_for_a_page_is_given_in_parts() -> None:
    file = SimpleUploadedFile("onspd.csv", b"pcds,lsoa21\n")
    file.size = 300 * 1024 * 1024 + 1
    form = forms.PostcodesForm({}, MultiValueDict({"file": [file]}))
    assert form.errors["file"] == [
        "This file is larger than 300 MB. Use the parts by postcode area that come with it."
    ]
