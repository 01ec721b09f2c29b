from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from voting.counting import Rules, count
from voting.counting.pabulib import BadFile, fingerprint, read
from voting.counting.pabulib.text import LONGEST_LINE

BROKEN = {
    "begins-with-projects": (1, "the file begins with PROJECTS, not with META"),
    "budget-in-words": (8, "the budget '£1,000' is not an amount of money"),
    "budget-twice": (9, "META says budget twice"),
    "choose-1-two": (19, "the ballot has 2 choices; max_length is 1"),
    "column-twice": (13, "the header of PROJECTS names a column twice"),
    "cost-below-zero": (15, "the cost '-500' is below zero"),
    "cost-not-a-number": (16, "the cost 'NaN' is not an amount of money"),
    "empty": (1, "the file is empty"),
    "meta-header-wrong": (2, "the header of META has no column key"),
    "name-splits-the-row": (15, "a row of PROJECTS has more fields than its header: '0'"),
    "no-ballots": (19, "there are no ballots"),
    "no-budget": (2, "META does not say budget"),
    "no-projects": (17, "VOTES comes where PROJECTS should"),
    "no-votes": (17, "the file ends in PROJECTS; there is no VOTES"),
    "not-a-table": (1, "the file does not begin with META"),
    "not-utf8": (15, "this is not UTF-8 text"),
    "nul-byte": (23, "there is a NUL byte here"),
    "num-projects-wrong": (6, "num_projects says 5, the file holds 4"),
    "num-votes-in-words": (7, "num_votes 'six' is not a whole number"),
    "num-votes-wrong": (7, "num_votes says 7, the file holds 6"),
    "open-quote": (16, "a quotation mark is opened and never closed"),
    "points-below-zero": (24, "the number of points '-4' is below zero"),
    "points-for-nobody": (23, "the ballot names 0 projects and has points for 1"),
    "points-in-part": (23, "the number of points '2.5' is not a whole number"),
    "points-in-words": (23, "the number of points 'five' is not a whole number"),
    "points-limit-in-words": (13, "max_sum_points 'ten' is not a whole number"),
    "points-limit-twice": (14, "META says max_sum_points twice"),
    "points-missing": (22, "the ballot names 2 projects and has points for 0"),
    "points-over-max": (23, "the number of points '7' is too much; max_points is 6"),
    "points-sum-over-max": (24, "the ballot gives 11 points; max_sum_points is 10"),
    "points-sum-under-min": (28, "the ballot gives 2 points; min_sum_points is 3"),
    "points-too-few": (22, "the ballot names 2 projects and has points for 1"),
    "points-too-large": (22, "the number of points '1000001' is too large"),
    "points-too-many": (23, "the ballot names 1 project and has points for 2"),
    "points-under-min": (24, "the number of points '1' is too little; min_points is 2"),
    "points-without-column": (21, "the header of VOTES has no column points"),
    "project-twice": (16, "project_id 'P2' comes twice"),
    "project-without-id": (16, "project_id '' can't stand on a ballot"),
    "projects-header-without-cost": (13, "the header of PROJECTS has no column cost"),
    "rankings-gap": (23, "'' is not a project of this vote"),
    "rankings-too-long": (24, "the ballot has 4 choices; max_length is 3"),
    "rankings-too-short": (22, "the ballot has 1 choice; min_length is 2"),
    "row-cut-short": (15, "a row of PROJECTS is cut short"),
    "scores-below-zero": (23, "the score '-3' is below zero"),
    "scores-in-part": (21, "the score '4.5' is not a whole number"),
    "scores-over-max": (21, "the score '6' is too much; max_points is 5"),
    "scores-unknown-project": (23, "'P4' is not a project of this vote"),
    "too-many-choices": (20, "the ballot has 4 choices; max_length is 3"),
    "unknown-project": (22, "'P33' is not a project of this vote"),
    "vote-type-unknown": (9, "the vote_type 'applause' is not known"),
    "voter-twice": (24, "voter_id 'v1' comes twice"),
    "voter-without-id": (24, "voter_id is empty"),
    "votes-header-without-vote": (19, "the header of VOTES has no column vote"),
    "votes-twice": (23, "VOTES comes where a ballot should"),
}
WHOLE = {"odd-but-clear", "plain", "points", "rankings", "scores"}


def test_a_plain_file_is_read(files: Path) -> None:
    election = read(files / "plain.pb")
    assert election.meta["unit"] == "Harbour"
    assert [(p.number, p.id, p.cost) for p in election.projects] == [
        (1, "P1", 600_00),
        (2, "P2", 500_00),
        (3, "P3", 300_00),
        (4, "P10", 200_00),
    ]
    assert (election.ballots.budget, election.ballots.currency) == (1_000_00, "GBP")
    assert election.ballots.votes() == (4, 3, 2, 0)
    assert (election.ballots.voters, election.ballots.blank) == (6, 1)
    assert election.selected == frozenset({"P1", "P3"})


