"""Elections with points, scores and rankings, brought in from files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from rounds.models import Round
from voting.counting import election_digest, pabulib
from voting.models import Count, PublishedBallot

FILES = Path(__file__).parent / "counting" / "files"


def bring_in(name: str) -> Round:
    call_command("import_pabulib", FILES / f"{name}.pb", stdout=io.StringIO(), stderr=io.StringIO())
    return Round.objects.get(origin="imported")


def page(round: Round, name: str, *more: str) -> str:
    found: Any = Client().get(
        reverse(f"voting:{name}", args=[round.neighbourhood, round.number, *more])
    )
    assert found.status_code == 200
    body = found.streaming_content if found.streaming else [found.content]
    return b"".join(body).decode("utf-8-sig")


def outcomes() -> dict[str, tuple[int, int]]:
    """People and points of each idea, as the count keeps them."""
    payload = Count.objects.get().result["outcomes"]
    return {outcome["id"]: (outcome["votes"], outcome["score"]) for outcome in payload}


@pytest.mark.parametrize(
    ("name", "expected", "funded"),
    [
        ("points", {"P1": (4, 15), "P2": (3, 9), "P3": (2, 9), "P10": (0, 0)}, ["P1", "P3"]),
        ("scores", {"P1": (3, 12), "P2": (3, 9), "P3": (1, 2), "P10": (0, 0)}, ["P1", "P3"]),
        (
            "rankings",
            {"P1": (5, 13), "P2": (3, 8), "P3": (2, 4), "P10": (1, 1)},
            ["P1", "P3", "P10"],
        ),
    ],
)
def test_ideas_are_ranked_by_points_and_votes_are_people(
    db: None, name: str, expected: dict[str, tuple[int, int]], funded: list[str]
) -> None:
    round = bring_in(name)
    assert round.rules["vote"]["format"] == name
    assert outcomes() == expected
    assert Count.objects.get().result["funded"] == funded
    assert round.pot_pence == 1_000_50


def test_a_ballot_is_kept_with_its_points(db: None) -> None:
    bring_in("points")
    kept = PublishedBallot.objects.values_list("choices", flat=True)
    assert sorted(kept) == [
        [[1, 2], [2, 2]],
        [[1, 4], [2, 2]],
        [[1, 4], [3, 6]],
        [[1, 5]],
        [[2, 5], [3, 3]],
        [[4, 0]],
    ]


def test_the_results_page_shows_people_and_points(db: None) -> None:
    text = " ".join(page(bring_in("points"), "results").split())
    assert "The idea with the most points came first" in text
    assert (
        '<td class="n" data-label="People">4</td> <td class="n" data-label="Points">15</td>' in text
    )
    assert "picks exactly the 2 ideas that the file marks as winners" in text


def test_nobody_is_served_by_an_idea_they_gave_no_points(db: None) -> None:
    """Five of six gave points to a winner; the sixth gave none to anything."""
    bring_in("points")
    assert Count.objects.get().result["served"] == 5
    assert Count.objects.get().result["blank"] == 1


def test_the_files_and_the_programs_say_the_points(db: None) -> None:
    round = bring_in("points")
    assert page(round, "totals").startswith(
        "number,idea,cost_minor_units,votes,points,picked,why\n"
    )
    assert "1,Skip hire for Bath Street,60000,4,15,1," in page(round, "totals")
    payload = Client().get(reverse("voting:api-result", args=[round.pk])).json()
    assert payload["ballot_format"] == "points"
    assert {row["number"]: row["score"] for row in payload["lines"]} == {1: 15, 2: 9, 3: 9, 4: 0}
    lines = page(round, "ballots", "csv").splitlines()
    assert lines[0] == "receipt,numbers,points"
    assert {line.partition(",")[2] for line in lines} >= {"1 2,4 2", "1 3,4 6", "4,0"}


@pytest.mark.parametrize("name", ["plain", "points", "scores", "rankings"])
def test_an_imported_vote_leaves_as_the_same_election(db: None, tmp_path: Path, name: str) -> None:
    round, file, facts = bring_in(name), tmp_path / "ballots.pb", tmp_path / "facts.json"
    file.write_text(page(round, "ballots", "pb"), encoding="utf-8")
    facts.write_text(page(round, "facts"), encoding="utf-8")
    came, left = pabulib.read(FILES / f"{name}.pb"), pabulib.read_with_facts(file, facts)
    assert left.file.meta["rule"] == "greedy"
    assert left.file.selected == frozenset(Count.objects.get().result["funded"])
    assert left.file.projects == came.projects
    assert election_digest(left.file.ballots) == election_digest(came.ballots)


@pytest.mark.parametrize("name", ["points", "rankings"])
@pytest.mark.parametrize("other", ["ballot", "check", "opening", "limits", "challenge"])
def test_every_other_page_of_such_a_round_answers(db: None, name: str, other: str) -> None:
    assert page(bring_in(name), other)
