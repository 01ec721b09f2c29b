"""The cookie that takes ticks from the ballot to the check page, and back when one goes back."""

from __future__ import annotations

import base64
import re
from http.cookies import Morsel
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from people.models import User
from tests.voting.browser import Browser, field
from tests.voting.scene import Scene
from tests.voting.test_after_the_ballot import take_back, text_of
from voting import actions, slips
from voting.slips import Ticks
from voting.voters import Voter


def the_cookie(somebody: Browser) -> Morsel[str]:
    return somebody.client.cookies["ticks"]


def ticked(page: Any) -> list[str]:
    return sorted(re.findall(r'value="(\d+)"[^>]* checked>', text_of(page)))


def test_the_check_page_has_an_address_and_a_reload_keeps_it(voter: Browser) -> None:
    page = voter.check(1, 3)
    assert page.redirect_chain == [(voter.url("confirm"), 302)]
    again = voter.get("confirm")
    assert "You picked 2 ideas" in text_of(again)
    assert field(again, "slip") != field(page, "slip")
    assert again.headers["Cache-Control"] == "no-store, private"


def test_going_back_from_the_check_page_ticks_what_was_ticked(voter: Browser) -> None:
    voter.check(1, 3)
    assert ticked(voter.get("ballot")) == ["1", "3"]


def test_going_back_after_casting_leads_to_the_ballot_with_nothing_ticked(voter: Browser) -> None:
    voter.cast(1, 3)
    page = voter.client.get(voter.url("confirm"), follow=True)
    assert page.redirect_chain == [(voter.url("ballot"), 302)]
    assert "Your vote is in the box" in text_of(page)
    assert ticked(page) == []


def test_the_cookie_goes_to_the_pages_of_its_vote_alone_and_with_the_browsers_session(
    voter: Browser,
) -> None:
    voter.check(1, 3)
    first = the_cookie(voter)
    assert first["path"] == voter.url("ballot")
    assert first["httponly"]
    assert first["samesite"] == "Lax"
    assert not first["max-age"]
    assert not first["expires"]


