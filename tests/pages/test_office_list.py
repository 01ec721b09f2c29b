"""The office's list names the next step of a vote that is due, also before there is a box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from kit import clock
from pages import tasks_list
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood
from rounds import said
from rounds.models import Round
from tests import factories
from tests.proposals.conftest import client_of
from tests.voting.scene import Scene, fixed_round, type_words
from voting import actions

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def waits(scene: Scene | Desk) -> list[str]:
    found = tasks_list.waiting(scene.area, Standing(scene.officer))
    return [f"{each.count} {each.what}" for each in found if "vote of round" in each.words]


class Desk(NamedTuple):
    """A round whose vote is to come, with nothing done for it, and its officer."""

    round: Round
    officer: User

    @property
    def area(self) -> Neighbourhood:
        return self.round.neighbourhood


def before_the_vote(phase: str = "checks", **dates: Any) -> Desk:
    round_ = factories.round_in(phase, factories.area(), box_ready_at=None, **dates)
    return Desk(round_, factories.with_role("officer", round_.neighbourhood))


@pytest.mark.parametrize("phase", ["checks", "voting"])
def test_it_names_what_can_be_done_before_there_is_a_box(phase: str) -> None:
    desk = before_the_vote(phase)

    assert waits(desk) == [
        "4 steps before the vote of round 1 can open. To do now: Draw up the list of voters"
    ]
    page = client_of(desk.officer).get(reverse("pages:staff-area", args=[desk.area])).text
    assert "Nothing is waiting" not in page
    assert f'{reverse("voting:box", args=[desk.area, 1])}"><b>4</b> steps before' in page


def test_it_names_each_step_in_turn_until_the_box_is_ready() -> None:
    scene = fixed_round()
    assert waits(scene) == [
        "3 steps before the vote of round 1 can open. To do now: Draw up the list of voters"
    ]
    factories.resident(scene.area)
    actions.draw_roll(scene.round, by=scene.officer)
    assert waits(scene) == [
        "2 steps before the vote of round 1 can open. To do now: Make the ballot box"
    ]
    actions.make_box(scene.round, by=scene.officer)
    assert waits(scene) == [
        "1 step before the vote of round 1 can open. To do now: Say that the box is ready"
    ]
    actions.ready(scene.round, by=scene.officer)
    assert waits(scene) == []


def test_it_names_the_words_that_keepers_of_the_key_still_type() -> None:
    scene = fixed_round(custody="keyholders")
    factories.resident(scene.area)
    actions.draw_roll(scene.round, by=scene.officer)
    actions.make_box(scene.round, by=scene.officer)
    assert "types their words once" in waits(scene)[0]
    type_words(scene)
    assert "Say that the box is ready" in waits(scene)[0]


def test_long_before_the_vote_nothing_waits() -> None:
    desk = before_the_vote("ideas")
    assert waits(desk) == []


def test_near_the_vote_the_list_of_voters_can_be_drawn_while_ideas_are_handed_in() -> None:
    now = clock.now()
    desk = before_the_vote("develop", develop_closes_at=now + DAY, voting_opens_at=now + 2 * DAY)
    assert waits(desk) == [
        "4 steps before the vote of round 1 can open. To do now: Draw up the list of voters"
    ]


def test_the_ballot_is_fixed_next_once_an_idea_has_passed() -> None:
    desk = before_the_vote()
    url = reverse("voting:box", args=[desk.area, 1])
    assert "No idea has passed its checks." in client_of(desk.officer).get(url).text
    factories.proposal(desk.round, status="ready")
    assert waits(desk) == ["4 steps before the vote of round 1 can open. To do now: Fix the ballot"]
    assert "No idea has passed its checks." not in client_of(desk.officer).get(url).text


def test_an_idea_to_look_at_first_is_counted_once() -> None:
    desk = before_the_vote()
    factories.proposal(desk.round, status="submitted", needs_look=True)
    factories.proposal(desk.round, status="submitted")
    found = tasks_list.waiting(desk.area, Standing(desk.officer))
    ideas = [(each.count, each.what) for each in found if each.url.endswith("checks/")]
    assert ideas == [
        (1, "idea to look at first in round 1"), (1, "proposal to check in round 1"),
    ]  # fmt: skip


def test_what_is_said_of_the_trust_is_no_more_than_was_given() -> None:
    unnamed = Neighbourhood.objects.create(name="Ash", slug="ash")
    named = factories.area()
    whole = "Its name; if there are, its charity number and an e-mail address for questions"
    left = "Its name is there. Not given: charity number and e-mail address for questions"
    for area, facts in ((unnamed, whole), (named, left)):
        officer = factories.with_role("officer", area)
        assert facts in client_of(officer).get(reverse("pages:staff-area", args=[area])).text


def test_proposals_to_check_come_before_fixing_the_ballot() -> None:
    desk = before_the_vote()
    factories.proposal(desk.round, status="submitted")
    assert waits(desk) == [
        "4 steps before the vote of round 1 can open. To do now: Draw up the list of voters"
    ]


def test_the_list_asks_as_many_questions_whatever_the_number_of_voters(
    django_assert_max_num_queries: Any,
) -> None:
    scene = fixed_round()
    for _ in range(5):
        factories.resident(scene.area)
    with django_assert_max_num_queries(45):
        tasks_list.waiting(scene.area, Standing(scene.officer))


def test_a_published_round_says_that_its_vote_waits_for_people() -> None:
    desk = before_the_vote()
    assert "The vote does not open by itself" in said.published(desk.round)
    page = client_of(desk.officer).get(reverse("rounds:setup", args=[desk.area, 1])).text
    assert "before its date" in page
    assert reverse("voting:box", args=[desk.area, 1]) in page
