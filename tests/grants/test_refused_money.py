"""What is refused to whoever deals with an award's money, deed by deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from evidence.actions import verify
from evidence.models import Observation
from evidence.refusals import OwnEvidence
from grants import actions, refusals
from grants.actions.payments import clear_to_pay
from grants.bank import KeyLost, NoPayee, NotAnAccount
from grants.models import Award, BankDetails, Instalment, ProgressReport
from kit import clock
from people.models import User
from tests import factories
from tests.conftest import Clock
from tests.grants.scene import Scene
from tests.postgres import forge
from voting.models import Challenge

Step = Callable[[Award, User], object]


def first(award: Award) -> Instalment:
    return award.instalments.get(number=1)


def holder(award: Award) -> User:
    assert award.holder is not None
    return award.holder


def let_go(scene: Scene, instalment: Instalment) -> Instalment:
    """Two people let it go."""
    actions.approve_payment(instalment, by=scene.officer)
    return actions.authorise_payment(instalment, by=scene.finance)


def pay(scene: Scene, instalment: Instalment) -> Instalment:
    let_go(scene, instalment)
    return actions.mark_sent(instalment, bank_reference="FP1", by=scene.finance)


def report(award: Award, spent_pence: int = 250_000, by: User | None = None) -> ProgressReport:
    return actions.send_report(
        award, key=uuid4(), spent_pence=spent_pence, happened="Cleared", by=by or holder(award)
    )


def enter(award: Award, by: User | None = None, payee: str = "Alley Group") -> BankDetails:
    return actions.enter_bank_details(
        award,
        payee=payee,
        sort_code="089999",
        account_number="11112222",
        by=by or holder(award),
    )


def finished(scene: Scene) -> Award:
    """Paid, spent, reported and closed."""
    award = scene.ready()
    pay(scene, first(award))
    actions.accept_report(report(award), by=scene.officer)
    pay(scene, award.instalments.get(number=2))
    return actions.complete(award, by=scene.finance)


@pytest.mark.parametrize(
    "step",
    [
        lambda award, by: actions.clear_condition(award.conditions.get(), by=by),
        lambda award, by: actions.confirm_payee(enter(award), how="Rang them", by=by),
        lambda award, by: actions.show_bank_details(award.bank_details.get(), by=by),
        lambda award, by: actions.accept_report(report(award), by=by),
        lambda award, by: actions.give_back(award, pence=1, held=0, by=by),
        lambda award, by: actions.release_rest(award, by=by),
        lambda award, by: actions.complete(award, by=by),
    ],
    ids=["clear", "confirm", "see", "accept", "give back", "release", "complete"],
)
def test_nobody_but_staff_of_the_trust_takes_a_step_about_an_awards_money(
    scene: Scene, step: Step
) -> None:
    award = scene.ready(conditions=["The owner agrees"])
    with pytest.raises(refusals.NotYours, match="Only staff of the trust"):
        step(award, factories.resident(scene.area))


def test_nobody_but_staff_of_the_trust_lets_a_payment_go_or_sends_it(scene: Scene) -> None:
    payment = first(scene.ready())
    neighbour = factories.resident(scene.area)
    with pytest.raises(refusals.NotYours, match="Only staff of the trust"):
        actions.approve_payment(payment, by=neighbour)
    actions.approve_payment(payment, by=scene.officer)
    with pytest.raises(refusals.NotYours, match="Only staff of the trust"):
        actions.authorise_payment(payment, by=neighbour)
    actions.authorise_payment(payment, by=scene.finance)
    with pytest.raises(refusals.NotYours, match="Only staff of the trust"):
        actions.mark_sent(payment, bank_reference="FP1", by=neighbour)


def test_nobody_but_the_holder_says_where_to_pay_or_sends_a_report(scene: Scene) -> None:
    award = scene.accepted()
    with pytest.raises(refusals.NotYours, match="Only the person who holds the award"):
        enter(award, by=scene.officer)
    with pytest.raises(refusals.NotYours, match="Only the person who holds the award"):
        report(award, by=scene.officer)


def test_whoever_entered_the_bank_details_does_not_authorise(scene: Scene) -> None:
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.officer)
    forge(Instalment.objects.filter(pk=first(award).pk), bank_entered_by=scene.finance)
    with pytest.raises(refusals.NotYours, match="You entered the bank details"):
        actions.authorise_payment(first(award), by=scene.finance)


def test_a_payment_is_approved_once(scene: Scene) -> None:
    payment = first(scene.ready())
    actions.approve_payment(payment, by=scene.officer)
    with pytest.raises(refusals.NotReadyToPay, match="due can be approved"):
        actions.approve_payment(payment, by=scene.finance)


def test_a_payment_is_sent_with_the_banks_reference(scene: Scene) -> None:
    payment = let_go(scene, first(scene.ready()))
    with pytest.raises(refusals.NeedsReference):
        actions.mark_sent(payment, bank_reference="  ", by=scene.finance)


def test_an_open_question_stops_a_payment_that_two_people_let_go(scene: Scene) -> None:
    payment = let_go(scene, first(scene.ready()))
    Challenge.objects.create(
        round=scene.round,
        about="decision",
        text="Look again",
        by=factories.person(),
        answer_due_at=clock.now(),
    )
    with pytest.raises(refusals.NotReadyToPay, match="something looks wrong"):
        actions.mark_sent(payment, bank_reference="FP1", by=scene.finance)


def test_no_money_of_an_award_that_is_not_accepted_moves(scene: Scene) -> None:
    verdict = clear_to_pay(scene.award())
    assert (verdict.allowed, verdict.because) == (False, refusals.NotAccepted.message)


def test_no_money_moves_before_the_holder_says_where_to(scene: Scene) -> None:
    verdict = clear_to_pay(scene.accepted())
    assert not verdict
    assert "not entered bank details" in verdict.because


def test_an_offer_that_was_accepted_does_not_run_out(scene: Scene, clock: Clock) -> None:
    award = scene.accepted()
    clock.move(timedelta(days=22))
    with pytest.raises(refusals.OfferAnswered):
        actions.lapse_offer(award)


def test_a_condition_is_met_once(scene: Scene) -> None:
    condition = scene.accepted(conditions=["The owner agrees"]).conditions.get()
    actions.clear_condition(condition, by=scene.finance)
    with pytest.raises(refusals.ConditionMet):
        actions.clear_condition(condition, by=scene.officer)


def test_nothing_follows_an_offer_that_was_not_accepted(scene: Scene) -> None:
    award = scene.award()
    with pytest.raises(refusals.NotAccepted, match="Accept the offer first"):
        enter(award)
    with pytest.raises(refusals.NotAccepted, match="Accept the offer first"):
        report(award)


def test_a_payee_is_confirmed_once_and_with_how(scene: Scene) -> None:
    details = enter(scene.accepted())
    with pytest.raises(refusals.NeedsHow):
        actions.confirm_payee(details, how=" ", by=scene.finance)
    actions.confirm_payee(details, how="Rang the treasurer", by=scene.finance)
    with pytest.raises(refusals.PayeeConfirmed):
        actions.confirm_payee(details, how="Rang again", by=scene.officer)


def test_bank_details_that_were_replaced_are_not_confirmed(scene: Scene) -> None:
    award = scene.accepted()
    replaced = enter(award)
    enter(award, payee="Alley Friends")
    with pytest.raises(refusals.DetailsChanged):
        actions.confirm_payee(replaced, how="Rang the treasurer", by=scene.finance)


@pytest.mark.parametrize(
    ("payee", "number", "refusal", "says"),
    [
        (" ", "66374958", NoPayee, "name on the account"),
        ("Alley Group", "6637495812", NotAnAccount, "this one has 10"),
    ],
)
def test_an_account_has_a_name_and_eight_digits(
    scene: Scene, payee: str, number: str, refusal: type[Exception], says: str
) -> None:
    award = scene.accepted()
    with pytest.raises(refusal, match=says):
        actions.enter_bank_details(
            award, payee=payee, sort_code="08-99-99", account_number=number, by=holder(award)
        )


def test_an_empty_key_reads_no_bank_details(scene: Scene) -> None:
    details = scene.ready().bank_details.get()
    (Path(settings.SECRETS) / "bank.key").write_bytes(b"")
    with pytest.raises(KeyLost):
        actions.show_bank_details(details, by=scene.finance)


def test_no_more_is_spent_than_was_awarded(scene: Scene) -> None:
    with pytest.raises(refusals.SpentTooMuch):
        report(scene.accepted(), spent_pence=250_001)


def test_a_report_is_accepted_once(scene: Scene) -> None:
    sent = report(scene.ready())
    actions.accept_report(sent, by=scene.officer)
    with pytest.raises(refusals.ReportAccepted):
        actions.accept_report(sent, by=scene.finance)


def test_nothing_is_released_before_the_last_report(scene: Scene) -> None:
    with pytest.raises(refusals.NotReadyToPay, match="Accept the last report first"):
        actions.release_rest(scene.ready(), by=scene.finance)


def test_nothing_is_released_of_what_is_needed(scene: Scene) -> None:
    award = scene.ready()
    actions.accept_report(report(award), by=scene.officer)
    with pytest.raises(refusals.NotReadyToPay, match="All of what is promised is needed"):
        actions.release_rest(award, by=scene.finance)


def test_a_project_is_closed_once_and_then_takes_no_report(scene: Scene) -> None:
    award = finished(scene)
    with pytest.raises(refusals.NotAccepted):
        actions.complete(award, by=scene.finance)
    with pytest.raises(refusals.NotAccepted):
        report(award)


def test_a_neighbour_verifies_no_measurement(scene: Scene) -> None:
    award = scene.ready()
    actions.send_report(
        award,
        key=uuid4(),
        spent_pence=250_000,
        happened="Cleared",
        value=Decimal(12),
        measured_on=clock.today(),
        how="Counted the bags",
        by=holder(award),
    )
    with pytest.raises(OwnEvidence):
        verify(Observation.objects.get(), by=factories.resident(scene.area))
