"""What a decision stands on is fixed from the day a round is published until it has decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from grants import actions, refusals
from grants.models import Member, Panel
from kit import clock as kit_clock
from rounds import actions as rounds
from tests import factories
from tests.conftest import Clock
from tests.grants.scene import Scene, build
from tests.ledger.test_views import text_of


def decide_everything(scene: Scene) -> None:
    for proposal in scene.picked:
        scene.decide(proposal)
    scene.decide(scene.unpicked, "none")


def test_the_quorum_stays_between_two_sittings(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(refusals.PanelFixed, match="round 1"):
        actions.set_quorum(scene.panel, quorum=2, by=scene.officer)


def test_the_quorum_stays_until_the_last_sitting_is_closed(scene: Scene) -> None:
    decide_everything(scene)
    with pytest.raises(refusals.MeetingNotClosed):
        actions.set_quorum(scene.panel, quorum=2, by=scene.officer)
    actions.close_meeting(scene.meeting, by=scene.secretary)
    assert actions.set_quorum(scene.panel, quorum=2, by=scene.officer).quorum == 2


@pytest.mark.parametrize("phase", ["published", "ideas", "voting", "challenge"])
def test_the_quorum_is_fixed_as_soon_as_a_round_is_published(area: object, phase: str) -> None:
    scene = build(area, phase=phase)  # type: ignore[arg-type]
    with pytest.raises(refusals.PanelFixed):
        actions.set_quorum(scene.panel, quorum=2, by=scene.officer)


def test_a_cancelled_round_fixes_nothing(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    rounds.cancel(scene.round, reason="Too few ideas", by=scene.officer)
    assert actions.set_quorum(scene.panel, quorum=2, by=scene.officer).quorum == 2


def test_no_seat_is_added_while_a_round_runs(scene: Scene) -> None:
    with pytest.raises(refusals.PanelFixed, match="6 members"):
        actions.seat(
            scene.panel, person=factories.person("Gus"), is_resident=True, by=scene.officer
        )


def test_a_seat_that_was_given_up_is_filled_again_and_no_more(scene: Scene) -> None:
    actions.leave_seat(scene.members[5], by=scene.officer)
    new = {"is_resident": True, "by": scene.officer}
    assert actions.seat(scene.panel, person=factories.person("Gus"), **new)  # type: ignore[arg-type]
    with pytest.raises(refusals.PanelFixed):
        actions.seat(scene.panel, person=factories.person("Hal"), **new)  # type: ignore[arg-type]


def test_a_secretary_who_has_no_vote_can_always_be_replaced(scene: Scene) -> None:
    actions.leave_seat(Member.objects.get(position="secretary"), by=scene.officer)
    assert actions.seat(
        scene.panel,
        person=factories.person("Una"),
        position="secretary",
        is_resident=False,
        by=scene.officer,
    )


def test_the_database_keeps_the_quorum_while_a_round_runs(scene: Scene) -> None:
    actions.close_meeting(scene.meeting, by=scene.secretary)
    with pytest.raises(IntegrityError, match="round 1 is published"), transaction.atomic():
        Panel.objects.update(quorum=2)


def test_the_database_keeps_the_number_of_seats_while_a_round_runs(scene: Scene) -> None:
    with pytest.raises(IntegrityError, match="round 1 is published"), transaction.atomic():
        Member.objects.create(panel=scene.panel, person=factories.person(), is_resident=True)


def test_the_form_says_so_before_anybody_presses(client: Client, scene: Scene) -> None:
    client.force_login(scene.officer)
    url = reverse("grants:panel", args=[scene.area])
    page = text_of(client, url)
    assert "Round 1 is published, so the quorum and the 6 seats stay until it is decided" in page
    assert 'name="quorum"' not in client.get(url).content.decode()
    answer = client.post(reverse("grants:quorum", args=[scene.area]), {"quorum": "2"})
    assert answer.status_code == 422
    assert Panel.objects.get().quorum == 4


def test_the_form_names_every_round_that_runs_and_the_fewest_seats(
    client: Client, scene: Scene, clock: Clock
) -> None:
    actions.leave_seat(scene.members[5], by=scene.officer)
    clock.move(timedelta(minutes=1))
    later = factories.round_in("ideas", scene.area, published_at=kit_clock.now())
    client.force_login(scene.officer)
    page = text_of(client, reverse("grants:panel", args=[scene.area]))
    fixed = f"Rounds 1 and {later.number} are published, so the quorum and the 5 seats stay until"
    assert f"{fixed} they are decided" in page


def test_the_form_is_back_when_the_round_has_decided(client: Client, scene: Scene) -> None:
    decide_everything(scene)
    actions.close_meeting(scene.meeting, by=scene.secretary)
    client.force_login(scene.officer)
    page = client.get(reverse("grants:quorum", args=[scene.area])).content.decode()
    assert 'name="quorum"' in page
    assert "stay until it is decided" not in page
