from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_a_report_names_the_winners_and_what_is_left(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--explain", str(files / "plain.pb")])
    said = capsys.readouterr().out
    assert "2 picked for £900 of £1,000; £100 left" in said
    assert "P1  Skip hire for Bath Street: 4 votes, £600" in said
    assert "P10: Not picked: nobody chose it" in said


@pytest.mark.parametrize("options", [["--ties", "cost"], ["--min-votes", "-1"], ["--rule", "x"]])
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
