"""What the panel's meeting pages say is so, and what they ask before something ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from grants import actions, refusals
from grants.models import Interest, Meeting
from kit import clock
from people.models import User
from places.models import Neighbourhood
from rounds.actions import cancel
from tests import factories
from tests.grants.scene import Scene, build
from tests.grants.test_views import as_, at, hidden, text, typed

NOBODY = "nobody present has an interest"


def meeting_again(scene: Scene) -> None:
    """The same meeting, opened once more: who is here and who answered is asked anew."""
    actions.close_meeting(scene.meeting, by=scene.secretary)
    scene.meeting = actions.open_meeting(scene.meeting, by=scene.secretary)


def pages(scene: Scene) -> str:
    client = as_(scene.secretary)
    shown = text(client.get(at("meeting", scene))) + text(client.get(at("together", scene)))
    return " ".join(shown.split()).lower()


def test_nobody_has_an_interest_once_everybody_present_said_so(scene: Scene) -> None:
    assert NOBODY in pages(scene)


def test_an_empty_room_has_said_nothing_about_interests(scene: Scene) -> None:
    meeting_again(scene)
    page = pages(scene)
    assert "0 of 6 members present" in page
    assert NOBODY not in page


def test_members_who_have_not_answered_have_said_nothing(scene: Scene) -> None:
    meeting_again(scene)
    for member in scene.members:
        actions.mark_present(scene.meeting, member=member, present=True, by=scene.secretary)
    actions.declare_none(scene.meeting, member=scene.members[0], by=scene.secretary)
    page = pages(scene)
    assert NOBODY not in page
    assert "not everyone present has said yet whether they have an interest." in page


def test_the_proposal_of_an_interest_is_chosen_by_hand(scene: Scene) -> None:
    url = at("interest", scene, scene.members[1].pk)
    client = as_(scene.secretary)
    assert re.search(r'<option value=""[^>]*>Choose</option>', text(client.get(url)))
    answer = client.post(url, {"proposal": "", "nature": "loyalty", "words": "I belong"})
    assert answer.status_code == 422
    assert not Interest.objects.exists()


def test_the_title_of_a_page_with_a_mistake_says_so(scene: Scene) -> None:
    answer = as_(scene.secretary).post(at("interest", scene, scene.members[1].pk), {"words": "x"})
    assert "<title>Error: " in text(answer)


def test_what_was_written_down_is_said(scene: Scene) -> None:
    client = as_(scene.secretary)
    member = scene.members[1]
    interest = {"proposal": "2", "nature": "loyalty", "words": "I belong"}
    declared = text(client.post(at("interest", scene, member.pk), interest, follow=True))
    title = scene.picked[1].title
    assert f"{member.person.public_name} has an interest in “{title}”." in declared
    given = typed(scene, outcome="full")
    decided = text(client.post(at("item", scene, 1), given, follow=True))
    assert f"Written down: “{scene.picked[0].title}”" in decided


def test_what_was_adopted_together_is_said(scene: Scene) -> None:
    client = as_(scene.secretary)
    page = client.get(at("together", scene))
    given = {"proposals": ["1", "2"], "votes_for": 6, "votes_against": 0, "abstained": 0}
    done = client.post(at("together", scene), given | hidden(page, "key"), follow=True)
    assert "Adopted together: 2 proposals, each in full." in text(done)


def test_a_meeting_with_something_undecided_asks_before_it_closes(scene: Scene) -> None:
    client = as_(scene.secretary)
    url = at("meeting-close", scene)
    assert f'<form method="post" action="{url}"' not in text(client.get(at("meeting", scene)))
    asked = text(client.get(url))
    for proposal in scene.proposals:
        assert proposal.title in asked
    assert Meeting.objects.get().closed_at is None
    done = text(client.post(url, follow=True))
    assert "The meeting is closed. Not everything is decided" in done
    assert Meeting.objects.get().closed_at is not None
    assert client.get(url).status_code == 302


def test_ending_a_seat_asks_first(scene: Scene) -> None:
    client, member = as_(scene.officer), scene.members[3]
    url = reverse("grants:leave", args=[scene.area, member.pk])
    panel = text(client.get(reverse("grants:panel", args=[scene.area])))
    assert f'href="{url}"' in panel
    assert f'action="{url}"' not in panel
    assert "End the seat of" in text(client.get(url))
    member.refresh_from_db()
    assert member.left_at is None
    client.post(url)
    member.refresh_from_db()
    assert member.left_at is not None
    assert "This seat has ended already." in text(client.get(url))


def test_a_meeting_is_not_called_for_a_day_gone_by(area: Neighbourhood, officer: User) -> None:
    actions.form_panel(area, name="The panel", quorum=2, by=officer)
    round_ = factories.round_in("panel", area, panel_meets_at=None)
    before = clock.now() - timedelta(days=2)
    with pytest.raises(refusals.DayGoneBy):
        actions.call_meeting(round_, meets_at=before, by=officer)
    answer = as_(officer).post(
        reverse("grants:meeting-call", args=[area, round_.number]),
        {"meets_at": f"{before:%Y-%m-%dT%H:%M}", "where": "The old hall"},
    )
    page = text(answer)
    assert answer.status_code == 422
    assert '<a href="#id_meets_at">This day has gone by. Choose a day to come.</a>' in page
    assert "The old hall" in page
    assert not Meeting.objects.exists()


def test_a_day_that_the_round_set_and_that_has_gone_by_is_moved_first(
    area: Neighbourhood, officer: User
) -> None:
    actions.form_panel(area, name="The panel", quorum=2, by=officer)
    before = clock.now() - timedelta(days=2)
    round_ = factories.round_in("panel", area, panel_meets_at=before)
    url = reverse("grants:meeting-call", args=[area, round_.number])
    page = text(as_(officer).post(url, {"where": "The hall"}))
    assert "The day set for this meeting has gone by" in page
    assert reverse("rounds:postpone", args=[area, round_.number]) in page
    assert not Meeting.objects.exists()


def test_a_meeting_can_still_be_called_on_its_own_day(area: Neighbourhood) -> None:
    assert build(area).meeting.opened_at is not None


@pytest.mark.parametrize("position", ["panel", "secretary"])
def test_ones_own_page_names_the_meeting_to_come(
    area: Neighbourhood, officer: User, position: str
) -> None:
    panel = actions.form_panel(area, name="The panel", quorum=2, by=officer)
    who = factories.person("Sam Secretary")
    actions.seat(panel, person=who, position=position, is_resident=True, by=officer)
    round_ = factories.round_in("voting", area, panel_meets_where="The hall")
    page = text(as_(who).get(reverse("pages:me")))
    assert f'href="{reverse("grants:meeting", args=[area, round_.number])}"' in page
    assert "The hall" in page
    assert "not called yet" in page
    assert "The panel’s meetings" not in text(as_(officer).get(reverse("pages:me")))


@pytest.mark.parametrize("ended", ["the seat", "the round"])
def test_ones_own_page_names_no_meeting_that_one_has_no_part_in_or_that_is_not_held(
    area: Neighbourhood, officer: User, ended: str
) -> None:
    panel = actions.form_panel(area, name="The panel", quorum=2, by=officer)
    who = factories.person("Mel Member")
    seat = actions.seat(panel, person=who, position="panel", is_resident=True, by=officer)
    round_ = factories.round_in("voting", area)
    assert "The panel’s meetings" in text(as_(who).get(reverse("pages:me")))
    if ended == "the seat":
        actions.leave_seat(seat, by=officer)
    else:
        cancel(round_, reason="No money", by=officer)
    assert "The panel’s meetings" not in text(as_(who).get(reverse("pages:me")))
