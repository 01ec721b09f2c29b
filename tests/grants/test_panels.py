"""Seats, quorum, the meeting's own steps, and what a round needs of a panel before it starts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from grants import actions, refusals, room, unseated
from grants.models import Award, Interest, Meeting, Member, Panel
from grants.readiness import panel_missing
from grants.tasks import lapse_offers
from kit import clock
from kit.dates import day_time
from pages import now_next
from people import actions as people
from people import said as people_said
from people.models import Role, User
from people.standing import Standing
from places.models import Neighbourhood
from rounds.actions import postpone
from rounds.models import Round
from tests import factories
from tests.conftest import Clock
from tests.grants.scene import Scene
from tests.places.test_views import text as text_of


@pytest.fixture
def panel(area: Neighbourhood, officer: User) -> Panel:
    return actions.form_panel(area, name="Panel", quorum=3, by=officer)


def seat(panel: Panel, officer: User, position: str = "panel", is_resident: bool = True) -> Member:
    return actions.seat(
        panel, person=factories.person(), position=position, is_resident=is_resident, by=officer
    )


def missing(area: Neighbourhood) -> str:
    return " ".join(each.text for each in panel_missing(factories.round_in("draft", area)))


def test_a_neighbourhood_has_one_panel(panel: Panel, officer: User) -> None:
    with pytest.raises(refusals.PanelExists):
        actions.form_panel(panel.neighbourhood, name="Other", quorum=3, by=officer)


def test_only_an_officer_gives_seats(panel: Panel, finance: User) -> None:
    with pytest.raises(refusals.NotYours):
        seat(panel, finance)


def test_a_seat_brings_its_role_and_takes_it_away(panel: Panel, officer: User) -> None:
    member = seat(panel, officer, "chair")
    assert Standing(member.person).can("chair", panel.neighbourhood)
    actions.leave_seat(member, by=officer)
    assert not Standing(member.person).can("chair", panel.neighbourhood)


def test_a_role_held_before_the_seat_is_no_hindrance(panel: Panel, officer: User) -> None:
    person = factories.with_role("secretary", panel.neighbourhood)
    actions.seat(panel, person=person, position="secretary", is_resident=False, by=officer)
    assert Role.objects.filter(person=person, kind="secretary").count() == 1


def test_nobody_has_two_seats_and_the_panel_has_one_chair(panel: Panel, officer: User) -> None:
    chair = seat(panel, officer, "chair")
    with pytest.raises(refusals.SeatTaken):
        actions.seat(panel, person=chair.person, is_resident=True, by=officer)
    with pytest.raises(refusals.OneChair):
        seat(panel, officer, "chair")


def test_staff_of_the_trust_have_no_vote_on_the_panel(
    panel: Panel, officer: User, finance: User
) -> None:
    with pytest.raises(refusals.TrustStaff):
        actions.seat(panel, person=finance, is_resident=True, by=officer)
    assert actions.seat(panel, person=finance, position="secretary", is_resident=True, by=officer)


def test_a_round_waits_for_a_panel_that_can_decide(area: Neighbourhood, officer: User) -> None:
    assert missing(area) == "Set up the residents' panel."
    panel = actions.form_panel(area, name="Panel", quorum=3, by=officer)
    seat(panel, officer, "chair")
    seat(panel, officer, is_resident=False)
    facts = missing(area)
    assert "Give the panel a secretary" in facts
    assert "A decision needs 3 members, and the panel has 2. Give seats to 1 more." in facts
    assert "1 of the 2 members with a vote live here." in facts
    seat(panel, officer, "secretary")
    seat(panel, officer)
    assert missing(area) == ""


def test_the_quorum_stays_while_a_meeting_is_open(scene: Scene) -> None:
    with pytest.raises(refusals.MeetingNotClosed):
        actions.set_quorum(scene.panel, quorum=2, by=scene.officer)


def test_the_quorum_changes_while_no_round_runs(panel: Panel, officer: User) -> None:
    assert actions.set_quorum(panel, quorum=2, by=officer).quorum == 2


def test_a_round_has_one_meeting(scene: Scene) -> None:
    with pytest.raises(refusals.MeetingCalled):
        actions.call_meeting(scene.round, meets_at=clock.now(), by=scene.secretary)
    with pytest.raises(refusals.MeetingCalled):
        actions.open_meeting(scene.meeting, by=scene.secretary)


def test_a_member_who_gave_up_the_seat_is_not_counted(scene: Scene) -> None:
    actions.leave_seat(scene.members[5], by=scene.officer)
    assert room.read(scene.meeting).standing().entitled == 5


def test_minutes_keep_a_member_who_left_the_seat_afterwards(scene: Scene) -> None:
    meeting = actions.close_meeting(scene.meeting, by=scene.secretary)
    actions.leave_seat(scene.members[5], by=scene.officer)
    assert len(room.read(meeting).here) == 6


def test_declaring_the_same_twice_is_declaring_it_once(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[0])
    before = Event.objects.count()
    scene.declare(scene.members[1], scene.picked[0])
    assert Interest.objects.count() == 1
    assert Event.objects.count() == before


def test_an_interest_comes_before_the_decision(scene: Scene) -> None:
    scene.decide(scene.picked[0])
    with pytest.raises(refusals.AlreadyDecided):
        scene.declare(scene.members[1], scene.picked[0])


def test_the_words_of_an_interest_can_be_erased_from_the_record(scene: Scene) -> None:
    scene.declare(scene.members[1], scene.picked[0])
    entry = Event.objects.get(kind="interest.declared")
    assert b"Trustee" not in bytes(entry.body)


def test_a_members_presence_is_written_down_by_the_secretary_alone(scene: Scene) -> None:
    with pytest.raises(refusals.NotYours):
        actions.mark_present(
            scene.meeting, member=scene.chair, present=False, by=scene.chair.person
        )


def test_the_chair_confirms_the_minutes_of_a_closed_meeting_once(scene: Scene) -> None:
    chair = scene.chair.person
    with pytest.raises(refusals.MeetingNotClosed):
        actions.confirm_minutes(scene.meeting, by=chair)
    for proposal in scene.proposals:
        scene.decide(proposal, "none", reason="No")
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.NotYours):
        actions.confirm_minutes(scene.meeting, by=scene.secretary)
    assert actions.confirm_minutes(scene.meeting, by=chair).confirmed_at is not None
    with pytest.raises(refusals.MinutesConfirmed):
        actions.confirm_minutes(scene.meeting, by=chair)


def test_the_panel_meets_again_for_what_it_could_not_decide(scene: Scene) -> None:
    for proposal in scene.picked:
        scene.decide(proposal)
    for member in scene.members[3:]:
        scene.declare(member, scene.unpicked)
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.StillUndecided):
        actions.confirm_minutes(scene.meeting, by=scene.chair.person)
    actions.leave_seat(scene.members[5], by=scene.officer)
    newcomer = actions.seat(
        scene.panel, person=factories.person(), is_resident=True, by=scene.officer
    )
    actions.open_meeting(scene.meeting, by=scene.secretary)
    assert room.read(scene.meeting).here == []
    for member in [*scene.members[:3], newcomer]:
        actions.mark_present(scene.meeting, member=member, present=True, by=scene.secretary)
        actions.declare_none(scene.meeting, member=member, by=member.person)
    scene.decide(scene.unpicked, "none")
    actions.close_meeting(scene.meeting, by=scene.secretary)
    assert actions.confirm_minutes(scene.meeting, by=scene.chair.person)


def test_the_database_keeps_a_departure_with_its_reason(scene: Scene) -> None:
    decision = scene.decide(scene.unpicked, "none")
    fields = {field.attname: getattr(decision, field.attname) for field in decision._meta.fields}
    fields |= {"id": uuid4(), "proposal_id": scene.picked[0].pk, "departs": True, "reason": ""}
    with pytest.raises(IntegrityError, match="departure_has_reason"), transaction.atomic():
        type(decision).objects.create(**fields)


def test_the_nights_work_lets_old_offers_run_out(scene: Scene, clock: Clock) -> None:
    award = scene.award()
    assert lapse_offers(0) == 0
    clock.move(timedelta(days=22))
    assert lapse_offers(0) == 1
    assert Award.objects.get(pk=award.pk).status == "lapsed"


def invited(kind: str, area: Neighbourhood, officer: User, name: str) -> User:
    """Somebody who was asked to be on the panel and said yes."""
    person = factories.person(name)
    invitation = people.invite(person.email, kind=kind, neighbourhood=area, by=officer)
    people.accept(invitation, by=person)
    return person


def panel_page(area: Neighbourhood, officer: User) -> str:
    client = Client()
    client.force_login(officer)
    return text_of(client.get(reverse("grants:panel", args=[area])))


def test_who_said_yes_to_a_role_is_offered_the_seat_with_one_press(
    panel: Panel, officer: User
) -> None:
    area = panel.neighbourhood
    cara = invited("chair", area, officer, "Cara Dee")
    page = panel_page(area, officer)
    assert "Give Cara Dee the chair’s seat" in page
    assert "Give the panel a chair. Cara Dee said yes and waits for a seat." in page
    assert "Cara Dee said yes" in missing(area)

    client = Client()
    client.force_login(officer)
    given = {"person": cara.pk, "position": "chair"}
    page = text_of(client.post(reverse("grants:seat", args=[area]), given, follow=True))
    assert "Cara Dee has a seat now: chair." in page
    assert "Give Cara Dee" not in page
    assert Member.objects.get().position == "chair"


def test_the_seat_is_offered_as_their_address_was_checked(panel: Panel, officer: User) -> None:
    area = panel.neighbourhood
    near, far = factories.resident(area, "Mo Near"), factories.person("Flo Far")
    for person in (near, far):
        Role.objects.create(person=person, neighbourhood=area, kind="panel")
    assert [(each.person, each.lives_here) for each in unseated.of(area)] == [
        (far, False),
        (near, True),
    ]


def test_no_seat_is_offered_that_would_be_refused(panel: Panel, officer: User) -> None:
    area = panel.neighbourhood
    seat(panel, officer, "chair")
    Role.objects.create(person=factories.person(), neighbourhood=area, kind="chair")
    Role.objects.create(person=officer, neighbourhood=area, kind="panel")
    assert unseated.of(area) == []


def test_whoever_gave_their_seat_up_waits_for_none(panel: Panel, officer: User) -> None:
    """Also where they were invited as a member and seated as the chair."""
    area = panel.neighbourhood
    cara = invited("panel", area, officer, "Cara Dee")
    member = actions.seat(panel, person=cara, position="chair", is_resident=True, by=officer)
    actions.leave_seat(member, by=officer)
    assert unseated.of(area) == []
    assert not Role.objects.filter(person=cara, ended_at=None).exists()


def test_whoever_takes_a_panel_role_is_told_that_it_is_not_yet_a_seat(
    panel: Panel, officer: User
) -> None:
    area = panel.neighbourhood
    role = Role(person=factories.person(), neighbourhood=area, kind="chair")
    assert "an officer gives you your seat" in people_said.accepted(role)
    role.kind = "finance"
    assert "seat" not in people_said.accepted(role)


def test_each_deed_on_the_panel_says_that_it_was_done(area: Neighbourhood, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    here = reverse("grants:panel", args=[area])
    page = text_of(client.post(here, {"name": "Our panel", "quorum": "3"}, follow=True))
    assert "Our panel is set up." in page
    quorum = reverse("grants:quorum", args=[area])
    page = text_of(client.post(quorum, {"quorum": "2"}, follow=True))
    assert "Saved: 2 members must vote on a decision." in page
    member = seat(Panel.objects.get(), officer)
    page = text_of(client.post(reverse("grants:leave", args=[area, member.pk]), follow=True))
    assert "has no seat on the panel any more" in page


def test_a_quorum_sent_from_a_page_of_an_earlier_version_is_saved(
    panel: Panel, officer: User, area: Neighbourhood, client: Client
) -> None:
    client.force_login(officer)
    assert client.post(reverse("grants:panel", args=[area]), {"quorum": "5"}).status_code == 302
    panel.refresh_from_db()
    assert panel.quorum == 5


def test_a_meeting_to_be_called_is_told_as_residents_read_it(
    panel: Panel, officer: User, area: Neighbourhood
) -> None:
    round_ = factories.round_in("voting", area, panel_meets_where="Mill Lane hall")
    assert round_.panel_meets_at is not None
    client = Client()
    client.force_login(officer)
    here = reverse("grants:meeting", args=[area, 1])
    page = text_of(client.get(here))
    assert "has not been called" not in page
    assert f"The panel meets at {day_time(round_.panel_meets_at)}, Mill Lane hall" in page
    assert "meets_at" not in page

    call = reverse("grants:meeting-call", args=[area, 1])
    page = text_of(client.post(call, {"where": "The school"}, follow=True))
    assert f"The meeting is called for {day_time(round_.panel_meets_at)}, The school." in page
    assert Meeting.objects.get().meets_at == round_.panel_meets_at
    facts = [each.what for each in now_next.coming(Round.objects.get(), clock.now())]
    assert "The panel meets: The school. Everyone can watch." in facts
    assert "The school" in text_of(client.get(reverse("pages:panel-area", args=[area])))


def test_a_called_meeting_moves_with_the_rounds_dates(
    panel: Panel, officer: User, area: Neighbourhood
) -> None:
    round_ = factories.round_in("voting", area)
    assert round_.panel_meets_at is not None
    meeting = actions.call_meeting(round_, meets_at=round_.panel_meets_at, by=officer)
    later = round_.panel_meets_at + timedelta(days=7)
    postpone(round_, panel_meets_at=later, reason="The hall is taken", by=officer)
    assert Meeting.objects.get(pk=meeting.pk).due_at == later
    page = text_of(Client().get(reverse("grants:decisions", args=[area, 1])))
    assert f"The panel meets at {day_time(later)}" in page


def test_a_meeting_that_was_called_for_another_day_is_on_the_day_that_residents_read(
    panel: Panel, officer: User, area: Neighbourhood
) -> None:
    """As the form of the version before allowed."""
    round_ = factories.round_in("voting", area, panel_meets_where="Mill Lane hall")
    assert round_.panel_meets_at is not None
    other = round_.panel_meets_at + timedelta(days=3)
    meeting = actions.call_meeting(round_, meets_at=other, by=officer)
    assert (meeting.due_at, meeting.place) == (round_.panel_meets_at, "Mill Lane hall")
    page = text_of(Client().get(reverse("grants:decisions", args=[area, 1])))
    assert f"{day_time(round_.panel_meets_at)}, Mill Lane hall" in page
    facts = [each.what for each in now_next.coming(Round.objects.get(), clock.now())]
    assert "The panel meets: Mill Lane hall. Everyone can watch." in facts
