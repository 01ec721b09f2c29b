"""What panel, awards and payments say no to: each guard by its deed and in its words."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from audit.models import Event
from grants import actions, refusals
from grants.bank import NoPayee, NotAnAccount
from grants.models import Award, BankDetails, Decision, Interest
from kit import clock
from ledger import books
from places.models import Neighbourhood
from rounds.models import Round
from tests.grants.scene import Scene
from tests.grants.test_decisions import together
from tests.grants.test_payments import first, holder, pay, report
from tests.postgres import forge


def enter(award: Award, **given: str) -> BankDetails:
    typed = {"payee": "Alley Group", "sort_code": "089999", "account_number": "66374958", **given}
    return actions.enter_bank_details(award, by=holder(award), **typed)


def kept(scene: Scene) -> int:
    """How many entries the record has: a refused deed adds none."""
    return Event.objects.filter(round_ref=scene.round.pk).count()


# --- reports ---------------------------------------------------------------------------------


def test_a_report_can_not_say_that_more_than_the_award_was_spent(scene: Scene) -> None:
    award = scene.ready()
    with pytest.raises(refusals.SpentTooMuch, match=r"^This is more than the award\.$") as refused:
        report(award, spent_pence=award.pence + 1)
    assert refused.value.at == "spent_pence"
    assert not award.reports.exists()
    assert report(award, spent_pence=award.pence)


def test_a_report_is_accepted_once(scene: Scene) -> None:
    sent = report(scene.ready(), is_final=False)
    actions.accept_report(sent, by=scene.officer)  # type: ignore[arg-type]
    before = kept(scene)
    with pytest.raises(refusals.ReportAccepted, match="report has been accepted already"):
        actions.accept_report(sent, by=scene.finance)  # type: ignore[arg-type]
    assert kept(scene) == before


# --- bank details ----------------------------------------------------------------------------


def test_a_payee_is_confirmed_with_how_it_was_checked(scene: Scene) -> None:
    details = enter(scene.accepted())
    with pytest.raises(refusals.NeedsHow, match="Say how you checked") as refused:
        actions.confirm_payee(details, how="  ", by=scene.finance)
    assert refused.value.at == "how"
    details.refresh_from_db()
    assert details.confirmed_at is None


def test_a_payee_is_confirmed_once(scene: Scene) -> None:
    details = scene.ready().bank_details.get()
    before = kept(scene)
    with pytest.raises(refusals.PayeeConfirmed, match="have been confirmed already"):
        actions.confirm_payee(details, how="Rang again", by=scene.officer)
    details.refresh_from_db()
    assert details.confirmed_by == scene.finance
    assert kept(scene) == before


def test_bank_details_that_were_replaced_are_not_confirmed(scene: Scene) -> None:
    award = scene.accepted()
    old = enter(award)
    enter(award, account_number="11112222")
    with pytest.raises(refusals.DetailsChanged, match="replaced by newer ones"):
        actions.confirm_payee(old, how="Rang the treasurer", by=scene.finance)
    assert not award.instalments.filter(status="due").exists()


def test_an_account_has_a_name_on_it(scene: Scene) -> None:
    award = scene.accepted()
    with pytest.raises(NoPayee, match="Enter the name on the account") as refused:
        enter(award, payee=" \t ")
    assert refused.value.at == "payee"


def test_an_account_number_that_is_too_long_is_helped_to_its_8_digits(scene: Scene) -> None:
    with pytest.raises(NotAnAccount, match="has 8 digits; this one has 10. Ask the bank which 8"):
        enter(scene.accepted(), account_number="6637495812")


# --- payments --------------------------------------------------------------------------------


def test_a_payment_that_was_sent_has_the_banks_reference(scene: Scene) -> None:
    payment = first(scene.ready())
    actions.approve_payment(payment, by=scene.officer)
    actions.authorise_payment(payment, by=scene.finance)
    with pytest.raises(refusals.NeedsReference, match="Enter the bank's reference") as refused:
        actions.mark_sent(payment, bank_reference=" ", by=scene.finance)
    assert refused.value.at == "bank_reference"
    assert books.holding(payment.award.commitment, "paid") == 0


def test_the_steps_of_a_payment_come_one_after_the_other(scene: Scene) -> None:
    payment = first(scene.ready())
    with pytest.raises(refusals.NotReadyToPay, match="that is approved, once, can be authorised"):
        actions.authorise_payment(payment, by=scene.finance)
    actions.approve_payment(payment, by=scene.officer)
    with pytest.raises(refusals.NotReadyToPay, match="Only a payment that is due can be approved"):
        actions.approve_payment(payment, by=scene.finance)
    with pytest.raises(refusals.NotReadyToPay, match="Two people must let this payment go before"):
        actions.mark_sent(payment, bank_reference="FP1", by=scene.finance)


def test_only_what_is_not_needed_goes_back_in_the_pot(scene: Scene) -> None:
    award = scene.ready()
    pay(scene, first(award))
    with pytest.raises(refusals.NotReadyToPay, match="Accept the last report first"):
        actions.release_rest(award, by=scene.finance)
    actions.accept_report(report(award), by=scene.officer)  # type: ignore[arg-type]
    with pytest.raises(refusals.NotReadyToPay, match="All of what is promised is needed"):
        actions.release_rest(award, by=scene.finance)


# --- awards ----------------------------------------------------------------------------------


def test_a_condition_is_met_once(scene: Scene) -> None:
    condition = scene.ready(conditions=["The owner agrees"]).conditions.get()
    actions.clear_condition(condition, by=scene.finance)
    before = kept(scene)
    with pytest.raises(refusals.ConditionMet, match="condition has been met already"):
        actions.clear_condition(condition, by=scene.officer)
    condition.refresh_from_db()
    assert condition.cleared_by == scene.finance
    assert kept(scene) == before


def test_nothing_is_done_with_an_award_before_its_offer_is_taken(scene: Scene) -> None:
    award = scene.award()
    deeds: tuple[Callable[[], object], ...] = (lambda: enter(award), lambda: report(award))
    for deed in deeds:
        with pytest.raises(refusals.NotAccepted, match=r"^Accept the offer first\.$"):
            deed()
    with pytest.raises(refusals.NotAccepted, match="has not been accepted, so no money can move"):
        actions.complete(award, by=scene.finance)


def test_no_money_is_offered_where_none_stands_behind_the_round(scene: Scene) -> None:
    forge(Round.objects.filter(pk=scene.round.pk), pot=None)
    with pytest.raises(refusals.NoPot, match="No money stands behind this round"):
        scene.decide(scene.picked[0])
    assert not Decision.objects.exists()


# --- the panel and its meeting ---------------------------------------------------------------


@pytest.mark.parametrize("quorum", [1, 0, -3])
def test_one_member_alone_decides_nothing(scene: Scene, quorum: int) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.QuorumTooSmall, match="At least 2 members must be needed"):
        actions.set_quorum(scene.panel, quorum=quorum, by=scene.officer)
    scene.panel.refresh_from_db()
    assert scene.panel.quorum == 4


def test_a_new_panel_needs_two_members_for_a_decision(other_area: Neighbourhood) -> None:
    from tests import factories

    officer = factories.with_role("officer", other_area)
    with pytest.raises(refusals.QuorumTooSmall, match="At least 2 members must be needed"):
        actions.form_panel(other_area, name="Panel", quorum=1, by=officer)


def test_who_left_the_panel_is_not_on_it(scene: Scene) -> None:
    gone = scene.members[5]
    actions.leave_seat(gone, by=scene.officer)
    for deed in (
        lambda: actions.leave_seat(gone, by=scene.officer),
        lambda: actions.mark_present(scene.meeting, member=gone, present=False, by=scene.secretary),
        lambda: scene.declare(gone, scene.picked[0]),
    ):
        with pytest.raises(refusals.NotOnPanel, match="has no seat on this panel now"):
            deed()


@pytest.mark.parametrize(("nature", "words"), [("loyalty", "  "), ("of some kind", "A cousin")])
def test_an_interest_is_said_in_words_and_is_of_a_kind_that_there_is(
    scene: Scene, nature: str, words: str
) -> None:
    with pytest.raises(refusals.NeedsWords, match="in a few words what the interest is") as refused:
        actions.declare_interest(
            scene.meeting,
            member=scene.members[1],
            proposal=scene.picked[0],
            nature=nature,
            words=words,
            by=scene.secretary,
        )
    assert refused.value.at == "words"
    assert not Interest.objects.exists()


def test_a_meeting_that_is_going_on_is_not_opened_again(scene: Scene) -> None:
    with pytest.raises(refusals.MeetingCalled, match="meeting has been opened already"):
        actions.open_meeting(scene.meeting, by=scene.secretary)
    assert all(each.present for each in scene.meeting.attendance.all())


def test_nothing_is_adopted_together_when_nothing_is_chosen(scene: Scene) -> None:
    with pytest.raises(refusals.NothingPicked, match="Choose at least one proposal") as refused:
        together(scene, proposals=[])
    assert refused.value.at == "proposals"


def test_who_has_not_answered_about_interests_is_named(scene: Scene) -> None:
    scene.meeting.attendance.filter(member=scene.members[1]).update(declared_at=None)
    with pytest.raises(refusals.NotDeclared, match=r"interest\. Still to answer: Bill B\.$"):
        scene.decide(scene.picked[0], votes_for=6)


def test_no_decision_without_enough_members_or_enough_residents(scene: Scene) -> None:
    for member in scene.members[3:]:
        scene.declare(member, scene.picked[0])
    with pytest.raises(refusals.Inquorate, match=r"^No decision can be made on this\. "):
        scene.decide(scene.picked[0])
    for member in scene.members[:2]:
        scene.declare(member, scene.picked[1])
    with pytest.raises(refusals.NoResidentMajority, match=r"^No decision can be made on this\. "):
        scene.decide(scene.picked[1])


def test_votes_are_those_of_the_members_who_can_vote(scene: Scene) -> None:
    said = r"^These are 7 votes\. .* Every one of them is for, against or abstains\.$"
    with pytest.raises(refusals.VotesDontAddUp, match=said) as refused:
        scene.decide(scene.picked[0], votes_for=5, votes_against=2)
    assert refused.value.at == "votes_for"


def test_the_same_key_is_not_a_second_way_past_the_guards(scene: Scene) -> None:
    key = uuid4()
    made = scene.decide(scene.picked[0], key=key)
    with pytest.raises(refusals.AlreadyDecided, match="decided already"):
        scene.decide(scene.picked[1], key=key)
    assert Decision.objects.get() == made
    assert made.decided_at <= clock.now()


# --- offers ----------------------------------------------------------------------------------


def test_an_offer_is_answered_once(scene: Scene) -> None:
    award = scene.accepted()
    for answer in (actions.accept_offer, actions.decline_offer):
        with pytest.raises(refusals.OfferAnswered, match="has been answered already"):
            answer(award, by=holder(award))


def test_nobody_turns_down_what_somebody_else_was_offered(scene: Scene) -> None:
    award = scene.award()
    with pytest.raises(refusals.NotYours, match="Only the person who holds the award"):
        actions.decline_offer(award, by=scene.chair.person)
