"""Every answer on the way to casting has an address that can be asked for again, and says there
what is wrong.
"""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from people.models import User
from places.models import Neighbourhood
from proposals.models import Proposal
from tests.voting import scene as scenes
from tests.voting.browser import Browser, code_on
from tests.voting.scene import Scene
from tests.voting.test_after_the_ballot import take_back, text_of
from tests.voting.test_kept_ticks import the_cookie, ticked
from voting import refusals
from voting.models import RollEntry


def missed(page: Any) -> bool:
    """Whether a ballot says that ticks went with a session that ended."""
    found = re.search(r"data-signed-out( hidden)?>\s*You were signed out after", text_of(page))
    return found is not None and not found[1]


def test_a_faulty_ballot_says_why_at_an_address_that_a_reload_keeps(voter: Browser) -> None:
    page = voter.follow("confirm", picks=["99", "1"])
    assert page.redirect_chain == [(voter.url("ballot"), 302)]
    for shown in (page, voter.get("ballot")):
        assert "not on this ballot" in text_of(shown)
        assert "<title>Error: " in text_of(shown)
        assert ticked(shown) == ["1"]


def test_the_reason_is_gone_once_the_ballot_is_right(voter: Browser) -> None:
    voter.follow("confirm")
    assert "Pick at least one idea" in text_of(voter.get("ballot"))
    voter.check(2)
    text = text_of(voter.get("ballot"))
    assert "Pick at least one idea" not in text
    assert "Error: " not in text


def test_nobody_reads_of_a_fault_before_they_made_one(vote: Scene, voter: Browser) -> None:
    assert "There is a problem" not in text_of(voter.get("ballot"))
    voter.follow("confirm")
    other = Browser(vote, vote.voter())
    other.client.cookies["told"] = voter.client.cookies["told"].value
    assert "There is a problem" not in text_of(other.get("ballot"))
    for value in ("x", "é", ":::"):
        other.client.cookies["told"] = value
        assert other.get("ballot").status_code == 200


