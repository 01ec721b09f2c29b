"""Whoever downloads a result and its ballots proves the one from the other, with one command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from places.models import Neighbourhood
from proposals import actions as proposals
from proposals.models import Proposal
from rounds.models import Round
from tests.voting import scene as scenes
from tests.voting import shares
from tests.voting.scene import Scene
from tests.voting.test_pairs import PLOT, WHY, checks, number_of, open_box
from voting.counting import Ballots, result_digest
from voting.counting.__main__ import main
from voting.counting.pabulib import read, read_with_facts
from voting.models import BallotLine

BALLOTS = 50

POINTS = """META
key;value
description;Votes with points
country;Poland
unit;Gdynia
instance;2020
num_projects;4
num_votes;4
budget;1000
vote_type;cumulative
rule;greedy
max_sum_points;6
PROJECTS
project_id;cost;name;category;not_with
10;600;A playground;education;
9;600;A bench;greenery;
7;400.50;Trees;greenery;8
8;300;Bins;;
VOTES
voter_id;vote;points
a;10,9;3,2
b;10;6
c;7,10;4,0
d;;
"""


@dataclass(frozen=True)
class Files:
    """A result and its ballots as anybody downloads them."""

    result: Path
    ballots: Path
    facts: Path

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.result.read_bytes())
        return found

    @property
    def digest(self) -> str:
        return result_digest(self.whole, self.data)

    @property
    def whole(self) -> Ballots:
        """The whole election, of both its files."""
        return read_with_facts(self.ballots, self.facts).file.ballots

    def check(self, *more: str) -> int:
        given = ["--facts", str(self.facts), *more, str(self.ballots)]
        return main(["--check", str(self.result), *given])

    def forge(self, **claims: object) -> None:
        self.result.write_text(json.dumps(self.data | claims))


def downloaded(round_: Round, folder: Path) -> Files:
    here = [round_.neighbourhood, round_.number]
    files = Files(*(folder / name for name in ("result.json", "ballots.pb", "facts.json")))
    found = Client().get(reverse("voting:result-file", args=here))
    files.result.write_bytes(found.content)
    pb: Any = Client().get(reverse("voting:ballots", args=[*here, "pb"]))
    files.ballots.write_bytes(pb.getvalue())
    facts: Any = Client().get(reverse("voting:facts", args=here))
    files.facts.write_bytes(facts.getvalue())
    return files


def proven(files: Files, said: pytest.CaptureFixture[str]) -> None:
    """It is proven, and by its digest and no other."""
    code = files.check()
    payload = said.readouterr()
    assert (payload.err, code) == ("", 0)
    assert f"digest {files.digest}" in payload.out
    assert files.check("--digest", files.digest) == 0
    assert files.check("--digest", "0" * 64) == 2
    said.readouterr()


def many_vote(vote: Scene, random: Random, most: int) -> None:
    numbers = list(BallotLine.objects.filter(round=vote.round).values_list("number", flat=True))
    for _ in range(BALLOTS):
        vote.vote(vote.voter(), *random.sample(numbers, random.randint(1, most)))


def withdraw(vote: Scene, number: int) -> None:
    proposal = vote.round.ballot_lines.get(number=number).proposal
    assert proposal is not None
    assert proposal.lead is not None
    proposals.withdraw(proposal, reason="We found another place.", by=proposal.lead)


@pytest.fixture
def by_votes(area: Neighbourhood) -> Round:
    vote = scenes.open_vote(area, ideas=6, pot_pence=400_050)
    many_vote(vote, Random(1), 3)
    vote.end()
    return vote.open()


def test_a_result_by_most_votes_is_proven(
    by_votes: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proven(downloaded(by_votes, tmp_path), capsys)


def test_a_result_by_equal_shares_is_proven(
    area: Neighbourhood, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, round_ = shares.by_shares(area, voters=BALLOTS, whole_from=BALLOTS)
    files = downloaded(round_, tmp_path)
    assert files.data["runs"]
    proven(files, capsys)


def test_a_result_with_two_that_cannot_both_be_done_is_proven(
    area: Neighbourhood, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vote = checks(area, *PLOT, "Swifts")
    one, other = Proposal.objects.filter(round=vote.round, title__in=PLOT)
    proposals.declare_incompatible(one, other=other, because=WHY, by=vote.officer)
    open_box(vote)
    for at in range(BALLOTS):
        vote.vote(vote.voter(), *(number_of(vote, title) for title in (*PLOT, "Swifts")[at % 3 :]))
    vote.end()
    files = downloaded(vote.open(), tmp_path)
    assert "incompatible" in {outcome["verdict"] for outcome in files.data["outcomes"]}
    proven(files, capsys)


@pytest.mark.parametrize("by_shares", [False, True])
def test_a_result_with_an_idea_that_was_taken_back_is_proven(
    area: Neighbourhood, tmp_path: Path, capsys: pytest.CaptureFixture[str], by_shares: bool
) -> None:
    rules = scenes.rules(max_choices=3)
    if by_shares:
        rules["count"] = shares.SHARES.to_manifest()
    vote = scenes.open_vote(area, rules=rules, ideas=5, pot_pence=400_050)
    vote.vote(vote.voter(), 2)
    many_vote(vote, Random(2), 3)
    withdraw(vote, 2)
    vote.end()
    files = downloaded(vote.open(), tmp_path)
    payload = {row["number"]: row for row in files.data["outcomes"]}
    assert payload[2]["verdict"] == "withdrawn"
    assert files.whole.withdrawn == {"2"}
    assert "2" not in {project.id for project in read(files.ballots).projects}
    proven(files, capsys)


def test_an_imported_result_of_points_is_proven(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "points.pb"
    source.write_text(POINTS, encoding="utf-8")
    call_command("import_pabulib", str(source))
    capsys.readouterr()
    files = downloaded(Round.objects.get(origin="imported"), tmp_path)
    assert files.data["served"] == 2
    assert files.data["blank"] == 1
    proven(files, capsys)


def test_a_downloaded_file_with_an_idea_taken_back_can_be_imported(
    area: Neighbourhood, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "points.pb"
    rows = POINTS.replace("category;not_with", "category;not_with;withdrawn")
    rows = rows.replace("education;\n", "education;;1\n")
    source.write_text(rows, encoding="utf-8")
    call_command("import_pabulib", str(source))
    capsys.readouterr()
    round_ = Round.objects.get(origin="imported")
    assert BallotLine.objects.get(round=round_, withdrawn_at__isnull=False).outside_id == "10"
    files = downloaded(round_, tmp_path)
    assert "10" not in files.data["funded"]
    proven(files, capsys)


def test_what_is_told_beside_a_result_cannot_be_changed(
    by_votes: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = downloaded(by_votes, tmp_path)
    payload = files.data
    for key, named in (
        ("served", "the number of people who get something they chose"),
        ("voters", "the number of voters"),
        ("blank", "the number of blank ballots"),
    ):
        files.forge(**{key: payload[key] + 1})
        assert files.check() == 2
        assert (
            f"The result: {named} is {payload[key] + 1} in the result,"
            f" and {payload[key]} by the ballots" in capsys.readouterr().err
        )
        files.forge(**payload)
    files.forge(rules_sha256="0" * 64)
    assert files.check() == 2
    assert "The result: the digest of the rules is" in capsys.readouterr().err
