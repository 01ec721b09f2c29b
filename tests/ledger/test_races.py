"""Real threads, real PostgreSQL, the app role: no pot is overspent, no request counts twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from kit import clock
from kit.actor import SYSTEM
from ledger import access, actions, books, deposits, statement
from ledger.models import Commitment, Deposit, Entry, Fund, Move, Pot
from tests import factories
from tests.at_once import at_once as together

Deed = Callable[[int], None]


@pytest.fixture
def pot(committed_db: str) -> Pot:
    """£20,000 in a round, out of a fund of £20,000."""
    with transaction.atomic():
        fund = factories.fund(factories.area())
        factories.money_in(fund, 2_000_000)
        return factories.filled_pot(
            fund, pot_pence=2_000_000, round_ref=uuid4(), name="Round 1", by=SYSTEM
        )


def at_once(number: int, deed: Deed) -> Counter[str]:
    """How `number` threads fared that all started together: "done" or the name of the refusal."""

    def run(index: int) -> None:
        with transaction.atomic():
            deed(index)

    answers = together([partial(run, index) for index in range(number)])
    return Counter(type(each).__name__ if each else "done" for each in answers)


def test_eight_parallel_awards_never_overspend_a_pot(pot: Pot) -> None:
    def award(_: int) -> None:
        books.commit(
            uuid4(), Pot.objects.get(pk=pot.pk), 350_000, uuid4(), request={}, memo="Project"
        )

    assert at_once(8, award) == {"done": 5, "PotExceeded": 3}
    pot.refresh_from_db()
    assert (pot.taken, pot.left) == (1_750_000, 250_000)
    assert statement.conservation() == []


def test_one_form_sent_eight_times_at_once_is_one_award(pot: Pot) -> None:
    id_, ref = uuid4(), uuid4()
    made: list[bool] = []

    def award(_: int) -> None:
        row = books.commit(id_, Pot.objects.get(pk=pot.pk), 70_000, ref, request={"to": "Ruth"})
        made.append(row.replayed)

    assert at_once(8, award) == {"done": 8}
    assert sorted(made) == [False] + [True] * 7
    assert Pot.objects.get().taken == 70_000


def test_one_of_eight_with_another_sum_is_refused(pot: Pot) -> None:
    id_, ref = uuid4(), uuid4()

    def award(index: int) -> None:
        pence = 90_000 if index == 7 else 70_000
        books.commit(id_, Pot.objects.get(pk=pot.pk), pence, ref, request={})

    fared = at_once(8, award)
    assert fared in ({"done": 7, "DifferentRequest": 1}, {"done": 1, "DifferentRequest": 7})
    assert Pot.objects.get().taken in (70_000, 90_000)
    assert Commitment.objects.count() == 1


def test_a_deposit_pressed_eight_times_at_once_comes_in_once(pot: Pot) -> None:
    key = uuid4()

    def deposit(_: int) -> None:
        deposits.enter(
            Fund.objects.get(),
            pence=500,
            received_on=clock.today(),
            bank_reference="Same",
            key=key,
            by=enterer,
        )

    def confirm(_: int) -> None:
        deposits.confirm(Deposit.objects.get(pk=key), by=second)

    enterer, second = access.staff_of(pot.fund.neighbourhood)[:2]
    assert at_once(8, deposit) == {"done": 8}
    assert at_once(8, confirm) == {"done": 1, "DepositConfirmed": 7}
    assert Move.objects.filter(kind="deposit", pence=500).count() == 1


def test_eight_rounds_never_take_more_than_their_fund_has(pot: Pot) -> None:
    fund = pot.fund
    with transaction.atomic():
        factories.money_in(fund, 1_000_000)

    def fill(index: int) -> None:
        factories.filled_pot(
            Fund.objects.get(), pot_pence=300_000, round_ref=uuid4(), name=f"Pot {index}", by=SYSTEM
        )

    assert at_once(8, fill) == {"done": 3, "FundExceeded": 5}
    assert books.balance(fund, "fund") == 100_000


def test_a_promise_is_not_paid_twice_at_once(pot: Pot) -> None:
    with transaction.atomic():
        award = books.commit(uuid4(), pot, 100_000, uuid4(), request={})
        books.accept(award)

    def pay(_: int) -> None:
        books.pay(Commitment.objects.get(pk=award.pk), 60_000)

    assert at_once(4, pay) == {"done": 1, "HoldingExceeded": 3}


def test_awards_and_allocations_at_once_end_without_a_deadlock(pot: Pot) -> None:
    with transaction.atomic():
        factories.money_in(pot.fund, 1_000_000)

    def deed(index: int) -> None:
        row = Pot.objects.get(pk=pot.pk)
        if index % 2:
            actions.top_up(row, pence=100, by=SYSTEM)
        else:
            books.commit(uuid4(), row, 100, uuid4(), request={})

    assert at_once(8, deed) == {"done": 8}
    assert statement.conservation() == []


def test_deeds_over_two_pots_take_them_in_one_order(pot: Pot) -> None:
    with transaction.atomic():
        factories.money_in(pot.fund, 1_000_000)
        other = factories.filled_pot(
            pot.fund, pot_pence=500_000, round_ref=uuid4(), name="Round 2", by=SYSTEM
        )

    def deed(index: int) -> None:
        pots = [Pot.objects.get(pk=pot.pk), Pot.objects.get(pk=other.pk)]
        ordered = pots if index % 2 else pots[::-1]
        books.lock(*ordered)
        for row in ordered:
            books.commit(uuid4(), row, 100, uuid4(), request={})

    assert at_once(8, deed) == {"done": 8}


def test_going_round_the_books_does_not_overspend_either(pot: Pot) -> None:
    """Two fees that each fit alone, written by hand past every check in Python."""
    with transaction.atomic():
        fund = pot.fund
        factories.money_in(fund, 1_000)
        actions.fee(fund, pence=1, key=uuid4(), by=SYSTEM)
    accounts: dict[str, UUID] = dict(fund.accounts.values_list("kind", "pk"))
    gate = threading.Barrier(2)

    def fee() -> str:
        try:
            with transaction.atomic():
                move = Move.objects.create(fund=fund, kind="fee", pence=600)
                Entry.objects.create(move=move, account_id=accounts["fund"], pence=-600)
                Entry.objects.create(move=move, account_id=accounts["fees"], pence=600)
                gate.wait()
        except Exception as error:
            return "below zero" if "below zero" in str(error) else str(error)
        return "done"

    assert sorted(map(str, together([fee, fee]))) == ["below zero", "done"]
    assert books.balance(fund, "fund") == 399


def test_a_fund_that_is_opened_eight_times_at_once_is_one_fund(pot: Pot) -> None:
    area, key = pot.fund.neighbourhood, uuid4()

    def open_it(_: int) -> None:
        actions.open_fund(
            area, name="Garden fund", source="A gift", starts_on=date(2026, 1, 1),
            ends_on=date(2027, 1, 1), key=key, by=SYSTEM,
        )  # fmt: skip

    assert at_once(8, open_it) == {"done": 8}
    assert Fund.objects.filter(name="Garden fund").count() == 1
