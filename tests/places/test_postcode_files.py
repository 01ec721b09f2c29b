"""Files of postcodes: read a line at a time, refused with the line and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kit.actor import SYSTEM
from places import actions, postcode_files
from places.models import Neighbourhood, Postcode, PostcodeEdition
from places.postcode_files import PostcodeRow, read
from places.refusals import BoundaryNeeded, CannotRead

LOOKUP = (
    "PCD7,PCD8,PCDS,DOINTR,DOTERM,USERTYPE,OA21CD,LSOA21CD,MSOA21CD,LADCD,LSOA21NM,MSOA21NM,"
    "LADNM,LADNMW\n"
    '"DN327AB","DN32 7AB","DN32 7AB","198001","","0","E00066666","E01013138","E02002728",'
    '"E06000012","North East Lincolnshire 006A","NE Lincolnshire 006","NE Lincolnshire",""\n'
    "DN327AD,DN32 7AD,DN32 7AD,198001,202406,0,E00066666,E01013138,E02002728,E06000012,,,,\n"
)
DIRECTORY = (
    "pcd,pcd2,pcds,dointr,doterm,usertype,oa21,osward,lsoa21,msoa21,ctry\n"
    "DN327AB,DN32 7AB,DN32 7AB,198001,,0,E00066666,E05001714,E01013138,E02002728,E92000001\n"
    "IM1 1AA,IM1  1AA,IM1 1AA,199001,199606,0,,M99999999,M99999999,,M83000003\n"
)
FULL = PostcodeRow("DN32 7AB", "E00066666", "E01013138", "E02002728", "", None)


def rows(text: str | bytes) -> list[PostcodeRow]:
    return list(read(BytesIO(text if isinstance(text, bytes) else text.encode())))


def refused(text: str | bytes) -> str:
    with pytest.raises(CannotRead) as refusal:
        rows(text)
    return refusal.value.reason


def test_the_best_fit_lookup_is_read_by_its_header() -> None:
    assert rows(LOOKUP) == [
        FULL,
        FULL._replace(postcode="DN32 7AD", terminated_on=date(2024, 6, 1)),
    ]


def test_the_directory_with_small_letters_is_read_too() -> None:
    first, second = rows(DIRECTORY)
    assert first == FULL._replace(ward="E05001714")
    assert second.postcode == "IM1 1AA"
    assert second.terminated_on == date(1996, 6, 1)


def test_postcodes_of_old_forms_do_not_stop_a_directory() -> None:
    assert rows("pcds,doterm,lsoa21\nNPT 0AA,198106,W01000001\nGIR 0AA,,E01013138\n")[
        0
    ] == PostcodeRow("NPT 0AA", lsoa="W01000001", terminated_on=date(1981, 6, 1))


@pytest.mark.parametrize(
    "text",
    [
        "postcode\nDN32 7AB\nDN32 7AD\n",
        "postcode,lsoa\r\nDN32 7AB,\r\nDN32 7AD,\r\n",
        "Postcode\rDN32 7AB\rDN32 7AD",
        "\ufeffPOSTCODE\nDN32 7AB\n\n\ndn327ad\n\n",
        "dn32 7ab\nDN327AD\n",
        "name;postcode\nRutland Street;DN32 7AB\nWellington;DN32 7AD\n",
        "postcode\tnote\nDN32 7AB\tx\nDN32 7AD\ty\n",
    ],
)
def test_a_plain_list_is_read_however_it_was_saved(text: str) -> None:
    assert [row.postcode for row in rows(text)] == ["DN32 7AB", "DN32 7AD"]


def test_a_list_may_name_each_postcodes_area() -> None:
    assert rows("postcode,LSOA\nDN32 7AB,e01013138\n") == [
        PostcodeRow("DN32 7AB", lsoa="E01013138")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"postcode\n", "no postcodes"),
        ("postcode\nDN32 7AB\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest of a workbook", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
        (b"postcode\nDN32\x007AB\n", "not a CSV"),
        (b"%PDF-1.7\nxxx", "Line 1"),
        (b"house,street\n1,Rutland Street\n", "Line 1: the columns aren't known"),
        (b"pcds,oa11,lsoa11\nDN32 7AB,E1,E1\n", "Line 1: there is no column of 2021 areas"),
        (b"postcode\nDN32 7AB\nGrimsby\n", "Line 3: \u201cGrimsby\u201d is not a postcode"),
        (
            b"postcode,lsoa\nDN32 7AB,E02002728\n",
            "Line 2: \u201cE02002728\u201d is not the code of an LSOA",
        ),
        (
            b"pcds,doterm,lsoa21\nDN32 7AB,,E01013138\nDN32 7AD\n",
            "Line 3: some columns are missing",
        ),
        (
            b"pcds,doterm,lsoa21\nDN32 7AB,June,E01013138\n",
            "Line 2: \u201cJune\u201d is not a month",
        ),
        (b'postcode\nDN32 7AB\n"DN32 7AD\n', "not a line of a CSV"),
        (b"postcode\n" + b"x" * 200_000 + b"\n", "not a line of a CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(text: bytes, words: str) -> None:
    assert words in refused(text)


def test_a_list_of_a_million_lines_is_refused_before_it_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postcode_files, "MOST_LISTED", 1000)
    file = BytesIO(b"postcode\n" + b"DN32 7AB\n" * 100_000)
    with pytest.raises(CannotRead, match="more than 1,000 lines"):
        list(read(file))
    assert file.tell() < 200_000


def test_a_file_is_loaded_whole_or_not_at_all(area: Neighbourhood) -> None:
    with pytest.raises(CannotRead, match="Line 3"):
        actions.load_postcodes(
            read(BytesIO(b"postcode\nDN32 7AB\nnonsense\n")),
            name="x",
            dated=date(2026, 1, 1),
            neighbourhood=area,
            by=SYSTEM,
        )
    assert not PostcodeEdition.objects.exists()
    assert not Postcode.objects.exists()


def test_a_postcode_twice_in_a_file_is_named(area: Neighbourhood) -> None:
    with pytest.raises(CannotRead, match="DN32 7AB is in the file twice"):
        actions.load_postcodes(
            [PostcodeRow("DN32 7AB"), PostcodeRow("DN32 7AB")],
            name="x",
            dated=date(2026, 1, 1),
            by=SYSTEM,
        )
    assert not PostcodeEdition.objects.exists()


def test_a_file_of_everywhere_needs_a_boundary_to_serve_one_neighbourhood(
    area: Neighbourhood,
) -> None:
    def load() -> actions.Loaded:
        return actions.load_postcodes(
            rows(LOOKUP), name="x", dated=date(2026, 1, 1), neighbourhood=area, by=SYSTEM
        )

    with pytest.raises(BoundaryNeeded):
        load()
    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    assert (load().rows, load().inside) == (2, 1)


def test_rows_are_copied_as_they_come(area: Neighbourhood) -> None:
    """A generator of many rows: the database has them all, and Python never held them at once."""

    def many() -> Iterator[PostcodeRow]:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        for district in range(1, 10):
            for sector in range(10):
                for first in letters:
                    for second in letters:
                        yield PostcodeRow(f"DN{district} {sector}{first}{second}", lsoa="E01013138")

    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    loaded = actions.load_postcodes(many(), name="x", dated=date(2026, 1, 1), by=SYSTEM)
    assert loaded.rows == loaded.inside == Postcode.objects.count() == 36_000


def test_the_command_loads_a_file_and_says_how_many(
    area: Neighbourhood, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    file = tmp_path / "ONSPD.csv"
    file.write_text(DIRECTORY)
    call_command("import_postcodes", str(file), "--dated", "2026-08-01")
    assert "2 postcodes loaded; 1 in use are in a neighbourhood." in capsys.readouterr().out
    call_command("import_postcodes", str(file), "--area", "east-marsh")
    assert PostcodeEdition.objects.filter(neighbourhood=area, name="ONSPD.csv").exists()


def test_the_command_refuses_with_the_files_name_and_saves_nothing(
    area: Neighbourhood, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("postcode\nnonsense\n")
    with pytest.raises(CommandError, match=r"list.csv: Line 2: .*Nothing was saved"):
        call_command("import_postcodes", str(file))
    with pytest.raises(CommandError, match="no neighbourhood"):
        call_command("import_postcodes", str(file), "--area", "nowhere")
    with pytest.raises(CommandError, match="no file"):
        call_command("import_postcodes", str(tmp_path / "missing.csv"))
    assert not PostcodeEdition.objects.exists()


@pytest.mark.parametrize(
    ("text", "without", "repeated"),
    [
        ("UPRN,Address,Post Code\n1,1 High St,ZZ7 7AA\n2,2 High St,ZZ7 7AB\n", 0, 0),
        ("Postcode,Name\nZZ7 7AA,x\nZZ7 7AB,y\n,total\n", 1, 0),
        ("UPRN,Postcode\n1,ZZ7 7AA\n2,ZZ7 7AA\n3,ZZ7 7AB\n", 0, 1),
        ("sep=;\nPostcode;LSOA\nZZ7 7AA;\nZZ7 7AB;\n", 0, 0),
        ("\ufeffsep=,\r\npost_code\r\nZZ7 7AA\r\nZZ7 7AB\r\n", 0, 0),
    ],
)
def test_lists_as_councils_keep_them_are_read(text: str, without: int, repeated: int) -> None:
    reading = read(BytesIO(text.encode()))
    assert [row.postcode for row in reading] == ["ZZ7 7AA", "ZZ7 7AB"]
    assert (reading.without, reading.repeated) == (without, repeated)


def test_a_postcode_in_two_areas_is_refused() -> None:
    two = "postcode,lsoa\nZZ7 7AA,E01000001\nZZ7 7AA,E01000002\n"
    assert "ZZ7 7AA is in the file with two areas" in refused(two)


@pytest.mark.parametrize("name", ["osward", "ward", "wd25cd", "WD24"])
def test_the_ward_has_many_names(name: str) -> None:
    text = f"pcds,oa21,{name}\nZZ1 1AA,E00099991,E05099991\n"
    assert rows(text)[0].ward == "E05099991"


def test_a_list_of_labels_alone_is_refused() -> None:
    assert "holds no postcodes" in refused("postcode,name\n,total\n")
