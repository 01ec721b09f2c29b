"""Any counted election is published so that others read it, and nothing of it is lost."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

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
from voting.counting.pabulib import Published, publish, read, read_with_facts

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
    projects = [Project(id, id, draw(cost), at, draw(themes)) for at, id in enumerate(ids, 1)]
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
    from voting.counting.pabulib.plan import slips

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
    assert read(pb).selected == here & set(result.funded)
