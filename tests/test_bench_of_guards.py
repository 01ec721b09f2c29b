"""`./run bench guards` finds the guards of code and database, and can disable each of them."""

from __future__ import annotations

import builtins
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from bench.guarding import choice, database, drill, find, noting, switches
from tests import postgres

DEED = """
def pay(pence, by):
    insist(may_pay(by))
    if pence < 0:
        raise BelowZero
    for each in by:
        if each.left:
            raise Left("They left") if each.said else Gone
    paid.append(pence)
    return pence

def may_pay(by):
    if by == "holder":
        return no("This is yours.")
    return YES if by == "staff" else no("Only staff.")

def insist(verdict):
    if not verdict:
        raise NotYours(verdict.because)

def told(by):
    send(by)
    if not by:
        raise Nobody
"""


class Refused(Exception):
    pass


class _No:
    because = "No"

    def __bool__(self) -> bool:
        return False


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The deed above with its switches, and nothing switched off."""
    for name, what in ((find.ON, switches._on), (find.YES, lambda: True)):
        monkeypatch.setattr(builtins, name, what, raising=False)
    monkeypatch.setattr(switches, "_off", set())
    monkeypatch.setattr(switches, "refused", set())
    scope: dict[str, object] = {"no": lambda because: _No(), "YES": True}
    scope |= {"BelowZero": Refused, "NotYours": Refused, "paid": []}
    found = find.of_source(DEED, "money.py", find.checks_of({"money.py": DEED}))
    exec(compile(found.tree, "money.py", "exec"), scope)  # noqa: S102 - the text above
    return SimpleNamespace(scope=scope, names=[guard.name for guard in found.guards])


def test_each_place_that_refuses_is_a_guard_with_a_name_of_its_own(code: SimpleNamespace) -> None:
    assert code.names == [
        "money.py:pay:insist()",
        "money.py:pay:BelowZero",
        "money.py:pay:Left|Gone",
        "money.py:may_pay:no",
        "money.py:may_pay:no#2",
        "money.py:insist:NotYours",
        "money.py:told:Nobody",
    ]


def test_a_deed_that_also_changes_something_is_no_check() -> None:
    known = find.checks_of({"money.py": DEED})
    assert known.everywhere == {"insist"}
    assert "told" not in known.here["money.py"]


def test_what_a_library_calls_by_the_same_name_is_no_check() -> None:
    calls = "def add(at):\n    check.insist(at)\n    np.add.insist(at)\n"
    found = find.of_source(calls, "sums.py", find.checks_of({"money.py": DEED}))
    assert [guard.line for guard in found.guards] == [2]


def test_a_guard_that_refuses_is_noted_and_one_that_is_off_lets_pass(
    code: SimpleNamespace,
) -> None:
    may_pay, pay = code.scope["may_pay"], code.scope["pay"]
    assert not may_pay("holder")
    assert switches.refused == {"money.py:may_pay:no"}
    switches.turn_off("money.py:may_pay:no")
    assert not may_pay("holder")  # the next guard refuses
    switches.turn_off("money.py:may_pay:no#2")
    assert may_pay("holder")
    with pytest.raises(Refused):
        pay(-1, "")
    switches.turn_off("money.py:pay:BelowZero")
    assert pay(-1, "") == -1


def test_the_call_of_a_check_can_be_off_in_one_deed_alone(code: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        code.scope["pay"](1, "")
    switches.turn_off("money.py:pay:insist()")
    assert code.scope["pay"](1, "") == 1
    with pytest.raises(Refused):
        code.scope["insist"](_No())


def test_every_guard_of_the_code_has_a_name_of_its_own() -> None:
    names = [guard.name for guard in find.guards()]
    assert len(names) == len(set(names))
    assert "grants/actions/payments.py:mark_sent:NeedsReference" in names
    assert "grants/actions/payments.py:mark_sent:insist()" in names
    assert "grants/access.py:may_authorise:no" in names


def test_the_lot_is_the_same_for_the_same_seed() -> None:
    names = [f"guard {number}" for number in range(100)]
    assert choice.by_lot(names, 10, "one") == choice.by_lot(reversed(names), 10, "one")
    assert choice.by_lot(names, 10, "one") != choice.by_lot(names, 10, "two")


def test_a_test_that_meets_a_guard_is_read_back(tmp_path: Path) -> None:
    note = '{"test": "t.py::test_it", "seconds": 0.5, "heavy": ["slow"], "guards": ["a", "b"]}\n'
    (tmp_path / "1.jsonl").write_text(note)
    (tmp_path / "2.jsonl").write_text(note.replace("test_it", "test_that"))
    assert {each.test for each in noting.read(tmp_path)} == {"t.py::test_it", "t.py::test_that"}


def test_what_came_of_a_drill_is_read_back_as_far_as_it_came(tmp_path: Path) -> None:
    assert drill.read_verdicts(tmp_path / "nothing") == []


@pytest.fixture
def in_database(committed_db: str) -> dict[str, database.InDatabase]:
    with postgres.owner_connection(committed_db) as owner:
        return {guard.name: guard for guard in database.guards(owner)}


def test_a_constraint_that_is_off_lets_pass(
    committed_db: str, in_database: dict[str, database.InDatabase]
) -> None:
    guard = in_database["database:ledger_pot.pot_taken_within_total"]
    count = "SELECT count(*) FROM pg_constraint WHERE conname = 'pot_taken_within_total'"
    with postgres.owner_connection(committed_db) as owner:
        assert owner.execute(count).fetchone() == (1,)
        drill._execute(owner, guard.off)
        assert owner.execute(count).fetchone() == (0,)


def test_one_branch_of_a_trigger_can_be_off(
    committed_db: str, in_database: dict[str, database.InDatabase]
) -> None:
    word = "UPDATE kit_cache SET value = ''"
    with postgres.app_connection(committed_db) as app:
        with pytest.raises(psycopg.Error, match="key of the site"):
            app.execute(word)
        with postgres.owner_connection(committed_db) as owner:
            drill._execute(owner, in_database["database:kit_from_site():RAISE"].off)
        app.execute(word)


def test_every_guard_of_the_database_can_be_off(
    committed_db: str, in_database: dict[str, database.InDatabase]
) -> None:
    assert len(in_database) > 200
    with postgres.owner_connection(committed_db) as owner:
        for guard in in_database.values():
            with owner.transaction(force_rollback=True):
                drill._execute(owner, guard.off)


def test_a_refusal_of_a_shared_trigger_is_noted_for_its_own_table(
    in_database: dict[str, database.InDatabase],
) -> None:
    note = "database:kit_append_only()|3|RAISE: DELETE of ledger_move is refused: "
    met = {name for name, guard in in_database.items() if guard.met([note])}
    assert "database:ledger_move.ledger_move_append_only" in met
    assert "database:ledger_entry.ledger_entry_append_only" not in met
    assert "database:kit_append_only():RAISE" in met
