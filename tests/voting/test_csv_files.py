"""Every CSV file of the site is read by readers that are not ours: PostgreSQL's and Python's."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from places.models import Neighbourhood
from rounds.models import Round
from tests.code import FOLDERS
from tests.voting.published import vote_on

ROOT = Path(__file__).resolve().parents[2]
NASTY = '=HYPERLINK("http://example.org"; "£5, now")'
ARE_CSV = {"totals": [], "ballots": ["csv"]}
"""Every page that gives CSV, with what its address needs beside the round."""


def sources() -> dict[str, str]:
    found = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
    return found


def test_every_csv_file_is_written_in_one_place_and_read_here() -> None:
    """A second writer, or a page with CSV that this file does not read, fails."""
    texts = sources()
    writers = [name for name, text in texts.items() if re.search(r"csv\.(w|DictW)riter", text)]
    assert writers == ["platform/kit/spreadsheets.py"]
    pages = {name: found for name, text in texts.items() if (found := text.count('"text/csv"'))}
    assert pages == {"voting/views/results.py": len(ARE_CSV)}


def by_postgres(text: str) -> list[tuple[str, ...]]:
    """What PostgreSQL reads, its first line passed over."""
    columns = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    names = ", ".join(f"c{at} text" for at in range(len(columns)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE read_back ({names}) ON COMMIT DROP")
        with cursor.copy("COPY read_back FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(text)
        cursor.execute("SELECT * FROM read_back")
        rows = [tuple(cell or "" for cell in row) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE read_back")
    return rows


@pytest.fixture
def round_(area: Neighbourhood) -> Round:
    ideas = {NASTY: 100_000, "Benches at £5": 150_000, "-1": 60_000, "＝1": 90_000}
    return vote_on(area, ideas=ideas, ballots=((6, "=B"), (4, "-"), (2, "B＝")), pair=(NASTY, "-1"))


@pytest.mark.parametrize("name", ARE_CSV)
def test_both_readers_read_the_same_and_nothing_runs(round_: Round, name: str) -> None:
    page = Client().get(
        reverse(f"voting:{name}", args=[round_.neighbourhood, round_.number, *ARE_CSV[name]])
    )
    body: bytes = page.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert by_postgres(body.decode()) == [tuple(row) for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@＝" and cell]
    if name == "totals":
        facts = {row[header.index("idea")]: row for row in rows}
        assert set(facts) == {f"'{NASTY}", "Benches at £5", "'-1", "'＝1"}
        assert facts["Benches at £5"][header.index("cost_minor_units")] == "150000"