def test_why_nothing_was_cast_stands_on_the_ballot_and_a_reload_keeps_it(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(1, 2)
    vote.vote(User.objects.get(name="Vera Voter"), 3)
    page = voter.follow("cast", **fields)
    assert page.redirect_chain == [(voter.url("ballot"), 302)]
    for shown in (page, voter.get("ballot")):
        assert "Nothing was cast" in text_of(shown)
        assert refusals.ChangedElsewhere.message in text_of(shown)
        assert ticked(shown) == ["1", "2"]
    voter.cast(1)
    assert "Nothing was cast" not in text_of(voter.get("ballot"))


def test_an_idea_that_went_before_casting_is_named_where_nothing_was_cast(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(2, 3)
    (name,) = take_back(vote, 3)
    page = voter.follow("cast", **fields)
    assert "Nothing was cast" in text_of(page)
    assert text_of(page).count(f"“{name}” is not on the ballot any more") == 1
    cookie = voter.client.cookies["told"]
    assert cookie["path"] == voter.url("ballot")
    assert cookie["httponly"]
    assert cookie["max-age"]


def test_what_was_not_cast_is_not_spoken_of_once_another_ballot_was(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(2, 3)
    take_back(vote, 3)
    assert "Nothing was cast" in text_of(voter.follow("cast", **fields))
    vote.vote(User.objects.get(name="Vera Voter"), 1)
    assert "Nothing was cast" not in text_of(voter.get("ballot"))
    assert refusals.StaleSlip.message in text_of(voter.follow("cast", slip="x", picks=[1]))
    vote.vote(User.objects.get(name="Vera Voter"), 2)
    assert refusals.StaleSlip.message not in text_of(voter.get("ballot"))


def test_why_nothing_was_cast_is_told_to_nobody_else_at_the_same_browser(
    vote: Scene, voter: Browser
) -> None:
    voter.follow("cast", **voter.confirm(1) | {"slip": "x"})
    assert "Nothing was cast" in text_of(voter.get("ballot"))
    other = Browser(vote, vote.voter())
    other.client.cookies["told"] = voter.client.cookies["told"].value
    assert "Nothing was cast" not in text_of(other.get("ballot"))


def test_who_casts_from_another_tab_reads_no_more_that_nothing_was_cast(voter: Browser) -> None:
    here = voter.confirm(1)
    voter.follow("cast", **here | {"slip": "x"})
    assert "Nothing was cast" in text_of(voter.get("ballot"))
    code_on(voter.post("cast", **here))
    assert "Nothing was cast" not in text_of(voter.get("ballot"))


@pytest.mark.parametrize("meanwhile", ["closed", "taken off"])
def test_nothing_was_cast_has_its_reason_where_no_ticks_can_be_brought_back(
    meanwhile: str, vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(2, 3)
    take_back(vote, 3)
    if meanwhile == "closed":
        vote.end()
    else:
        vote.take_off(RollEntry.objects.get(round=vote.round, voter__name="Vera Voter"))
    text = text_of(voter.follow("cast", **fields))
    assert "Nothing was cast" in text
    assert "An idea that you picked is not on the ballot any more." in text


def test_who_casts_after_the_end_reads_that_nothing_was_cast(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(1)
    vote.end()
    page = voter.follow("cast", **fields)
    assert "Nothing was cast" in text_of(page)
    assert refusals.VoteNotOpen.message in text_of(page)
    assert "Voting has closed" in text_of(page)


def test_who_was_taken_off_the_list_reads_that_nothing_was_cast(
    vote: Scene, voter: Browser
) -> None:
    fields = voter.confirm(1)
    vote.take_off(RollEntry.objects.get(round=vote.round, voter__name="Vera Voter"))
    page = voter.follow("cast", **fields)
    assert "Nothing was cast" in text_of(page)
    assert "You were taken off the list of voters: Lives elsewhere now" in text_of(page)


@pytest.mark.parametrize("picks", [[], [99], [1, 2, 3, 4, 5, 6]])
@pytest.mark.parametrize("most", [1, 5, None])
@pytest.mark.parametrize("rule", ["greedy", "equal-shares"])
def test_each_line_of_an_error_summary_leads_to_something_on_the_page(
    area: Neighbourhood, picks: list[int], most: int | None, rule: str
) -> None:
    vote = scenes.open_vote(area, ideas=7, rules=scenes.rules(rule=rule, max_choices=most))
    text = text_of(Browser(vote, vote.voter()).follow("confirm", picks=picks))
    led = re.findall(r'govuk-error-summary__list">(.*?)</ul>', text, re.DOTALL)
    for target in re.findall(r'href="#([^"]+)"', "".join(led)):
        assert re.search(rf'\sid="{target}"', text), target
    assert led or (len(picks) == 6 and most is None)


@pytest.mark.parametrize(("page", "fields"), [("check", {"code": "1"}), ("cast", {"own": "U"})])
def test_other_error_summaries_of_a_vote_lead_somewhere_too(
    voter: Browser, page: str, fields: dict[str, str]
) -> None:
    text = text_of(voter.follow(page, **voter.confirm(1), **fields))
    targets = re.findall(r'<a href="#(id_[^"]+)"', text)
    assert targets
    assert all(re.search(rf'\sid="{target}"', text) for target in targets)


def test_a_ballot_that_lost_every_idea_says_so(vote: Scene, voter: Browser) -> None:
    voter.check(1)
    Proposal.objects.filter(ballot_line__round=vote.round).update(status="withdrawn")
    text = text_of(voter.get("ballot"))
    assert "No idea is on the ballot any more" in text
    assert "cast my ballot" not in text


# Read an idea without JavaScript.


def test_reading_an_idea_keeps_what_was_ticked(voter: Browser) -> None:
    ballot = text_of(voter.get("ballot"))
    leads = re.findall(r'<button[^>]* name="read" value="(\d+)"', ballot)
    assert len(leads) == 3
    page = voter.follow("confirm", picks=[1, 3], read=leads[0])
    (where, code) = page.redirect_chain[-1]
    assert where.endswith(f"/ideas/{leads[0]}/?from=ballot")
    assert (code, page.status_code) == (302, 200)
    back = voter.get("ballot")
    assert ticked(back) == ["1", "3"]
    assert "There is a problem" not in text_of(back)


def test_who_reads_an_idea_after_a_fault_is_told_of_it_no_more(voter: Browser) -> None:
    assert "There is a problem" in text_of(voter.follow("confirm"))
    voter.post("confirm", read="1")
    assert "There is a problem" not in text_of(voter.get("ballot"))


@pytest.mark.parametrize("read", ["x", "99", "-1", "1" * 400, "²"])
def test_reading_what_is_no_idea_of_the_ballot_leads_to_the_ballot(
    voter: Browser, read: str
) -> None:
    page = voter.follow("confirm", picks=[1], read=read)
    assert page.redirect_chain[-1] == (voter.url("ballot"), 302)
    assert ticked(page) == ["1"]


def test_enter_checks_the_ballot_and_reads_no_idea(voter: Browser) -> None:
    form = text_of(voter.get("ballot")).split("data-uncast", 1)[1]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert "name=" not in first[0]


# Ticks of somebody who was signed out on the way.


def test_ticks_that_were_sent_after_the_session_ended_are_missed_in_one_sentence(
    vote: Scene, voter: Browser
) -> None:
    action = re.search(r'action="([^"]+)" class="ballot"', text_of(voter.get("ballot")))
    assert action is not None
    voter.client.logout()
    away: Any = voter.client.post(action[1], {"picks": [1, 3]})
    assert "/accounts/login/" in away.url
    onward = re.search(r"next=([^&]+)", away.url)
    assert onward is not None
    voter.client.force_login(User.objects.get(name="Vera Voter"))
    voter.client.get(onward[1].replace("%3F", "?"))
    assert missed(voter.get("ballot"))
    voter.check(1)
    assert not missed(voter.get("ballot"))


def test_ticks_that_were_checked_before_the_session_ended_are_missed_once(
    vote: Scene, voter: Browser
) -> None:
    voter.check(1, 3)
    value = the_cookie(voter).value
    voter.client.logout()
    voter.client.force_login(User.objects.get(name="Vera Voter"))
    voter.client.cookies["ticks"] = value
    page = voter.get("ballot")
    assert missed(page)
    assert ticked(page) == []
    assert page.cookies["ticks"].value == ""
    other = Browser(vote, vote.voter())
    other.client.cookies["ticks"] = value
    assert not missed(other.get("ballot"))


def test_nobody_is_told_of_lost_ticks_after_casting(voter: Browser) -> None:
    voter.cast(1)
    voter.get("confirm")
    assert not missed(voter.get("ballot"))


# Voting again.


def test_the_check_page_says_that_an_earlier_ballot_counts_until_then(voter: Browser) -> None:
    says = "The ballot you cast before counts until you cast this one"
    assert says not in text_of(voter.check(1))
    voter.cast(1)
    assert says in text_of(voter.check(2))


@pytest.mark.parametrize(("picks", "says"), [((1,), "It costs"), ((1, 2), "They cost")])
def test_one_idea_costs_and_two_cost(voter: Browser, picks: tuple[int, ...], says: str) -> None:
    assert says in text_of(voter.check(*picks))


# Receipts.


def test_who_left_out_their_own_letters_is_asked_for_them(visitor: Browser, voter: Browser) -> None:
    code = code_on(voter.cast(1, own="ABCD"))
    asks = "Did you add four letters of your own?"
    short = text_of(visitor.post("check", code=code[:-5]))
    assert "is not found" in short
    assert asks in short
    assert asks not in text_of(visitor.post("check", code=code))
    assert asks not in text_of(visitor.post("check", code=code[:-1] + "E"))


def test_what_a_browser_keeps_of_a_refusal_is_read_by_nobody_who_has_it_next(
    vote: Scene, voter: Browser
) -> None:
    lengths = set()
    for slip, picks in (("x", [1]), ("", [])):
        voter.follow("cast", slip=slip, picks=picks)
        value = voter.client.cookies["told"].value
        for part in (value, *value.split(":")):
            read = base64.urlsafe_b64decode(part.replace("*", "") + "=" * (-len(part) % 4))
            assert b"cast" not in read
            assert b"fault" not in read
        lengths.add(len(value))
    assert len(lengths) == 1
