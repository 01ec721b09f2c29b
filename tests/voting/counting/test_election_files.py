"""Any counted election is published so that others read it, and nothing of it is lost."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pabulib.checker import Checker

from voting.counting import (
    Ballots,
    Builder,
    CannotCount,
    Completion,
    Format,
    Group,
    Misfit,
    Project,
    Result,
    Rule,
    Rules,
    Stage,
    TieKey,
    count,
    election_digest,
)
from voting.counting.__main__ import main
from voting.counting.pabulib import Published, publish, read, read_with_facts
from voting.counting.pabulib.plan import slips

SAID = {
    "description": "A vote",
    "country": "United Kingdom",
    "unit": "East Marsh",
    "instance": "3",
    "date_begin": "01.10.2026",
    "date_end": "14.10.2026",
}
COSTS = st.sampled_from([1_00, 2_00, 2_00, 3_00, 4_50, 7_00, 7_00, 12_25])
ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@st.composite
def elections(draw: Any, formats: Any = Format) -> Ballots:
    """A small vote with pairs, ideas taken back, blank ballots, and costs that are alike."""
    format = draw(st.sampled_from(formats))
    ids = "abcdef"[: draw(st.integers(1, 6))]
    odd = draw(st.booleans())
    cost = st.one_of(COSTS, st.sampled_from([0, 50, 99_00])) if odd else COSTS
    themes = st.sampled_from(["Safer streets", "Greener streets"])
    areas = st.sampled_from(draw(st.sampled_from([[""], ["North", "South"], ["", "North"]])))
    projects = [
        Project(id, id, draw(cost), at, draw(themes), draw(areas)) for at, id in enumerate(ids, 1)
    ]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    few = st.lists(st.sampled_from(ids), max_size=1)
    most = draw(st.none() | st.integers(1, len(ids)))
    builder = Builder(
        projects,
        budget=draw(st.sampled_from([5_00, 9_00, 10_75, 15_00])),
        format=format,
        max_length=most,
        withdrawn=draw(few) if odd else [],
        incompatible=draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else [],
    )
    for named in draw(st.lists(st.permutations(range(len(ids))), min_size=1, max_size=9)):
        choices = named[: draw(st.integers(0 if odd else 1, most or len(ids)))]
        values = list(range(1, len(choices) + 1))
        if format in (Format.POINTS, Format.SCORES):
            values = [draw(st.integers(0, 5)) for _ in choices]
        builder.add(choices, None if format is Format.APPROVAL else values)
    return builder.build()


@st.composite
def rules(draw: Any, format: Format) -> Rules:
    ties = draw(st.sampled_from([TieKey.ID, TieKey.NUMBER]))
    made = Rules(
        misfit=draw(st.sampled_from(Misfit)),
        ties=(TieKey.COST, TieKey.VOTES, ties) if draw(st.booleans()) else (ties,),
        min_votes=draw(st.sampled_from([1, 1, 2, 3])) if format is Format.APPROVAL else 1,
        part_funding=draw(st.sampled_from([0, 0, 50])),
        stages=draw(
            st.sampled_from([(), (), (Stage(Group.THEME, "Greener streets", percent=40),)])
        ),
    )
    if format is not Format.APPROVAL or draw(st.booleans()):
        return made
    return replace(
        made,
        rule=Rule.EQUAL_SHARES,
        completion=draw(st.sampled_from(Completion)),
        comparison=draw(st.booleans()),
    )


def rows_of(ballots: Ballots) -> list[tuple[str, list[tuple[int, int]]]]:
    cast = [marks for people, marks in slips(ballots) for _ in range(people)]
    return [(f"v{at}", marks) for at, marks in enumerate(cast, 1)]


def published(ballots: Ballots, result: Result) -> Published | None:
    return publish(
        ballots,
        result.rules,
        funded=frozenset(result.funded),
        rows=lambda: rows_of(ballots),
        said=SAID,
    )


def written(files: Published, folder: Path) -> tuple[Path, Path]:
    pb, facts = folder / "ballots.pb", folder / "facts.json"
    pb.write_text("".join(files.pabulib()), encoding="utf-8", newline="")
    facts.write_text("".join(files.facts()), encoding="utf-8", newline="")
    return pb, facts


def faults(text: str) -> dict[str, dict[str, Any]]:
    checker = Checker()
    with contextlib.redirect_stdout(io.StringIO()):
        results = checker.process_files([text])[1]["results"]
    return {level: dict(results[level]) for level in ("errors", "warnings") if results.get(level)}


@ANY
@given(data=st.data())
def test_any_count_is_published_without_a_fault_and_counts_to_the_same(
    tmp_path: Path, data: Any
) -> None:
    ballots = data.draw(elections())
    try:
        result = count(ballots, data.draw(rules(ballots.format)))
    except CannotCount:
        return
    files = published(ballots, result)
    if files is None:
        return
    pb, facts = written(files, tmp_path)
    assert faults(pb.read_text(encoding="utf-8")) == {}
    whole = read_with_facts(pb, facts)
    assert election_digest(whole.file.ballots) == election_digest(ballots)
    assert count(whole.file.ballots, whole.rules).to_data() == result.to_data()
    here = {project.id for project in files.plan.ballots.projects}
    assert read(pb).selected == frozenset(here & set(result.funded))


def vote(costs: dict[str, int], cast: list[tuple[int, str]], budget: int, **rest: Any) -> Ballots:
    projects = [Project(id, id, cost, at) for at, (id, cost) in enumerate(costs.items(), 1)]
    builder = Builder(projects, budget=budget, **rest)
    for people, ids in cast:
        builder.add([list(costs).index(id) for id in ids], people=people)
    return builder.build()


def files_of(folder: Path, ballots: Ballots, rules: Rules) -> tuple[Path, Path]:
    files = published(ballots, count(ballots, rules))
    assert files is not None
    return written(files, folder)


def test_the_least_number_of_votes_is_what_a_project_needs(tmp_path: Path) -> None:
    """The format says "a minimum score a project must receive". One less is another rule: by it the
    checker picks the idea that lacks one vote.
    """
    ballots = vote({"a": 5_00, "b": 1_00}, [(3, "a"), (2, "b")], 7_00)
    pb, _ = files_of(tmp_path, ballots, Rules(min_votes=3))
    text = pb.read_text()
    assert "rule;greedy-threshold\n" in text
    assert "min_project_score_threshold;3\n" in text
    assert faults(text) == {}
    assert "errors" in faults(text.replace("threshold;3\n", "threshold;2\n"))


def test_withdrawn_ideas_and_their_marks_are_not_in_the_file_for_others(tmp_path: Path) -> None:
    ballots = vote(
        {"a": 5_00, "b": 1_00, "c": 2_00},
        [(3, "ab"), (2, "b"), (1, "c")],
        6_00,
        withdrawn=["b"],
        max_length=2,
    )
    pb, facts = files_of(tmp_path, ballots, Rules())
    assert [project.id for project in read(pb).projects] == ["a", "c"]
    assert read(pb).ballots.voters == 4
    whole = read_with_facts(pb, facts).file.ballots
    assert (whole.voters, whole.withdrawn, whole.max_length) == (6, frozenset("b"), 2)


def test_what_is_left_after_equal_shares_is_marked_apart(tmp_path: Path) -> None:
    ballots = vote({"a": 5_00, "b": 4_00, "c": 6_00}, [(5, "a"), (3, "b"), (2, "c")], 10_00)
    rules = Rules(rule=Rule.EQUAL_SHARES, completion=Completion.GREEDY)
    pb, _ = files_of(tmp_path, ballots, rules)
    rows = [line.split(";") for line in pb.read_text().splitlines()]
    assert {row[0]: row[-1] for row in rows if len(row) == 5} == {"a": "1", "b": "2", "c": "0"} | {
        "project_id": "selected"
    }
    assert read(pb).selected == frozenset("ab")


def test_a_file_alone_says_that_it_is_not_the_whole_vote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballots = vote(
        {"a": 5_00, "b": 5_00, "c": 1_00},
        [(3, "ac"), (2, "b")],
        12_00,
        incompatible=[("a", "b")],
    )
    pb, facts = files_of(tmp_path, ballots, Rules())
    assert main([str(pb)]) == 0
    assert "this file alone is not the whole vote" in capsys.readouterr().err
    assert main(["--json", "--facts", str(facts), str(pb)]) == 0
    payload = capsys.readouterr()
    assert (payload.err, json.loads(payload.out)["funded"]) == ("", ["c", "a"])


def test_the_published_rules_count_unless_others_are_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballots = vote({"a": 5_00, "b": 1_00}, [(3, "a"), (2, "b")], 7_00)
    pb, facts = map(str, files_of(tmp_path, ballots, Rules(min_votes=3)))
    assert main(["--json", "--facts", facts, pb]) == 0
    assert json.loads(capsys.readouterr().out)["funded"] == ["a"]
    assert main(["--json", "--min-votes", "2", "--facts", facts, pb]) == 0
    assert json.loads(capsys.readouterr().out)["funded"] == ["a", "b"]
    with pytest.raises(SystemExit):
        main(["--facts", facts, pb, pb])
    assert "--facts goes with one file" in capsys.readouterr().err


def test_facts_of_another_vote_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = vote({"a": 5_00, "b": 1_00}, [(3, "a"), (2, "b")], 7_00)
    other = vote({"a": 5_00, "b": 1_00}, [(3, "a"), (3, "b")], 7_00)
    pb, _ = files_of(tmp_path, one, Rules())
    (tmp_path / "other").mkdir()
    _, facts = files_of(tmp_path / "other", other, Rules())
    assert main(["--facts", str(facts), str(pb)]) == 2
    assert "do not belong together" in capsys.readouterr().err


def test_real_elections_leave_without_a_fault(real_elections: Path, tmp_path: Path) -> None:
    """Of the small ones; none of them passes the checker as it came."""
    paths = [path for path in sorted(real_elections.glob("*.pb")) if path.stat().st_size < 60_000]
    assert len(paths) > 10
    for path in paths:
        came = read(path).ballots
        pb, facts = files_of(tmp_path, came, Rules(ties=(TieKey.ID,)))
        assert faults(pb.read_text(encoding="utf-8")) == {}, path
        assert election_digest(read_with_facts(pb, facts).file.ballots) == election_digest(came)
