"""No payment goes beyond what the newest accepted report leaves needed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.actions import settle
from grants import actions, refusals
from grants.models import Award, Instalment
from ledger import books, statement
from pages import tasks_list
from people.standing import Standing
from tests.grants.scene import Scene
from tests.grants.test_payments import first, pay, report
from tests.ledger.test_views import text_of
from tests.postgres import as_owner


def second(award: Award) -> Instalment:
    return award.instalments.get(number=2)


def facts(scene: Scene, **given: Any) -> Award:
    """£1,250 of £2,500 paid, and a report on it accepted."""
    award = scene.ready()
    pay(scene, first(award))
    actions.accept_report(report(award, **given), by=scene.officer)  # type: ignore[arg-type]
    return award


def forge_due(award: Award) -> Instalment:
    """The second payment is due, as versions made it that did not look at the report."""
    row = second(award)
    settle()
    as_owner("ALTER TABLE grants_instalment DISABLE TRIGGER grants_instalment_needed")
    Instalment.objects.filter(pk=row.pk).update(status="due")
    settle()
    as_owner("ALTER TABLE grants_instalment ENABLE ALWAYS TRIGGER grants_instalment_needed")
    return row


def test_a_last_report_that_needs_no_more_makes_no_payment_due(scene: Scene) -> None:
    award = facts(scene, spent_pence=125_000)
    assert second(award).status == "scheduled"


def test_a_report_of_little_spent_does_not_release_the_next_payment(scene: Scene) -> None:
    award = facts(scene, spent_pence=50_000, is_final=False)
    assert second(award).status == "scheduled"


def test_the_next_payment_is_due_once_what_was_paid_is_spent(scene: Scene) -> None:
    award = facts(scene, spent_pence=50_000, is_final=False)
    later = report(award, spent_pence=125_000, is_final=False)
    actions.accept_report(later, by=scene.officer)  # type: ignore[arg-type]
    assert second(award).status == "due"


def test_what_is_still_needed_is_due_once_the_rest_is_back_in_the_pot(scene: Scene) -> None:
    award = facts(scene, spent_pence=205_000)
    assert second(award).status == "scheduled"
    assert actions.release_rest(award, by=scene.finance) == 45_000
    assert (second(award).status, second(award).pence) == ("due", 80_000)
    pay(scene, second(award))
    assert books.holding(award.commitment, "paid") == 205_000
    assert statement.conservation() == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"spent_pence": 205_000}, "£800 of this award is still needed"),
        ({"spent_pence": 50_000, "is_final": False}, "£500 of it is spent"),
    ],
)
def test_a_payment_that_was_due_before_is_not_approved(
    scene: Scene, given: dict[str, Any], words: str
) -> None:
    award = facts(scene, **given)
    with pytest.raises(refusals.NotReadyToPay, match=words):
        actions.approve_payment(forge_due(award), by=scene.officer)


def approved_before_the_report(scene: Scene) -> Award:
    """The second payment was approved when a last report says that £450 is not needed."""
    award = facts(scene, spent_pence=125_000, is_final=False)
    actions.approve_payment(second(award), by=scene.officer)
    return award


def test_a_payment_approved_before_the_last_report_is_not_sent_beyond_it(scene: Scene) -> None:
    award = approved_before_the_report(scene)
    actions.authorise_payment(second(award), by=scene.finance)
    actions.accept_report(report(award, spent_pence=205_000), by=scene.officer)  # type: ignore[arg-type]
    with pytest.raises(refusals.NotReadyToPay, match="£800"):
        actions.mark_sent(second(award), bank_reference="FP2", by=scene.finance)
    assert books.holding(award.commitment, "paid") == 125_000


def test_what_was_approved_and_is_not_needed_goes_back_too(scene: Scene) -> None:
    award = approved_before_the_report(scene)
    actions.accept_report(report(award, spent_pence=205_000), by=scene.officer)  # type: ignore[arg-type]
    with pytest.raises(refusals.NotReadyToPay, match="£800"):
        actions.authorise_payment(second(award), by=scene.finance)
    assert actions.release_rest(award, by=scene.finance) == 45_000
    row = second(award)
    assert (row.status, row.pence, row.approved_by) == ("due", 80_000, None)
    assert pay(scene, row).status == "sent"


def test_a_first_payment_beyond_the_last_report_waits_too(scene: Scene) -> None:
    award = scene.accepted()
    actions.accept_report(report(award, spent_pence=50_000), by=scene.officer)  # type: ignore[arg-type]
    details = actions.enter_bank_details(
        award,
        payee="Alley Group",
        sort_code="08-99-99",
        account_number="66374958",
        by=award.holder,  # type: ignore[arg-type]
    )
    actions.confirm_payee(details, how="Rang the treasurer", by=scene.finance)
    assert first(award).status == "scheduled"
    actions.release_rest(award, by=scene.finance)
    assert (first(award).status, first(award).pence) == ("due", 50_000)


def by_hand(row: Instalment, **columns: Any) -> None:
    with transaction.atomic():
        Instalment.objects.filter(pk=row.pk).update(**columns)


def test_the_database_makes_no_payment_due_that_the_last_report_does_not_need(
    scene: Scene,
) -> None:
    award = facts(scene, spent_pence=205_000)
    with pytest.raises(IntegrityError, match="more than the report"):
        by_hand(second(award), status="due")


def test_the_database_makes_no_payment_due_while_the_one_before_is_unspent(scene: Scene) -> None:
    award = facts(scene, spent_pence=50_000, is_final=False)
    with pytest.raises(IntegrityError, match="is not spent"):
        by_hand(second(award), status="due")


def test_the_database_approves_and_sends_nothing_beyond_the_last_report(scene: Scene) -> None:
    award = approved_before_the_report(scene)
    actions.authorise_payment(second(award), by=scene.finance)
    actions.accept_report(report(award, spent_pence=205_000), by=scene.officer)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError, match="more than the report"):
        by_hand(second(award), status="sent", sent_at=award.offered_at)


def test_the_pages_say_why_the_next_payment_waits(client: Client, scene: Scene) -> None:
    award = facts(scene, spent_pence=50_000, is_final=False)
    words = "£1,250 was paid, and by the newest report £500 of it is spent"
    client.force_login(scene.officer)
    page = reverse("grants:staff-award", args=[scene.area, award.pk])
    assert words in text_of(client, page)
    client.force_login(award.holder)  # type: ignore[arg-type]
    assert words in text_of(client, reverse("grants:award", args=[award.pk]))


def test_what_is_not_needed_waits_to_go_back_and_is_no_payment_to_make(scene: Scene) -> None:
    award = facts(scene, spent_pence=205_000)
    forge_due(award)
    waiting = {
        each.what: each.count for each in tasks_list.waiting(scene.area, Standing(scene.officer))
    }
    assert "payment to make" not in waiting
    assert waiting["sum to put back in the pot"] == 1
    actions.release_rest(award, by=scene.finance)
    waiting = {
        each.what: each.count for each in tasks_list.waiting(scene.area, Standing(scene.officer))
    }
    assert waiting["payment to make"] == 1
    assert "sum to put back in the pot" not in waiting


def test_open_data_tells_what_went_back_and_what_is_still_promised(
    client: Client, scene: Scene
) -> None:
    award = facts(scene, spent_pence=205_000)
    actions.release_rest(award, by=scene.finance)
    row = client.get(reverse("grants:api-list")).json()["results"][0]
    told_ = (row["pence"], row["paid_pence"], row["promised_pence"], row["back_in_pot_pence"])
    assert told_ == (250_000, 125_000, 80_000, 45_000)


def test_a_page_pressed_twice_releases_once(scene: Scene) -> None:
    award = facts(scene, spent_pence=205_000)
    actions.release_rest(award, by=scene.finance)
    with pytest.raises(refusals.NotReadyToPay, match="All of what is promised is needed"):
        actions.release_rest(award, by=scene.finance)
