"""A first name and an initial, whatever people put into the box for their name."""

from __future__ import annotations

import pytest

from people.models import public_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ruth Amos", "Ruth A."),
        ("Ruth", "Ruth"),
        ("Ruth Amos (she/her)", "Ruth A."),
        ("Ruth Amos [they]", "Ruth A."),
        ("Ruth Amos 🌻", "Ruth A."),
        ("🌻 Ruth Amos", "Ruth A."),
        ("Ruth Amos MBE", "Ruth A."),
        ("Ruth Amos, M.B.E.", "Ruth A."),
        ("Dr Ruth Amos PhD", "Ruth A."),
        ("Mrs. Amos", "Mrs. A."),
        ("Yo-Yo Ma", "Yo-Yo M."),
        ("Jean-Luc d'Artagnan", "Jean-Luc D."),
        ("Siobhán Ní Bhroin", "Siobhán B."),
        ("毛 泽东", "毛 泽."),
        ("\N{RIGHT SINGLE QUOTATION MARK}Amos Ruth", "\N{RIGHT SINGLE QUOTATION MARK}Amos R."),
        ("MBE", "MBE"),
        ("", "Somebody"),
        ("🌻", "Somebody"),
        ("(she/her)", "Somebody"),
    ],
)
def test_what_a_name_shows(name: str, shown: str) -> None:
    assert public_name(name) == shown
