"""Files as cities publish them, also where they leave out a line or write a sign for a fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from voting.counting import pabulib
from voting.counting.pabulib.refusals import BadFile

FILE = """META
key;value
description;Made up
country;Nowhere
unit;Sample
instance;2024
num_projects;3
num_votes;2
budget;1000.50
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
1;600;2;Benches;1
2;400.50;1;Bins;{second}
3;{third};1;Boards;{last}
VOTES
voter_id;vote
1;1,2
2;1,3
"""


def written(tmp_path: Path, **cells: object) -> Path:
    file = tmp_path / "made-up.pb"
    file.write_text(FILE.format(**{"second": 1, "third": 500, "last": 0} | cells))
    return file


def test_meta_without_its_header_is_read(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.write_text(file.read_text().replace("key;value\n", ""))
    read = pabulib.read(file)
    assert (len(read.projects), read.ballots.voters, read.ballots.budget) == (3, 2, 100_050)
    assert read.meta["description"] == "Made up"


def test_a_header_that_is_misspelt_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.write_text(file.read_text().replace("key;value", "keys;values"))
    with pytest.raises(BadFile, match="no column key"):
        pabulib.read(file)


@pytest.mark.parametrize(("mark", "funded"), [("1", True), ("2", True), ("3", True), ("0", False)])
def test_every_sign_of_being_funded_is_one(tmp_path: Path, mark: str, funded: bool) -> None:
    read = pabulib.read(written(tmp_path, second=mark))
    assert read.selected is not None
    assert ("2" in read.selected) is funded


def test_the_sign_for_a_project_taken_back_is_no_cost(tmp_path: Path) -> None:
    read = pabulib.read(written(tmp_path, third=999999999))
    assert read.ballots.withdrawn == frozenset({"3"})
    assert pabulib.read(written(tmp_path, third=999999998)).ballots.withdrawn == frozenset()
