from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from voting.counting import Completion, Misfit, Rule, Rules, TieKey, Utility
from voting.counting.__main__ import main

ROOT = Path(__file__).resolve().parents[3]


def test_json_is_one_line_per_file(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(files / "plain.pb")
    assert main(["--json", path, path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    said = json.loads(lines[0])
    assert set(said) == {"file", "rule", "funded", "spent", "seconds"}
    assert (said["file"], said["funded"], said["spent"]) == (path, ["P1", "P3"], 900)
    assert set(said["seconds"]) == {"read", "count"}


def test_options_change_the_rules_that_are_said(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--stop", "--min-votes", "2", "--ties", "votes,id", "--json"]
    main([*options, str(files / "plain.pb")])
    said = json.loads(capsys.readouterr().out)
    assert said["funded"] == ["P1"]
    rule = said["rule"]
    assert (rule["misfit"], rule["min_votes"], rule["ties"]) == ("stop", 2, "votes,id")


def test_a_bad_file_is_one_line_and_the_others_still_count(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = str(files / "nul-byte.pb"), str(files / "odd-but-clear.pb")
    assert main(["--json", bad, good]) == 2
    said = capsys.readouterr()
    assert said.err == f"{bad}:23: there is a NUL byte here\n"
    assert json.loads(said.out)["spent"] == 900.5


def test_explanations_come_for_every_project(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--json", "--explain", str(files / "plain.pb")])
    explained = json.loads(capsys.readouterr().out)["explained"]
    assert list(explained) == ["P1", "P2", "P3", "P10"]
    assert "it lacked £100." in explained["P2"]


SHARES = ["--rule", "equal-shares", "--json"]


def said_of(
    options: list[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, object]:
    assert main([*options, str(path)]) == 0
    facts: dict[str, object] = json.loads(capsys.readouterr().out)
    return facts


def test_without_options_it_is_most_votes_that_fit(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_of(["--json"], files / "plain.pb", capsys)["rule"] == Rules().to_manifest()


def test_every_option_of_equal_shares_is_said_in_the_rule(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Amounts on the command line are whole units, in the rules they are minor units."""
    options = "--utility cardinality --completion add1+greedy --add1-step 2 --no-add1-exhaustive"
    more = "--comparison --ties votes,id --stop --min-votes 1 --endowment 12.5"
    said = said_of([*SHARES, *options.split(), *more.split()], files / "plain.pb", capsys)
    rule = said["rule"]
    assert isinstance(rule, dict)
    assert (
        rule
        == Rules(
            rule=Rule.EQUAL_SHARES,
            utility=Utility.CARDINALITY,
            completion=Completion.ADD1_GREEDY,
            add1_step=200,
            add1_exhaustive=False,
            comparison=True,
            ties=(TieKey.VOTES, TieKey.ID),
            misfit=Misfit.STOP,
            endowment=Fraction(1250),
        ).to_manifest()
    )


def test_a_share_that_spends_too_much_is_refused_and_the_others_still_count(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(files / "plain.pb")
    assert main([*SHARES, "--endowment", "5000", path]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}: with an endowment that large")
    assert said.err.count("\n") == 1


def test_a_lot_without_its_seed_is_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--ties", "cost,lot", str(files / "plain.pb")]) == 2
    assert "lot_seed" in capsys.readouterr().err


def test_a_part_funded_project_is_told_apart(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_of(["--json", "--part-funding", "1"], files / "plain.pb", capsys)
    assert said["part"] == {"id": "P2", "amount": 100}
    assert (said["funded"], said["spent"]) == (["P1", "P3"], 1000)


def test_a_report_names_the_winners_and_what_is_left(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--explain", str(files / "plain.pb")])
    said = capsys.readouterr().out
    assert "2 picked for £900 of £1,000; £100 left" in said
    assert "P1  Skip hire for Bath Street: 4 votes, £600" in said
    assert "P10: Not picked: nobody chose it" in said


@pytest.mark.parametrize(
    "options",
    [
        ["--ties", "cost"],
        ["--min-votes", "-1"],
        ["--min-votes", "two"],
        ["--rule", "x"],
        ["--utility", "joy"],
        ["--completion", "add2"],
        ["--add1-step", "0"],
        ["--add1-step", "1.5"],
        ["--endowment", "-3"],
        ["--endowment", "1/0"],
        ["--endowment", "nan"],
        ["--part-funding", "100"],
        ["--points-table", "1,2"],
        ["--stages", "theme=3"],
        ["--compar"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: list[str], files: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main([*options, str(files / "plain.pb")])
    assert end.value.code == 2


def test_it_runs_from_any_folder_without_the_website(files: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from voting.counting.__main__ import main; code = main(sys.argv[1:]); "
        "sys.exit(code or ('django' in sys.modules and 'the website was imported'))"
    )
    command = [sys.executable, "-c", program, "--json", str(files / "plain.pb")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_stage_that_keeps_more_than_any_money_is_one_line(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(files / "plain.pb")
    assert main(["--stages", "area:North=999999999999999", path]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}: a stage can't be written 'area:North=99")
    assert said.err.count("\n") == 1


def test_an_unknown_choice_is_answered_with_the_words_that_can_be_typed(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--rule", "x", str(files / "plain.pb")])
    assert "choose from 'greedy', 'equal-shares'" in capsys.readouterr().err


def test_a_name_that_begins_with_a_dash_stands_after_two(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-vote.pb").write_bytes((files / "plain.pb").read_bytes())
    assert main(["--json", "--", "-vote.pb"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == "-vote.pb"


def started(*options: str, encoding: str = "utf-8") -> subprocess.Popen[str]:
    """The program on its own, as a shell starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "voting.counting", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_a_screen_that_lacks_a_letter_gets_its_number(files: Path) -> None:
    with started(str(files / "plain.pb"), encoding="ascii") as program:
        said, complaints = program.communicate()
    assert (program.returncode, complaints) == (0, "")
    assert "2 picked for \\xa3900" in said


def test_a_reader_who_has_seen_enough_is_not_shown_a_failure(files: Path) -> None:
    """As in `./run count --json FILE… | head -1`."""
    with started("--json", str(files / "plain.pb")) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == ""
    assert program.returncode == 1
