"""What is written reads back as the same election, and no file breaks the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voting.counting import Ballots, BallotsError, Builder, Format, Project, Rules
from voting.counting.pabulib import CannotRead, PabulibFile, read, write
from voting.counting.tally import tally

FILES = Path(__file__).parent / "files"
GOOD = [
    (FILES / f"{name}.pb").read_bytes()
    for name in ("odd-but-clear", "plain", "points", "rankings", "scores")
]
SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

Rows = list[tuple[str, tuple[tuple[int, int], ...]]]


def again(
    folder: Path, ballots: Ballots, *, meta: Any, rows: Any = None, selected: Any = None
) -> tuple[PabulibFile, Rows]:
    """Write an election and read it."""
    path = folder / "written.pb"
    lines = write(ballots, meta=meta, rows=rows, selected=selected)
    path.write_text("".join(lines), encoding="utf-8", newline="")
    heard: Rows = []
    return read(path, on_ballot=lambda *ballot: heard.append(ballot)), heard


def same(one: Ballots, other: Ballots) -> bool:
    """The same election: projects, money, and as many of every ballot."""
    facts = [
        (
            (b.format, b.projects, b.budget, b.currency, b.minor_digits, b.max_length),
            (b.withdrawn, bag(b)),
        )
        for b in (one, other)
    ]
    return facts[0] == facts[1]


def bag(ballots: Ballots) -> dict[tuple[Any, ...], int]:
    """How often each ballot was cast."""
    marks = np.stack([ballots.choices, ballots.values], axis=1)
    slips = np.split(marks, ballots.starts[1:-1]) if ballots.distinct else []
    keys = [tuple(map(tuple, slip.tolist())) for slip in slips]
    return dict(zip(keys, ballots.weights.tolist(), strict=True))


one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
words = (one_line | st.sampled_from(['a;b"c', "\ufeffBOM", "VOTES", '"', ";", "'", "None"])).map(
    lambda text: " ".join(text.split())
)
ids = words.map(lambda text: text.replace(",", "")).filter(bool)


@st.composite
def elections(draw: Any) -> Ballots:
    """Any election whose money needs two decimals or none."""
    format = draw(st.sampled_from(Format))
    cost = st.integers(0, 10**9)
    projects = [
        Project(id_, draw(words) or id_, draw(cost), number, draw(words), draw(words))
        for number, id_ in enumerate(draw(st.lists(ids, min_size=1, max_size=5, unique=True)), 1)
    ]
    currency = draw(st.sampled_from(["GBP", "PLN", "XXX"]))
    longest = draw(st.none() | st.just(len(projects)))
    builder = Builder(
        projects, budget=draw(cost), format=format, currency=currency, max_length=longest
    )
    for named in draw(st.lists(st.permutations(range(len(projects))), min_size=1, max_size=6)):
        choices = named[: draw(st.integers(0, len(projects)))]
        values = list(range(1, len(choices) + 1))
        if format in (Format.POINTS, Format.SCORES):
            values = draw(st.lists(st.integers(0, 9), min_size=len(values), max_size=len(values)))
        people = draw(st.integers(1, 3))
        builder.add(choices, None if format is Format.APPROVAL else values, people=people)
    return builder.build()


@SAME_FOLDER
@given(election=elections(), meta=st.dictionaries(ids.map(str.lower), words, max_size=4))
def test_any_election_reads_back_as_it_was_written(
    tmp_path: Path, election: Ballots, meta: dict[str, str]
) -> None:
    funded = frozenset(project.id for project in election.projects[::2])
    back, _ = again(tmp_path, election, meta=meta, selected=funded)
    assert same(back.ballots, election)
    assert back.selected == funded
    assert list((back.votes_column or {}).values()) == list(election.votes())


@SAME_FOLDER
@given(
    good=st.sampled_from(GOOD),
    cuts=st.lists(
        st.tuples(
            st.integers(0, 600),
            st.integers(0, 4),
            st.binary(max_size=3)
            | st.sampled_from(
                [b";", b'"', b"\n", b",", b"\r\r\n", b"\xc2\x85", b"P1", b"-", b"9", b"VOTES\n"]
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_whatever_is_done_to_a_file_it_is_read_or_refused(
    tmp_path: Path, good: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    """What is read can be written, and is the same election again."""
    data = good
    for at, gone, put in cuts:
        data = data[:at] + put + data[at + gone :]
    path = tmp_path / "mutated.pb"
    path.write_bytes(data)
    heard: Rows = []
    try:
        file = read(path, on_ballot=lambda *ballot: heard.append(ballot))
    except CannotRead:
        return
    back, rows = again(tmp_path, file.ballots, meta=file.meta, rows=heard, selected=file.selected)
    assert same(back.ballots, file.ballots)
    assert back.selected == file.selected
    assert rows == heard


def test_an_election_without_rows_is_written_like_this() -> None:
    projects = [
        Project("a", "Benches; new", 500_50, 1, "parks", "North"),
        Project("b", "Bulbs", 0, 2),
    ]
    builder = Builder(projects, budget=800_00, format=Format.POINTS, max_length=2)
    builder.add([0, 1], [2, 3], people=2)
    builder.add([], [])
    meta = {"description": "A vote", "rule": "greedy", "max_sum_points": "5"}
    assert list(write(builder.build(), meta=meta, selected=["b"])) == [
        "META\n",
        "key;value\n",
        "description;A vote\n",
        "rule;greedy\n",
        "max_sum_points;5\n",
        "num_projects;2\n",
        "num_votes;3\n",
        "budget;800\n",
        "vote_type;cumulative\n",
        "max_length;2\n",
        "currency;GBP\n",
        "PROJECTS\n",
        "project_id;cost;votes;score;name;category;selected;district\n",
        'a;500.50;2;4;"Benches; new";parks;0;North\n',
        "b;0;2;6;Bulbs;;1;\n",
        "VOTES\n",
        "voter_id;vote;points\n",
        "1;b,a;3,2\n",
        "2;b,a;3,2\n",
        "3;;\n",
    ]


def test_every_field_that_is_read_is_kept(tmp_path: Path) -> None:
    for path in (FILES / "points.pb", FILES / "scores.pb", FILES / "rankings.pb"):
        heard: Rows = []
        file = read(path, on_ballot=lambda *ballot, heard=heard: heard.append(ballot))
        back, rows = again(
            tmp_path, file.ballots, meta=file.meta, rows=heard, selected=file.selected
        )
        assert same(back.ballots, file.ballots)
        assert list(back.meta.items()) == list(file.meta.items())
        assert (back.selected, rows) == (file.selected, heard)
        assert back.votes_column == file.votes_column
        # Readers of the format give 1 to the last place of each ballot, however long it is.
        last = {"P1": 8, "P2": 6, "P3": 3, "P10": 1}
        assert back.score_column == (last if path.stem == "rankings" else file.score_column)


def test_names_over_two_lines_are_written_on_one(tmp_path: Path) -> None:
    builder = Builder([Project("a", 'One\r\n"two"; three', 1, 1)], budget=1)
    builder.add([0])
    back, _ = again(tmp_path, builder.build(), meta={"comment": "#1: x\n#2: y"})
    assert back.projects[0].name == 'One "two"; three'
    assert back.meta["comment"] == "#1: x #2: y"


@pytest.mark.parametrize("voter", ["VOTES", " meta", "a;b", '"', "\ufeffv"])
def test_a_voter_of_any_name_may_cast_a_blank_ballot(tmp_path: Path, voter: str) -> None:
    builder = Builder([Project("a", "A", 1, 1)], budget=1)
    builder.add([])
    _, rows = again(tmp_path, builder.build(), meta={}, rows=[(voter, ())])
    assert rows == [(voter.strip(), ())]


@pytest.mark.parametrize("said", [{"withdrawn": ["a"]}, {"incompatible": [("a", "b")]}])
def test_what_the_format_has_no_word_for_is_not_written_in_a_dialect(said: Any) -> None:
    builder = Builder([Project("a", "A", 1, 1), Project("b", "B", 1, 2)], budget=1, **said)
    builder.add([0, 1])
    with pytest.raises(BallotsError, match="can't be written"):
        list(write(builder.build(), meta={}))


def test_a_limit_that_a_repeated_project_broke_is_left_out(tmp_path: Path) -> None:
    """One ballot gives 5 points to a project twice, where 6 is the most: together that is 10."""
    text = (FILES / "points.pb").read_text().replace("P1,P2;4,2", "P1,P1;5,5")
    path = tmp_path / "repeats.pb"
    path.write_text(text)
    file = read(path)
    back, _ = again(tmp_path, file.ballots, meta=file.meta)
    assert same(back.ballots, file.ballots)
    assert file.meta.keys() - back.meta.keys() == {"max_points"}


def test_scores_that_everybody_gives_are_not_written(tmp_path: Path) -> None:
    text = (FILES / "scores.pb").read_text().replace("default_score;0", "default_score;2")
    path = tmp_path / "default.pb"
    path.write_text(text)
    file = read(path)
    assert "v1;P1,P2;5,3\n" in "".join(
        write(file.ballots, meta=file.meta, rows=[("v1", ((1, 5), (2, 3), (3, 2), (4, 2)))])
    )
    back, _ = again(tmp_path, file.ballots, meta=file.meta)
    assert same(back.ballots, file.ballots)


def test_a_ranking_with_a_gap_is_refused() -> None:
    builder = Builder([Project("a", "A", 1, 1)], budget=1, format=Format.RANKINGS)
    builder.add([0], [2])
    with pytest.raises(BallotsError, match="gap"):
        list(write(builder.build(), meta={}))


@pytest.mark.drill
def test_real_elections_read_back_as_they_were_written(
    real_elections: Path, tmp_path: Path
) -> None:
    paths = sorted(real_elections.glob("*.pb"))
    assert len(paths) >= 40
    for path in paths:
        file = read(path)
        back, _ = again(tmp_path, file.ballots, meta=file.meta, selected=file.selected)
        assert same(back.ballots, file.ballots), path
        assert list(back.meta.items()) == list(file.meta.items()), path
        assert back.selected == file.selected


def test_our_totals_are_those_that_real_files_state(real_elections: Path) -> None:
    """Where no ballot names a project twice: published totals count those twice."""
    compared = 0
    for path in sorted(real_elections.glob("*.pb")):
        file = read(path)
        if file.repeats:
            continue
        totals = tally(file.ballots, Rules())
        for ours, stated in ((totals.votes, file.votes_column), (totals.score, file.score_column)):
            by_id = dict(zip((p.id for p in file.projects), ours, strict=True))
            assert {p: by_id[p] for p in stated or {}} == (stated or {}), path
            compared += len(stated or {})
    assert compared > 1000
