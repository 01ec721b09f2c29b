"""Files that an earlier version published are read, counted and proven as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from voting.counting import Rules, TieKey, count
from voting.counting.__main__ import main
from voting.counting.pabulib import BadFile, read, read_with_facts

EARLIER = Path(__file__).parent / "earlier"
DIGEST = "1337a841a03ead97b5bfa5e2cc82f7a183122113d3410368ab0b2c79df2b5283"


def test_pairs_and_withdrawn_ideas_stand_in_columns_of_our_own() -> None:
    file = read(EARLIER / "ballots.pb")
    assert file.ballots.withdrawn == {"3"}
    assert file.ballots.incompatible == (("1", "2"),)
    assert file.ballots.max_length == 3
    rules = Rules(ties=(TieKey.COST, TieKey.VOTES, TieKey.NUMBER))
    assert count(file.ballots, rules).funded == ("2", "4")
    assert file.selected == frozenset("24")


def test_an_earlier_result_is_proven_by_its_digest(capsys: pytest.CaptureFixture[str]) -> None:
    result, ballots = str(EARLIER / "result.json"), str(EARLIER / "ballots.pb")
    assert main(["--check", result, "--digest", DIGEST, ballots]) == 0
    facts = capsys.readouterr()
    assert (f"digest {DIGEST}" in facts.out, facts.err) == (True, "")


def test_facts_of_another_vote_are_refused(tmp_path: Path) -> None:
    for text, reason in (
        ("{", "can't be read as JSON"),
        ("[]", "is not a file of facts"),
        ('{"v":2}', "is not a file of facts"),
        ('{"v":1,"projects":[{}]}', "is not a file of facts"),
    ):
        path = tmp_path / "facts.json"
        path.write_text(text)
        with pytest.raises(BadFile, match=reason):
            read_with_facts(EARLIER / "ballots.pb", path)
