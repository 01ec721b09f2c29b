"""Another rule on the same ballots, and the small vote of two rules, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from people.models import User
from rounds import actions as rounds
from tests.journeys.person import Person
from tests.journeys.site import Site
from tests.voting.scene import Scene
from tests.voting.test_trying import split_vote

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]


@pytest.fixture
def counted(site: Site) -> Scene:
    """Six people want three ideas, four want the fourth."""
    return split_vote()


def test_somebody_tries_another_rule(counted: Scene, person: Come, javascript: bool) -> None:
    visitor = person("visitor@example.org")
    here = [counted.area, counted.round.number]
    visitor.visit(reverse("voting:results", args=here)).press("Try another rule")
    visitor.sees("The published result stands", "4 more people get something they chose")
    visitor.picture("try-another-rule", "try-another-rule-phone", at="4 more people")
    visitor.fill(rule="greedy").press("Count by this rule")
    visitor.sees("The same ideas win").looks_right()
    assert "rule=greedy" in visitor.page.url
    visitor.visit(reverse("voting:try", args=here) + "?budget=a+lot", status=422)
    visitor.sees("Write an amount, like £1,250").kept(budget="a lot").looks_right()
    visitor.fill(budget="6,000", rule="equal-shares").press("Count by this rule")
    visitor.page.get_by_text("More choices").click()
    visitor.fill(min_votes="5", comparison=True).press("Count by this rule")
    visitor.sees("by most votes").looks_right()
    assert visitor.page.locator("details[open] [name=min_votes]").is_visible()


def test_a_panel_changes_the_small_vote(site: Site, person: Come, javascript: bool) -> None:
    member = person("member@example.org").visit(reverse("voting:which-rule"))
    member.sees("6 of 10 people get something", "10 of 10 people get something")
    box = member.page.locator("#tick-10-1")
    if javascript:
        with member.page.expect_response("**/which-rule/**"):
            box.check(force=True)
        member.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        assert member.page.evaluate("() => document.activeElement.id") == "tick-10-1"
        assert "tick=10-1" in member.page.url
    else:
        box.check(force=True)
        member.press("Count by both rules")
    member.sees("7 of 10 people get something").looks_right()
    member.visit(reverse("voting:which-rule") + "?pot=none", status=422)
    member.sees("Write the amount in pounds").kept(pot="none").looks_right()


def test_an_officer_chooses_equal_shares(counted: Scene, person: Come, javascript: bool) -> None:
    draft = rounds.draft(counted.area, preset="small", title="Next", by=counted.officer)
    officer = person(User.objects.get(pk=counted.officer.pk).email).sign_in()
    officer.visit(reverse("rounds:setup", args=[counted.area, draft.number]))
    officer.press("How votes are counted").press("Show equal shares on this vote")
    officer.sees("4 more people get something they chose").looks_right()
    officer.fill(comparison=True).press("Count this round by equal shares")
    officer.sees("is counted by equal shares", "Equal shares.")
    officer.press("How votes are counted").press("Go back to most votes that fit")
    officer.sees("is counted by most votes that fit")
