"""What the books refuse to the app role, and to the owner of the tables."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kit.actor import SYSTEM
from ledger import books, statement
from ledger.models import Account, Commitment, Entry, Fund, Move, Pot
from tests import factories, postgres

TABLES = ("entry", "move", "commitment", "account")


def run(sql: str, *values: UUID) -> None:
    """One statement as the app role, with the deferred checks at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_app_only_ever_adds(award: Commitment, table: str, deed: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(deed.format(f"ledger_{table}"))


@pytest.mark.parametrize("column", ["fund_id", "round_ref", "id"])
def test_the_app_cannot_move_a_pot_to_another_fund_or_round(pot: Pot, column: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(f"UPDATE ledger_pot SET {column} = gen_random_uuid()")
    with pytest.raises(DatabaseError, match="permission denied"):
        run("DELETE FROM ledger_pot")


def test_the_owner_cannot_change_the_past(committed_db: str) -> None:
    with transaction.atomic():
        fund = factories.fund(factories.area())
        factories.money_in(fund, 100)
        pot = factories.filled_pot(fund, pot_pence=100, round_ref=uuid4(), name="R", by=SYSTEM)
        books.commit(uuid4(), pot, 50, uuid4(), request={})
    with postgres.owner_connection(committed_db) as owner:
        for table in TABLES:
            for deed in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                with pytest.raises(psycopg.DatabaseError, match="only ever added"):
                    owner.execute(deed.format(f"ledger_{table}"))
        for figures in ("total = 200", "taken = 0", "total = 1000, taken = 1000"):
            with pytest.raises(psycopg.errors.CheckViolation):
                owner.execute(f"UPDATE ledger_pot SET {figures}")
    assert statement.conservation() == []


def test_replication_mode_does_not_switch_the_checks_off(committed_db: str) -> None:
    with postgres.owner_connection(committed_db) as owner:
        enabled = owner.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled <> 'A'"
            " AND NOT tgisinternal AND tgrelid::regclass::text LIKE 'ledger_%'"
        ).fetchall()
    assert enabled == []


@pytest.mark.parametrize("figures", ["total = total + 1", "taken = taken + 1", "taken = 0"])
def test_a_pot_that_differs_from_its_account_is_refused(award: Commitment, figures: str) -> None:
    with pytest.raises(IntegrityError, match="differs from its account"):
        run(f"UPDATE ledger_pot SET {figures}")


def test_a_pot_is_never_taken_beyond_its_total(pot: Pot) -> None:
    with pytest.raises(IntegrityError, match="pot_taken_within_total"):
        run("UPDATE ledger_pot SET taken = total + 1")


def accounts(fund: Fund) -> dict[str, UUID]:
    return dict(Account.objects.filter(fund=fund).values_list("kind", "pk"))


def written(move: Move, *entries: tuple[UUID, int]) -> None:
    """A move by hand, past the books, and the checks at its end."""
    with transaction.atomic():
        move.save(force_insert=True)
        for account, pence in entries:
            Entry.objects.create(move=move, account_id=account, pence=pence)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_move_by_hand_that_balances_is_taken(fund: Fund) -> None:
    """So that the refusals below are not for some other reason."""
    books.post(fund, "fee", 1)
    at = accounts(fund)
    move = Move(fund=fund, kind="fee", pence=5)
    written(move, (at["fund"], -5), (at["fees"], 5))
    assert books.balance(fund, "fund") == 4_999_994


ODD: dict[str, list[tuple[str, int]]] = {
    "no entries": [],
    "one entry": [("fund", 5)],
    "not zero together": [("outside", -5), ("fund", 4)],
    "another sum than the move": [("outside", -4), ("fund", 4)],
    "the wrong way": [("outside", 5), ("fund", -5)],
    "into the wrong place": [("outside", -5), ("fees", 5)],
    "two more that cancel": [("outside", -5), ("fund", 5), ("fund", 1), ("fund", -1)],
    "one side twice": [("outside", -5), ("outside", -5), ("fund", 5), ("fund", 5)],
}


@pytest.mark.parametrize("case", list(ODD))
def test_entries_that_do_not_fit_their_move_are_refused(fund: Fund, case: str) -> None:
    books.post(fund, "fee", 1)
    at = accounts(fund)
    with pytest.raises(IntegrityError, match="do not balance"):
        written(
            Move(fund=fund, kind="deposit", pence=5),
            *((at[kind], pence) for kind, pence in ODD[case]),
        )


def test_an_entry_cannot_be_added_to_a_move_later(fund: Fund) -> None:
    came = Move.objects.get()
    with pytest.raises(IntegrityError, match="do not balance"):
        run(
            "INSERT INTO ledger_entry (move_id, account_id, pence) VALUES (%s, %s, 1)",
            came.pk,
            accounts(fund)["fund"],
        )


def test_pounds_do_not_cross_from_fund_to_fund(fund: Fund) -> None:
    other = factories.fund(fund.neighbourhood)
    factories.money_in(other, 10)
    with pytest.raises(IntegrityError, match="do not balance"):
        written(
            Move(fund=fund, kind="deposit", pence=5),
            (accounts(fund)["outside"], -5),
            (accounts(other)["fund"], 5),
        )


def test_no_account_falls_below_zero(fund: Fund) -> None:
    books.post(fund, "fee", 1)
    at = accounts(fund)
    with pytest.raises(IntegrityError, match="below zero"):
        written(
            Move(fund=fund, kind="fee", pence=5_000_000),
            (at["fund"], -5_000_000),
            (at["fees"], 5_000_000),
        )


def test_an_award_is_never_paid_beyond_what_it_holds(award: Commitment) -> None:
    other = books.commit(uuid4(), award.pot, 500_000, uuid4(), request={})
    books.accept(award)
    books.accept(other)
    books.pay(award, 1)
    at = accounts(award.pot.fund)
    with pytest.raises(IntegrityError, match="more than commitment"):
        written(
            Move(fund=award.pot.fund, kind="pay", pence=400_000, pot=award.pot, commitment=award),
            (at["committed"], -400_000),
            (at["paid"], 400_000),
        )


def test_a_reversal_mirrors_what_it_undoes(fund: Fund) -> None:
    came = Move.objects.get()
    at = accounts(fund)
    with pytest.raises(IntegrityError, match="undoes something else"):
        written(
            Move(fund=fund, kind="deposit", pence=4, reverses=came),
            (at["fund"], -4),
            (at["outside"], 4),
        )


def test_a_move_is_undone_once(fund: Fund) -> None:
    came = Move.objects.get()
    factories.money_in(fund, came.pence)
    books.reverse(came)
    with pytest.raises(IntegrityError, match="reverses"):
        Move.objects.create(fund=fund, kind="deposit", pence=came.pence, reverses=came)


@pytest.mark.parametrize("kind", ["deposit", "allocate", "pay"])
def test_a_move_names_the_pot_and_award_that_its_kind_has(award: Commitment, kind: str) -> None:
    fund = award.pot.fund
    named = {"deposit": {"pot": award.pot}, "allocate": {}, "pay": {"pot": award.pot}}[kind]
    with pytest.raises(IntegrityError, match="move_names_pot_and_commitment"):
        Move.objects.create(fund=fund, kind=kind, pence=1, **named)


def test_the_auditor_reads_the_books_and_no_more(committed_db: str) -> None:
    with postgres.owner_connection(committed_db) as owner:
        rows = owner.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'allotment_auditor' AND table_name LIKE 'ledger_%'"
        ).fetchall()
    assert {kind for _, kind in rows} == {"SELECT"}
    names = (*TABLES, "fund", "pot", "deposit")
    assert {table for table, _ in rows} == {f"ledger_{name}" for name in names}
