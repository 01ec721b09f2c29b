from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from audit.models import Event
from places.models import Neighbourhood
from rounds import phases
from rounds.models import Round
from tests.voting.published import download
from voting.counting import pabulib
from voting.models import BallotLine, Box, Count, PublishedBallot, RollEntry, Source

SMALL = """META
key;value
description;Votes of the Old Town
country;Poland
unit;Łódź
subunit;Stare Miasto
instance;2021
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
date_begin;07.10.2021
date_end;31.10.2021
max_length;3
PROJECTS
project_id;cost;name;votes;selected
10;600;A playground;3;1
9;600;=A bench;3;0
7;400.50;Trees;2;0
8;300;Bins;1;1
VOTES
voter_id;age;sex;vote
a;33;F;10,9
b;44;M;10
c;55;F;9,7
d;66;M;10,9,8
e;77;F;7
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.pb"
    file.write_text(SMALL, encoding="utf-8")
    return file


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("import_pabulib", *map(str, args), stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def imported(db: None, small: Path) -> Round:
    run(small)
    return Round.objects.get(origin="imported")


def test_a_neighbourhood_is_made_from_unit_and_subunit(imported: Round) -> None:
    area = imported.neighbourhood
    assert (area.name, area.town, area.slug, area.origin) == (
        "Stare Miasto",
        "Łódź",
        "lodz-stare-miasto",
        "imported",
    )


def test_the_round_is_finished_and_has_its_own_money(imported: Round) -> None:
    assert phases.current(imported) == "closed"
    assert (imported.currency, imported.pot_pence, imported.pot, imported.fund) == (
        "PLN",
        100_000,
        None,
        None,
    )
    assert imported.title == "Votes of the Old Town, 2021"
    assert imported.manifest_sha256 == hashlib.sha256(bytes(imported.manifest or b"")).hexdigest()
    assert [(n.number, n.outside_id, n.pence) for n in BallotLine.objects.all()] == [
        (1, "10", 60_000),
        (2, "9", 60_000),
        (3, "7", 40_050),
        (4, "8", 30_000),
    ]


def test_a_line_keeps_its_theme_area_and_pairs_and_the_written_file_says_them(
    db: None, small: Path, tmp_path: Path
) -> None:
    rows = {
        "project_id;cost;name;votes;selected": "category;district;not_with",
        "10;600;A playground;3;1": "education,sport;Old Town;",
        "9;600;=A bench;3;0": "greenery;;8",
        "7;400.50;Trees;2;0": "greenery;Riverside;8",
        "8;300;Bins;1;1": ";Old Town;",
    }
    text = SMALL
    for row, more in rows.items():
        text = text.replace(row, f"{row};{more}")
    small.write_text(text, encoding="utf-8")
    run(small)
    expected = [
        ("10", "education,sport", "Old Town"),
        ("9", "greenery", ""),
        ("7", "greenery", "Riverside"),
        ("8", "", "Old Town"),
    ]
    lines = BallotLine.objects.all()
    assert [(line.outside_id, line.theme, line.area) for line in lines] == expected
    assert [line.not_with for line in lines] == [[], [4], [4], [2, 3]]
    round_ = Round.objects.get(origin="imported")
    files = download(round_, tmp_path)
    back = pabulib.read_with_facts(files["ballots.pb"], files["facts.json"]).file
    assert [(p.id, p.theme, p.area) for p in back.projects] == expected
    assert {frozenset(pair) for pair in back.ballots.incompatible} == {
        frozenset("98"),
        frozenset("78"),
    }


def test_ties_go_to_the_id_that_is_first_as_text(imported: Round) -> None:
    assert Count.objects.get().result["funded"] == ["10", "8"]


def test_nothing_is_kept_of_a_voter_but_a_digest(imported: Round, small: Path) -> None:
    sha = hashlib.sha256(small.read_bytes()).hexdigest()
    voters = {"a": [1, 2], "b": [1], "c": [2, 3], "d": [1, 2, 4], "e": [3]}
    rows = PublishedBallot.objects.order_by("pk").values_list("tracker", "choices")
    assert [(bytes(t), c) for t, c in rows] == sorted(
        (hashlib.sha256(f"import{sha}{voter}".encode()).digest(), [[n, 1] for n in numbers])
        for voter, numbers in voters.items()
    )
    assert not RollEntry.objects.exists()
    assert not Box.objects.exists()


def test_the_results_page_says_that_it_agrees_with_the_file(imported: Round) -> None:
    url = reverse("voting:results", args=[imported.neighbourhood, imported.number])
    text = " ".join(Client().get(url).content.decode().split())
    assert "picks exactly the 2 ideas that the file marks as winners" in text
    assert "PLN 900 of PLN 1,000" in text
    assert "£" not in text


def test_the_results_page_says_where_it_differs(db: None, small: Path) -> None:
    small.write_text(SMALL.replace("Bins;1;1", "Bins;1;0"), encoding="utf-8")
    assert "the count differs on: 8." in run(small)
    url = reverse("voting:results", args=["lodz-stare-miasto", 1])
    assert "this count differs on 1" in Client().get(url).content.decode()


@pytest.mark.parametrize("name", ["ballot", "check", "opening", "limits", "challenge", "totals"])
def test_every_other_page_of_an_imported_round_answers(imported: Round, name: str) -> None:
    url = reverse(f"voting:{name}", args=[imported.neighbourhood, imported.number])
    assert Client().get(url).status_code == 200


def test_the_deed_is_on_the_record_once(imported: Round) -> None:
    facts = Event.objects.get(kind="round.imported").payload["after"]
    assert facts["ballots"] == 5  # type: ignore[index,call-overload]
    assert not Event.objects.filter(kind="round.counted").exists()


def test_the_address_of_the_results_is_printed(db: None, small: Path) -> None:
    assert run(small).splitlines()[-1].endswith("/lodz-stare-miasto/rounds/1/results/")


def test_a_round_can_go_to_a_neighbourhood_that_is_there(area: Neighbourhood, small: Path) -> None:
    run("--area", area.slug, small)
    assert Round.objects.get().neighbourhood == area
    with pytest.raises(CommandError, match="There is no neighbourhood nowhere"):
        run("--area", "nowhere", small)


def test_a_neighbourhood_of_our_own_is_never_taken_by_name(db: None, small: Path) -> None:
    Neighbourhood.objects.create(name="Ours", slug="lodz-stare-miasto")
    run(small)
    assert Round.objects.get().neighbourhood.slug == "lodz-stare-miasto-imported"


def test_two_files_of_one_place_are_two_rounds(db: None, small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pb"
    other.write_text(SMALL.replace("2021", "2022"), encoding="utf-8")
    run(small, other)
    assert list(Round.objects.order_by("number").values_list("number", "title")) == [
        (1, "Votes of the Old Town, 2021"),
        (2, "Votes of the Old Town, 2022"),
    ]


def test_the_same_file_is_refused_and_its_place_told(imported: Round, tmp_path: Path) -> None:
    again = tmp_path / "renamed.pb"
    again.write_text(SMALL, encoding="utf-8")
    with pytest.raises(CommandError, match="imported before. It is at .*rounds/1/results/"):
        run(again)
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("found", "instead", "says"),
    [
        ("e;77;F;7", "e;77;F;77", r"small\.pb:\d+: '77' is not a project"),
        ("approval", "cumulative", r"small\.pb:23: the header of VOTES has no column points"),
        ("max_length;3", "max_length;2", r"small\.pb:27: the ballot has 3 choices"),
        ("num_votes;5", "num_votes;6", "num_votes says 6, the file holds 5"),
        ("VOTES\n", "", "is not an amount of money"),
        ("budget;1000", "budget;999999999999999", r"small\.pb:10: the budget .* is too large"),
        ("7;400.50", "7;999999999999.123456789", r"small\.pb:20: the cost .* is too large"),
        ("8;300;Bins", f"{'8' * 61};300;Bins", r"small\.pb:21: project_id .* is too long"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line_and_nothing_is_saved(
    db: None, small: Path, tmp_path: Path, found: str, instead: str, says: str
) -> None:
    good = tmp_path / "good.pb"
    good.write_text(SMALL.replace("2021", "2020"), encoding="utf-8")
    small.write_text(SMALL.replace(found, instead), encoding="utf-8")
    with pytest.raises(CommandError, match=says):
        run(good, small)
    for model in (Round, Source, PublishedBallot, Count, Event):
        assert not model.objects.exists()


def test_a_file_that_is_not_there_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be opened"):
        run(tmp_path / "none.pb")


@pytest.mark.slow
def test_a_city_of_ninety_thousand_ballots_comes_in_within_a_minute(
    db: None, shared_data: Path
) -> None:
    began = time.monotonic()
    said = run(shared_data / "pabulib" / "poland_lodz_2022_.pb")
    assert time.monotonic() - began < 60
    assert "exactly the projects that the file marks as selected" in said
    assert PublishedBallot.objects.count() == 90_494
    began = time.monotonic()
    page: Any = Client().get(reverse("voting:results", args=["lodz", 1]))
    assert page.status_code == 200
    assert time.monotonic() - began < 2
