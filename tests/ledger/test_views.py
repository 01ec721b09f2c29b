"""Everyone can see where the money is; staff put it in once, however often they press."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kit import clock
from ledger import books
from ledger.models import Commitment, Deposit, Fund, Move, Pot
from people.models import User
from places.models import Neighbourhood
from tests import factories


def text_of(client: Client, url: str) -> str:
    """What a page says, in one line."""
    page = client.get(url)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def typed(**rest: str) -> dict[str, str]:
    """What is typed of money that came in today, with a new key and reference."""
    today = clock.today()
    day = {"day": today.day, "month": today.month, "year": today.year}
    form = {f"received_on_{part}": str(number) for part, number in day.items()}
    return {"key": str(uuid4()), "bank_reference": uuid4().hex[:12], **form, **rest}


def deposit_url(fund: Fund) -> str:
    return reverse("ledger:deposit", args=[fund.neighbourhood, fund.pk])


def test_the_money_page_says_every_pound_and_that_it_adds_up(
    client: Client, area: Neighbourhood, award: Commitment
) -> None:
    books.accept(award)
    books.pay(award, 100_000)
    text = text_of(client, reverse("ledger:money", args=[area]))
    assert "Every pound adds up." in text
    assert (
        "£50,000 came in = £1,000 paid + £2,500 promised + £16,500 in a round"
        " + £30,000 not yet in a round." in text
    )


def test_a_neighbourhood_without_money_says_so(client: Client, area: Neighbourhood) -> None:
    assert "No money is here yet" in text_of(client, reverse("ledger:money", args=[area]))


def test_an_imported_neighbourhood_has_no_money(client: Client, db: None) -> None:
    lodz = factories.area(name="Łódź", town="", slug="lodz", origin="imported")
    assert "No money is kept here" in text_of(client, reverse("ledger:money", args=[lodz]))


def test_a_payment_is_walked_from_the_deposit(
    client: Client, area: Neighbourhood, award: Commitment
) -> None:
    books.accept(award)
    paid = books.pay(award, 100_000)
    text = text_of(client, reverse("ledger:move", args=[area, paid.pk]))
    places = [
        text.index(stage)
        for stage in ("Came into the fund", "Put into “Round 1”", "Offered", "promised", "You are")
    ]
    assert places == sorted(places)
    assert "Of £3,500: £1,000 paid, £2,500 promised." in text
    assert "Money put into a round" not in text


def test_a_deposit_shows_its_entry_in_the_record(
    client: Client, area: Neighbourhood, pot: Pot
) -> None:
    came = Move.objects.get(kind="deposit")
    text = text_of(client, reverse("ledger:move", args=[area, came.pk]))
    assert "Money received" in text
    assert "Put into rounds since" in text


def test_another_neighbourhoods_movement_is_not_found(
    client: Client, other_area: Neighbourhood, fund: Fund
) -> None:
    came = Move.objects.get()
    url = reverse("ledger:move", args=[other_area, came.pk])
    assert client.get(url).status_code == 404


def test_money_of_another_neighbourhoods_fund_is_not_entered(
    client: Client, other_area: Neighbourhood, fund: Fund
) -> None:
    client.force_login(factories.with_role("finance", other_area))
    url = reverse("ledger:deposit", args=[other_area, fund.pk])
    assert client.get(url).status_code == 404


def test_pressing_twice_enters_money_once(client: Client, fund: Fund, finance: User) -> None:
    client.force_login(finance)
    form = typed(pence="1,000", memo="Second part")
    answers = [client.post(deposit_url(fund), form).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Deposit.objects.filter(pence=100_000).count() == 1


def test_the_same_key_with_another_sum_is_refused(
    client: Client, fund: Fund, finance: User
) -> None:
    client.force_login(finance)
    form = typed(pence="1000", memo="Second part")
    client.post(deposit_url(fund), form)
    answer = client.post(deposit_url(fund), {**form, "pence": "2000"})
    assert answer.status_code == 422
    assert "with other contents" in answer.content.decode()
    assert Deposit.objects.get(confirmed_at=None).pence == 100_000


BAD = ["-1", "0", "1e9", "NaN", "Infinity", "1.005", "1.000,00", str(2**63), "true", "١٢٣", "€100",
       "100 USD", "", " ", "1000000000.01", "0x10", "£", "1,00"]  # fmt: skip


@pytest.mark.parametrize("amount", BAD)
def test_what_is_not_a_sum_of_pounds_is_refused_and_kept(
    client: Client, fund: Fund, finance: User, amount: str
) -> None:
    client.force_login(finance)
    form = typed(pence=amount, memo="Second part")
    answer = client.post(deposit_url(fund), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Second part" in page
    assert 'href="#id_pence"' in page
    assert form["key"] in page
    assert Move.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "pence"), [("£1,000.00", 100_000), ("0.01", 1), (" 1 250 ", 125_000)]
)
def test_pounds_as_people_write_them_are_taken(
    client: Client, fund: Fund, finance: User, amount: str, pence: int
) -> None:
    client.force_login(finance)
    client.post(deposit_url(fund), typed(pence=amount, memo="More"))
    assert Deposit.objects.get(memo="More").pence == pence


@pytest.mark.parametrize("key", ["", "not-a-key", "1"])
def test_a_form_without_its_key_is_refused(
    client: Client, fund: Fund, finance: User, key: str
) -> None:
    client.force_login(finance)
    answer = client.post(deposit_url(fund), typed(key=key, pence="1", memo="More"))
    assert answer.status_code == 422
    assert "out of date" in answer.content.decode()


FUND = {"name": "Ten-year fund", "source": "Community Wealth Fund", "starts_on_day": "1",
        "starts_on_month": "4", "starts_on_year": "2026", "ends_on_day": "31", "ends_on_month": "3",
        "ends_on_year": "2036", "small_award": "2,000"}  # fmt: skip


def test_a_fund_is_opened_once_and_leads_to_its_first_deposit(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    client.force_login(officer)
    url = reverse("ledger:fund-new", args=[area])
    key = str(uuid4())
    answers = [client.post(url, {**FUND, "key": key}) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [
        deposit_url(Fund.objects.get())
    ] * 2
    assert Fund.objects.get().accounts.count() == 6


def test_a_fund_that_ends_before_it_starts_is_refused(
    client: Client, area: Neighbourhood, officer: User
) -> None:
    client.force_login(officer)
    answer = client.post(
        reverse("ledger:fund-new", args=[area]),
        {**FUND, "ends_on_year": "2020", "key": str(uuid4())},
    )
    assert answer.status_code == 422
    assert "The last day must be after the first day" in answer.content.decode()


def test_a_deposit_is_undone_with_a_reason_that_everyone_reads(
    client: Client, area: Neighbourhood, fund: Fund, finance: User
) -> None:
    came = Move.objects.get()
    client.force_login(finance)
    page = client.get(reverse("ledger:move", args=[area, came.pk])).content.decode()
    url = reverse("ledger:undo", args=[area, came.pk])
    assert url in page
    client.post(url, {"reason": "Entered for the wrong fund"})
    client.logout()
    text = text_of(client, reverse("ledger:move", args=[area, came.pk]))
    assert "Entered for the wrong fund" in text
    assert books.balance(fund, "fund") == 0


def test_money_that_is_in_a_round_cannot_be_undone_at_its_deposit(
    client: Client, area: Neighbourhood, pot: Pot, finance: User
) -> None:
    came = Move.objects.get(kind="deposit")
    client.force_login(finance)
    answer = client.post(reverse("ledger:undo", args=[area, came.pk]), {"reason": "Wrong"})
    assert answer.status_code == 422
    assert "£30,000 is in the fund; this is £50,000." in answer.content.decode()


def test_long_lists_of_movements_have_pages(
    client: Client, area: Neighbourhood, fund: Fund, finance: User
) -> None:
    for number in range(21):
        factories.money_in(fund, 100, f"Part {number}")
    url = reverse("ledger:money", args=[area])
    assert "Page 1 of 2" in text_of(client, url)
    for page in ("2", "-1", "1e9", "x"):
        assert client.get(url, {"page": page}).status_code == 200


def test_a_new_fund_promises_nothing_about_measuring(
    client: Client, officer: User, area: Neighbourhood
) -> None:
    client.force_login(officer)
    page = text_of(client, reverse("ledger:fund-new", args=[area]))
    assert "may also approve the payment" in page
    assert "clear conditions" not in page
    assert "measured" not in page