def test_a_file_that_is_odd_but_clear_is_read(files: Path) -> None:
    """Byte order mark, CRLF, blank lines, quotes over two lines, pence, a choice twice, free."""
    election = read(files / "odd-but-clear.pb")
    assert election.ballots.votes() == (4, 3, 2, 0)
    assert (election.ballots.budget, election.repeats) == (1_000_25, 1)
    assert [p.cost for p in election.projects] == [600_00, 500_00, 300_50, 0]
    assert election.projects[1].name == 'Benches; "Mill Lane"'


def test_the_fingerprint_is_of_the_bytes_of_the_file(files: Path) -> None:
    path = files / "odd-but-clear.pb"
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read(path).sha256 == fingerprint(path) == expected


def test_each_ballot_is_handed_out_once_with_its_voter(files: Path) -> None:
    heard: list[tuple[str, tuple[tuple[int, int], ...]]] = []
    read(files / "plain.pb", on_ballot=lambda voter, marks: heard.append((voter, marks)))
    assert heard == [
        ("v1", ((1, 1), (2, 1))),
        ("v2", ((1, 1),)),
        ("v3", ((1, 1), (3, 1))),
        ("v4", ((2, 1), (3, 1))),
        ("v5", ((1, 1), (2, 1))),
        ("v6", ()),
    ]


def test_progress_ends_at_the_size_of_the_file(files: Path) -> None:
    steps: list[tuple[int, int]] = []
    path = files / "plain.pb"
    read(path, on_progress=lambda done, size: steps.append((done, size)))
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_line_and_reason(files: Path, name: str) -> None:
    path = files / f"{name}.pb"
    with pytest.raises(BadFile) as refusal:
        read(path)
    line, reason = BROKEN[name]
    assert str(refusal.value) == f"{path}:{line}: {reason}"


def test_every_file_made_by_hand_is_tried(files: Path) -> None:
    assert {path.stem for path in files.glob("*.pb")} == {*BROKEN, *WHOLE}


def test_an_absurdly_long_line_is_refused(files: Path, tmp_path: Path) -> None:
    text = (files / "plain.pb").read_text().replace("Harbour", "H" * (LONGEST_LINE + 1), 2)
    path = tmp_path / "long.pb"
    path.write_text(text)
    with pytest.raises(BadFile, match="longer than"):
        read(path)


def test_a_long_line_across_blocks_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "endless.pb"
    path.write_bytes(b"META\nkey;value\n" + b"x" * 5_000_000)
    with pytest.raises(BadFile) as refusal:
        read(path)
    assert refusal.value.line == 3


@pytest.mark.parametrize("last", [b"last;30;F;P9\n", b"last;30;\xff;P1\n", b"last;\0;F;P1\n"])
def test_a_line_number_is_right_past_the_first_block(
    files: Path, tmp_path: Path, last: bytes
) -> None:
    text = (files / "plain.pb").read_text().replace("num_votes;6\n", "")
    text += "".join(f"w{n};30;F;P1,P2\n" for n in range(100_000))
    path = tmp_path / "big.pb"
    path.write_bytes(text.encode() + last)
    with pytest.raises(BadFile) as refusal:
        read(path)
    assert refusal.value.line == len(text.splitlines()) + 1


def test_a_missing_file_is_refused_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.pb"
    with pytest.raises(BadFile) as refusal:
        read(path)
    assert str(refusal.value).endswith("two\\nlines.pb: can't be opened: no such file or directory")


def test_a_ballot_below_min_length_is_refused(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.pb"
    text = (files / "plain.pb").read_text()
    path.write_text(text.replace("max_length;3", "min_length;1"))
    with pytest.raises(BadFile, match="the ballot has 0 choices; min_length is 1"):
        read(path)


def test_more_decimals_than_pence_are_kept_exactly(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "mills.pb"
    text = (files / "plain.pb").read_text()
    path.write_text(text.replace("budget;1000", "budget;1099.999").replace("P2;500", "P2;499.9990"))
    election = read(path)
    assert election.ballots.minor_digits == 3
    assert count(election.ballots, Rules()).left == 0


def test_space_around_the_name_of_a_section_and_lines_of_nothing_but_space_are_read(
    files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "spaces.pb"
    text = (files / "plain.pb").read_text()
    for name in ("META", "PROJECTS", "VOTES"):
        text = text.replace(f"{name}\n", f"  \n {name}  \n\t\n")
    path.write_text(f" ; \t;\n{text} \n; ;\n")
    assert read(path).ballots.votes() == read(files / "plain.pb").ballots.votes()


def test_zeros_after_the_last_decimal_are_no_decimals(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "zeros.pb"
    text = (files / "plain.pb").read_text()
    path.write_text(text.replace("budget;1000", "budget;1000.5000000000000000"))
    ballots = read(path).ballots
    assert (ballots.budget, ballots.minor_digits) == (1_000_50, 2)


def test_a_least_score_below_zero_is_no_limit(files: Path, tmp_path: Path) -> None:
    """The scores themselves are still 0 or more."""
    path = tmp_path / "least.pb"
    text = (files / "scores.pb").read_text()
    path.write_text(text.replace("vote_type;", "min_points;-2\nvote_type;"))
    assert read(path).ballots.votes() == read(files / "scores.pb").ballots.votes()
    path.write_text(text.replace("max_points;5", "max_points;-2"))
    with pytest.raises(BadFile, match="max_points '-2' is not a whole number"):
        read(path)
