"""The second published file: what of an election the Pabulib format has no word for.

It is JSON, and brings a Pabulib file back to the whole election: every project with its ballot
number and exact cost, pairs, withdrawn projects, how many projects a ballot may name, every ballot
that the other file does not hold whole, and the rules of the count. `election_sha256` is the digest
of the whole, so that no two files that don't belong together are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from voting.counting.ballots import Ballots, BallotsError, Builder, Format, Project
from voting.counting.certificates.digest import election_digest
from voting.counting.pabulib.plan import Plan, without
from voting.counting.pabulib.reader import PabulibFile, read
from voting.counting.pabulib.refusals import BadFile
from voting.counting.pabulib.votes import OnBallot
from voting.counting.pabulib.writer import Marks
from voting.counting.rules import Manifest, Rules, RulesError
from voting.counting.stages import StageError

NAME = "facts.json"
ABOUT = (
    "What the Pabulib format has no word for in this vote. Count it with the ballots.pb that was"
    " published beside it: python -m voting.counting --facts facts.json ballots.pb"
)
_VERSION = 1

Rows = Iterable[tuple[str, Marks]]
"""Voter ids with their marks by ballot number."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a facts file says, and the election that it makes of its Pabulib file."""

    file: PabulibFile
    rules: Rules


def write_facts(ballots: Ballots, rules: Rules, plan: Plan, rows: Rows) -> Iterator[str]:
    """The lines of the file, as they are asked for. `rows` are all ballots of the election."""
    head = _head(ballots, rules, plan)
    yield "{\n"
    for key, value in head.items():
        yield f"{_json(key)}:{_json(value)},\n"
    yield '"ballots":[\n'
    yield from _with_commas(_not_whole(ballots, plan, rows))
    yield "]\n}\n"


def read_with_facts(
    path: str | Path, facts: str | Path, *, on_ballot: OnBallot | None = None
) -> Facts:
    """Read a Pabulib file and the facts published beside it as one election.

    `on_ballot` hears each ballot of the whole election. Raises `BadFile`.
    """
    said = _load(str(facts))
    heard: dict[str, Sequence[tuple[int, int]]] = {}
    file = read(path, on_ballot=lambda voter, marks: heard.update({voter: marks}))
    try:
        return _together(file, said, heard, on_ballot)
    except (BallotsError, RulesError, StageError) as error:
        raise BadFile(str(facts), 0, str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadFile(str(facts), 0, "is not a file of facts beside a vote") from error


def _head(ballots: Ballots, rules: Rules, plan: Plan) -> dict[str, object]:
    order = sorted(ballots.projects, key=lambda project: project.number)
    return {
        "v": _VERSION,
        "about": ABOUT,
        "election_sha256": election_digest(ballots),
        "rules": rules.to_manifest(),
        "currency": ballots.currency,
        "minor_digits": ballots.minor_digits,
        "budget": ballots.budget,
        "max_length": ballots.max_length,
        "projects": [_project(each) for each in order],
        "not_with": sorted(sorted(pair) for pair in set(ballots.incompatible)),
        "withdrawn": sorted(ballots.withdrawn),
        "left_out": {p.id: plan.left_out[p.id] for p in order if p.id in plan.left_out},
    }


def _project(project: Project) -> dict[str, object]:
    return {
        "number": project.number,
        "id": project.id,
        "name": project.name,
        "cost": project.cost,
        "theme": project.theme,
        "area": project.area,
    }


def _not_whole(ballots: Ballots, plan: Plan, rows: Rows) -> Iterator[str]:
    """The ballots that the Pabulib file leaves out or holds in part, with all their marks."""
    kept = {project.number for project in plan.ballots.projects}
    for voter, marks in rows:
        whole = sorted((number, value) for number, value in marks)
        if not whole or sorted(without(marks, kept, ballots.format)) != whole:
            yield _json([voter, whole])


def _with_commas(lines: Iterator[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        yield before + line
        before = ",\n"
    yield "\n" if before else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _load(path: str) -> Mapping[str, Any]:
    try:
        said: object = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(path, 0, f"can't be read as JSON: {type(error).__name__}") from error
    if not isinstance(said, dict) or said.get("v") != _VERSION:
        raise BadFile(path, 0, "is not a file of facts beside a vote")
    return said


def _together(
    file: PabulibFile,
    said: Mapping[str, Any],
    heard: Mapping[str, Sequence[tuple[int, int]]],
    on_ballot: OnBallot | None,
) -> Facts:
    projects = [Project(**each) for each in said["projects"]]
    rules = Rules.from_manifest(cast("Manifest", said["rules"]))
    builder = Builder(
        projects,
        budget=_whole(said["budget"]),
        format=file.ballots.format,
        currency=said["currency"],
        minor_digits=_whole(said["minor_digits"]),
        max_length=said["max_length"],
        withdrawn=said["withdrawn"],
        incompatible=[(one, other) for one, other in said["not_with"]],
    )
    position = {project.number: at for at, project in enumerate(projects)}
    for voter, marks in _every_ballot(file, said, heard, projects):
        values = None if file.ballots.format is Format.APPROVAL else [v for _, v in marks]
        builder.add([position[number] for number, _ in marks], values)
        if on_ballot:
            on_ballot(voter, marks)
    ballots = builder.build()
    if election_digest(ballots) != said["election_sha256"]:
        raise BallotsError("these facts and this file of ballots do not belong together")
    return Facts(replace(file, ballots=ballots), rules)


def _every_ballot(
    file: PabulibFile,
    said: Mapping[str, Any],
    heard: Mapping[str, Sequence[tuple[int, int]]],
    projects: Sequence[Project],
) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Every ballot by number: those of the Pabulib file, and those of which the facts have more."""
    numbers = {project.id: project.number for project in projects}
    known = {listed.number: numbers[listed.id] for listed in file.projects}
    more = {str(voter): marks for voter, marks in said["ballots"]}
    for voter in {**heard, **more}:
        if voter in more:
            yield voter, tuple((_whole(number), _whole(value)) for number, value in more[voter])
        else:
            yield voter, tuple(sorted((known[at], value) for at, value in heard[voter]))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value
