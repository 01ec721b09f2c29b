"""A CSV file opens in a spreadsheet as it is meant."""

from __future__ import annotations

import csv
import io

import pytest

from kit.spreadsheets import csv_lines


def read(text: str) -> list[list[str]]:
    """As Excel does: by the mark at the front, as UTF-8."""
    return list(csv.reader(io.StringIO(text.encode().decode("utf-8-sig"))))


def test_a_file_says_first_that_it_is_utf_8_and_says_it_once() -> None:
    text = "".join(csv_lines([["idea", "cost"], ["Café at £5", 5]]))
    assert text.encode().startswith(b"\xef\xbb\xbfidea,cost\n")
    assert text.count("\ufeff") == 1
    assert read(text) == [["idea", "cost"], ["Café at £5", "5"]]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " ="]
)
def test_no_cell_of_any_place_runs_as_a_formula(sign: str, at: int) -> None:
    for row_number in (0, 1):
        rows: list[list[str | int]] = [["a", "b", "c"], ["d", "e", "f"]]
        rows[row_number][at] = f"{sign}1+1"
        cell = read("".join(csv_lines(rows)))[row_number][at]
        assert cell == f"'{sign}1+1"


def test_numbers_stay_numbers_also_below_zero() -> None:
    assert read("".join(csv_lines([["left"], [-450], [0]]))) == [["left"], ["-450"], ["0"]]


def test_a_file_without_rows_is_empty() -> None:
    assert "".join(csv_lines([])) == ""
