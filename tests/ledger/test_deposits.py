"""Money comes into the books by two people: one enters it, another sees it on the statement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from kit import clock, site_key
from ledger import access, actions, books, deposits, refusals, statement
from ledger.models import Deposit, Fund, Move
from people import actions as people
from people.models import Letter, User
from places.models import Neighbourhood
from tests import factories
from tests.ledger.test_views import deposit_url, text_of, typed


@pytest.fixture
def empty(area: Neighbourhood, officer: User, finance: User) -> Fund:
    """A fund without money, in a place with an officer and a finance officer."""
    return factories.fund(area)


def enter(fund: Fund, by: User, **given: Any) -> Deposit:
    """£1,000 that came in today."""
    facts = {"pence": 100_000, "received_on": clock.today(), "bank_reference": "CWF 1"}
    return deposits.enter(fund, **{**facts, "key": uuid4(), "by": by, **given})


def test_what_one_person_entered_is_in_no_figure(empty: Fund, finance: User) -> None:
    enter(empty, finance, pence=900_000_000)
    assert statement.of_fund(empty).received == 0
    assert not Move.objects.exists()


def test_a_second_person_puts_it_into_the_books(empty: Fund, finance: User, officer: User) -> None:
    row = enter(empty, finance)
    move = deposits.confirm(row, by=officer)
    row.refresh_from_db()
    assert (row.move, row.confirmed_by, row.waits) == (move, officer, False)
    assert statement.of_fund(empty).received == 100_000
    assert statement.conservation() == []
    kinds = ["fund.opened", "money.entered", "money.deposited"]
    facts = Event.objects.filter(kind__in=kinds).order_by("id")
    assert [event.kind for event in facts] == kinds[1:]
    assert {event.audience for event in facts} == {"public"}


def test_nobody_confirms_what_they_entered(empty: Fund, finance: User, officer: User) -> None:
    row = enter(empty, finance)
    with pytest.raises(refusals.NotYourDeposit, match="You entered this"):
        deposits.confirm(row, by=finance)
    assert not Move.objects.exists()


@pytest.mark.parametrize("kind", ["auditor", "chair", "secretary"])
def test_only_staff_of_the_trust_enter_confirm_and_take_back(
    empty: Fund, area: Neighbourhood, finance: User, kind: str
) -> None:
    other = factories.with_role(kind, area)
    row = enter(empty, finance)
    for deed in (
        lambda: enter(empty, other, bank_reference="CWF 2"),
        lambda: deposits.confirm(row, by=other),
        lambda: deposits.take_back(row, reason="Wrong", by=other),
    ):
        with pytest.raises(refusals.NotYourDeposit):
            deed()


def test_staff_of_another_place_confirm_nothing_here(
    empty: Fund, other_area: Neighbourhood, finance: User
) -> None:
    stranger = factories.with_role("finance", other_area)
    with pytest.raises(refusals.NotYourDeposit):
        deposits.confirm(enter(empty, finance), by=stranger)


def test_nothing_is_entered_while_nobody_else_could_confirm_it(area: Neighbourhood) -> None:
    alone = factories.with_role("officer", area)
    with pytest.raises(refusals.NotYourDeposit, match="Invite somebody first"):
        enter(factories.fund(area), alone)


def test_it_is_confirmed_once(empty: Fund, finance: User, officer: User) -> None:
    row = enter(empty, finance)
    deposits.confirm(row, by=officer)
    with pytest.raises(refusals.DepositConfirmed):
        deposits.confirm(row, by=officer)
    with pytest.raises(refusals.DepositConfirmed):
        deposits.take_back(row, reason="Wrong", by=officer)


@pytest.mark.parametrize("off", [1, 400])
def test_a_day_to_come_is_refused(empty: Fund, finance: User, off: int) -> None:
    with pytest.raises(refusals.DayImplausible, match="still to come"):
        enter(empty, finance, received_on=clock.today() + timedelta(days=off))


def test_a_day_outside_the_funds_time_is_refused(empty: Fund, finance: User) -> None:
    first, last = deposits.days(empty)
    assert last == clock.today()
    with pytest.raises(refusals.DayImplausible, match="the fund's own time"):
        enter(empty, finance, received_on=first - timedelta(days=1))
    assert enter(empty, finance, received_on=first).received_on == first


def test_money_has_a_reference_of_its_own_in_its_place(
    empty: Fund, finance: User, other_area: Neighbourhood
) -> None:
    enter(empty, finance, bank_reference=" cwf  1 ")
    with pytest.raises(refusals.NeedsReference):
        enter(empty, finance, bank_reference=" ")
    other = factories.fund(empty.neighbourhood)
    with pytest.raises(refusals.ReferenceUsed):
        enter(other, finance, bank_reference="CWF 1")
    elsewhere = factories.with_role("finance", other_area)
    factories.with_role("officer", other_area)
    assert enter(factories.fund(other_area), elsewhere, bank_reference="CWF 1").pk


def test_the_same_page_twice_enters_it_once(empty: Fund, finance: User) -> None:
    key = uuid4()
    assert enter(empty, finance, key=key) == enter(empty, finance, key=key)
    assert Event.objects.filter(kind="money.entered").count() == 1
    with pytest.raises(refusals.DifferentRequest):
        enter(empty, finance, key=key, pence=7)


def test_a_wrong_one_is_taken_back_with_a_public_reason(
    empty: Fund, finance: User, officer: User
) -> None:
    row = enter(empty, finance)
    with pytest.raises(refusals.NeedsReason):
        deposits.take_back(row, reason=" ", by=officer)
    deposits.take_back(row, reason="Typed £1,000 for £100", by=officer)
    with pytest.raises(refusals.DepositTakenBack):
        deposits.confirm(row, by=officer)
    assert Event.objects.get(kind="money.entry_taken_back").audience == "public"
    assert Letter.objects.get(to=finance.email).subject.startswith("What you entered was taken")
    assert enter(empty, finance, pence=10_000).bank_reference == row.bank_reference


def test_undoing_a_confirmed_one_frees_its_reference(
    empty: Fund, finance: User, officer: User
) -> None:
    row = enter(empty, finance)
    actions.reverse(deposits.confirm(row, by=officer), reason="Wrong fund", by=finance)
    row.refresh_from_db()
    assert row.taken_back_because == "Wrong fund"
    assert statement.of_fund(empty).received == 0
    assert enter(empty, finance).waits


def test_the_others_are_told_that_it_waits(
    empty: Fund, area: Neighbourhood, finance: User, officer: User
) -> None:
    factories.with_role("auditor", area)
    enter(empty, finance)
    letter = Letter.objects.get()
    assert letter.to == officer.email
    assert reverse("ledger:deposits", args=[area]) in letter.text


# what the database holds by itself


def by_hand(**columns: Any) -> Deposit:
    with transaction.atomic():
        site_key.show_for_deed()
        row = Deposit.objects.create(**columns)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return row


def columns(fund: Fund, by: User, **rest: Any) -> dict[str, Any]:
    facts = {"neighbourhood": fund.neighbourhood, "fund": fund, "pence": 1, "entered_by": by}
    return {**facts, "received_on": clock.today(), "bank_reference": "A", **rest}


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing came in": ("deposit_positive", {"pence": 0}),
    "no reference": ("deposit_has_reference", {"bank_reference": ""}),
    "a day to come": ("deposit_not_in_the_future", {"received_on": date(2099, 1, 1)}),
    "confirmed at once": ("waits before", {"confirmed_at": clock.now}),
}


@pytest.mark.parametrize("case", list(WRONG))
def test_the_database_takes_no_deposit_that_is_not_whole(
    empty: Fund, finance: User, case: str
) -> None:
    words, wrong = WRONG[case]
    wrong = {name: value() if callable(value) else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError, match=words):
        by_hand(**columns(empty, finance, **wrong))


def test_the_database_wants_staff_of_the_funds_own_place(
    empty: Fund, other_area: Neighbourhood, finance: User, auditor: User
) -> None:
    with pytest.raises(IntegrityError, match="only staff"):
        by_hand(**columns(empty, auditor))
    with pytest.raises(IntegrityError, match="another place"):
        by_hand(**columns(empty, finance, neighbourhood=other_area))


def test_the_database_wants_two_people(
    empty: Fund, finance: User, officer: User, auditor: User
) -> None:
    row = enter(empty, finance)
    move = deposits.confirm(row, by=officer)
    other = enter(empty, finance, bank_reference="CWF 2")
    given = {"confirmed_at": clock.now(), "move": move}
    for by, words in ((finance, "confirmed_by_another"), (auditor, "only staff"), (officer, "key")):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            Deposit.objects.filter(pk=other.pk).update(confirmed_by=by, **given)
    with pytest.raises(IntegrityError, match="was confirmed"), transaction.atomic():
        Deposit.objects.filter(pk=row.pk).update(confirmed_by=finance)


def test_the_database_takes_no_money_in_that_nobody_confirmed(empty: Fund) -> None:
    books.post(empty, "deposit", 900_000_000)
    with pytest.raises(IntegrityError, match="nobody confirmed"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def test_the_database_keeps_a_reference_for_one_deposit(empty: Fund, finance: User) -> None:
    enter(empty, finance, bank_reference="a")
    with pytest.raises(IntegrityError, match="deposit_reference_once"):
        by_hand(**columns(empty, finance))


# pages


def test_it_is_entered_on_one_page_and_confirmed_on_another_by_somebody_else(
    client: Client, empty: Fund, area: Neighbourhood, finance: User, officer: User
) -> None:
    waiting, money = reverse("ledger:deposits", args=[area]), reverse("ledger:money", args=[area])
    client.force_login(finance)
    assert "Another person of the trust then looks" in text_of(client, deposit_url(empty))
    answer = client.post(deposit_url(empty), typed(pence="9,000", memo="First part"))
    assert answer["Location"] == waiting
    row = Deposit.objects.get()
    page = text_of(client, waiting)
    assert "You entered this, so somebody else" in page
    assert "I have seen it" not in page
    confirm = reverse("ledger:confirm", args=[area, row.pk])
    assert client.post(confirm).status_code == 409
    client.force_login(officer)
    assert "Find it on the bank’s statement" in text_of(client, waiting)
    assert "£9,000, First part: received on" in text_of(client, money)
    assert client.post(confirm)["Location"] == money
    assert "£9,000 came in" in text_of(client, money)
    assert "Waits for a second person" not in text_of(client, money)


def test_the_page_of_a_deposit_says_how_it_was_entered(
    client: Client, empty: Fund, area: Neighbourhood, finance: User, officer: User
) -> None:
    move = deposits.confirm(enter(empty, finance), by=officer)
    url = reverse("ledger:move", args=[area, move.pk])
    page = text_of(client, url)
    assert "One person of the trust entered it, and another confirmed it" in page
    assert "Money received: entered by the first of two people" in page


def test_a_day_or_reference_that_is_missing_is_asked_for_beside_its_box(
    client: Client, empty: Fund, finance: User
) -> None:
    client.force_login(finance)
    form = typed(pence="10", bank_reference="", received_on_day="")
    answer = client.post(deposit_url(empty), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_bank_reference"' in page
    assert 'href="#id_received_on' in page
    form = typed(pence="10", memo="A grant", received_on_year=str(clock.today().year + 1))
    assert "still to come" in client.post(deposit_url(empty), form).content.decode()


def test_somebody_alone_is_led_to_inviting_a_second_person(
    client: Client, area: Neighbourhood
) -> None:
    fund = factories.fund(area)
    client.force_login(factories.with_role("officer", area))
    page = client.get(deposit_url(fund)).content.decode()
    assert "Invite a second person" in page
    assert reverse("people:staff-people", args=[area]) in page
    assert 'name="pence"' not in page
    assert client.post(deposit_url(fund), typed(pence="10")).status_code == 422


def test_what_was_taken_back_stays_to_be_read(
    client: Client, empty: Fund, area: Neighbourhood, finance: User, officer: User
) -> None:
    row = enter(empty, finance)
    client.force_login(officer)
    url = reverse("ledger:take-back", args=[area, row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "The statement says £100"})
    page = text_of(client, reverse("ledger:deposits", args=[area]))
    assert "The statement says £100" in page
    assert "already" in text_of(client, url)


def test_a_page_of_deposits_asks_as_much_of_the_database_for_many_as_for_few(
    client: Client,
    empty: Fund,
    area: Neighbourhood,
    finance: User,
    officer: User,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(officer)
    for number in range(12):
        enter(empty, finance, bank_reference=f"A {number}")
    with django_assert_max_num_queries(16):
        client.get(reverse("ledger:deposits", args=[area]))


def test_whoever_waits_for_an_invited_colleague_is_not_called_alone(area: Neighbourhood) -> None:
    officer = factories.with_role("officer", area)
    fund = factories.fund(area)
    assert "You are the only one here." in access.may_enter(officer, area).because
    people.invite("fay@example.org", kind="finance", neighbourhood=area, by=officer)
    facts = access.may_enter(officer, area).because
    assert "only one" not in facts
    assert "Somebody is invited and has not said yes yet." in facts
    with pytest.raises(refusals.NotYourDeposit, match="Somebody is invited"):
        enter(fund, officer)
    people.invite("Fay@example.org", kind="officer", neighbourhood=area, by=officer)
    assert "Somebody is invited and has not" in access.may_enter(officer, area).because, "once more"
    people.invite("gil@example.org", kind="auditor", neighbourhood=area, by=officer)
    assert "Somebody is invited and has not" in access.may_enter(officer, area).because, "no staff"
    people.invite("hal@example.org", kind="officer", neighbourhood=area, by=officer)
    assert "2 people are invited and have not said yes" in access.may_enter(officer, area).because
