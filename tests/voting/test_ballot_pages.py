"""The ballot, the page that checks it, and the receipt."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from people import actions as people
from people.models import Residency
from places.models import Neighbourhood
from proposals.models import Proposal
from tests import factories
from tests.voting import scene as scenes
from tests.voting.browser import Browser, code_on, field
from tests.voting.scene import Scene
from voting import sealing
from voting.models import RollEntry


def test_a_resident_ticks_checks_and_casts(voter: Browser) -> None:
    assert "Your ballot" in voter.get("ballot").content.decode()
    page = voter.cast(1, 3)
    assert page.status_code == 200
    assert page.headers["Cache-Control"].find("no-store") >= 0
    assert len(code_on(page)) == 19


def test_the_confirm_page_is_never_kept_by_a_cache(voter: Browser) -> None:
    for page in (voter.post("confirm", picks=[1]), voter.check(1)):
        assert "no-store" in page.headers["Cache-Control"]


def test_a_double_posted_ballot_shows_the_same_receipt(voter: Browser) -> None:
    fields = voter.confirm(2)
    first, second = voter.post("cast", **fields), voter.post("cast", **fields)
    assert code_on(first) == code_on(second)


def test_refreshing_the_receipt_after_the_close_shows_it_again(voter: Browser) -> None:
    fields = voter.confirm(2)
    first = voter.post("cast", **fields)
    voter.vote.end()
    assert code_on(voter.post("cast", **fields)) == code_on(first)


def test_four_characters_of_ones_own_end_the_receipt(voter: Browser) -> None:
    assert code_on(voter.cast(1, own="my 01")).endswith("-MY01")


def test_odd_characters_keep_the_confirm_page_and_the_choices(voter: Browser) -> None:
    fields = voter.confirm(1, 2)
    page = voter.client.post(voter.url("cast"), {**fields, "own": "LUCY"}, follow=True)
    assert page.redirect_chain == [(voter.url("confirm"), 302)]
    assert "but not the letter U" in page.content.decode()
    assert 'value="LUCY"' in page.content.decode()
    assert voter.post("cast", slip=field(page, "slip"), picks=[1, 2], own="").status_code == 200


def test_choices_changed_after_the_confirm_page_are_not_cast(voter: Browser) -> None:
    fields = voter.confirm(1)
    page = voter.follow("cast", slip=fields["slip"], picks=[2])
    assert "Nothing was cast" in page.content.decode()


def test_a_form_of_another_account_is_not_cast(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(1)
    page = Browser(vote, vote.voter()).follow("cast", **fields)
    assert "Nothing was cast" in page.content.decode()


def test_a_form_of_another_round_is_not_cast(vote: Scene, voter: Browser) -> None:
    fields = voter.confirm(1)
    voter.vote = scenes.open_vote(vote.area)
    assert "Nothing was cast" in voter.follow("cast", **fields).content.decode()


@pytest.mark.parametrize(
    ("picks", "says"),
    [
        ([], "Pick at least one idea"),
        ([99], "not on this ballot"),
        (["x"], "Pick at least one idea"),
        (["1", "1.0", "99"], "not on this ballot"),
        ([1, 2, 3, 4, 5, 6], "Pick at most 5: you picked 6"),
    ],
)
def test_a_faulty_ballot_comes_back_with_its_ticks(
    area: Neighbourhood, picks: list[object], says: str
) -> None:
    vote = scenes.open_vote(area, ideas=7)
    text = Browser(vote, vote.voter()).follow("confirm", picks=picks).content.decode()
    assert says in text
    assert text.count(" checked>") == sum(str(pick) in "1234567" for pick in picks)
    assert "<title>Error: " in text


def test_a_ballot_of_few_ideas_does_not_speak_of_more_than_there_are(area: Neighbourhood) -> None:
    few, many = (scenes.open_vote(area, ideas=ideas) for ideas in (2, 7))
    asked = [Browser(vote, vote.voter()).get("ballot").content.decode() for vote in (few, many)]
    assert "Tick every idea you want." in asked[0]
    assert "p to 5" not in asked[0]
    assert "Pick at least" not in asked[0]
    assert "Tick up to 5 ideas you want." in asked[1]


def test_one_idea_ticked_twice_counts_once(voter: Browser) -> None:
    page = voter.post("cast", slip=voter.confirm(1, 1)["slip"], picks=[1])
    assert page.status_code == 200


def test_each_voter_has_an_order_of_their_own_that_stays(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, ideas=9)
    people = [Browser(vote, vote.voter()) for _ in range(4)]

    def order(person: Browser) -> tuple[str, ...]:
        return tuple(
            re.findall(r'name="picks" value="(\d)"', person.get("ballot").content.decode())
        )

    orders = [order(person) for person in people]
    assert [order(person) for person in people] == orders
    assert len(set(orders)) > 1
    assert all(sorted(one) == list("123456789") for one in orders)


def test_a_withdrawn_idea_is_gone_from_the_ballot(voter: Browser) -> None:
    line = voter.vote.round.ballot_lines.get(number=2)
    Proposal.objects.filter(ballot_line=line).update(status="withdrawn")
    assert 'name="picks" value="2"' not in voter.get("ballot").content.decode()
    page = voter.follow("confirm", picks=[2])
    assert page.redirect_chain == [(voter.url("ballot"), 302)]


def test_one_is_told_that_ones_vote_is_in_the_box(voter: Browser) -> None:
    assert "Your vote is in the box" not in voter.get("ballot").content.decode()
    voter.cast(1)
    assert "Your vote is in the box" in voter.get("ballot").content.decode()


def test_a_visitor_is_asked_to_sign_in(visitor: Browser) -> None:
    text = visitor.get("ballot").content.decode()
    assert "Sign in to vote" in text
    assert '<form method="post" action="' + visitor.url("confirm") not in text
    for name in ("confirm", "cast"):
        assert visitor.post(name, picks=[1]).status_code == 302


def test_somebody_unchecked_reads_why_and_what_next(vote: Scene) -> None:
    person = factories.person()
    Residency.objects.create(person=person, neighbourhood=vote.area, postcode="DN32 7LD")
    browser = Browser(vote, person)
    text = browser.get("ballot").content.decode()
    assert "Your address hasn&#x27;t been checked yet" in text
    page = browser.check(1)
    assert page.redirect_chain[-1] == (browser.url("ballot"), 302)
    assert "Your address hasn&#x27;t been checked yet" in page.content.decode()


def test_somebody_who_asked_for_a_check_is_not_told_to_ask(vote: Scene) -> None:
    person = factories.person()
    home = Residency.objects.create(person=person, neighbourhood=vote.area, postcode="DN32 7LD")
    browser = Browser(vote, person)
    assert "Ask for a check" in browser.get("ballot").content.decode()
    people.ask_for_check(home, by=person)
    text = browser.get("ballot").content.decode()
    assert "Ask for a check" not in text
    assert "You asked for a check on" in text


def test_somebody_from_elsewhere_is_asked_for_a_postcode(vote: Scene) -> None:
    text = Browser(vote, factories.person()).get("ballot").content.decode()
    assert "Type your postcode" in text


def test_somebody_just_checked_can_vote_at_once(vote: Scene) -> None:
    browser = Browser(vote, factories.resident(vote.area))
    assert browser.cast(1).status_code == 200 if browser.get("ballot") else False
    assert RollEntry.objects.filter(round=vote.round).exists()


def test_the_ballot_of_another_place_is_not_found(vote: Scene, other_area: Neighbourhood) -> None:
    client = Client()
    assert (
        client.get(reverse("voting:ballot", args=[other_area, vote.round.number])).status_code
        == 404
    )


def test_only_a_post_casts(voter: Browser) -> None:
    for name in ("confirm", "cast"):
        assert voter.get(name).status_code == 302
        assert voter.client.head(voter.url(name)).status_code == 302


def test_a_receipt_is_looked_up_before_the_close(visitor: Browser, voter: Browser) -> None:
    first, second = code_on(voter.cast(1)), code_on(voter.cast(2))
    assert "was replaced by a newer one" in visitor.post("check", code=first).content.decode()
    assert "is in the box" in visitor.post("check", code=second.lower()).content.decode()
    assert "is not found" in visitor.post("check", code="0" * 16).content.decode()
    assert visitor.post("check", code="0" * 15).status_code == 422


def test_the_holder_of_a_receipt_sees_their_ballot_however_few_there_are(
    visitor: Browser, voter: Browser
) -> None:
    code = code_on(voter.cast(2))
    voter.vote.end()
    assert "is in the box" in visitor.post("check", code=code).content.decode()
    voter.vote.open()
    text = visitor.post("check", code=code).content.decode()
    line = voter.vote.round.ballot_lines.get(number=2)
    assert "Your ballot was counted" in text
    assert line.name in text
    tracker = sealing.tracker(voter.vote.round.pk, sealing.receipt(code))
    assert tracker.hex() in text
    assert line.name not in visitor.get("check").content.decode()
