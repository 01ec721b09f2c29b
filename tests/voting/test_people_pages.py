"""Opening, questions, and the pages of staff."""

from __future__ import annotations

import re

import pytest

from audit.models import Event
from kit import clock
from people.models import Role
from places.models import Neighbourhood
from rounds.models import Duty
from tests import factories
from tests.voting import scene as scenes
from tests.voting.browser import Browser, plain
from tests.voting.scene import DAY, Scene
from voting.models import Challenge, KeyHolder, PublishedBallot


def test_two_people_open_the_votes_in_public(vote: Scene, visitor: Browser) -> None:
    vote.vote(vote.voter(), 1)
    first, second = (Browser(vote, person) for person in vote.openers)
    assert "Open the votes</button>" not in first.get("opening").content.decode()
    assert first.post("press").status_code == 422
    scenes.move_clock(11 * DAY)
    assert "Open the votes</button>" in first.get("opening").content.decode()
    assert "Open the votes</button>" not in visitor.get("opening").content.decode()
    assert first.post("press").status_code == 302
    assert Event.objects.filter(kind="box.closed").exists(), "the first who noticed closed it"
    assert first.post("press").status_code == 422
    assert "1 of 2" in visitor.get("opening").content.decode()
    assert visitor.post("press").status_code == 302
    assert Browser(vote, vote.officer).post("press").status_code == 422
    assert second.post("press").status_code == 302
    text = " ".join(visitor.get("opening").content.decode().split())
    assert "2 of 2 people have done their part. 1 ballot was opened: every one that counts" in text
    assert "Ann O." in text


def test_three_people_write_down_their_words_and_two_open(area: Neighbourhood) -> None:
    vote = scenes.fixed_round(area, custody="keyholders")
    officer = Browser(vote, vote.officer)
    officer.post("box", do="roll")
    officer.post("box", do="make")
    people = [Browser(vote, person) for person in vote.openers]
    words = []
    factories.resident(area)
    for person in people:
        assert "big-code" not in person.get("words").content.decode()
        page = person.post("words", show="yes")
        assert "no-store" in page.headers["Cache-Control"]
        found = re.search(r'class="big-code">([a-z ]+)<', page.content.decode())
        assert found is not None
        words.append(found[1])
        assert person.post("words", words="academic acid").status_code == 422
        assert person.post("words", words=found[1].upper()).status_code == 302
    assert officer.get("words").status_code == 404
    officer.post("box", do="roll")
    assert officer.post("box", do="ready").status_code == 302
    vote.round.refresh_from_db()
    vote.vote(vote.voter(), 1)
    scenes.move_clock(11 * DAY)
    assert people[2].post("press", words=words[0]).status_code == 422
    assert people[2].post("press", words=words[2]).status_code == 302
    assert people[0].post("press", words=words[0]).status_code == 302
    assert PublishedBallot.objects.filter(round=vote.round).count() == 1


def test_a_resident_says_that_somebody_voted_as_them(voter: Browser, visitor: Browser) -> None:
    page = voter.post("challenge", about="ballot", text="Somebody already voted as me")
    assert page.status_code == 302
    text = visitor.get("challenge").content.decode()
    assert "Somebody already voted as me" in text
    assert "Vera" not in text
    assert visitor.post("challenge", about="ballot", text="x").status_code == 200
    assert Challenge.objects.count() == 1


@pytest.mark.parametrize(
    ("about", "text"), [("", "x"), ("ballot", "  "), ("nonsense", "x"), ("ballot", "x" * 2001)]
)
def test_a_faulty_question_comes_back_as_typed(voter: Browser, about: str, text: str) -> None:
    page = voter.post("challenge", about=about, text=text)
    assert page.status_code == 422
    assert text in page.content.decode()
    assert not Challenge.objects.exists()


def test_a_question_is_answered_by_somebody_not_on_the_panel(
    voter: Browser, visitor: Browser
) -> None:
    voter.post("challenge", about="rules", text="Idea 2 is missing")
    asked = Challenge.objects.get()
    officer = Browser(voter.vote, voter.vote.officer)
    Role.objects.create(person=voter.vote.officer, neighbourhood=voter.vote.area, kind="panel")
    assert officer.post("answer", asked.pk, answer="No", upheld="no").status_code == 422
    auditor = Browser(voter.vote, factories.with_role("auditor", voter.vote.area, "Ada Lamb"))
    assert auditor.post("answer", asked.pk, answer="", upheld="").status_code == 422
    assert (
        auditor.post("answer", asked.pk, answer="It was withdrawn", upheld="no").status_code == 302
    )
    text = visitor.get("challenge").content.decode()
    assert "It was withdrawn" in text
    assert "Ada L. answered" in text
    assert voter.get("answer", asked.pk).status_code == 403


def test_an_officer_goes_from_checked_ideas_to_an_open_vote(area: Neighbourhood) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    factories.proposal(round_)
    officer = factories.with_role("officer", area)
    for _ in range(2):
        person = factories.with_role("finance", area)
        Duty.objects.create(round=round_, kind="opener", person=person)
    factories.resident(area)
    browser = Browser(Scene(round_, officer, []), officer)
    assert browser.post("box", do="ready").status_code == 422
    for do in ("fix", "roll", "make", "ready"):
        assert browser.get("box").status_code == 200
        assert browser.post("box", do=do).status_code == 302, do
    assert browser.post("box", do="fix").status_code == 422
    round_.refresh_from_db()
    assert round_.box_ready_at is not None


def test_the_list_of_voters_never_says_who_voted(vote: Scene) -> None:
    people = [vote.voter("Ann Same"), vote.voter("Bob Same")]
    officer = Browser(vote, vote.officer)
    before = plain(officer.get("roll"))
    vote.vote(people[0], 1)
    assert plain(officer.get("roll")) == before
    assert "Ann Same" in before


@pytest.mark.parametrize("name", ["box", "roll", "lost", "again", "challenges"])
def test_staff_pages_are_for_staff(vote: Scene, voter: Browser, name: str) -> None:
    assert voter.get(name).status_code == 403
    assert Browser(vote, factories.person()).get(name).status_code == 404
    assert Browser(vote).get(name).status_code == 302


def test_two_lost_parts_lead_to_the_page_for_a_new_vote(area: Neighbourhood) -> None:
    vote = scenes.open_vote(area, custody="keyholders")
    officer = Browser(vote, vote.officer)
    for person in vote.openers[:2]:
        assert officer.post("lost", holder=str(person.pk)).status_code == 302
    assert KeyHolder.objects.exclude(lost_at=None).count() == 2
    assert "Drop the ballots" in officer.get("again").content.decode()
    now = clock.now()
    dates = {
        "opens": f"{now + 2 * DAY:%Y-%m-%dT18:00}",
        "closes": f"{now + 9 * DAY:%Y-%m-%dT18:00}",
    }
    alone = officer.post("again", **dates)
    assert alone.status_code == 422
    assert "somebody else must drop the ballots" in alone.content.decode()
    another = Browser(vote, factories.with_role("officer", area))
    assert another.post("again", **dates).status_code == 302
    vote.round.refresh_from_db()
    assert vote.round.box_ready_at is None
    assert vote.round.box.run == 2
