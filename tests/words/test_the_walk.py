"""One walk through every state of idea, round, award and person: what the pages say then is so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from grants import actions as grants
from grants.models import Award
from kit import clock
from people import actions as people
from people.models import Residency, User
from places.models import Neighbourhood
from proposals.models import TRANSITIONS, Proposal
from rounds.models import PHASES, Round
from tests import factories
from tests.grants import scene as panel_scene
from tests.grants.test_payments import first, pay, report
from tests.grants.test_who_holds import waiting
from tests.voting import scene as vote_scene
from tests.voting.scene import Scene, move_clock
from tests.words.ideas import STATES, idea_in
from tests.words.reader import Reader
from tests.words.truth import Facts, broken, text_of
from voting.models import RollEntry

_BUILT = ("draft", "published", "ideas", "develop", "checks", "voting", "counting", "challenge",
          "panel", "delivering")  # fmt: skip


def read(url: str, reader: User | None) -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    answer = client.get(url, follow=True)
    assert answer.status_code in (200, 404, 403, 409), url
    return text_of(answer)


def lies(readers: dict[str, User | None], urls: dict[str, str], **about: Any) -> list[str]:
    """What is not so on these pages, for each reader; with the reader's and the page's name."""
    return [
        f"{who}, {page}: …{claim}…"
        for who, reader in readers.items()
        for page, url in urls.items()
        for claim in broken(read(url, reader), Facts(reader=reader, **about))
    ]


def idea_url(idea: Proposal) -> str:
    round_ = idea.round
    return reverse("proposals:detail", args=[round_.neighbourhood, round_.number, idea.number])


def round_in(phase: str, area: Neighbourhood) -> Round:
    if phase == "closed":
        return factories.round_in("delivering", area, signed_off_at=clock.now())
    if phase == "cancelled":
        return factories.round_in("develop", area, cancelled_at=clock.now() - timedelta(days=1))
    if phase == "vote-delayed":
        return factories.round_in("voting", area, box_ready_at=None)
    return factories.round_in(phase, area)


def test_a_meeting_whose_day_has_passed_is_not_spoken_of_as_to_come(area: Neighbourhood) -> None:
    round_ = factories.round_in("panel", area, panel_meets_at=clock.now() - timedelta(days=1))
    page = read(reverse("pages:area", args=[area]), None)
    assert "was set for" in page
    assert not broken(page, Facts(round=round_))


def test_every_status_and_phase_is_walked() -> None:
    assert set(STATES.values()) == set(TRANSITIONS)
    assert {*_BUILT, "closed", "cancelled", "vote-delayed"} == set(PHASES)


@pytest.mark.parametrize("phase", ["ideas", "checks", "voting", "challenge", "cancelled"])
@pytest.mark.parametrize("state", STATES)
def test_the_page_of_an_idea_says_what_is_so(
    area: Neighbourhood, officer: User, state: str, phase: str
) -> None:
    round_ = round_in(phase, area)
    lead, helper = factories.person("Lee Lead"), factories.person("Hal Helper")
    idea = idea_in(state, round_, lead, officer)
    idea.helpers.add(helper)
    readers = {"visitor": None, "lead": lead, "helper": helper, "officer": officer}
    urls = {"idea": idea_url(idea)}
    assert not lies(readers, urls, round=round_, idea=idea, idea_url=idea_url(idea))


@pytest.mark.parametrize("state", ["draft", "idea about crime", "submitted", "returned", "ready"])
def test_an_idea_that_an_officer_wrote_down_promises_nobody_a_letter(
    area: Neighbourhood, officer: User, state: str
) -> None:
    idea = idea_in(state, round_in("develop", area), None, officer)
    page = read(idea_url(idea), officer)
    assert "we write to you" not in page.lower()


@pytest.mark.parametrize("phase", [*_BUILT[1:], "closed", "cancelled", "vote-delayed"])
def test_home_and_round_say_what_is_so_in_every_phase(
    area: Neighbourhood, officer: User, phase: str
) -> None:
    round_ = round_in(phase, area)
    factories.proposal(round_)
    unchecked = factories.person()
    Residency.objects.create(person=unchecked, neighbourhood=area)
    readers = {
        "visitor": None,
        "resident": factories.resident(area),
        "unchecked": unchecked,
        "stranger": factories.person(),
        "officer": officer,
    }
    here = [area, round_.number]
    urls = {
        "home": reverse("pages:area", args=[area]),
        "round": reverse("pages:round", args=here),
        "ballot": reverse("voting:ballot", args=here),
        "ideas": reverse("proposals:index", args=here),
        "new idea": reverse("proposals:new", args=here),
        "rules": reverse("rounds:rules", args=here),
        "opening": reverse("voting:opening", args=here),
    }
    assert not lies(readers, urls, round=round_)


def _cast(vote: Scene) -> User:
    voter = vote.voter("Vera Voter")
    vote.vote(voter, 1)
    return voter


VOTE_STATES = (
    "no box yet", "before its opening", "open", "closed by its date", "sealed",
    "opened and counted",
)  # fmt: skip


def _vote_in(state: str, area: Neighbourhood) -> Scene:
    """A vote that has come so far, with Vera's ballot in it from its opening on."""
    if state == "no box yet":
        return vote_scene.fixed_round(area)
    if state == "before its opening":
        opens = clock.now() + timedelta(days=1)
        return vote_scene.open_vote(area, voting_opens_at=opens)
    vote = vote_scene.open_vote(area)
    _cast(vote)
    if state == "closed by its date":
        move_clock(timedelta(days=11))
    if state in ("sealed", "opened and counted"):
        vote.end()
    if state == "opened and counted":
        vote.open()
    return vote


