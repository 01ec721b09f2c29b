"""What an idea's deeds say no to: each guard by its deed and in its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from audit.models import Event
from people.models import Letter, User
from proposals import actions, refusals
from proposals.actions.helpers import MOST_INVITATIONS
from proposals.models import HelperInvitation, Proposal
from rounds.models import Round
from tests import factories
from tests.proposals.conftest import GREEN, SAFER


def entries(proposal: Proposal) -> list[str]:
    events = Event.objects.filter(subject_ref=proposal.pk).order_by("id")
    return [event.kind for event in events]


# --- hiding ----------------------------------------------------------------------------------


def test_what_is_hidden_is_not_hidden_again(idea: Proposal, officer: User) -> None:
    actions.hide(idea, reason="It names a child.", by=officer)
    before, letters = entries(idea), Letter.objects.count()
    with pytest.raises(refusals.HiddenAlready, match="This proposal is hidden already"):
        actions.hide(idea, reason="For another reason.", by=officer)
    idea.refresh_from_db()
    assert idea.hidden_because == "It names a child."
    assert (entries(idea), Letter.objects.count()) == (before, letters)


def test_what_is_not_hidden_is_not_shown_again(idea: Proposal, officer: User) -> None:
    before, letters = entries(idea), Letter.objects.count()
    with pytest.raises(refusals.NotHidden, match="This proposal is not hidden"):
        actions.unhide(idea, reason="Nothing is wrong with it.", by=officer)
    assert (entries(idea), Letter.objects.count()) == (before, letters)


def test_an_idea_that_waits_to_be_looked_at_is_not_let_out_by_unhiding(
    crime_idea: Proposal, officer: User
) -> None:
    with pytest.raises(refusals.NotHidden, match="not hidden"):
        actions.unhide(crime_idea, reason="Show it.", by=officer)
    assert not Proposal.objects.public().filter(pk=crime_idea.pk).exists()


@pytest.mark.parametrize("kept_back", [False, True])
def test_an_officer_does_not_let_out_an_idea_of_their_own_by_hiding_it_first(
    ideas_round: Round, officer: User, second_officer: User, kept_back: bool
) -> None:
    mine = actions.share(actions.start_idea(ideas_round, by=officer, **SAFER), by=officer)
    if kept_back:
        actions.look_at(mine, show=False, reason="It says where somebody lives.", by=second_officer)
    else:
        actions.hide(mine, reason="A slip of mine.", by=officer)
    with pytest.raises(refusals.OwnProposal):
        actions.unhide(mine, reason="It is all right.", by=officer)
    assert not Proposal.objects.public().filter(pk=mine.pk).exists()
    actions.unhide(mine, reason="It is all right.", by=second_officer)
    assert Proposal.objects.public().filter(pk=mine.pk).exists()


# --- sending in ------------------------------------------------------------------------------


def test_what_was_sent_in_is_no_draft_any_more(idea: Proposal, lead: User) -> None:
    deeds: tuple[Callable[[], object], ...] = (
        lambda: actions.save_draft(idea, by=lead, what="Other words"),
        lambda: actions.share(idea, by=lead),
    )
    for deed in deeds:
        with pytest.raises(refusals.NotADraft, match="has been sent in already"):
            deed()
    idea.refresh_from_db()
    assert idea.what == GREEN["what"]


@pytest.mark.parametrize("missing", ["title", "what", "where", "why"])
def test_an_idea_is_sent_in_with_all_its_answers(
    missing: str, ideas_round: Round, lead: User
) -> None:
    draft = actions.start_idea(ideas_round, by=lead, **{**GREEN, missing: "  "})
    with pytest.raises(refusals.StillMissing, match="Answer this before you send") as refused:
        actions.share(draft, by=lead)
    assert refused.value.at == missing


def test_an_idea_says_what_it_is_about(ideas_round: Round, lead: User) -> None:
    draft = actions.start_idea(ideas_round, by=lead, **{**GREEN, "theme": ""})
    with pytest.raises(refusals.StillMissing, match="Choose what it is about") as refused:
        actions.share(draft, by=lead)
    assert refused.value.at == "theme"


@pytest.mark.parametrize(
    ("given", "refusal", "says"),
    [
        ({"entered_from": "paper"}, refusals.NobodyNamed, "Say who the idea comes from"),
        ({"entered_for": "Mo"}, refusals.NobodyNamed, "Say who the idea comes from"),
        (
            {"entered_for": "Mo", "entered_from": "paper", "consent": False},
            refusals.NeedsConsent,
            "Tick that the person agreed",
        ),
    ],
)
def test_an_idea_written_down_for_somebody_says_for_whom_and_that_they_agreed(
    given: dict[str, Any],
    refusal: type[Exception],
    says: str,
    ideas_round: Round,
    officer: User,
) -> None:
    with pytest.raises(refusal, match=says):
        actions.start_idea(ideas_round, by=officer, **{"consent": True, **given}, **GREEN)
    assert not Proposal.objects.exists()


# --- looking and reporting -------------------------------------------------------------------


def test_only_an_idea_that_waits_is_looked_at(idea: Proposal, officer: User) -> None:
    with pytest.raises(refusals.AtThisPoint, match="does not wait to be looked at"):
        actions.look_at(idea, show=False, reason="No.", by=officer)
    idea.refresh_from_db()
    assert idea.is_public


def test_what_is_not_shown_is_not_reported(crime_idea: Proposal, resident: User) -> None:
    with pytest.raises(refusals.AtThisPoint, match="This is not shown to the public"):
        actions.report(crime_idea, reason="I heard of it.", by=resident)
    assert not crime_idea.reports.exists()


# --- working together ------------------------------------------------------------------------


def test_nobody_invites_themselves(idea: Proposal, lead: User) -> None:
    with pytest.raises(refusals.CannotInvite, match="This is your own address") as refused:
        actions.invite_helper(idea, email=f" {lead.email.upper()} ", by=lead)
    assert refused.value.at == "email"


def test_nobody_is_invited_twice(idea: Proposal, lead: User) -> None:
    actions.invite_helper(idea, email="kim@example.org", by=lead)
    with pytest.raises(refusals.CannotInvite, match="has been invited already"):
        actions.invite_helper(idea, email="Kim@example.org", by=lead)
    assert HelperInvitation.objects.count() == 1


def test_nobody_is_invited_to_what_is_handed_in(submitted: Proposal, lead: User) -> None:
    with pytest.raises(refusals.AtThisPoint, match="There is nothing left to work on"):
        actions.invite_helper(submitted, email="kim@example.org", by=lead)
    assert not HelperInvitation.objects.exists()


def test_a_lead_invites_a_handful_of_people(idea: Proposal, lead: User) -> None:
    for number in range(MOST_INVITATIONS):
        actions.invite_helper(idea, email=f"kim{number}@example.org", by=lead)
    with pytest.raises(refusals.CannotInvite, match="You can invite 5 people, and you have"):
        actions.invite_helper(idea, email=factories.person().email, by=lead)
    assert HelperInvitation.objects.count() == MOST_INVITATIONS
