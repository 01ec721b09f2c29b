"""Finding somebody to hold an award: who is asked, who is told, and what each page says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from grants import access, actions, desk_money, refusals, story, tasks, waiting
from grants.actions import payments
from grants.models import Award, HolderInvitation
from kit import clock as kit_clock
from people import actions as people
from people.models import Letter, User
from people.standing import Standing
from places.models import Neighbourhood
from tests import factories
from tests.conftest import Clock
from tests.grants.scene import Scene
from tests.grants.test_payments import first
from tests.grants.test_who_holds import ACCOUNT, held_before, officer_holds
from tests.grants.test_who_holds import waiting as waits
from tests.ledger.test_views import text_of
from tests.postgres import forge
from voting.actions import challenges


def facts(about: str) -> set[str]:
    """Addresses that a letter of this kind was written to."""
    return set(
        Letter.objects.filter(key__startswith=f"grants.{about}").values_list("to", flat=True)
    )


# who is asked and told


def test_all_staff_of_the_place_are_asked_those_of_the_whole_site_too(scene: Scene) -> None:
    everywhere = factories.with_role("officer", None)
    factories.with_role("auditor", scene.area)
    gone = factories.with_role("officer", scene.area)
    forge(User.objects.filter(pk=gone.pk), is_active=False)
    waits(scene)
    asked = {scene.officer.email, scene.finance.email, everywhere.email}
    assert facts("needs_holder") == asked


def test_staff_hear_that_nobody_was_found_in_time(
    scene: Scene, maureen: User, clock: Clock
) -> None:
    award = waits(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    clock.move(timedelta(days=22))
    tasks.lapse_offers(0)
    assert facts("nobody_held") == {scene.officer.email, scene.finance.email}
    letter = Letter.objects.get(key__startswith="grants.nobody_held", to=scene.finance.email)
    assert "back in the pot" in letter.text
    assert reverse("grants:project", args=[scene.area, award.pk]) in letter.text
    assert not facts("lapsed")


def test_whose_idea_it_is_hears_that_nobody_was_found_in_time(scene: Scene, clock: Clock) -> None:
    lead = scene.picked[0].lead
    assert lead is not None
    people.give_role(lead, kind="finance", neighbourhood=scene.area, by=scene.officer)
    scene.award()
    clock.move(timedelta(days=22))
    tasks.lapse_offers(0)
    assert facts("nobody_held") == {scene.officer.email, scene.finance.email, lead.email}
    assert Letter.objects.filter(key__startswith="grants.nobody_held").count() == 3


def test_nobody_is_asked_to_hold_what_ran_out(
    client: Client, scene: Scene, maureen: User, clock: Clock
) -> None:
    award = waits(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    client.force_login(maureen)
    assert "You are asked to hold money" in text_of(client, reverse("pages:me"))
    clock.move(timedelta(days=22))
    tasks.lapse_offers(0)
    assert not HolderInvitation.objects.filter(withdrawn_at=None).exists()
    client.force_login(maureen)
    assert "You are asked to hold money" not in text_of(client, reverse("pages:me"))


def test_an_answered_offer_leaves_no_invitation_open(scene: Scene, maureen: User) -> None:
    award = officer_holds(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.finance)
    actions.decline_offer(award, by=scene.officer)
    assert not HolderInvitation.objects.filter(withdrawn_at=None).exists()


# what staff count and are offered


def test_an_accepted_award_in_an_officers_hands_is_counted_among_those_without_holder(
    scene: Scene,
) -> None:
    officer_holds(scene, "accepted")
    assert waiting.without_holder(scene.area) == 1


@pytest.mark.parametrize("status", ["offered", "accepted"])
def test_the_list_of_awards_says_that_somebody_else_has_to_hold_it(
    scene: Scene, status: str
) -> None:
    officer_holds(scene, status)
    assert [word for _, word, _ in desk_money.next_steps(scene.area)] == [
        "Needs somebody to hold it"
    ]


def replaced(scene: Scene, maureen: User) -> Award:
    """An award that somebody else holds since its account was entered, and not confirmed."""
    award = scene.accepted()
    actions.enter_bank_details(award, **ACCOUNT, by=award.holder)  # type: ignore[arg-type]
    held_before(award, scene.finance)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    actions.hold_award(award, by=maureen)
    return Award.objects.get(pk=award.pk)


def test_nobody_is_offered_to_confirm_the_account_of_an_earlier_holder(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = replaced(scene, maureen)
    verdict = access.may_confirm_payee(award.bank_details.get(), scene.officer)
    assert verdict.because.startswith("Somebody else holds this award now")
    assert desk_money.desk_of(award, scene.officer).details is None
    assert [word for _, word, _ in desk_money.next_steps(scene.area)] == ["Waits for bank details"]
    assert waiting.payees(scene.area) == 0
    client.force_login(scene.officer)
    page = text_of(client, reverse("grants:staff-award", args=[scene.area, award.pk]))
    assert "The holder has not entered bank details yet." in page
    assert "Confirm the payee" not in page


def test_who_has_an_office_of_the_whole_site_needs_somebody_to_hold_it(scene: Scene) -> None:
    award = held_before(scene.accepted(), factories.with_role("auditor", None))
    assert access.needs_holder(award)
    assert waiting.without_holder(scene.area) == 1


def nothing(scene: Scene, award: Award) -> None:
    pass


def a_condition(scene: Scene, award: Award) -> None:
    award.conditions.create(text="The landlord agrees")


def another_holder(scene: Scene, award: Award) -> None:
    held_before(award, scene.officer)


def another_account(scene: Scene, award: Award) -> None:
    changed = {**ACCOUNT, "payee": "Alley Friends"}
    actions.enter_bank_details(award, **changed, by=award.holder)  # type: ignore[arg-type]


def a_doubt(scene: Scene, award: Award) -> None:
    by = factories.resident(scene.area)
    challenges.raise_challenge(
        scene.round, by=by, about="decision", text="He sat there", proposal=award.proposal
    )


@pytest.mark.parametrize(
    ("before", "count"),
    [(nothing, 1), (a_condition, 0), (another_holder, 0), (another_account, 0), (a_doubt, 0)],
)
def test_a_payment_is_counted_only_when_it_can_be_made(
    scene: Scene, before: Any, count: int
) -> None:
    award = scene.ready()
    before(scene, award)
    clear = payments.clear_to_pay(Award.objects.get(pk=award.pk))
    assert (waiting.payments(scene.area), bool(clear)) == (count, bool(count))


def test_the_list_of_awards_asks_as_often_for_many_as_for_one(client: Client, scene: Scene) -> None:
    client.force_login(scene.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("grants:awards", args=[scene.area])).status_code == 200
        return len(asked)

    scene.ready()
    queries()
    one = queries()
    scene.accepted(proposal=scene.picked[1])
    assert queries() == one


# what is said, and recorded


def test_what_goes_on_while_an_award_waits_has_a_name(scene: Scene) -> None:
    award = waits(scene)
    found = story.stage(award.proposal)
    assert found is not None
    (step,) = [step for step in found.steps if step.state == "now"]
    assert (step.name, step.note) == ("Needs somebody to hold it", "")


def test_the_record_says_how_many_payments_a_new_account_holds_up(scene: Scene) -> None:
    award = scene.ready()
    actions.approve_payment(first(award), by=scene.finance)
    another_account(scene, award)
    after = Event.objects.filter(kind="bank.entered").newest_first()[0].payload["after"]
    assert after == {"is_change": True, "payments_back_to_due": 1, "proposal": 1}


def test_who_is_to_hold_what_was_accepted_is_not_asked_to_answer_an_offer(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = officer_holds(scene, "accepted")
    actions.invite_holder(award, email=maureen.email, by=scene.finance)
    letter = Letter.objects.get(key__startswith="grants.invited_to_hold")
    assert "the offer was accepted before" in letter.text
    assert "answer the offer" not in letter.text
    client.force_login(maureen)
    page = text_of(client, reverse("grants:hold", args=[award.pk]))
    assert "The offer was accepted before." in page
    assert "answers the offer" not in page


def test_whoever_takes_an_offer_over_has_time_to_answer_it(
    scene: Scene, maureen: User, clock: Clock
) -> None:
    award = officer_holds(scene)
    clock.move(timedelta(days=20))
    actions.invite_holder(award, email=maureen.email, by=scene.finance)
    award = actions.hold_award(award, by=maureen)
    assert award.answer_by >= kit_clock.today() + timedelta(days=14)


# whose invitation it is


def also_at(person: User, address: str) -> None:
    """The person showed that this address is theirs as well."""
    EmailAddress.objects.create(user=person, email=address, verified=True)


def test_an_invitation_to_another_address_of_mine_is_mine(
    client: Client, scene: Scene, maureen: User
) -> None:
    also_at(maureen, "Fox@example.org")
    award = waits(scene)
    actions.invite_holder(award, email="fox@example.org", by=scene.officer)
    client.force_login(maureen)
    assert "You are asked to hold money" in text_of(client, reverse("pages:me"))
    assert actions.hold_award(award, by=maureen).holder == maureen


def test_a_role_offered_to_another_address_of_mine_is_mine(
    area: Neighbourhood, officer: User, maureen: User
) -> None:
    also_at(maureen, "fox@example.org")
    row = people.invite("fox@example.org", kind="auditor", neighbourhood=area, by=officer)
    people.accept(row, by=maureen)
    assert Standing(maureen).can("auditor", area)


def test_an_address_that_nobody_showed_to_be_theirs_gives_nothing(
    scene: Scene, maureen: User
) -> None:
    EmailAddress.objects.create(user=maureen, email="fox@example.org", verified=False)
    award = waits(scene)
    actions.invite_holder(award, email="fox@example.org", by=scene.officer)
    with pytest.raises(refusals.NotInvited):
        actions.hold_award(award, by=maureen)


def test_the_page_says_that_the_invitation_is_not_for_this_address(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = waits(scene)
    actions.invite_holder(award, email="other@example.org", by=scene.officer)
    client.force_login(maureen)
    answer = client.get(reverse("grants:hold", args=[award.pk]))
    assert answer.status_code == 409
    assert "for another e-mail address, or a newer one" in answer.content.decode()


def test_whoever_said_yes_already_is_led_to_the_award(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = waits(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    client.force_login(maureen)
    url = reverse("grants:hold", args=[award.pk])
    client.post(url)
    for again in (client.get(url), client.post(url)):
        assert again["Location"] == reverse("grants:award", args=[award.pk])


def test_whoever_left_their_office_meanwhile_keeps_the_award(scene: Scene, maureen: User) -> None:
    award = held_before(scene.award(), scene.chair.person)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    actions.leave_seat(scene.chair, by=scene.officer)
    with pytest.raises(refusals.HeldAlready, match="Somebody holds this award already"):
        actions.hold_award(award, by=maureen)