@pytest.mark.parametrize("name", ["ticks", "told"])
@pytest.mark.parametrize("secure", [True, False])
def test_cookies_of_a_vote_go_by_https_alone_where_that_of_the_session_does(
    voter: Browser, settings: Any, name: str, secure: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    voter.post("confirm")
    assert bool(voter.client.cookies[name]["secure"]) is secure


def test_the_same_ticks_never_look_alike_nor_show_in_the_cookie(voter: Browser) -> None:
    seen = []
    for _ in range(2):
        voter.check(1, 3)
        seen.append(base64.urlsafe_b64decode(the_cookie(voter).value))
    first, second = seen
    assert sum(one == other for one, other in zip(first, second, strict=True)) < len(first) / 20
    person = User.objects.get(name="Vera Voter")
    for facts in (b"1, 3", str(person.pk).encode(), str(voter.vote.round.pk).encode()):
        assert facts not in first


def test_its_length_tells_nothing_of_how_many_were_ticked(voter: Browser) -> None:
    lengths = set()
    for ticks in ([], ["1"], ["1", "2", "3"], [str(number) for number in range(100, 220)]):
        voter.post("confirm", picks=ticks)
        lengths.add(len(the_cookie(voter).value))
    assert len(lengths) == 1, lengths


def test_the_length_of_the_check_pages_field_tells_nothing_either(voter: Browser) -> None:
    assert len(field(voter.check(1), "slip")) == len(field(voter.check(1, 3), "slip"))


def test_a_cookie_is_of_no_use_to_another_voter_or_another_signing_in(
    vote: Scene, voter: Browser
) -> None:
    voter.check(1, 3)
    value = the_cookie(voter).value
    same, other = User.objects.get(name="Vera Voter"), vote.voter()
    for person in (same, other):
        browser = Browser(vote, person)
        browser.client.cookies["ticks"] = value
        assert ticked(browser.get("ballot")) == []
        assert browser.get("confirm").url == browser.url("ballot")


def test_ticks_are_of_no_use_to_another_voter_whatever_the_session(vote: Scene) -> None:
    mine, other = Voter(vote.voter()), Voter(vote.voter())
    value = actions.keep_ticks(vote.round, by=mine, ticks=Ticks((1,), "visit"))
    assert value is not None
    assert actions.kept_ticks(vote.round, by=mine, value=value) is not None
    assert actions.kept_ticks(vote.round, by=other, value=value) is None


def test_what_is_sealed_for_one_voter_round_or_purpose_opens_for_no_other() -> None:
    kr, round_id, ref, other = b"k" * 32, uuid4(), uuid4(), uuid4()
    mine: dict[str, Any] = {"kr": kr, "round_id": round_id, "voter_ref": ref}
    ticks = slips.write_ticks(Ticks((1, 3), "visit"), **mine)
    slip = slips.write(slips.Slip("0" * 16, (1, 3), 0), **mine)
    assert slips.read_ticks(ticks, **mine).numbers == slips.read(slip, **mine).numbers == (1, 3)
    for wrong in ({"kr": b"l" * 32}, {"round_id": other}, {"voter_ref": other}):
        with pytest.raises(slips.BadSlip):
            slips.read_ticks(ticks, **{**mine, **wrong})
        with pytest.raises(slips.BadSlip):
            slips.read(slip, **{**mine, **wrong})
    with pytest.raises(slips.BadSlip):
        slips.read(ticks, **mine)
    with pytest.raises(slips.BadSlip):
        slips.read_ticks(slip, **mine)


def test_ticks_of_an_earlier_version_are_no_ticks() -> None:
    mine: dict[str, Any] = {"kr": b"k" * 32, "round_id": uuid4(), "voter_ref": uuid4()}
    before = slips._shut([(1,), "visit", ""], slips._TICKS, *mine.values())
    with pytest.raises(slips.BadSlip):
        slips.read_ticks(before, **mine)


def test_ticks_cast_as_a_ballot_are_refused(voter: Browser) -> None:
    voter.check(1, 3)
    page = voter.follow("cast", slip=the_cookie(voter).value, picks=[1, 3])
    assert "Nothing was cast" in text_of(page)


def test_a_forged_cookie_ticks_nothing(vote: Scene, voter: Browser) -> None:
    for value in ("x", "1,3", "A" * 3000, "é"):
        voter.client.cookies["ticks"] = value
        assert ticked(voter.get("ballot")) == []
        assert voter.get("confirm").url == voter.url("ballot")
    visitor = Browser(vote)
    visitor.client.cookies["ticks"] = "x"
    assert visitor.get("ballot").status_code == 200


def test_the_field_of_the_check_page_is_no_cookie(voter: Browser) -> None:
    slip = field(voter.check(1, 3), "slip")
    voter.client.cookies["ticks"] = slip
    assert ticked(voter.get("ballot")) == []


def test_ticks_are_of_no_use_once_the_vote_is_over(vote: Scene, voter: Browser) -> None:
    person = Voter(User.objects.get(name="Vera Voter"))
    value = actions.keep_ticks(vote.round, by=person, ticks=Ticks((1,), "visit"))
    assert value is not None
    assert actions.kept_ticks(vote.round, by=person, value=value) is not None
    voter.check(1, 3)
    vote.end()
    assert voter.get("confirm").url == voter.url("ballot")
    assert actions.kept_ticks(vote.round, by=person, value=value) is None
    assert actions.keep_ticks(vote.round, by=person, ticks=Ticks((1,), "visit")) is None


def test_an_idea_that_went_since_leads_from_the_check_page_to_the_ballot(
    vote: Scene, voter: Browser
) -> None:
    voter.check(1, 3)
    (name,) = take_back(vote, 3)
    page = voter.client.get(voter.url("confirm"), follow=True)
    assert page.redirect_chain == [(voter.url("ballot"), 302)]
    assert f"“{name}” is not on the ballot any more, so its tick is gone." in text_of(page)
    assert ticked(page) == ["1"]


def test_a_faulty_ballot_is_kept_too(voter: Browser) -> None:
    voter.post("confirm", picks=["99", "1", "x", "9" * 400])
    assert ticked(voter.get("ballot")) == ["1"]


def test_a_thousand_ticks_make_no_cookie_that_a_browser_refuses(voter: Browser) -> None:
    voter.post("confirm", picks=[str(number) for number in range(90_000, 92_000)])
    assert len(the_cookie(voter).value) < 4_000
    voter.post("confirm", picks=[f"{number:0400}" for number in range(90)])
    assert len(the_cookie(voter).value) < 4_000
    voter.post("confirm", picks=["1", "9" * 5_000, *(str(8 * 10**300 + n) for n in range(90))])
    assert len(the_cookie(voter).value) < 4_000
    assert ticked(voter.get("ballot")) == ["1"]


def test_letters_that_are_refused_stand_on_the_check_page_with_the_reason(voter: Browser) -> None:
    fields = voter.confirm(1, 2)
    page = voter.client.post(voter.url("cast"), {**fields, "own": "LUCY" * 50}, follow=True)
    assert page.redirect_chain == [(voter.url("confirm"), 302)]
    assert "Check your ballot" in text_of(page)
    assert "<title>Error: " in text_of(page)
    assert f'value="{("LUCY" * 10)}"' in text_of(page)


def test_somebody_who_signs_out_leaves_a_browser_that_ticks_nothing(vote: Scene) -> None:
    person = vote.voter()
    browser = Browser(vote, person)
    browser.check(1)
    value = the_cookie(browser).value
    browser.client.logout()
    browser.client = Client()
    browser.client.cookies["ticks"] = value
    assert ticked(browser.get("ballot")) == []
    browser.client.force_login(person)
    browser.client.cookies["ticks"] = value
    assert ticked(browser.get("ballot")) == []


def test_ticks_are_of_no_use_once_one_has_cast_in_another_browser(
    vote: Scene, voter: Browser
) -> None:
    voter.check(1, 3)
    Browser(vote, User.objects.get(name="Vera Voter")).cast(2)
    assert ticked(voter.get("ballot")) == []
    assert voter.get("confirm").url == voter.url("ballot")
    voter.check(1)
    assert ticked(voter.get("ballot")) == ["1"]
