"""An election in the forms that the two counts take, and what both say of it in one form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voting.counting import (
    Ballots,
    Builder,
    CannotCount,
    Format,
    Project,
    Result,
    Rules,
    TieKey,
    reference,
)
from voting.counting import count as fast_count
from voting.counting.options import (
    Completion,
    Rule,
)
from voting.counting.shares import Run

GREEDY = Rules(ties=(TieKey.ID,))
SHARES = replace(GREEDY, rule=Rule.EQUAL_SHARES, add1_step=1)
ADD1 = replace(SHARES, completion=Completion.ADD1)


def plain(
    costs: dict[str, int],
    ballots: Iterable[tuple[int, str | dict[str, int]]],
    budget: int,
    *,
    format: str = "approval",
    places: int | None = None,
    withdrawn: Sequence[str] = (),
    incompatible: Sequence[Sequence[str]] = (),
    themes: dict[str, str] | None = None,
    areas: dict[str, str] | None = None,
) -> reference.Election:
    """An election as plain data: `plain({"a": 500}, [(3, "a"), (1, "ab")], 900)`."""
    return {
        "budget": budget,
        "projects": [
            {
                "id": id,
                "cost": cost,
                "number": number,
                "theme": (themes or {}).get(id, ""),
                "area": (areas or {}).get(id, ""),
            }
            for number, (id, cost) in enumerate(costs.items(), 1)
        ],
        "format": format,
        "ballots": [{"people": people, "marks": _named(marks)} for people, marks in ballots],
        "max_length": places,
        "withdrawn": list(withdrawn),
        "incompatible": [list(pair) for pair in incompatible],
    }


def _named(marks: str | dict[str, int]) -> dict[str, int]:
    return dict.fromkeys(marks, 1) if isinstance(marks, str) else marks


def packed(election: reference.Election) -> Ballots:
    """The same election as the fast count takes it."""
    ids = [project["id"] for project in election["projects"]]
    builder = Builder(
        [Project(name="", **project) for project in election["projects"]],
        budget=election["budget"],
        format=Format(election["format"]),
        max_length=election["max_length"],
        withdrawn=election["withdrawn"],
        incompatible=[(one, other) for one, other in election["incompatible"]],
    )
    for ballot in election["ballots"]:
        at = [ids.index(id) for id in ballot["marks"]]
        values = None if election["format"] == "approval" else ballot["marks"].values()
        builder.add(at, values, people=ballot["people"])
    return builder.build()


def unpacked(ballots: Ballots) -> reference.Election:
    """An election of the fast count as plain data."""
    cast = zip(ballots.weights, ballots.starts[:-1], ballots.starts[1:], strict=True)
    ids = [project.id for project in ballots.projects]
    return {
        "budget": ballots.budget,
        "projects": [
            {"id": p.id, "cost": p.cost, "number": p.number, "theme": p.theme, "area": p.area}
            for p in ballots.projects
        ],
        "format": ballots.format.value,
        "ballots": [
            {
                "people": int(people),
                "marks": {
                    ids[at]: int(value)
                    for at, value in zip(
                        ballots.choices[begin:end], ballots.values[begin:end], strict=True
                    )
                },
            }
            for people, begin, end in cast
        ],
        "max_length": ballots.max_length,
        "withdrawn": sorted(ballots.withdrawn),
        "incompatible": ballots.incompatible,
    }


def by_reference(election: reference.Election, rules: Rules) -> reference.Result | str:
    """What the reference count says, or that it refuses."""
    try:
        return reference.count(election, rules.to_manifest())
    except reference.CannotCount:
        return "refused"


def fast(ballots: Ballots, rules: Rules) -> reference.Result | str:
    """What the fast count says, in the reference count's form."""
    try:
        return _told(fast_count(ballots, rules))
    except CannotCount:
        return "refused"


def _told(result: Result) -> reference.Result:
    part, comparison = result.part_funded, result.comparison
    return {
        "funded": list(result.funded),
        "spent": result.spent,
        "part": {"id": part.project.id, "amount": part.part or 0} if part else None,
        "stages": [_stage(run) for run in result.runs],
        "comparison": {
            "more_with_shares": comparison.more_with_shares,
            "more_with_greedy": comparison.more_with_greedy,
            "stands": comparison.stands.value,
        }
        if comparison
        else None,
    }


def _stage(run: Run) -> reference.StageResult:
    shares = run.shares
    return {
        "stage": str(run.stage) if run.stage else None,
        "budget": run.budget,
        "funded": list(run.funded),
        "spent": run.spent,
        "share": str(shares.share) if shares else None,
        "start": str(shares.start) if shares else None,
        "raised": shares.raised if shares else None,
        "prices": {step.project.id: str(step.price) for step in shares.steps} if shares else {},
    }


def counted(election: reference.Election, rules: Rules) -> reference.Result:
    """What both counts say."""
    said = by_reference(election, rules)
    assert said == fast(packed(election), rules)
    assert not isinstance(said, str)
    return said


def funded(election: reference.Election, rules: Rules) -> list[str]:
    return counted(election, rules)["funded"]


def refused(election: reference.Election, rules: Rules) -> bool:
    said = by_reference(election, rules)
    assert said == fast(packed(election), rules)
    return said == "refused"


def priced(election: reference.Election, rules: Rules) -> dict[str, str]:
    """The ρ of what was bought from shares in the last stage, in order."""
    return counted(election, rules)["stages"][-1]["prices"]
