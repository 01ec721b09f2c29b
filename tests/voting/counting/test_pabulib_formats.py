"""Points, scores, rankings, and what a file says of its projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from voting.counting import Ballots, Format, Rules, count
from voting.counting.pabulib import BadFile, PabulibFile, read
from voting.counting.tally import tally

Heard = dict[str, tuple[tuple[int, int], ...]]


def changed(source: Path, folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the file with each text replaced, which must be there once."""
    text = source.read_text()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / source.name
    path.write_text(text)
    return path


def hear(path: Path) -> tuple[PabulibFile, Heard]:
    heard: Heard = {}
    return read(path, on_ballot=heard.__setitem__), heard


def points(ballots: Ballots) -> dict[str, int]:
    """Total points by project id."""
    return dict(zip((p.id for p in ballots.projects), tally(ballots, Rules()).score, strict=True))


def test_a_pair_is_read_once_whichever_project_names_the_other(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "pairs.pb"
    path.write_text(_with_column(files, {"P2": "P1", "P10": "P1, P2", "P1": "P2,"}))
    assert read(path).ballots.incompatible == (("P1", "P2"), ("P1", "P10"), ("P2", "P10"))


@pytest.mark.parametrize("other", ["P2", "P99"])
def test_a_pair_with_itself_or_a_stranger_is_refused(
    other: str, files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pairs.pb"
    path.write_text(_with_column(files, {"P2": other}))
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.line == 15
    assert f"not_with names '{other}'" in str(refused.value)


def test_a_project_that_was_withdrawn_is_read_as_such(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "withdrawn.pb"
    path.write_text(_with_column(files, {"P2": "1", "P10": "0"}, "withdrawn"))
    found = read(path).ballots
    assert found.withdrawn == {"P2"}
    assert "P2" in {project.id for project in found.projects}


def test_what_neither_says_that_it_was_withdrawn_nor_that_it_was_not_is_refused(
    files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "withdrawn.pb"
    path.write_text(_with_column(files, {"P2": "yes"}, "withdrawn"))
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.line == 15
    assert "withdrawn says 'yes', and neither 0 nor 1" in str(refused.value)


def _with_column(files: Path, cells: dict[str, str], column: str = "not_with") -> str:
    """The plain file with a column of our own, by project id."""
    found, section = [], ""
    for line in (files / "plain.pb").read_text().splitlines():
        first = line.partition(";")[0]
        section = first if first in ("META", "PROJECTS", "VOTES") else section
        if section == "PROJECTS" and first not in ("PROJECTS", "project_id"):
            line = f"{line};{cells.get(first, '')}"
        found.append(f"{line};{column}" if first == "project_id" else line)
    return "\n".join(found) + "\n"


@pytest.mark.parametrize("name", ["points", "scores", "rankings"])
def test_totals_are_those_that_the_file_states(files: Path, name: str) -> None:
    election = read(files / f"{name}.pb")
    votes = dict(zip((p.id for p in election.projects), election.ballots.votes(), strict=True))
    assert election.ballots.format == name
    assert votes == election.votes_column
    assert points(election.ballots) == election.score_column


def test_points_stand_beside_their_projects(files: Path) -> None:
    """Commas at the end, 3.0 for 3, and a project that gets nothing are read."""
    _, heard = hear(files / "points.pb")
    assert heard == {
        "v1": ((1, 4), (2, 2)),
        "v2": ((1, 5),),
        "v3": ((1, 4), (3, 6)),
        "v4": ((2, 5), (3, 3)),
        "v5": ((1, 2), (2, 2)),
        "v6": ((4, 0),),
    }


def test_a_ballot_of_scores_may_be_blank_or_end_early(files: Path) -> None:
    election, heard = hear(files / "scores.pb")
    assert heard["v2"] == ((1, 4), (2, 4), (3, 2), (4, 0))
    assert (heard["v5"], heard["v6"]) == ((), ())
    assert election.ballots.blank == 3


def test_a_default_score_goes_to_every_project_left_out(files: Path, tmp_path: Path) -> None:
    path = changed(files / "scores.pb", tmp_path, ("default_score;0", "default_score;1"))
    election, heard = hear(path)
    assert heard["v1"] == ((1, 5), (2, 3), (3, 1), (4, 1))
    assert heard["v4"] == ((1, 1), (2, 1), (3, 1), (4, 0))
    assert points(election.ballots) == {"P1": 15, "P2": 12, "P3": 7, "P10": 4}


def test_a_ranking_is_the_order_of_the_vote(files: Path) -> None:
    election, heard = hear(files / "rankings.pb")
    assert election.ballots.max_length == 3
    assert heard["v3"] == ((1, 2), (3, 1))
    assert heard["v4"] == ((1, 2), (2, 1), (4, 3))


def test_a_project_ranked_twice_holds_its_better_place_and_others_move_up(
    files: Path, tmp_path: Path
) -> None:
    path = changed(files / "rankings.pb", tmp_path, ("v1;P1,P2,P3", "v1;P1,P1,P2"))
    election, heard = hear(path)
    assert heard["v1"] == ((1, 1), (2, 2))
    assert election.repeats == 2


def test_points_for_a_project_twice_are_put_together_as_published_totals_do(
    files: Path, tmp_path: Path
) -> None:
    path = changed(files / "points.pb", tmp_path, ("P1,P2;4,2", "P1,P2,P1;4,2,1"))
    election, heard = hear(path)
    assert heard["v1"] == ((1, 5), (2, 2))
    assert election.repeats == 1
    assert election.ballots.votes() == (4, 3, 2, 0)


def test_a_project_named_twice_is_held_against_nobody(files: Path, tmp_path: Path) -> None:
    """Seven points on it are over max_points, twelve on the ballot over max_sum_points."""
    path = changed(files / "points.pb", tmp_path, ("P1,P2;4,2", "P1,P2,P1;4,5,3"))
    _, heard = hear(path)
    assert heard["v1"] == ((1, 7), (2, 5))


def test_places_and_points_need_no_limits(files: Path, tmp_path: Path) -> None:
    path = changed(files / "rankings.pb", tmp_path, ("max_length;3\n", ""))
    election = read(path)
    assert election.ballots.max_length is None
    assert points(election.ballots) == election.score_column


def test_a_limit_may_be_written_with_decimals(files: Path, tmp_path: Path) -> None:
    path = changed(files / "points.pb", tmp_path, ("max_points;6", "max_points;6.0"))
    assert read(path).repeats == 0


def test_limits_on_points_say_nothing_about_approvals(files: Path, tmp_path: Path) -> None:
    path = changed(files / "plain.pb", tmp_path, ("max_length;3", "max_sum_points;none"))
    assert read(path).ballots.format is Format.APPROVAL


def test_choose_1_is_an_approval_of_one(files: Path, tmp_path: Path) -> None:
    ballots = "P1,P2", "P1,P3", "P2,P3"
    text = (files / "plain.pb").read_text().replace("max_length;3\n", "")
    for ballot in ballots:
        text = text.replace(ballot, ballot[:2])
    path = tmp_path / "one.pb"
    path.write_text(text.replace("approval", "choose-1"))
    election = read(path)
    assert (election.ballots.format, election.ballots.max_length) == (Format.APPROVAL, 1)


def test_theme_area_and_decimal_money_are_kept(files: Path) -> None:
    election = read(files / "points.pb")
    assert [(p.theme, p.area) for p in election.projects] == [
        ("streets", "North"),
        ("parks, streets", "South"),
        ("parks", ""),
        ("", "South"),
    ]
    assert election.ballots.budget == 1_000_50
    assert [p.cost for p in election.projects] == [600_00, 500_00, 300_25, 0]


@pytest.mark.parametrize("column", ["neighborhood", "neighbourhood", "subunit"])
def test_an_area_goes_by_several_names(files: Path, tmp_path: Path, column: str) -> None:
    path = changed(files / "points.pb", tmp_path, (";district;", f";{column};"))
    assert read(path).projects[0].area == "North"


def test_a_total_that_is_no_number_is_not_stated(files: Path, tmp_path: Path) -> None:
    path = changed(files / "points.pb", tmp_path, ("P1;600;4;15", "P1;600;;none"))
    election = read(path)
    assert election.votes_column == {"P2": 3, "P3": 2, "P10": 0}
    assert election.score_column == {"P2": 9, "P3": 9, "P10": 0}


def test_a_free_project_wins_only_when_somebody_chose_it(files: Path, tmp_path: Path) -> None:
    path = changed(files / "points.pb", tmp_path, ("v6;28;M;P10;0", "v6;28;M;P10;1"))
    assert "P10" in count(read(path).ballots, Rules()).funded
    assert "P10" not in count(read(files / "points.pb").ballots, Rules()).funded


def test_the_same_vote_with_other_points_is_another_ballot(files: Path, tmp_path: Path) -> None:
    path = changed(files / "points.pb", tmp_path, ("P1,P2;2,2", "P1,P2;42,"))
    with pytest.raises(BadFile, match="names 2 projects and has points for 1"):
        read(path)
    assert read(files / "points.pb").ballots.distinct == 6


def test_points_put_together_may_not_be_too_large(files: Path, tmp_path: Path) -> None:
    lifted = ("max_points;6", "max_points;999999"), ("max_sum_points;10\n", "")
    path = changed(files / "points.pb", tmp_path, *lifted, ("P1;5", "P1,P1;600000,600000"))
    with pytest.raises(BadFile, match="the points for a project are too large"):
        read(path)
