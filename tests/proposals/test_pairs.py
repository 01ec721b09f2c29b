"""Two ideas that can't both be done: who may say so and until when, and where it stands."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit.actions import record
from audit.models import Event, Words
from kit import clock
from people.models import Letter, User
from places.models import Neighbourhood
from proposals import actions, history, pairs, refusals
from proposals.models import IncompatiblePair, Proposal
from rounds.models import Round
from rounds.refusals import RoundClosed
from tests import factories
from tests.postgres import as_owner, forge
from tests.proposals.conftest import client_of, url

pytestmark = pytest.mark.django_db

WHY = "Both want the whole of the plot."


@pytest.fixture
def garden(checks_round: Round) -> Proposal:
    return factories.proposal(checks_round, title="A garden on the plot")


@pytest.fixture
def pitch(garden: Proposal) -> Proposal:
    return factories.proposal(garden.round, title="A pitch on the plot")


@pytest.fixture
def pair(garden: Proposal, pitch: Proposal, officer: User) -> IncompatiblePair:
    return actions.declare_incompatible(pitch, other=garden, because=WHY, by=officer)


def said(events: Any) -> list[str]:
    rows = Words.objects.filter(event_uuid__in=[event.event_uuid for event in events])
    return list(rows.order_by("name").values_list("text", flat=True))


# --- the deeds -------------------------------------------------------------------------------


def test_an_officer_says_it_once_with_a_public_entry_and_two_letters(
    pair: IncompatiblePair, garden: Proposal, pitch: Proposal
) -> None:
    assert (pair.one, pair.other, pair.because) == (garden, pitch, WHY)
    event = Event.objects.get(kind="idea.incompatible")
    assert (event.audience, event.subject_ref, event.role) == ("public", pair.pk, "officer")
    after = event.payload["after"]
    assert isinstance(after, dict)
    assert after["numbers"] == [garden.number, pitch.number]
    assert said([event]) == [garden.title, pitch.title, WHY]
    letters = {letter.to: letter.text for letter in Letter.objects.all()}
    assert garden.lead is not None
    assert pitch.lead is not None
    assert set(letters) == {garden.lead.email, pitch.lead.email}
    assert pitch.title in letters[garden.lead.email]
    assert WHY in letters[pitch.lead.email]


def test_somebody_who_proposed_both_gets_one_letter(garden: Proposal, officer: User) -> None:
    another = factories.proposal(garden.round, garden.lead)
    actions.declare_incompatible(garden, other=another, because=WHY, by=officer)
    assert Letter.objects.count() == 1


def test_it_is_taken_back_once_and_can_be_said_again(
    pair: IncompatiblePair, garden: Proposal, pitch: Proposal, officer: User
) -> None:
    actions.withdraw_incompatible(pair, by=officer)
    assert pairs.of(garden) == pairs.of(pitch) == []
    assert Event.objects.get(kind="idea.compatible_again").audience == "public"
    assert Letter.objects.count() == 4
    with pytest.raises(refusals.TakenBackAlready):
        actions.withdraw_incompatible(pair, by=officer)
    actions.declare_incompatible(garden, other=pitch, because="It does.", by=officer)
    assert [one.because for one in pairs.of(garden)] == ["It does."]


def test_it_stands_once_whichever_idea_comes_first(
    pair: IncompatiblePair, garden: Proposal, pitch: Proposal, officer: User
) -> None:
    for one, other in ((garden, pitch), (pitch, garden)):
        with pytest.raises(refusals.PairedAlready):
            actions.declare_incompatible(one, other=other, because=WHY, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncompatiblePair.objects.create(one=pitch, other=garden, because=WHY, declared_by=officer)


def test_one_idea_is_no_pair(garden: Proposal, officer: User) -> None:
    with pytest.raises(refusals.SameIdea):
        actions.declare_incompatible(garden, other=garden, because=WHY, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncompatiblePair.objects.create(one=garden, other=garden, because=WHY, declared_by=officer)


def test_it_needs_a_reason(garden: Proposal, pitch: Proposal, officer: User) -> None:
    with pytest.raises(refusals.NoReason):
        actions.declare_incompatible(garden, other=pitch, because=" \n", by=officer)


def test_ideas_of_two_rounds_are_no_pair(
    garden: Proposal, officer: User, area: Neighbourhood
) -> None:
    elsewhere = factories.proposal(factories.round_in("checks", area))
    with pytest.raises(refusals.NotAPair):
        actions.declare_incompatible(garden, other=elsewhere, because=WHY, by=officer)


@pytest.mark.parametrize("status", ["draft", "withdrawn", "refused"])
def test_an_idea_that_can_not_be_done_any_more_is_no_half_of_a_pair(
    status: str, garden: Proposal, officer: User
) -> None:
    gone = factories.proposal(garden.round, status=status)
    with pytest.raises(refusals.NotAPair):
        actions.declare_incompatible(garden, other=gone, because=WHY, by=officer)


@pytest.mark.parametrize("how", ["hidden", "waits"])
def test_nothing_is_said_of_an_idea_that_not_everybody_may_read(
    how: str, garden: Proposal, officer: User
) -> None:
    rest: dict[str, Any] = {"hidden_at": clock.now(), "hidden_because": "It names somebody."}
    unseen = factories.proposal(garden.round, **(rest if how == "hidden" else {"needs_look": True}))
    with pytest.raises(refusals.NotAPair):
        actions.declare_incompatible(garden, other=unseen, because=WHY, by=officer)


def test_only_staff_of_the_place_may_say_it_or_take_it_back(
    garden: Proposal,
    pitch: Proposal,
    pair: IncompatiblePair,
    resident: User,
    auditor: User,
    other_area: Neighbourhood,
) -> None:
    for by in (resident, auditor, factories.with_role("officer", other_area)):
        with pytest.raises(refusals.NotStaff):
            actions.withdraw_incompatible(pair, by=by)
        with pytest.raises(refusals.NotStaff):
            actions.declare_incompatible(garden, other=pitch, because=WHY, by=by)


@pytest.mark.parametrize("part", ["lead", "helper"])
def test_who_works_on_one_of_them_can_not_decide_it(
    part: str, garden: Proposal, officer: User, second_officer: User
) -> None:
    own = factories.proposal(garden.round, officer if part == "lead" else None)
    if part == "helper":
        own.helpers.add(officer)
    pair = actions.declare_incompatible(garden, other=own, because=WHY, by=second_officer)
    with pytest.raises(refusals.OwnProposal):
        actions.withdraw_incompatible(pair, by=officer)


def test_it_is_over_when_the_round_is(
    garden: Proposal, pitch: Proposal, pair: IncompatiblePair, officer: User
) -> None:
    Round.objects.update(cancelled_at=clock.now())
    round_ = garden.round
    record(by=officer, kind="round.cancelled", subject=round_, role="officer", round=round_.pk)
    with pytest.raises(RoundClosed):
        actions.withdraw_incompatible(pair, by=officer)
    with pytest.raises(RoundClosed):
        actions.declare_incompatible(garden, other=pitch, because=WHY, by=officer)


def test_what_was_said_can_be_taken_back_and_not_rewritten(pair: IncompatiblePair) -> None:
    with pytest.raises(DatabaseError, match="only be taken back"), transaction.atomic():
        forge(IncompatiblePair.objects.filter(pk=pair.pk), because="Something else.")
    with pytest.raises(DatabaseError, match="only be taken back"), transaction.atomic():
        as_owner("DELETE FROM proposals_incompatiblepair")


# --- where it stands -------------------------------------------------------------------------


def test_everybody_reads_it_on_both_ideas(
    pair: IncompatiblePair, garden: Proposal, pitch: Proposal
) -> None:
    for mine, theirs in ((garden, pitch), (pitch, garden)):
        page = Client().get(url(mine)).content.decode()
        assert "At most one of this and" in page
        assert f'href="{url(theirs)}">{theirs.title}</a>' in page
        assert WHY in page
        assert "Two ideas can&#x27;t both be done" in page


@pytest.mark.parametrize("end", ["hide", "withdraw"])
def test_an_idea_that_is_gone_leaves_no_trace_on_the_other(
    end: str, pair: IncompatiblePair, garden: Proposal, pitch: Proposal, officer: User
) -> None:
    assert pitch.lead is not None
    if end == "hide":
        actions.hide(pitch, reason="It names somebody.", by=officer)
        assert not any(line.words for line in history.of(garden))
        record = reverse("pages:record", args=[garden.round.neighbourhood])
        assert WHY not in Client().get(record).content.decode()
    else:
        actions.withdraw(pitch, reason="We moved.", by=pitch.lead)
    page = Client().get(url(garden)).content.decode()
    assert "At most one of this and" not in page


# --- the page --------------------------------------------------------------------------------


def page_of(round_: Round) -> str:
    return reverse("proposals:checks", args=[round_.neighbourhood, round_.number])


def pair_page(round_: Round) -> str:
    return reverse("proposals:pair", args=[round_.neighbourhood, round_.number])


def take_back(pair: IncompatiblePair) -> str:
    round_ = pair.one.round
    args = [round_.neighbourhood, round_.number, pair.pk]
    return reverse("proposals:take-back-pair", args=args)


def test_an_officer_says_it_on_the_checks_page_and_takes_it_back(
    garden: Proposal, pitch: Proposal, officer: User
) -> None:
    client, here = client_of(officer), page_of(garden.round)
    form = {"one": garden.number, "other": pitch.number, "reason": WHY}
    assert pair_page(garden.round) in client.get(here).content.decode()
    assert client.get(pair_page(garden.round)).status_code == 200
    assert client.post(pair_page(garden.round), form).url == here  # type: ignore[attr-defined]
    pair = IncompatiblePair.objects.get()
    page = client.get(here).content.decode()
    assert WHY in page
    assert take_back(pair) in page
    assert client.post(take_back(pair)).url == here  # type: ignore[attr-defined]
    assert pairs.standing(garden.round) == []


def test_two_ideas_from_a_page_of_an_earlier_version_are_taken_and_its_words_stay(
    garden: Proposal, pitch: Proposal, officer: User
) -> None:
    client, here = client_of(officer), page_of(garden.round)
    form = {"one": garden.number, "other": pitch.number, "reason": WHY}
    refused = client.post(here, form | {"other": ""})
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    assert client.post(here, form).status_code == 302
    assert IncompatiblePair.objects.get().because == WHY


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"one": ""}, {"other": "1"}, {"other": "99"}, {"one": "x"}]
)
def test_a_refused_pair_keeps_what_was_typed(
    wrong: dict[str, str], garden: Proposal, pitch: Proposal, officer: User
) -> None:
    form = {"one": str(garden.number), "other": str(pitch.number), "reason": WHY} | wrong
    answer = client_of(officer).post(pair_page(garden.round), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert form["reason"] in page
    for name in ("one", "other"):
        assert answer.context["form"][name].value() == form[name]
    assert not IncompatiblePair.objects.exists()


def test_what_looks_private_is_warned_of_before_it_is_published(
    garden: Proposal, pitch: Proposal, officer: User
) -> None:
    form = {"one": garden.number, "other": pitch.number, "reason": "Ring me on 07700 900123."}
    answer = client_of(officer).post(pair_page(garden.round), form)
    assert answer.status_code == 422
    assert "may_stay" in answer.content.decode()


def test_taking_back_twice_is_refused_in_words(pair: IncompatiblePair, officer: User) -> None:
    actions.withdraw_incompatible(pair, by=officer)
    answer = client_of(officer).post(take_back(pair))
    assert answer.status_code == 422
    assert refusals.TakenBackAlready.message in answer.content.decode()


def test_a_pair_is_only_found_in_its_own_round(
    pair: IncompatiblePair, officer: User, area: Neighbourhood
) -> None:
    other = factories.round_in("checks", area)
    args = [area, other.number, pair.pk]
    assert (
        client_of(officer).post(reverse("proposals:take-back-pair", args=args)).status_code == 404
    )
    args = [area, pair.one.round.number, uuid4()]
    assert (
        client_of(officer).post(reverse("proposals:take-back-pair", args=args)).status_code == 404
    )


def test_only_staff_find_the_form(
    pair: IncompatiblePair, resident: User, auditor: User, officer: User
) -> None:
    for person in (resident, auditor):
        assert client_of(person).post(page_of(pair.one.round), {}).status_code == 403
        assert client_of(person).get(pair_page(pair.one.round)).status_code == 403
        assert client_of(person).post(take_back(pair)).status_code == 403
    assert client_of(officer).get(take_back(pair)).status_code == 405


def test_one_idea_alone_offers_no_form(garden: Proposal, officer: User) -> None:
    page = client_of(officer).get(page_of(garden.round)).content.decode()
    assert "It takes two ideas" in page
    assert 'name="other"' not in page
