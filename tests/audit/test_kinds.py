"""Every kind of entry has its readers, fixed before anybody writes one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from audit.actions import record
from audit.kinds import KINDS, RESERVED, EntryKind, register
from kit.actor import SYSTEM
from places.models import Neighbourhood
from tests.code import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
AUDIENCES = {"public", "staff", "auditor"}
# These read entries and write none.
READERS = {"kinds.py", "timeline.py", "desk.py"}


@pytest.fixture(scope="module")
def deeds() -> str:
    """All code that may write an entry."""
    files = [
        file
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        if file.name not in READERS
    ]
    return "\n".join(file.read_text() for file in files)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_recorded_by_a_deed_or_reserved(kind: str, deeds: str) -> None:
    assert (kind in RESERVED) != (f'"{kind}"' in deeds)


def test_a_kind_of_one_room_is_not_taken_by_another() -> None:
    with pytest.raises(ValueError, match=r"another room has these kinds of entry: place\.created"):
        register({"place.created": EntryKind("staff", "Something else")})
    register({"place.created": KINDS["place.created"]})


def written() -> Iterator[str]:
    """The kinds that the code writes: after `kind=`, or in a call that passes one on."""
    for package in FOLDERS:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call):
                    yield from _kinds_in(node)


def _kinds_in(call: ast.Call) -> Iterator[str]:
    for word in call.keywords:
        if word.arg == "kind" and isinstance(word.value, ast.Constant):
            yield str(word.value.value)
    for value in call.args:
        if isinstance(value, ast.Constant) and str(value.value) in KINDS:
            yield str(value.value)


def test_every_kind_of_entry_has_an_audience_and_a_title() -> None:
    assert {kind.audience for kind in KINDS.values()} == AUDIENCES
    assert [name for name, kind in KINDS.items() if not kind.title.strip()] == []


def test_what_the_code_writes_is_a_kind_with_an_audience() -> None:
    dotted = {kind for kind in written() if "." in kind}
    assert len(dotted) > 80
    assert dotted - set(KINDS) == set()


def test_an_entry_of_a_kind_without_an_audience_is_refused(area: Neighbourhood) -> None:
    with pytest.raises(KeyError):
        record(by=SYSTEM, kind="area.renamed", subject=area, role="system", place=area.pk)


def test_an_audience_that_nobody_knows_is_refused(
    area: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "place.changed", KINDS["place.changed"]._replace(audience="all"))
    with pytest.raises(IntegrityError, match="event_audience_known"), transaction.atomic():
        record(by=SYSTEM, kind="place.changed", subject=area, role="system", place=area.pk)
