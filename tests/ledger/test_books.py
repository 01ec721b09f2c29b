"""Pounds move whole, within what there is, and once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ledger import books, refusals, statement
from ledger.models import Commitment, Entry, Fund, Move, Pot


def test_an_award_more_than_the_pot_is_refused_with_the_pots_figures(pot: Pot) -> None:
    books.commit(uuid4(), pot, 1_700_000, uuid4(), request={})
    with pytest.raises(refusals.PotExceeded) as refusal, transaction.atomic():
        books.commit(uuid4(), pot, 350_000, uuid4(), request={})
    assert refusal.value.reason == "£3,000 is left in the pot; this award is £3,500."
    assert Commitment.objects.count() == 1


def test_the_last_penny_of_a_pot_can_be_awarded_and_not_one_more(pot: Pot) -> None:
    books.commit(uuid4(), pot, 2_000_000, uuid4(), request={})
    assert pot.left == 0
    with pytest.raises(refusals.PotExceeded), transaction.atomic():
        books.commit(uuid4(), pot, 1, uuid4(), request={})


def test_the_same_request_again_moves_nothing(pot: Pot) -> None:
    id_, ref = uuid4(), uuid4()
    first = books.commit(id_, pot, 100, ref, request={"holder": "Ruth"})
    again = books.commit(id_, pot, 100, ref, request={"holder": "Ruth"})
    assert (first.replayed, again.replayed, again.pk) == (False, True, id_)
    assert pot.taken == 100
    assert Move.objects.filter(kind="award").count() == 1


@pytest.mark.parametrize("change", ["pence", "request", "ref"])
def test_the_same_id_with_other_contents_is_refused(pot: Pot, change: str) -> None:
    id_, ref = uuid4(), uuid4()
    books.commit(id_, pot, 100, ref, request={"holder": "Ruth"})
    pence = 200 if change == "pence" else 100
    holder = "Tom" if change == "request" else "Ruth"
    with pytest.raises(refusals.DifferentRequest):
        books.commit(
            id_, pot, pence, uuid4() if change == "ref" else ref, request={"holder": holder}
        )
    assert Pot.objects.get().taken == 100


def test_one_proposal_is_offered_money_once(pot: Pot) -> None:
    ref = uuid4()
    books.commit(uuid4(), pot, 100, ref, request={})
    with pytest.raises(refusals.AlreadyCommitted):
        books.commit(uuid4(), pot, 100, ref, request={})


def test_an_award_goes_from_pot_to_offer_to_promise_to_paid(award: Commitment, pot: Pot) -> None:
    def stands() -> tuple[int, int, int]:
        of = statement.of_commitment(award)
        return of.offered, of.committed, of.paid

    assert stands() == (350_000, 0, 0)
    books.accept(award)
    assert stands() == (0, 350_000, 0)
    books.pay(award, 200_000)
    assert stands() == (0, 150_000, 200_000)
    books.give_back(award, 50_000)
    assert stands() == (0, 150_000, 150_000)
    books.release(award, 150_000)
    assert stands() == (0, 0, 150_000)
    pot.refresh_from_db()
    assert pot.taken == 200_000
    assert statement.conservation() == []


def test_money_given_back_goes_to_the_fund_and_never_frees_the_round(award: Commitment) -> None:
    books.accept(award)
    books.pay(award, 350_000)
    before = statement.of_pot(award.pot).left
    books.give_back(award, 100_000)
    assert statement.of_pot(award.pot).left == before
    assert books.balance(award.pot.fund, "fund") == 3_100_000


@pytest.mark.parametrize("ending", [books.decline, books.lapse])
def test_an_offer_not_taken_goes_back_to_the_pot(award: Commitment, ending: object) -> None:
    ending(award)  # type: ignore[operator]
    assert statement.of_pot(award.pot).left == 2_000_000
    with pytest.raises(refusals.HoldingExceeded), transaction.atomic():
        books.accept(award)


def test_no_more_is_paid_than_was_promised(award: Commitment) -> None:
    with pytest.raises(refusals.HoldingExceeded), transaction.atomic():
        books.pay(award, 1)
    books.accept(award)
    books.pay(award, 349_999)
    with pytest.raises(refusals.HoldingExceeded) as refusal, transaction.atomic():
        books.pay(award, 2)
    assert refusal.value.reason == "£0.01 of this award is promised and not paid; this is £0.02."


def test_one_award_cannot_be_paid_with_another_ones_money(award: Commitment) -> None:
    other = books.commit(uuid4(), award.pot, 500_000, uuid4(), request={})
    books.accept(award)
    books.accept(other)
    with pytest.raises(refusals.HoldingExceeded), transaction.atomic():
        books.pay(award, 400_000)


def test_no_more_comes_back_than_was_paid(award: Commitment) -> None:
    books.accept(award)
    books.pay(award, 100)
    with pytest.raises(refusals.HoldingExceeded), transaction.atomic():
        books.give_back(award, 101)


def test_reversing_a_payment_leaves_both_and_happens_once(award: Commitment) -> None:
    books.accept(award)
    paid = books.pay(award, 100_000)
    undone = books.reverse(paid)
    assert undone.reverses == paid
    assert statement.of_commitment(award).committed == 350_000
    assert Move.objects.filter(kind="pay").count() == 2
    with pytest.raises(refusals.AlreadyReversed):
        books.reverse(paid)
    with pytest.raises(refusals.IsReversal):
        books.reverse(undone)


def test_an_allocation_that_is_awarded_already_cannot_be_undone(award: Commitment) -> None:
    allocation = Move.objects.get(kind="allocate")
    with pytest.raises(refusals.PotExceeded) as refusal, transaction.atomic():
        books.reverse(allocation)
    assert refusal.value.reason == "£16,500 is left in the pot; what would go back is £20,000."


@pytest.mark.parametrize("pence", [0, -1, True, 1.5, "100", None, 2**53, 2**63])
def test_only_a_whole_number_of_pence_above_zero_moves(fund: Fund, pence: object) -> None:
    with pytest.raises(refusals.NotAnAmount):
        books.post(fund, "fee", pence)  # type: ignore[arg-type]
    assert Move.objects.filter(kind="fee").count() == 0


def test_books_out_of_balance_are_refused_inside_the_deed(
    fund: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Entry.objects.create

    def short(**fields: int) -> Entry:
        return create(**{**fields, "pence": min(fields["pence"], 99)})

    monkeypatch.setattr(Entry.objects, "create", short)
    reached: list[str] = []

    def deed() -> None:
        with transaction.atomic():
            books.post(fund, "fee", 100)
            reached.append("past the books")

    with pytest.raises(IntegrityError, match="do not balance"):
        deed()
    assert reached == []


def test_the_check_waits_again_after_a_deed(fund: Fund) -> None:
    """`SET CONSTRAINTS` is put back: the next move may write its entries one after the other."""
    books.post(fund, "fee", 100)
    books.post(fund, "fee", 100)
    assert books.balance(fund, "fees") == 200
