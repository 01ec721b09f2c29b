"""Ideas that leave a ballot on somebody's way through it, and the address of a receipt."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from kit import clock
from people.models import User
from proposals import actions as proposals
from proposals.models import Proposal
from tests.voting.browser import Browser, code_on
from tests.voting.scene import Scene
from voting import actions, refusals
from voting.voters import Voter


def text_of(page: Any) -> str:
    return html.unescape(page.content.decode())


def take_back(vote: Scene, *numbers: int) -> list[str]:
    """The ideas with these ballot numbers are withdrawn; gives what they were called."""
    ideas = [
        Proposal.objects.get(ballot_line__round=vote.round, ballot_line__number=number)
        for number in numbers
    ]
    for idea in ideas:
        assert idea.lead is not None
        proposals.withdraw(idea, by=idea.lead, reason="We do it with our own money")
    return [idea.title for idea in ideas]


def test_ticks_at_ideas_that_went_are_named_in_one_sentence(vote: Scene, voter: Browser) -> None:
    first, second = take_back(vote, 1, 3)
    page = voter.follow("confirm", picks=[1, 2, 3])
    assert (
        f"“{first}” and “{second}” are not on the ballot any more, so their ticks are gone."
        in text_of(page)
    )
    assert text_of(page).count(" checked>") == 1


def test_ticks_that_are_brought_back_lose_those_that_went(vote: Scene, voter: Browser) -> None:
    voter.check(2, 3)
    (name,) = take_back(vote, 3)
    page = voter.get("ballot")
    assert page.status_code == 200
    assert f"“{name}” is not on the ballot any more, so its tick is gone." in text_of(page)
    assert text_of(page).count(" checked>") == 1


def test_a_ballot_with_an_idea_that_went_since_is_not_cast_and_keeps_its_ticks(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(2, 3)
    (name,) = take_back(vote, 3)
    page = voter.follow("cast", **fields)
    assert "Nothing was cast" in text_of(page)
    assert f"“{name}” is not on the ballot any more" in text_of(page)
    ballot = text_of(voter.get("ballot"))
    assert re.findall(r'value="(\d)"[^>]* checked>', ballot) == ["2"]
    assert "Your vote is in the box" not in ballot


@pytest.mark.parametrize("after_the_close", [False, True])
def test_a_receipt_comes_again_although_an_idea_on_its_ballot_went_since(
    vote: Scene, voter: Browser, after_the_close: bool
) -> None:
    fields = voter.confirm(2, 3)
    code = code_on(voter.post("cast", **fields, own="ABCD"))
    if after_the_close:
        vote.end()
        Proposal.objects.filter(ballot_line__number=3).update(
            hidden_at=clock.now(), hidden_because="It names somebody"
        )
    else:
        take_back(vote, 3)
    page = voter.post("cast", **fields, own="ABCD")
    assert page.status_code == 200
    assert code_on(page) == code


def test_a_replaced_receipt_does_not_come_again_as_the_ballot_in_the_box(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(3)
    voter.post("cast", **fields)
    voter.cast(2)
    take_back(vote, 3)
    page = voter.follow("cast", **fields)
    assert "Nothing was cast" in text_of(page)


def test_a_receipt_is_given_again_to_nobody_else(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(3)
    voter.post("cast", **fields)
    person = User.objects.get(name="Vera Voter")
    slip = fields["slip"]
    assert actions.cast_before(vote.round, by=Voter(person), field=slip) is not None
    assert actions.cast_before(vote.round, by=Voter(person), field=slip, own="ABCD") is None
    with pytest.raises(refusals.StaleSlip):
        actions.cast_before(vote.round, by=Voter(vote.voter()), field=slip)


def test_four_characters_that_are_forty_keep_the_confirm_page(voter: Browser) -> None:
    fields = voter.confirm(1, 2)
    page = voter.client.post(voter.url("cast"), {**fields, "own": "A" * 40}, follow=True)
    assert "Check your ballot" in text_of(page)
    assert "at most 12 characters" in text_of(page)


def test_the_receipts_own_address_shows_none(voter: Browser) -> None:
    code = code_on(voter.cast(1))
    page = voter.get("receipt")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "There is no receipt here" in text_of(page)
    assert "the new ballot replaces the old one" in text_of(page)
    assert code not in text_of(page)


def test_after_the_close_no_page_of_a_receipt_says_that_one_can_vote_again(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(1)
    assert "You can vote again until" in text_of(voter.post("cast", **fields))
    vote.end()
    for page in (voter.post("cast", **fields), voter.get("receipt")):
        assert page.status_code == 200
        assert "vote again" not in text_of(page)


def test_a_tab_keeps_things_under_another_name_for_each_session_and_vote(
    vote: Scene, voter: Browser
) -> None:
    person = User.objects.get(name="Vera Voter")
    visits = {_visit(Browser(vote, person).get("ballot")) for _ in range(3)}
    assert len(visits) == 3
    assert _visit(voter.get("ballot")) == _visit(voter.get("ballot"))
    assert _visit(Browser(vote).get("ballot")) == ""
    assert f'data-ballot="{vote.round.pk}.1"' in text_of(voter.get("ballot"))


def _visit(page: Any) -> str:
    found = re.search(r'data-visit="(\w*)"', text_of(page))
    assert found is not None
    return found[1]


def test_an_idea_leads_back_to_the_ballot_for_who_came_from_it(vote: Scene, voter: Browser) -> None:
    to_idea = re.search(r'href="([^"]+/ideas/\d+/\?from=ballot)"', text_of(voter.get("ballot")))
    assert to_idea is not None
    page = text_of(voter.client.get(to_idea[1]))
    assert "Back to your ballot" in page
    assert f'href="{voter.url("ballot")}#idea-' in page
    assert "Back to your ballot" not in text_of(voter.client.get(to_idea[1].split("?")[0]))
    visitor = Browser(vote)
    assert "Back to the ballot" in text_of(visitor.client.get(to_idea[1]))
    assert "from=ballot" not in text_of(visitor.get("ballot"))
