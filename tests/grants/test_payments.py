"""Money leaves by different people, and only when everything it waits for has happened."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from audit.models import Event
from evidence.actions import verify
from evidence.models import Expectation, Observation
from evidence.refusals import OwnEvidence
from grants import actions, refusals
from grants.bank import KeyLost, NotAnAccount, NotASortCode
from grants.models import Award, BankDetails, Instalment
from kit import clock
from ledger import books
from ledger.models import Fund
from people.models import Letter, Role, User
from tests import factories
from tests.at_once import at_once
from tests.conftest import Clock
from tests.grants.scene import Scene, build
from tests.postgres import forge
from voting.models import Challenge


def first(award: Award) -> Instalment:
    return award.instalments.get(number=1)


def holder(award: Award) -> User:
    assert award.holder is not None
    return award.holder


def pay(scene: Scene, instalment: Instalment) -> Instalment:
    actions.approve_payment(instalment, by=scene.officer)
    actions.authorise_payment(instalment, by=scene.finance)
    return actions.mark_sent(instalment, bank_reference="FP123", by=scene.finance)


def report(award: Award, **given: object) -> object:
    asked: dict[str, object] = {"key": uuid4(), "spent_pence": 250_000, "happened": "Cleared"}
    return actions.send_report(award, **{**asked, **given}, by=award.holder)  # type: ignore[arg-type]


def test_accepting_plans_two_payments_that_add_up(scene: Scene) -> None:
    award = scene.accepted(outcome="part", pence=100_001, reason="A part")
    assert [each.pence for each in award.instalments.all()] == [50_001, 50_000]
    assert books.holding(award.commitment, "committed") == 100_001


def test_only_the_holder_answers_an_offer(scene: Scene) -> None:
    award = scene.award()
    for user in (scene.officer, factories.resident(scene.area)):
        with pytest.raises(refusals.NotYours):
            actions.accept_offer(award, by=user)


def test_an_offer_is_answered_once(scene: Scene) -> None:
    award = scene.accepted()
    with pytest.raises(refusals.OfferAnswered):
        actions.decline_offer(award, by=holder(award))


def test_declining_puts_the_money_back_in_the_pot(scene: Scene) -> None:
    award = scene.award()
    actions.decline_offer(award, by=holder(award))
    scene.pot.refresh_from_db()
    assert scene.pot.taken == 0
    assert Expectation.objects.get(subject=award.proposal_id).funded_at is None


def test_an_offer_runs_out_after_its_last_day(scene: Scene, clock: Clock) -> None:
    award = scene.award()
    with pytest.raises(refusals.OfferStillOpen):
        actions.lapse_offer(award)
    clock.move(timedelta(days=22))
    with pytest.raises(refusals.OfferRanOut):
        actions.accept_offer(award, by=holder(award))
    assert actions.lapse_offer(award).status == "lapsed"
    scene.pot.refresh_from_db()
    assert scene.pot.taken == 0


def test_bank_details_are_unreadable_in_the_database(scene: Scene) -> None:
    award = scene.ready()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(b)::text FROM grants_bankdetails b")
        text = cursor.fetchone()[0]
        cursor.execute("SELECT encode(sealed, 'escape') FROM grants_bankdetails")
        sealed = cursor.fetchone()[0]
    assert "4958" in text
    for part in ("66374958", "08-99-99", "089999"):
        assert part not in text
        assert part not in sealed
    details = award.bank_details.get()
    assert actions.show_bank_details(details, by=scene.finance).number == "66374958"


def test_looking_at_bank_details_is_written_down_for_staff(scene: Scene) -> None:
    actions.show_bank_details(scene.ready().bank_details.get(), by=scene.finance)
    entry = Event.objects.get(kind="bank.seen")
    assert entry.audience == "staff"


@pytest.mark.parametrize(
    ("sort_code", "account_number", "refusal"),
    [
        ("08-99-9", "66374958", NotASortCode),
        ("O8-99-99", "66374958", NotASortCode),
        ("08-99-99", "6637495", NotAnAccount),
        ("08-99-99", "٦٦٣٧٤٩٥٨", NotAnAccount),
    ],
)
def test_bank_details_that_can_not_be_right_are_refused(
    scene: Scene, sort_code: str, account_number: str, refusal: type[Exception]
) -> None:
    award = scene.accepted()
    with pytest.raises(refusal):
        actions.enter_bank_details(
            award, payee="A", sort_code=sort_code, account_number=account_number, by=holder(award)
        )


def test_the_first_payment_is_due_when_the_payee_is_confirmed(scene: Scene) -> None:
    award = scene.ready()
    assert [each.status for each in award.instalments.all()] == ["due", "scheduled"]


def test_nobody_confirms_an_account_they_entered(scene: Scene) -> None:
    award = scene.accepted()
    details = actions.enter_bank_details(
        award, payee="A", sort_code="089999", account_number="66374958", by=holder(award)
    )
    with pytest.raises(refusals.NotYours, match="You entered the bank details"):
        actions.confirm_payee(details, how="Trust me", by=holder(award))
    with pytest.raises(IntegrityError, match="self_confirmed"), transaction.atomic():
        BankDetails.objects.update(confirmed_by=holder(award))


def test_three_different_people_pay(scene: Scene) -> None:
    award = scene.ready()
    payment = first(award)
    with pytest.raises(refusals.NotReadyToPay):
        actions.authorise_payment(payment, by=scene.finance)
    actions.approve_payment(payment, by=scene.officer)
    with pytest.raises(refusals.NotYours, match="You approved this payment"):
        actions.authorise_payment(payment, by=scene.officer)
    with pytest.raises(refusals.NotReadyToPay):
        actions.mark_sent(payment, bank_reference="FP1", by=scene.officer)
    actions.authorise_payment(payment, by=scene.finance)
    actions.mark_sent(payment, bank_reference="FP1", by=scene.officer)
    assert books.holding(award.commitment, "paid") == 125_000
    payment.refresh_from_db()
    assert payment.move is not None
    assert payment.move.kind == "pay"


def test_whoever_entered_the_bank_details_does_not_pay(scene: Scene) -> None:
    award = scene.ready()
    forge(BankDetails.objects.all(), entered_by=scene.officer)
    with pytest.raises(refusals.NotYours, match="You entered the bank details"):
        actions.approve_payment(first(award), by=scene.officer)


@pytest.mark.parametrize("same", ["bank_entered_by", "approved_by"])
def test_the_database_keeps_the_people_of_a_payment_apart(scene: Scene, same: str) -> None:
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.officer)
    person = getattr(first(award), same)
    with pytest.raises(IntegrityError, match="payment_people_differ"), transaction.atomic():
        Instalment.objects.filter(pk=first(award).pk).update(authorised_by=person)


def test_the_secretary_of_the_decision_does_not_pay(scene: Scene) -> None:
    award = scene.ready()
    Role.objects.create(person=scene.secretary, neighbourhood=scene.area, kind="finance")
    with pytest.raises(refusals.NotYours, match="You helped to give this award"):
        actions.approve_payment(first(award), by=scene.secretary)


def test_no_payment_before_the_conditions_are_met(scene: Scene) -> None:
    award = scene.ready(conditions=["The owner agrees"])
    with pytest.raises(refusals.NotReadyToPay, match="conditions"):
        actions.approve_payment(first(award), by=scene.officer)
    actions.clear_condition(award.conditions.get(), by=scene.finance)
    assert actions.approve_payment(first(award), by=scene.officer).status == "approved"


def test_a_holder_clears_no_condition_of_their_own(scene: Scene) -> None:
    award = scene.accepted(conditions=["The owner agrees"])
    forge(Award.objects.filter(pk=award.pk), holder=scene.officer)
    with pytest.raises(refusals.NotYours):
        actions.clear_condition(award.conditions.get(), by=scene.officer)


@pytest.mark.parametrize(("threshold", "allowed"), [(200_000, False), (300_000, True)])
def test_the_approver_clears_conditions_of_small_awards_only(
    scene: Scene, threshold: int, allowed: bool
) -> None:
    forge(Fund.objects.all(), small_award_pence=threshold)
    award = scene.ready(conditions=["The owner agrees"])
    actions.clear_condition(award.conditions.get(), by=scene.officer)
    if allowed:
        assert actions.approve_payment(first(award), by=scene.officer)
    else:
        with pytest.raises(refusals.NotYours, match="You cleared a condition"):
            actions.approve_payment(first(award), by=scene.officer)


def test_no_payment_while_a_challenge_could_change_the_result(scene: Scene) -> None:
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.officer)
    Challenge.objects.create(
        round=scene.round, about="decision", text="Look again", by=factories.person(),
        answer_due_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(refusals.NotReadyToPay, match="something looks wrong"):
        actions.authorise_payment(first(award), by=scene.finance)


def test_new_bank_details_stop_a_payment_that_two_people_let_go(scene: Scene) -> None:
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.officer)
    actions.authorise_payment(first(award), by=scene.finance)
    actions.enter_bank_details(
        award, payee="Other", sort_code="089999", account_number="11112222", by=holder(award)
    )
    assert first(award).status == "due"
    with pytest.raises(refusals.NotReadyToPay, match="confirmed first"):
        actions.approve_payment(first(award), by=scene.officer)
    assert Letter.objects.filter(key__startswith="grants.bank_changed").count() == 1


def test_the_same_bank_details_again_change_nothing(scene: Scene) -> None:
    award = scene.ready()
    actions.enter_bank_details(
        award, payee="Alley Group", sort_code="089999", account_number="66374958", by=holder(award)
    )
    assert award.bank_details.get().confirmed_at is not None


def test_a_report_makes_the_next_payment_due(scene: Scene) -> None:
    award = scene.ready()
    pay(scene, first(award))
    sent = report(award, is_final=False, spent_pence=125_000)
    actions.accept_report(sent, by=scene.officer)  # type: ignore[arg-type]
    assert award.instalments.get(number=2).status == "due"


def test_nobody_accepts_their_own_report_or_one_on_their_own_award(scene: Scene) -> None:
    sent = report(scene.ready())
    for user in (scene.picked[0].lead, scene.chair.person, scene.secretary):
        with pytest.raises(refusals.NotYours):
            actions.accept_report(sent, by=user)  # type: ignore[arg-type]


def test_sending_a_report_twice_is_sending_it_once(scene: Scene) -> None:
    award = scene.ready()
    key = uuid4()
    assert report(award, key=key) == report(award, key=key)
    assert award.reports.count() == 1


def test_a_measured_value_needs_its_day_and_how(scene: Scene) -> None:
    with pytest.raises(refusals.MeasuredByHalf):
        report(scene.ready(), value=Decimal(12))


def test_nobody_who_gave_or_holds_the_award_verifies_its_measurement(scene: Scene) -> None:
    award = scene.ready()
    report(award, value=Decimal(12), measured_on=clock.today(), how="Counted the bags")
    measured = Observation.objects.get()
    for user in (holder(award), scene.secretary, scene.chair.person):
        with pytest.raises(OwnEvidence):
            verify(measured, by=user)
    assert verify(measured, by=scene.officer).verified_at is not None


def test_what_was_paid_and_not_spent_goes_back_to_the_fund(scene: Scene) -> None:
    award = scene.ready()
    pay(scene, first(award))
    pay_report = report(award, spent_pence=100_000)
    actions.accept_report(pay_report, by=scene.officer)  # type: ignore[arg-type]
    assert actions.release_rest(award, by=scene.finance) == 125_000
    with pytest.raises(refusals.NotFinished, match="£250 was paid and not spent"):
        actions.complete(award, by=scene.finance)
    fund_before = books.balance(scene.fund, "fund")
    actions.give_back(award, pence=25_000, held=125_000, by=scene.finance)
    assert books.balance(scene.fund, "fund") == fund_before + 25_000
    assert actions.complete(award, by=scene.finance).status == "complete"


def test_a_payment_that_is_partly_needed_is_made_smaller(scene: Scene) -> None:
    award = scene.ready()
    pay(scene, first(award))
    actions.accept_report(report(award, spent_pence=200_000), by=scene.officer)  # type: ignore[arg-type]
    assert actions.release_rest(award, by=scene.finance) == 50_000
    second = award.instalments.get(number=2)
    assert (second.status, second.pence) == ("due", 75_000)
    pay(scene, second)
    assert actions.complete(award, by=scene.finance).completed_at is not None


def test_no_project_is_done_before_its_last_report(scene: Scene) -> None:
    with pytest.raises(refusals.NotFinished, match="last report"):
        actions.complete(scene.ready(), by=scene.finance)


def test_money_that_came_back_is_written_down_once_however_often_it_is_pressed(
    scene: Scene,
) -> None:
    award = scene.ready()
    pay(scene, first(award))
    fund_before = books.balance(scene.fund, "fund")
    actions.give_back(award, pence=10_000, held=125_000, by=scene.finance)
    with pytest.raises(refusals.AlreadyBack, match="£1,150"):
        actions.give_back(award, pence=10_000, held=125_000, by=scene.finance)
    assert books.balance(scene.fund, "fund") == fund_before + 10_000


def test_bank_details_whose_key_is_lost_are_asked_for_again(scene: Scene) -> None:
    award = scene.ready()
    lost = award.bank_details.get()
    (Path(settings.SECRETS) / "bank.key").write_bytes(bytes(32))
    with pytest.raises(KeyLost):
        actions.show_bank_details(lost, by=scene.finance)
    again = actions.enter_bank_details(
        award,
        payee="Alley Group",
        sort_code="08-99-99",
        account_number="66374958",
        by=holder(award),
    )
    assert again != lost
    assert actions.show_bank_details(again, by=scene.finance).number == "66374958"


def test_a_missing_key_is_not_made_anew_to_read_with(scene: Scene) -> None:
    details = scene.ready().bank_details.get()
    key = Path(settings.SECRETS) / "bank.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(KeyLost):
        actions.show_bank_details(details, by=scene.finance)
    assert not key.exists()
    key.write_bytes(kept)
    assert actions.show_bank_details(details, by=scene.finance).number == "66374958"


def test_whoever_helps_with_a_project_takes_no_step_about_its_money(scene: Scene) -> None:
    award = scene.ready()
    award.proposal.helpers.add(scene.officer)
    sent = report(award)
    for step in (
        lambda: actions.approve_payment(first(award), by=scene.officer),
        lambda: actions.accept_report(sent, by=scene.officer),  # type: ignore[arg-type]
        lambda: actions.release_rest(award, by=scene.officer),
    ):
        with pytest.raises(refusals.NotYours, match="take part in this project"):
            step()
    assert actions.approve_payment(first(award), by=scene.finance).status == "approved"


def test_whoever_helps_with_a_project_verifies_nothing_of_it(scene: Scene) -> None:
    award = scene.ready()
    award.proposal.helpers.add(scene.officer)
    report(award, value=Decimal(12), measured_on=clock.today(), how="Counted the bags")
    with pytest.raises(OwnEvidence):
        verify(Observation.objects.get(), by=scene.officer)


def test_one_payment_sent_by_eight_at_once_moves_money_once(committed_db: str) -> None:
    scene = build(factories.area())
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.officer)
    actions.authorise_payment(first(award), by=scene.finance)
    answers = at_once(
        [lambda: actions.mark_sent(first(award), bank_reference="FP1", by=scene.finance)] * 8
    )
    assert sum(isinstance(each, Instalment) for each in answers) == 1
    assert sum(isinstance(each, refusals.NotReadyToPay) for each in answers) == 7
    assert books.holding(award.commitment, "paid") == 125_000