@pytest.mark.parametrize("state", VOTE_STATES)
def test_pages_around_a_real_vote_say_what_is_so(area: Neighbourhood, state: str) -> None:
    vote = _vote_in(state, area)
    early = state in ("no box yet", "before its opening")
    readers: dict[str, User | None] = {
        "voter": vote.officer if early else User.objects.get(name="Vera Voter"),
        "not yet": vote.voter(),
        "visitor": None,
        "stranger": factories.person(),
    }
    round_ = Round.objects.get(pk=vote.round.pk)
    idea = Proposal.objects.filter(round=round_).order_by("number")[0]
    here = [area, round_.number]
    urls = {
        "home": reverse("pages:area", args=[area]),
        "round": reverse("pages:round", args=here),
        "ballot": reverse("voting:ballot", args=here),
        "voted as me": reverse("voting:voted-as-me", args=here),
        "results": reverse("voting:results", args=here),
        "opening": reverse("voting:opening", args=here),
        "ideas": reverse("proposals:index", args=here),
        "changes": reverse("pages:changes", args=[area]),
        "staff box": reverse("voting:box", args=here),
    }
    readers["staff"] = vote.officer
    found = lies(readers, urls, round=round_)
    own = {"idea": idea_url(idea)}
    assert not found + lies(readers, own, round=round_, idea=idea, idea_url=idea_url(idea))


def test_somebody_taken_off_the_list_is_not_asked_to_vote(area: Neighbourhood) -> None:
    vote = vote_scene.open_vote(area)
    voter = vote.voter()
    vote.take_off(RollEntry.objects.get(round=vote.round, voter=voter))
    urls = {
        "home": reverse("pages:area", args=[area]),
        "ballot": reverse("voting:ballot", args=[area, vote.round.number]),
    }
    assert not lies({"off the list": voter}, urls, round=vote.round)


AWARDS = ("none", "deferred", "waiting", "offered", "accepted", "declined", "lapsed", "ready",
          "part paid", "done")  # fmt: skip


@pytest.mark.parametrize("state", AWARDS)
def test_what_became_of_an_idea_is_said_as_it_is(
    area: Neighbourhood, reader: Reader, state: str
) -> None:
    scene = panel_scene.build(area)
    idea = _become(scene, state)
    urls = {"idea": idea_url(idea)}
    award = Award.objects.filter(proposal=idea).first()
    if award is not None:
        urls["project"] = reverse("grants:project", args=[area, award.pk])
        urls["projects"] = reverse("grants:projects", args=[area])
    readers = {"visitor": None, "lead": idea.lead, "officer": scene.officer}
    round_ = Round.objects.get(pk=scene.round.pk)
    assert not reader.wrong
    assert not lies(readers, urls, round=round_, idea=idea, idea_url=idea_url(idea))


def _become(scene: panel_scene.Scene, state: str) -> Proposal:
    idea = scene.picked[0]
    if state in ("none", "deferred"):
        scene.decide(idea, state, reason="The owner has not said yes")
    elif state in ("waiting", "offered"):
        waiting(scene) if state == "waiting" else scene.award()
    elif state == "accepted":
        scene.accepted()
    elif state == "declined":
        grants.decline_offer(scene.award(), by=idea.lead)  # type: ignore[arg-type]
    elif state == "lapsed":
        _let_lapse(scene)
    else:
        award = scene.ready()
        if state != "ready":
            pay(scene, first(award))
        if state == "done":
            _finish(scene, award)
    return Proposal.objects.get(pk=idea.pk)


def _let_lapse(scene: panel_scene.Scene) -> None:
    award = scene.award()
    move_clock(timedelta(days=60))
    grants.lapse_offer(award)


def _finish(scene: panel_scene.Scene, award: Award) -> None:
    grants.accept_report(report(award, key=uuid4()), by=scene.officer)  # type: ignore[arg-type]
    pay(scene, award.instalments.get(number=2))
    grants.complete(award, by=scene.finance)


def people_of(area: Neighbourhood, officer: User) -> Iterator[tuple[str, User]]:
    """Somebody in every state of living there."""
    yield "says nothing", factories.person()
    stated = factories.person()
    Residency.objects.create(person=stated, neighbourhood=area, postcode="DN32 1AL")
    yield "unchecked", stated
    asked = factories.person()
    home = Residency.objects.create(person=asked, neighbourhood=area, postcode="DN32 1AL")
    people.ask_for_check(home, by=asked)
    yield "asked", asked
    yield "checked", factories.resident(area)
    gone = factories.resident(area)
    people.end_residency(Residency.objects.get(person=gone), by=gone)
    yield "moved out", gone
    for kind in ("officer", "finance", "auditor", "chair", "panel", "secretary"):
        yield kind, factories.with_role(kind, area)


def test_own_pages_say_where_one_stands(area: Neighbourhood, officer: User) -> None:
    urls = {"home": reverse("people:postcode"), "me": reverse("pages:me")}
    assert not lies(dict(people_of(area, officer)), urls)
