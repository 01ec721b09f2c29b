"""What the site publishes of a vote is read by others, and counts to the very result."""

from __future__ import annotations

import contextlib
import json
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pabutools.election import parse_pabulib

from places.models import Neighbourhood
from rounds.models import Round
from rounds.presets import PRESETS
from rounds.refusals import BadRules
from rounds.rules import checked
from tests.voting.published import (
    EQUAL_SHARES,
    IMPORTED,
    KINDS,
    LOT,
    NATIVE,
    by_shares,
    download,
    faults,
)
from voting.counting import (
    Blank,
    Completion,
    Format,
    Misfit,
    Rule,
    Rules,
    Scope,
    Score,
    Start,
    Utility,
    ZeroCost,
)
from voting.counting.__main__ import main
from voting.counting.pabulib import read
from voting.models import BallotLine


@pytest.fixture(params=KINDS)
def round_(request: pytest.FixtureRequest, area: Neighbourhood) -> Round:
    return KINDS[request.param](area)


def test_the_fields_own_checker_finds_nothing_and_the_two_files_count_to_the_result(
    round_: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = download(round_, tmp_path)
    assert faults(files["ballots.pb"].read_text(encoding="utf-8")) == {}
    read_by_others(files)
    ballots, facts, result = (
        str(files[name]) for name in ("ballots.pb", "facts.json", "result.json")
    )
    published = json.loads(files["result.json"].read_bytes())
    capsys.readouterr()
    assert main(["--check", result, "--facts", facts, ballots]) == 0
    assert "checked: the result follows" in capsys.readouterr().out
    assert main(["--json", "--certify", "--facts", facts, ballots]) == 0
    counted = json.loads(capsys.readouterr().out)
    assert counted["funded"] == published["funded"]
    assert counted["rule"] == published["rules"]
    assert counted["certified"]
    if round_.origin == "native":
        assert published["blank"] == 0


def _words(choices: type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


def read_by_others(files: dict[str, Path]) -> None:
    """pabutools reads the Pabulib file, and PostgreSQL both files of JSON."""
    ours = read(files["ballots.pb"])
    instance, profile = parse_pabulib(str(files["ballots.pb"]))
    assert {project.name for project in instance} == {project.id for project in ours.projects}
    unit = 10**ours.ballots.minor_digits
    assert instance.budget_limit * unit == ours.ballots.budget
    assert profile.num_ballots() == ours.ballots.voters
    for name in ("result.json", "facts.json"):
        text = files[name].read_text(encoding="utf-8")
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::jsonb::text", [text])
            assert json.loads(cursor.fetchone()[0]) == json.loads(text)


MOST_VOTES: dict[str, Any] = {**PRESETS["small"].draft_rules()["count"]}
CHOICES: dict[str, tuple[object, ...]] = {
    "version": (1,),
    "rule": _words(Rule),
    "misfit": _words(Misfit),
    "min_votes": (1, 2),
    "ties": ("cost,votes,number", "cost,votes,lot", "cost,votes,id", "id"),
    "lot_seed": (LOT,),
    "stages": ("theme:Greener streets=30%", "area:North=30%"),
    "completion": _words(Completion),
    "zero_cost": _words(ZeroCost),
    "blank": _words(Blank),
    "score": _words(Score),
    "points_table": ("3,2,1",),
    "part_funding": (50,),
    "utility": _words(Utility),
    "add1_step": (1, 100),
    "add1_start": _words(Start),
    "add1_exhaustive": (True, False),
    "add1_scope": _words(Scope),
    "endowment": ("budget/voters", "100"),
    "comparison": (True, False),
}
"""Every value that a rule of a count can have, of those without an end a few."""


def manifest(kind: str) -> dict[str, Any]:
    """The rules by which a round of this kind is counted."""
    made = NATIVE[kind]
    shares = EQUAL_SHARES if made.func is by_shares else {}
    return {**MOST_VOTES, **shares, **made.keywords.get("count", {})}


def may_be(name: str, value: object) -> bool:
    """Whether a round may be counted with this value, by either rule."""
    for count in ({**MOST_VOTES}, {**MOST_VOTES, **EQUAL_SHARES}):
        changed = count | {name: value}
        if changed["ties"] == "cost,votes,lot":
            changed["lot_seed"] = LOT
        elif "lot_seed" in changed:
            changed["ties"] = "cost,votes,lot"
        with contextlib.suppress(BadRules):
            checked({**PRESETS["small"].draft_rules(), "count": changed})
            return True
    return False


def test_every_rule_that_a_round_may_have_has_a_checked_file() -> None:
    """A rule that is new to a count, or that rounds may newly have, fails until it has a kind."""
    assert {*Rules.__dataclass_fields__, "version"} == {*CHOICES}
    tested = [manifest(kind) for kind in NATIVE]
    every = [(name, value) for name, values in CHOICES.items() for value in values]
    possible = [(name, value) for name, value in every if may_be(name, value)]
    assert len(possible) > 15
    assert [one for one in possible if not any(_has(rules, *one) for rules in tested)] == []


def _has(rules: dict[str, Any], name: str, value: object) -> bool:
    if name == "min_votes" and value == 2:
        return bool(rules["min_votes"] > 1)
    return name in rules and rules[name] == value


def test_every_kind_of_ballot_and_of_line_has_a_checked_file() -> None:
    assert {*IMPORTED} >= {format.value for format in Format}
    columns = {field.name for field in BallotLine._meta.get_fields()} - {"id", "round"}
    named = {keyword for made in NATIVE.values() for keyword in made.keywords}
    assert columns == {
        *("number", "name", "pence", "proposal"),
        *("outside_id", "marked_selected", "area"),  # those of a vote brought in
        *("theme", "not_with", "withdrawn_at"),
    }
    assert {"greener", "pair", "gone", "pot", "most", "ballots", "ideas"} <= named
