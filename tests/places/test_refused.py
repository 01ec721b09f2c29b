"""What a file of postcodes is refused for, in words that say what to do with it."""

from __future__ import annotations

from io import BytesIO

import pytest

from places import postcode_files
from places.refusals import CannotRead


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
