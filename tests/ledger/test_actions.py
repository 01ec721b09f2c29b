"""Deeds with money tell the record, and every pound is in one place."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from audit.models import Event, Words
from kit.actor import SYSTEM
from ledger import actions, books, refusals, statement
from ledger.models import Commitment, Fund, Move, Pot
from people.models import User
from places.models import Neighbourhood
from tests import factories


def entry(kind: str) -> dict[str, Any]:
    """The newest entry of this kind."""
    body = Event.objects.filter(kind=kind).order_by("id").last()
    assert body is not None
    return json.loads(bytes(body.body))  # type: ignore[no-any-return]


def test_a_deposit_goes_on_the_record_with_its_sum(fund: Fund, finance: User) -> None:
    facts = entry("money.deposited")
    assert facts["after"]["pence"] == 5_000_000
    assert (facts["role"], facts["audience"]) == ("finance", "public")
    assert facts["subject_ref"] == str(Move.objects.get().pk)
    assert set(Words.objects.filter(name="memo").values_list("text", flat=True)) == {"First part"}


def test_no_more_is_put_into_a_round_than_the_fund_has(fund: Fund, finance: User) -> None:
    with pytest.raises(refusals.FundExceeded) as refusal, transaction.atomic():
        factories.filled_pot(fund, pot_pence=5_000_001, round_ref=uuid4(), name="R", by=finance)
    assert refusal.value.reason == "£50,000 is in the fund; this is £50,000.01."
    assert not Pot.objects.exists()


def test_a_pot_can_be_topped_up(pot: Pot, finance: User) -> None:
    actions.top_up(pot, pence=100_000, by=finance)
    assert pot.total == 2_100_000
    assert entry("money.allocated")["after"]["pot_pence"] == 2_100_000


def test_left_over_money_goes_back_and_what_is_awarded_stays_covered(
    award: Commitment, pot: Pot, finance: User
) -> None:
    assert actions.return_left_over(pot, by=finance) == 1_650_000
    pot.refresh_from_db()
    assert (pot.total, pot.taken, pot.left) == (350_000, 350_000, 0)
    assert books.balance(pot.fund, "fund") == 4_650_000
    facts = entry("money.left_over")
    assert (facts["before"]["pot_pence"], facts["after"]["pence"]) == (2_000_000, 1_650_000)
    assert statement.conservation() == []


def test_left_over_money_undoes_the_newest_allocation_first(pot: Pot, finance: User) -> None:
    books.commit(uuid4(), pot, 1_900_000, uuid4(), request={})
    newest = actions.top_up(pot, pence=50_000, by=finance)
    oldest = Move.objects.filter(kind="allocate").earliest("at")
    assert actions.return_left_over(pot, by=finance) == 150_000
    undone = Move.objects.filter(reverses__isnull=False).values_list("reverses", flat=True)
    assert set(undone) == {newest.pk, oldest.pk}
    assert books.balance(pot.fund, "fund") == 3_100_000


def test_all_of_an_untouched_pot_goes_back_and_then_nothing_is_left(
    pot: Pot, finance: User
) -> None:
    actions.return_left_over(pot, by=finance)
    assert books.balance(pot.fund, "fund") == 5_000_000
    with pytest.raises(refusals.NothingLeftOver):
        actions.return_left_over(pot, by=finance)


def test_left_over_money_can_go_back_while_the_fund_is_empty(
    area: Neighbourhood, finance: User
) -> None:
    fund = factories.fund(area)
    factories.money_in(fund, 1_000)
    pot = factories.filled_pot(fund, pot_pence=1_000, round_ref=uuid4(), name="R", by=finance)
    books.commit(uuid4(), pot, 999, uuid4(), request={})
    assert actions.return_left_over(pot, by=finance) == 1
    assert books.balance(fund, "fund") == 1


def test_money_of_an_award_is_not_undone_over_its_head(award: Commitment, finance: User) -> None:
    with pytest.raises(refusals.BelongsToAward):
        actions.reverse(Move.objects.get(kind="award"), reason="No", by=finance)


def test_undoing_tells_the_reason(fund: Fund, finance: User) -> None:
    actions.reverse(Move.objects.get(), reason="Sent to the wrong bank account", by=finance)
    assert entry("money.reversed")["after"]["pence"] == 5_000_000
    assert Words.objects.filter(name="reason", text__startswith="Sent").exists()
    assert books.balance(fund, "outside") == 0


def test_a_fee_is_a_line_of_its_own(fund: Fund, finance: User) -> None:
    actions.fee(fund, pence=250_000, key=uuid4(), memo="Fee of the year", by=finance)
    sums = statement.of_fund(fund)
    assert (sums.fund, sums.fees, sums.received) == (4_750_000, 250_000, 5_000_000)
    assert sums.adds_up


def test_one_deed_is_one_entry(pot: Pot, finance: User) -> None:
    before = Event.objects.count()
    actions.top_up(pot, pence=1, by=finance)
    actions.return_left_over(pot, by=finance)
    actions.fee(pot.fund, pence=1, key=uuid4(), by=finance)
    assert Event.objects.count() == before + 3


def test_a_date_may_move_money_as_the_system(fund: Fund) -> None:
    actions.fee(fund, pence=1, key=uuid4(), by=SYSTEM)
    assert entry("money.fee")["role"] == "system"


def test_a_repeated_fee_is_taken_once(fund: Fund, finance: User) -> None:
    key = uuid4()
    first, again = (actions.fee(fund, pence=5, key=key, by=finance) for _ in range(2))
    assert first == again
    with pytest.raises(refusals.DifferentRequest):
        actions.fee(fund, pence=6, key=key, by=finance)


def test_a_neighbourhoods_money_is_that_of_its_own_funds(
    fund: Fund, other_area: Neighbourhood, finance: User
) -> None:
    factories.money_in(factories.fund(other_area), 7)
    assert statement.of_place(other_area).received == 7
    assert statement.of_place(fund.neighbourhood).received == 5_000_000


def test_what_a_round_shares_out_cannot_be_undone_while_it_runs(pot: Pot, finance: User) -> None:
    filled = Move.objects.get(kind="allocate")
    with pytest.raises(refusals.BelongsToRound):
        actions.reverse(filled, reason="Needed elsewhere", by=finance)
    pot.refresh_from_db()
    assert pot.total == 2_000_000


def test_one_form_opens_one_fund(area: Neighbourhood, finance: User) -> None:
    asked: dict[str, Any] = {
        "source": "Big Local",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2036, 3, 31),
        "key": uuid4(),
        "by": finance,
    }
    first, again = (actions.open_fund(area, name="Big Local", **asked) for _ in range(2))
    assert first == again
    with pytest.raises(refusals.DifferentRequest, match="sent before with other contents"):
        actions.open_fund(area, name="Little Local", **asked)
