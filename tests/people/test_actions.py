"""Deeds about people: names, roles, invitations, and where somebody lives."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit.models import Event, Words
from kit import clock as kit_clock
from kit.actor import SYSTEM
from people import actions, delivery, refusals, tries
from people.models import Invitation, Letter, Residency, Role, User
from places import actions as place_actions
from places.models import Neighbourhood
from places.postcode_files import PostcodeRow
from places.postcodes import NotAPostcode, Unknown
from tests import factories
from tests.conftest import Clock

INSIDE, OVER_THE_BORDER, NOBODY_KNOWS = "DN32 7AB", "DN31 1AA", "DN99 9ZZ"


def last_entry() -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(bytes(Event.objects.order_by("-id")[0].body))
    return entry


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


@pytest.fixture
def postcodes(area: Neighbourhood, other_area: Neighbourhood) -> None:
    place_actions.draw_boundary(area, codes=["E01013138"], by=SYSTEM)
    place_actions.draw_boundary(other_area, codes=["E01000001"], by=SYSTEM)
    rows = [
        PostcodeRow(INSIDE, lsoa="E01013138"),
        PostcodeRow("DN32 7AD", lsoa="E01013138"),
        PostcodeRow(OVER_THE_BORDER, lsoa="E01013000"),
        PostcodeRow("N2 0EF", lsoa="E01000001"),
    ]
    place_actions.load_postcodes(rows, name="ONS", dated=date(2026, 8, 1), by=SYSTEM)


# Names


@pytest.mark.parametrize(
    "name", ["Siobhán O'Brien", "Ngozi", "Jean-Luc d'Arcy", "李小龙", "Nuñez", "X Æ"]
)
def test_every_name_is_welcome(person: User, name: str) -> None:
    assert actions.set_name(person, name=name, by=person).name == name
    assert last_entry()["kind"] == "person.named"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ruth   Allen ", "Ruth Allen"),
        ("Ruth\r\nBcc: all@example.org", "Ruth Bcc: all@example.org"),
        ("Ruth\u200b\u202eAllen", "Ruth Allen"),
        ("Nun\u0303ez", "Nuñez"),
        ("Ruth\x00", "Ruth"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(person: User, typed: str, kept: str) -> None:
    assert actions.set_name(person, name=typed, by=person).name == kept


@pytest.mark.parametrize("name", ["", "  ", "\u00a0", "123", "x" * 101, "\u200b"])
def test_what_is_no_name_is_refused(person: User, name: str) -> None:
    with pytest.raises(refusals.NoName):
        actions.set_name(person, name=name, by=person)


def test_nobody_names_another_person(person: User, officer: User) -> None:
    with pytest.raises(refusals.NotAllowed, match="can change their name"):
        actions.set_name(person, name="Other", by=officer)


def test_a_name_never_stands_in_the_record(person: User) -> None:
    actions.set_name(person, name="Zebedee Quillfeather", by=person)
    assert "Quillfeather" not in json.dumps(last_entry())


# Roles


def test_the_first_officer_is_of_the_whole_site(db: None) -> None:
    first = actions.make_first_officer(email="Ruth@Example.ORG", name="Ruth Allen")
    role = Role.objects.get(person=first)
    assert (role.kind, role.neighbourhood) == ("officer", None)
    assert first.email == "ruth@example.org"
    assert not first.has_usable_password()


def test_there_is_a_first_officer_only_once(db: None) -> None:
    first = actions.make_first_officer(email="ruth@example.org", name="Ruth")
    Role.objects.filter(person=first).update(ended_at=kit_clock.now())
    with pytest.raises(refusals.OfficerExists):
        actions.make_first_officer(email="other@example.org", name="Other")


def test_an_officer_gives_and_ends_a_role_in_public(
    officer: User, person: User, area: Neighbourhood
) -> None:
    role = actions.give_role(person, kind="finance", neighbourhood=area, by=officer)
    assert (last_entry()["kind"], last_entry()["audience"]) == ("role.given", "public")
    assert last_entry()["after"] == {"kind": "finance"}
    assert actions.end_role(role, by=officer).ended_at
    assert last_entry()["kind"] == "role.ended"


@pytest.mark.parametrize("kind", ["finance", "auditor", "chair", "panel", "secretary"])
def test_only_officers_give_roles(kind: str, person: User, area: Neighbourhood) -> None:
    with pytest.raises(refusals.NotAllowed):
        actions.give_role(
            person, kind="panel", neighbourhood=area, by=factories.with_role(kind, area)
        )


def test_an_officer_of_one_place_gives_no_role_in_another_or_everywhere(
    officer: User, person: User, other_area: Neighbourhood
) -> None:
    for place in (other_area, None):
        with pytest.raises(refusals.NotAllowed):
            actions.give_role(person, kind="panel", neighbourhood=place, by=officer)


def test_nobody_invites_themselves_to_be_an_auditor(officer: User, area: Neighbourhood) -> None:
    invitation = actions.invite(officer.email, kind="auditor", neighbourhood=area, by=officer)
    with pytest.raises(refusals.NotAllowed, match="Somebody else must make you an auditor"):
        actions.accept(invitation, by=officer)
    assert not Role.objects.filter(person=officer, kind="auditor").exists()


def test_nobody_makes_themselves_an_auditor(officer: User, area: Neighbourhood) -> None:
    with pytest.raises(refusals.NotAllowed):
        actions.give_role(officer, kind="auditor", neighbourhood=area, by=officer)


def test_a_role_is_held_once(officer: User, person: User, area: Neighbourhood) -> None:
    actions.give_role(person, kind="panel", neighbourhood=area, by=officer)
    with pytest.raises(refusals.HasRole):
        actions.give_role(person, kind="panel", neighbourhood=area, by=officer)
    with pytest.raises(IntegrityError, match="role_once"), transaction.atomic():
        Role.objects.create(person=person, kind="panel", neighbourhood=area)


def test_an_unknown_role_is_refused(officer: User, person: User, area: Neighbourhood) -> None:
    with pytest.raises(refusals.UnknownRole):
        actions.give_role(person, kind="king", neighbourhood=area, by=officer)


def test_the_last_officer_stays(officer: User, area: Neighbourhood) -> None:
    role = Role.objects.get(person=officer)
    with pytest.raises(refusals.LastOfficer):
        actions.end_role(role, by=officer)
    factories.with_role("officer", None)
    assert actions.end_role(role, by=officer).ended_at


def test_a_role_ends_once(officer: User, person: User, area: Neighbourhood) -> None:
    role = actions.give_role(person, kind="panel", neighbourhood=area, by=officer)
    actions.end_role(role, by=person)
    with pytest.raises(refusals.RoleEnded):
        actions.end_role(role, by=officer)


# Invitations


def invited(
    officer: User, area: Neighbourhood, email: str = "new@example.org"
) -> tuple[Invitation, str]:
    """An invitation, and the code that its letter holds."""
    invitation = actions.invite(email, kind="finance", neighbourhood=area, by=officer)
    text = Letter.objects.get(key=f"invitation {invitation.pk}").text
    found = re.search(r"/accounts/invitation/([^/]+)/", text)
    assert found
    return invitation, found.group(1)


def test_only_a_digest_of_an_invitations_code_is_kept(officer: User, area: Neighbourhood) -> None:
    invitation, code = invited(officer, area)
    assert bytes(invitation.code_sha256) == hashlib.sha256(code.encode()).digest()
    assert len(code) >= 32
    delivery.deliver(Letter.objects.get().pk)
    assert code in mail.outbox[0].body
    assert not Letter.objects.filter(text__contains=code).exists()
    assert code not in json.dumps(last_entry())


def test_the_invited_person_takes_the_role_up(officer: User, area: Neighbourhood) -> None:
    invitation, _ = invited(officer, area)
    guest = User.objects.create_user("new@example.org")
    role = actions.accept(invitation, by=guest)
    assert (role.person, role.kind, role.neighbourhood) == (guest, "finance", area)
    assert role.given_by == officer
    assert last_entry()["kind"] == "invitation.accepted"


def test_an_invitation_is_for_one_address(officer: User, area: Neighbourhood, person: User) -> None:
    invitation, _ = invited(officer, area)
    with pytest.raises(refusals.NotYourInvitation):
        actions.accept(invitation, by=person)


def test_an_invitation_is_used_once(officer: User, area: Neighbourhood) -> None:
    invitation, _ = invited(officer, area)
    guest = User.objects.create_user("new@example.org")
    actions.end_role(actions.accept(invitation, by=guest), by=officer)
    with pytest.raises(refusals.InvitationEnded):
        actions.accept(invitation, by=guest)


def test_an_expired_invitation_stays_dead(officer: User, area: Neighbourhood, clock: Clock) -> None:
    invitation, _ = invited(officer, area)
    guest = User.objects.create_user("new@example.org")
    clock.move(timedelta(days=14, seconds=1))
    with pytest.raises(refusals.InvitationEnded):
        actions.accept(invitation, by=guest)
    second, _ = invited(officer, area)
    clock.move(-timedelta(days=2))
    with pytest.raises(refusals.InvitationEnded):
        actions.accept(invitation, by=guest)
    assert actions.accept(second, by=guest)


def test_a_withdrawn_invitation_stays_dead(officer: User, area: Neighbourhood) -> None:
    invitation, _ = invited(officer, area)
    actions.withdraw_invitation(invitation, by=officer)
    with pytest.raises(refusals.InvitationEnded):
        actions.accept(invitation, by=User.objects.create_user("new@example.org"))
    with pytest.raises(refusals.InvitationEnded, match="has ended already"):
        actions.withdraw_invitation(invitation, by=officer)


def test_nobody_is_invited_twice(officer: User, area: Neighbourhood) -> None:
    invited(officer, area)
    with pytest.raises(refusals.AlreadyInvited):
        invited(officer, area, "NEW@example.org")


def test_nobody_is_invited_to_a_role_they_have(
    officer: User, finance: User, area: Neighbourhood
) -> None:
    with pytest.raises(refusals.HasRole):
        invited(officer, area, finance.email)


def test_nobody_is_invited_to_a_role_that_there_is_not(officer: User, area: Neighbourhood) -> None:
    with pytest.raises(refusals.UnknownRole):
        actions.invite("new@example.org", kind="mayor", neighbourhood=area, by=officer)


def test_only_officers_take_an_invitation_back(
    officer: User, finance: User, area: Neighbourhood
) -> None:
    invitation = actions.invite("new@example.org", kind="panel", neighbourhood=area, by=officer)
    with pytest.raises(refusals.NotAllowed):
        actions.withdraw_invitation(invitation, by=finance)


def test_nobody_but_an_officer_ends_somebody_elses_role(
    officer: User, finance: User, area: Neighbourhood
) -> None:
    role = Role.objects.get(person=finance, kind="finance")
    with pytest.raises(refusals.NotAllowed):
        actions.end_role(role, by=factories.person())
    assert actions.end_role(role, by=officer).ended_at is not None


def test_only_officers_invite(finance: User, area: Neighbourhood) -> None:
    with pytest.raises(refusals.NotAllowed):
        actions.invite("new@example.org", kind="panel", neighbourhood=area, by=finance)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", '"a b"@example.org', "a@exa mple.org", "a\r\nBcc:x@example.org"]
)
def test_an_address_that_is_none_is_refused(officer: User, area: Neighbourhood, email: str) -> None:
    with pytest.raises(refusals.AddressCannotBeUsed):
        actions.invite(email, kind="panel", neighbourhood=area, by=officer)


# Where somebody lives


def test_a_postcode_inside_waits_for_an_officer(
    postcodes: None, person: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode="dn327ab", by=person)
    assert (home.neighbourhood, home.postcode, home.lsoa) == (area, INSIDE, "E01013138")
    assert home.edition == "ONS (2026-08-01)"
    assert home.verified_at is None
    entry = last_entry()
    assert (entry["kind"], entry["audience"]) == ("residency.stated", "staff")
    assert INSIDE not in json.dumps(entry)


def test_a_postcode_outside_or_unknown_is_refused_in_its_own_words(
    postcodes: None, person: User
) -> None:
    with pytest.raises(refusals.PostcodeOutside):
        actions.state_residency(person, postcode=OVER_THE_BORDER, by=person)
    with pytest.raises(refusals.PostcodeUnknown, match="don't know this postcode yet"):
        actions.state_residency(person, postcode=NOBODY_KNOWS, by=person)
    with pytest.raises(NotAPostcode):
        actions.state_residency(person, postcode="Grimsby", by=person)
    assert not Residency.objects.exists()


@pytest.mark.parametrize("postcode", [OVER_THE_BORDER, NOBODY_KNOWS])
def test_somebody_on_the_border_asks_an_officer_who_gives_a_reason(
    postcodes: None, person: User, officer: User, area: Neighbourhood, postcode: str
) -> None:
    home = actions.state_residency(person, postcode=postcode, neighbourhood=area, by=person)
    with pytest.raises(refusals.NeedsReason):
        actions.verify_residency(home, how="seen", by=officer)
    home = actions.verify_residency(home, how="seen", reason="Its door is on our side", by=officer)
    assert home.verified_at
    entry = last_entry()
    assert entry["after"]["lookup_agrees"] is False
    assert "door" not in json.dumps(entry)
    assert Words.objects.get(name="reason").text == "Its door is on our side"


def test_a_postcode_of_another_place_is_not_argued_with(
    postcodes: None, person: User, area: Neighbourhood
) -> None:
    with pytest.raises(
        refusals.PostcodeElsewhere, match="This postcode is in Grange, East Finchley"
    ):
        actions.state_residency(person, postcode="N2 0EF", neighbourhood=area, by=person)


def test_saying_it_again_puts_the_postcode_right(postcodes: None, person: User) -> None:
    first = actions.state_residency(person, postcode=INSIDE, by=person)
    again = actions.state_residency(person, postcode="DN32 7AD", by=person)
    assert (again.pk, again.postcode) == (first.pk, "DN32 7AD")
    entries = Event.objects.count()
    actions.state_residency(person, postcode="DN32 7AD", by=person)
    assert Event.objects.count() == entries


def test_verifying_wipes_the_postcode_and_keeps_the_area(
    postcodes: None, person: User, officer: User
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    actions.verify_residency(home, how="seen", by=officer)
    home.refresh_from_db()
    assert (home.postcode, home.lsoa, home.edition) == ("", "E01013138", "ONS (2026-08-01)")
    assert (home.how, home.verified_by) == ("seen", officer)
    assert last_entry()["after"] == {"how": "seen", "lookup_agrees": True, "homes_ended": 0}
    with pytest.raises(refusals.AlreadyLivesHere):
        actions.state_residency(person, postcode=INSIDE, by=person)


def test_nobody_verifies_their_own_address(postcodes: None, officer: User) -> None:
    home = actions.state_residency(officer, postcode=INSIDE, by=officer)
    with pytest.raises(refusals.SomebodyElseMustVerify):
        actions.verify_residency(home, how="known", by=officer)
    with pytest.raises(IntegrityError, match="residency_not_self_verified"), transaction.atomic():
        Residency.objects.filter(pk=home.pk).update(
            how="known", verified_by=officer, verified_at=kit_clock.now()
        )


@pytest.mark.parametrize("kind", ["finance", "auditor", "chair", "panel", "secretary"])
def test_only_officers_verify(
    postcodes: None, person: User, area: Neighbourhood, kind: str
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    with pytest.raises(refusals.NotAllowed):
        actions.verify_residency(home, how="seen", by=factories.with_role(kind, area))


def test_an_officer_of_another_place_does_not_verify(
    postcodes: None, person: User, other_area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    with pytest.raises(refusals.NotAllowed):
        actions.verify_residency(home, how="seen", by=factories.with_role("officer", other_area))


@pytest.mark.parametrize("how", ["", "guess", "SEEN"])
def test_how_it_is_known_is_one_of_our_ways(
    postcodes: None, person: User, officer: User, how: str
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    with pytest.raises(refusals.UnknownHow):
        actions.verify_residency(home, how=how, by=officer)


def test_an_address_is_verified_once(postcodes: None, person: User, officer: User) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    actions.verify_residency(home, how="seen", by=officer)
    with pytest.raises(refusals.AlreadyVerified):
        actions.verify_residency(home, how="known", by=officer)


def test_moving_ends_the_first_home_when_the_second_is_verified(
    postcodes: None, person: User, officer: User, other_area: Neighbourhood
) -> None:
    first = actions.state_residency(person, postcode=INSIDE, by=person)
    actions.verify_residency(first, how="seen", by=officer)
    second = actions.state_residency(person, postcode="N2 0EF", by=person)
    first.refresh_from_db()
    assert first.ended_at is None
    actions.verify_residency(second, how="seen", by=factories.with_role("officer", other_area))
    first.refresh_from_db()
    assert first.ended_at
    assert Residency.objects.filter(person=person, ended_at=None).count() == 1


def test_somebody_moves_out_by_their_own_word_or_an_officers_reason(
    postcodes: None, person: User, officer: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, by=person)
    with pytest.raises(refusals.NeedsReason, match="Give your reason for saying"):
        actions.end_residency(home, by=officer)
    with pytest.raises(refusals.NotAllowed):
        actions.end_residency(home, by=factories.resident(area))
    ended = actions.end_residency(home, by=person)
    assert (bool(ended.ended_at), ended.postcode) == (True, "")
    with pytest.raises(refusals.ResidencyEnded):
        actions.verify_residency(home, how="seen", by=officer)


def test_an_officer_says_where_somebody_without_a_screen_lives(
    postcodes: None, person: User, officer: User, area: Neighbourhood
) -> None:
    home = actions.state_residency(person, postcode=INSIDE, neighbourhood=area, by=officer)
    assert home.person == person
    with pytest.raises(refusals.NotAllowed):
        actions.state_residency(
            person, postcode=INSIDE, neighbourhood=area, by=factories.resident(area)
        )


def test_five_wrong_postcodes_in_ten_minutes_are_enough(
    postcodes: None, person: User, officer: User
) -> None:
    for postcode in (NOBODY_KNOWS, OVER_THE_BORDER, NOBODY_KNOWS, NOBODY_KNOWS, NOBODY_KNOWS):
        with pytest.raises(NotAPostcode):
            tries.look_up("Grimsby", by=person)  # it tells nothing, so it is no try
        tries.look_up(postcode, by=person)
    with pytest.raises(refusals.TooManyTries):
        tries.look_up(INSIDE, by=person)
    with pytest.raises(refusals.TooManyTries):
        actions.state_residency(person, postcode=INSIDE, by=person)
    assert tries.look_up(NOBODY_KNOWS, by=officer) == Unknown()


def test_right_postcodes_are_not_counted(postcodes: None, person: User) -> None:
    for _ in range(7):
        tries.look_up(INSIDE, by=person)


@pytest.mark.parametrize(
    ("has", "gets"),
    [("panel", "finance"), ("chair", "officer"), ("officer", "panel"), ("finance", "chair")],
)
@pytest.mark.parametrize("everywhere", [False, True])
def test_nobody_holds_the_money_and_votes_on_the_panel(
    officer: User, person: User, area: Neighbourhood, has: str, gets: str, everywhere: bool
) -> None:
    place = None if everywhere else area
    Role.objects.create(person=person, kind=has, neighbourhood=place)
    with pytest.raises(refusals.MoneyAndVote):
        actions.give_role(person, kind=gets, neighbourhood=area, by=SYSTEM)
    Role.objects.update(ended_at=kit_clock.now())
    assert actions.give_role(person, kind=gets, neighbourhood=area, by=SYSTEM)


def test_staff_may_write_the_panels_meetings_down(person: User, area: Neighbourhood) -> None:
    actions.give_role(person, kind="officer", neighbourhood=area, by=SYSTEM)
    assert actions.give_role(person, kind="secretary", neighbourhood=area, by=SYSTEM)


def test_staff_of_one_place_may_sit_on_the_panel_of_another(
    person: User, area: Neighbourhood, other_area: Neighbourhood
) -> None:
    actions.give_role(person, kind="officer", neighbourhood=area, by=SYSTEM)
    assert actions.give_role(person, kind="panel", neighbourhood=other_area, by=SYSTEM)
