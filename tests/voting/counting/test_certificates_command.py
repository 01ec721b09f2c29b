"""Results are checked from the command line, one's own and published ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from voting.counting import Rules, count, result_digest
from voting.counting.__main__ import main
from voting.counting.pabulib import read


@pytest.fixture
def plain_file(files: Path) -> str:
    return str(files / "plain.pb")


@pytest.fixture
def result(plain_file: str) -> dict[str, Any]:
    return count(read(plain_file).ballots, Rules()).to_data()


def kept(folder: Path, result: object) -> str:
    path = folder / "result.json"
    path.write_text(json.dumps(result))
    return str(path)


def test_a_count_can_be_checked_at_once(
    plain_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--certify", "--rule", "equal-shares", plain_file]) == 0
    assert "\nchecked: the result follows from the ballots and the rules; digest " in (
        capsys.readouterr().out
    )
    assert main(["--certify", "--json", plain_file]) == 0
    assert json.loads(capsys.readouterr().out)["certified"] is True
    main(["--json", plain_file])
    assert "certified" not in json.loads(capsys.readouterr().out)


def test_a_published_result_is_checked_against_the_ballots(
    plain_file: str, result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = result_digest(read(plain_file).ballots, result)
    path = kept(tmp_path, result)
    assert main(["--check", path, "--digest", digest, plain_file]) == 0
    assert capsys.readouterr().out == (
        f"{plain_file}: checked: the result follows from the ballots and the rules; "
        f"digest {digest}\n"
    )
    assert main(["--check", path, "--json", plain_file]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": plain_file, "certified": True}


def test_a_forged_result_is_told_line_by_line(
    plain_file: str, result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result["spent"] = 1
    path = kept(tmp_path, result)
    assert main(["--check", path, plain_file]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{plain_file}: The result: the money spent is 1 in the result, and 90000 by the ballots "
        "and the rules.\n"
    )
    assert main(["--check", path, "--json", plain_file]) == 2
    assert json.loads(capsys.readouterr().out)["certified"] is False


def test_a_result_with_another_digest_is_not_the_published_one(
    plain_file: str, result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check", kept(tmp_path, result), "--digest", "0" * 64, plain_file]) == 2
    assert "The digest of this result with these ballots is" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, "\x00"])
def test_what_is_no_result_is_one_line(
    plain_file: str, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "result.json"
    path.write_text(content)
    assert main(["--check", str(path), plain_file]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"{path}: This file ")
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_what_is_not_there_is_one_line(
    plain_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check", str(tmp_path / "none.json"), plain_file]) == 2
    assert main(["--check", plain_file, str(tmp_path / "none.pb")]) == 2
    assert main(["--check", plain_file, plain_file, plain_file]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 3)


def test_a_digest_is_for_a_published_result(
    plain_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--digest", "00", plain_file])
    assert ended.value.code == 2
    assert "--digest goes with --check" in capsys.readouterr().err
