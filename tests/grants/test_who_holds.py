"""Nobody who has an office in a place holds money of it, and what nobody may hold waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.actions import settle
from audit.models import Event
from grants import actions, refusals, tasks
from grants.models import Award, BankDetails, HolderInvitation, Member
from kit import clock as kit_clock
from ledger import books, statement
from pages import tasks_list
from people import actions as people
from people.actions import roles
from people.models import Letter, Role, User
from people.refusals import OfficeBarred
from people.standing import Standing
from places.models import Neighbourhood
from proposals.models import Proposal
from tests import factories
from tests.conftest import Clock
from tests.grants.scene import Scene
from tests.ledger.test_views import text_of
from tests.postgres import as_owner, forge

KINDS = ("officer", "finance", "auditor", "chair", "panel", "secretary")
ACCOUNT = {"payee": "Alley Group", "sort_code": "08-99-99", "account_number": "66374958"}


def written_down(scene: Scene, row: Proposal) -> Proposal:
    """The officer wrote this idea down for somebody."""
    settle()
    as_owner("ALTER TABLE proposals_proposal DISABLE TRIGGER proposals_proposal_lead_once")
    forge(
        Proposal.objects.filter(pk=row.pk),
        lead=None,
        entered_by=scene.officer,
        entered_for="Maureen Fox",
        entered_from="paper",
    )
    settle()
    as_owner("ALTER TABLE proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_lead_once")
    row.refresh_from_db()
    return row


def lead_of(scene: Scene) -> User:
    lead = scene.picked[0].lead
    assert lead is not None
    return lead


def waiting(scene: Scene, idea: Proposal | None = None) -> Award:
    return scene.award(written_down(scene, idea or scene.picked[0]))


def held_by(scene: Scene, person: User, email: str = "") -> Award:
    """The award that waited, taken by somebody who was invited."""
    award = waiting(scene)
    actions.invite_holder(award, email=email or person.email, by=scene.officer)
    return actions.hold_award(award, by=person)


# an award that waits


def test_an_idea_that_an_officer_wrote_down_waits_for_its_person(scene: Scene) -> None:
    award = waiting(scene)
    assert (award.status, award.holder) == ("waiting", None)
    assert books.holding(award.commitment, "offered") == award.pence
    with pytest.raises(refusals.NotYours):
        actions.accept_offer(award, by=scene.officer)


def test_the_officers_are_asked_to_find_somebody(scene: Scene) -> None:
    award = waiting(scene)
    letter = Letter.objects.get(key__startswith="grants.needs_holder", to=scene.officer.email)
    assert reverse("grants:staff-award", args=[scene.area, award.pk]) in letter.text
    assert not Letter.objects.filter(key__startswith="grants.decided").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_idea_whose_lead_has_an_office_waits_for_somebody_else(scene: Scene, kind: str) -> None:
    lead = lead_of(scene)
    Role.objects.create(person=lead, neighbourhood=scene.area, kind=kind)
    award = scene.award()
    assert (award.status, award.holder) == ("waiting", None)
    facts = Letter.objects.get(key__startswith="grants.decided")
    assert "somebody else has to hold the money" in facts.text


def test_a_role_of_the_whole_site_counts_everywhere(scene: Scene) -> None:
    Role.objects.create(person=lead_of(scene), neighbourhood=None, kind="auditor")
    assert scene.award().status == "waiting"


def test_an_office_in_another_place_is_no_hindrance(
    scene: Scene, other_area: Neighbourhood
) -> None:
    Role.objects.create(person=lead_of(scene), neighbourhood=other_area, kind="officer")
    assert scene.award().status == "offered"


def test_the_offer_goes_out_to_the_person_who_says_yes(scene: Scene, maureen: User) -> None:
    award = held_by(scene, maureen)
    assert (award.status, award.holder) == ("offered", maureen)
    assert award.answer_by > kit_clock.today()
    assert Proposal.objects.get(pk=award.proposal_id).lead == maureen
    assert Letter.objects.filter(to=maureen.email, key__startswith="grants.offered").exists()
    assert Event.objects.get(kind="holder.invited").audience == "staff"
    assert Event.objects.get(kind="award.held").audience == "public"
    accepted = actions.accept_offer(award, by=maureen)
    assert actions.enter_bank_details(accepted, **ACCOUNT, by=maureen).entered_by == maureen


def test_only_the_invited_address_says_yes(scene: Scene, maureen: User) -> None:
    award = waiting(scene)
    actions.invite_holder(award, email="other@example.org", by=scene.officer)
    with pytest.raises(refusals.NotInvited):
        actions.hold_award(award, by=maureen)


def test_a_newer_invitation_takes_the_place_of_an_older_one(scene: Scene, maureen: User) -> None:
    award = waiting(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    actions.invite_holder(award, email="other@example.org", by=scene.finance)
    with pytest.raises(refusals.NotInvited):
        actions.hold_award(award, by=maureen)
    assert HolderInvitation.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_with_an_office_is_invited_or_says_yes(scene: Scene, maureen: User) -> None:
    award = waiting(scene)
    for person in (scene.officer, scene.finance, scene.chair.person, scene.secretary):
        with pytest.raises(refusals.CannotHold):
            actions.invite_holder(award, email=person.email, by=scene.officer)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    Role.objects.create(person=maureen, neighbourhood=scene.area, kind="officer")
    with pytest.raises(refusals.CannotHold):
        actions.hold_award(award, by=maureen)
    assert Award.objects.get().status == "waiting"


def test_only_staff_look_for_a_holder_and_only_while_one_is_needed(
    scene: Scene, maureen: User
) -> None:
    with pytest.raises(refusals.NotYours):
        actions.invite_holder(waiting(scene), email="a@example.org", by=scene.chair.person)
    award = scene.award(scene.picked[1])
    with pytest.raises(refusals.HeldAlready):
        actions.invite_holder(award, email=maureen.email, by=scene.officer)


def test_what_nobody_holds_runs_out_and_goes_back_to_the_pot(scene: Scene, clock: Clock) -> None:
    award = waiting(scene)
    clock.move(timedelta(days=22))
    assert tasks.lapse_offers(0) == 1
    award.refresh_from_db()
    scene.pot.refresh_from_db()
    assert (award.status, scene.pot.taken) == ("lapsed", 0)
    assert statement.conservation() == []


# an office and an award are not held together


@pytest.mark.parametrize("kind", KINDS)
def test_a_role_is_refused_while_somebody_holds_an_award_of_the_place(
    scene: Scene, kind: str
) -> None:
    holder = scene.award().holder
    assert holder is not None
    for area in (scene.area, None):
        with pytest.raises(OfficeBarred, match="holds money of this place"):
            roles.hold(holder, kind=kind, neighbourhood=area, given_by=None)


def test_an_invitation_to_a_role_is_not_taken_up_either(scene: Scene) -> None:
    holder = scene.accepted().holder
    assert holder is not None
    invitation = people.invite(
        holder.email, kind="officer", neighbourhood=scene.area, by=scene.officer
    )
    with pytest.raises(OfficeBarred):
        people.accept(invitation, by=holder)


def test_a_seat_is_refused_to_a_holder(scene: Scene) -> None:
    holder = scene.award().holder
    actions.leave_seat(scene.members[5], by=scene.officer)
    with pytest.raises(OfficeBarred):
        actions.seat(scene.panel, person=holder, is_resident=True, by=scene.officer)  # type: ignore[arg-type]


def test_a_role_is_free_again_when_the_award_is_over(
    scene: Scene, other_area: Neighbourhood
) -> None:
    award = scene.award()
    holder = award.holder
    assert holder is not None
    assert roles.hold(holder, kind="officer", neighbourhood=other_area, given_by=None)
    actions.decline_offer(award, by=holder)
    assert people.give_role(holder, kind="auditor", neighbourhood=scene.area, by=scene.officer).pk


def officer_holds(scene: Scene, status: str = "offered") -> Award:
    """As versions left it that gave the award to the officer who wrote the idea down."""
    award = scene.award() if status == "offered" else scene.accepted()
    return held_before(award, scene.officer)


def held_before(award: Award, holder: User) -> Award:
    """The same award, held by somebody whom the guard would not let hold it."""
    settle()
    as_owner("ALTER TABLE grants_award DISABLE TRIGGER grants_award_held")
    Award.objects.filter(pk=award.pk).update(holder=holder)
    settle()
    as_owner("ALTER TABLE grants_award ENABLE ALWAYS TRIGGER grants_award_held")
    award.refresh_from_db()
    return award


def test_an_officer_who_held_it_before_neither_accepts_nor_says_where_to_pay(scene: Scene) -> None:
    offered = officer_holds(scene)
    with pytest.raises(refusals.NotYours, match="can't hold money"):
        actions.accept_offer(offered, by=scene.officer)


def test_nothing_is_paid_before_somebody_else_holds_what_an_officer_accepted(
    scene: Scene, maureen: User
) -> None:
    award = officer_holds(scene, "accepted")
    with pytest.raises(refusals.NotYours, match="can't hold money"):
        actions.enter_bank_details(award, **ACCOUNT, by=scene.officer)
    actions.invite_holder(award, email=maureen.email, by=scene.finance)
    assert actions.hold_award(award, by=maureen).status == "accepted"
    details = actions.enter_bank_details(award, **ACCOUNT, by=maureen)
    actions.confirm_payee(details, how="Rang her", by=scene.finance)
    first = award.instalments.get(number=1)
    assert actions.approve_payment(first, by=scene.finance).status == "approved"


def test_an_account_that_an_earlier_holder_entered_is_not_paid_to(
    scene: Scene, maureen: User
) -> None:
    award = scene.ready()
    actions.approve_payment(award.instalments.get(number=1), by=scene.officer)
    held_before(award, scene.finance)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    actions.hold_award(award, by=maureen)
    first = award.instalments.get(number=1)
    assert first.status == "due"
    with pytest.raises(refusals.NotReadyToPay, match="has not entered bank details"):
        actions.approve_payment(first, by=scene.officer)
    with pytest.raises(refusals.NotYours, match="Somebody else holds this award now"):
        actions.confirm_payee(award.bank_details.get(), how="Rang", by=scene.finance)


# what the database holds by itself


def test_the_database_gives_no_award_to_somebody_with_an_office(scene: Scene) -> None:
    award = waiting(scene)
    for person in (scene.officer, scene.chair.person, scene.secretary):
        with pytest.raises(IntegrityError, match="has no office"), transaction.atomic():
            Award.objects.filter(pk=award.pk).update(holder=person, status="offered")


def test_the_database_takes_no_award_from_whoever_holds_it(scene: Scene) -> None:
    award = scene.award()
    with pytest.raises(IntegrityError, match="keeps its holder"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(holder=factories.person())


def test_the_database_wants_a_holder_for_every_offer(scene: Scene) -> None:
    award = scene.award()
    with pytest.raises(IntegrityError, match="held_unless_waiting"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(status="waiting")
    award = waiting(scene, scene.picked[1])
    with pytest.raises(IntegrityError, match="held_unless_waiting"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(status="offered")


def test_the_database_takes_an_account_from_the_holder_alone(scene: Scene) -> None:
    award = scene.accepted()
    for person in (scene.officer, factories.person()):
        with pytest.raises(IntegrityError, match="the one who holds"), transaction.atomic():
            BankDetails.objects.create(
                award=award, payee="X", sealed=b"x", ends_in="1234", entered_by=person
            )


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_gives_no_role_to_a_holder(scene: Scene, kind: str) -> None:
    holder = scene.award().holder
    assert holder is not None
    with pytest.raises(IntegrityError, match="holds an award"), transaction.atomic():
        Role.objects.create(person=holder, neighbourhood=scene.area, kind=kind)


def test_the_database_gives_no_seat_to_a_holder(scene: Scene) -> None:
    holder = scene.award().holder
    assert holder is not None
    with pytest.raises(IntegrityError, match="holds an award"), transaction.atomic():
        Member.objects.create(
            panel=scene.panel, person=holder, position="secretary", is_resident=False
        )


def test_the_database_puts_no_lead_in_anothers_place(scene: Scene) -> None:
    with pytest.raises(IntegrityError, match="keeps its lead"), transaction.atomic():
        Proposal.objects.filter(pk=scene.picked[0].pk).update(lead=factories.person())


# pages


def test_the_award_says_that_it_needs_somebody_and_has_a_button_to_invite_them(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = waiting(scene)
    url = reverse("grants:staff-award", args=[scene.area, award.pk])
    client.force_login(scene.officer)
    page = text_of(client, url)
    assert "Needs somebody to hold it" in page
    assert "Staff wrote this idea down for Maureen Fox" in page
    invite = reverse("grants:invite-holder", args=[scene.area, award.pk])
    assert f'href="{invite}"' in client.get(url).content.decode()
    assert "Invite them to hold it" in text_of(client, invite)
    refused = client.post(invite, {"email": scene.officer.email})
    assert refused.status_code == 422
    assert "can&#x27;t hold money" in refused.content.decode()
    assert client.post(invite, {"email": maureen.email})["Location"] == url
    assert "maureen@example.org was invited on" in text_of(client, url)


def test_the_invited_person_reads_what_it_is_and_says_yes(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = waiting(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    url = reverse("grants:hold", args=[award.pk])
    client.force_login(factories.person())
    assert "for another e-mail address" in client.get(url).content.decode()
    client.force_login(maureen)
    assert "You are asked to hold money" in text_of(client, reverse("pages:me"))
    assert "Yes, I will hold it" in text_of(client, url)
    assert client.post(url)["Location"] == reverse("grants:award", args=[award.pk])
    assert "Accept the offer" in text_of(client, reverse("grants:award", args=[award.pk]))


def test_somebody_with_an_office_is_told_before_pressing(
    client: Client, scene: Scene, maureen: User
) -> None:
    award = waiting(scene)
    actions.invite_holder(award, email=maureen.email, by=scene.officer)
    Role.objects.create(person=maureen, neighbourhood=scene.area, kind="panel")
    client.force_login(maureen)
    page = client.get(reverse("grants:hold", args=[award.pk])).content.decode()
    assert "can&#x27;t hold money" in page
    assert "Yes, I will hold it" not in page
    assert client.post(reverse("grants:hold", args=[award.pk])).status_code == 409


def test_an_officer_who_holds_it_from_before_is_told_before_pressing(
    client: Client, scene: Scene
) -> None:
    award = officer_holds(scene)
    client.force_login(scene.officer)
    page = text_of(client, reverse("grants:award", args=[award.pk]))
    assert "can&#x27;t hold money" in page
    assert "Accept the offer" not in page
    assert client.post(reverse("grants:accept", args=[award.pk])).status_code == 409


def test_giving_a_role_to_a_holder_is_refused_on_the_form(client: Client, scene: Scene) -> None:
    holder = scene.award().holder
    assert holder is not None
    client.force_login(scene.officer)
    url = reverse("people:person", args=[scene.area, holder.pk])
    answer = client.post(url, {"kind": "officer"})
    assert answer.status_code == 422
    assert "holds money of this place" in answer.content.decode()


def test_what_waits_for_a_holder_is_on_the_list_of_the_day(scene: Scene) -> None:
    waiting(scene)
    found = tasks_list.waiting(scene.area, Standing(scene.officer))
    assert {each.what: each.count for each in found}["award to find a holder for"] == 1


def test_everyone_reads_that_it_needs_somebody(client: Client, scene: Scene) -> None:
    award = waiting(scene)
    page = text_of(client, reverse("grants:project", args=[scene.area, award.pk]))
    assert "Somebody has to be found who holds this money" in page
    assert "Needs somebody to hold it" in page
    assert "Maureen" not in page
    row = client.get(reverse("grants:api-list")).json()["results"][0]
    assert (row["status"], row["promised_pence"]) == ("waiting", 0)


def test_a_round_with_an_award_that_waits_is_not_signed_off(scene: Scene) -> None:
    from grants.readiness import work_missing

    waiting(scene)
    assert "is not done yet" in work_missing(scene.round)[0].text
