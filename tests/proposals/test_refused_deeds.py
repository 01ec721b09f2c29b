"""What is refused to whoever works on an idea, helps, checks, reports or hides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.actions import record
from kit import clock
from people.models import Upload, User
from places.models import Neighbourhood
from proposals import actions, refusals
from proposals.actions import checks
from proposals.models import Proposal, Report
from rounds.models import Round
from rounds.refusals import RoundClosed
from tests import factories
from tests.proposals.conftest import GREEN, client_of, url
from tests.proposals.test_views import FORM, picture


@pytest.fixture
def facts(idea: Proposal, resident: User) -> Report:
    """A neighbour's report about an idea."""
    return actions.report(idea, reason="It names me.", by=resident)


def test_nobody_else_keeps_words_in_a_draft_or_sends_it_in(draft: Proposal, resident: User) -> None:
    with pytest.raises(refusals.NotYours):
        actions.save_draft(draft, by=resident, why="Better words")
    with pytest.raises(refusals.NotYours):
        actions.share(draft, by=resident)


def test_an_idea_that_was_sent_in_is_no_draft(idea: Proposal, lead: User) -> None:
    with pytest.raises(refusals.NotADraft):
        actions.save_draft(idea, by=lead, why="Better words")


@pytest.mark.parametrize(
    ("entered_for", "entered_from"), [("", "paper"), ("Edna Example", "")], ids=["whose", "how"]
)
def test_an_idea_written_down_for_somebody_says_whose_it_is_and_how(
    ideas_round: Round, officer: User, entered_for: str, entered_from: str
) -> None:
    with pytest.raises(refusals.NobodyNamed):
        actions.start_idea(
            ideas_round,
            by=officer,
            entered_for=entered_for,
            entered_from=entered_from,
            consent=True,
            **GREEN,
        )


def test_a_neighbour_does_not_look_at_an_idea_for_staff(
    crime_idea: Proposal, resident: User
) -> None:
    with pytest.raises(refusals.NotStaff):
        actions.look_at(crime_idea, show=True, by=resident)


# Helpers


def test_nobody_invites_themselves(idea: Proposal, lead: User) -> None:
    with pytest.raises(refusals.CannotInvite, match="your own address"):
        actions.invite_helper(idea, email=f" {lead.email.upper()} ", by=lead)


def test_nobody_is_invited_twice(idea: Proposal, lead: User) -> None:
    actions.invite_helper(idea, email="ann@example.org", by=lead)
    with pytest.raises(refusals.CannotInvite, match="invited already"):
        actions.invite_helper(idea, email="Ann@example.org", by=lead)


def test_only_so_many_are_invited(idea: Proposal, lead: User) -> None:
    for number in range(5):
        actions.invite_helper(idea, email=f"ann{number}@example.org", by=lead)
    with pytest.raises(refusals.CannotInvite, match="invite 5 people"):
        actions.invite_helper(idea, email="ann5@example.org", by=lead)


def test_nobody_is_invited_to_what_was_refused(refused: Proposal, lead: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.invite_helper(refused, email="ann@example.org", by=lead)


def test_nobody_joins_what_was_withdrawn(idea: Proposal, lead: User, resident: User) -> None:
    actions.invite_helper(idea, email=resident.email, by=lead)
    actions.withdraw(idea, reason="Not now.", by=lead)
    with pytest.raises(refusals.AtThisPoint):
        actions.join(idea, by=resident)


# Checks


def test_what_was_not_handed_in_is_not_checked(whole: Proposal, officer: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.check(whole, kind="cost", passed=True, reason="Fair.", by=officer)


def test_there_are_four_questions_and_no_other(submitted: Proposal, officer: User) -> None:
    with pytest.raises(refusals.AtThisPoint, match="four questions"):
        actions.check(submitted, kind="colour", passed=True, reason="Green.", by=officer)


def test_whoever_lets_an_idea_go_to_the_vote_reads_the_round_as_it_stands(
    submitted: Proposal, officer: User
) -> None:
    assert submitted.round.box_ready_at is None
    Round.objects.update(box_ready_at=clock.now())
    round_ = submitted.round
    record(by=officer, kind="box.ready", subject=round_, role="officer", round=round_.pk)
    with pytest.raises(refusals.BallotFixed):
        checks.make_ready(submitted)


def test_only_its_lead_asks_for_a_second_look(refused: Proposal, resident: User) -> None:
    with pytest.raises(refusals.NotYours):
        actions.ask_second_look(refused, because="There is a price.", by=resident)


def test_nobody_looks_again_at_what_was_not_refused(submitted: Proposal, lead: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.ask_second_look(submitted, because="There is a price.", by=lead)


# Reports and hiding


def test_a_neighbour_answers_no_report(facts: Report, resident: User) -> None:
    with pytest.raises(refusals.NotStaff):
        actions.answer_report(facts, answer="All is well.", by=resident)


def test_a_draft_is_not_hidden(draft: Proposal, officer: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.hide(draft, reason="It names somebody.", by=officer)


def test_an_idea_is_hidden_once_and_shown_again_once(idea: Proposal, officer: User) -> None:
    with pytest.raises(refusals.NotHidden):
        actions.unhide(idea, reason="The name is gone.", by=officer)
    actions.hide(idea, reason="It names somebody.", by=officer)
    with pytest.raises(refusals.HiddenAlready):
        actions.hide(idea, reason="It still does.", by=officer)


def test_a_neighbour_shows_nothing_again(idea: Proposal, officer: User) -> None:
    actions.hide(idea, reason="It names somebody.", by=officer)
    with pytest.raises(refusals.NotStaff):
        actions.unhide(idea, reason="I want to read it.", by=factories.person())


# Who checks, and until when

CHECKING: dict[str, Callable[[Proposal, User], object]] = {
    "send back": lambda idea, by: actions.return_for_change(idea, reason="Say where.", by=by),
    "pass": lambda idea, by: actions.pass_to_vote(idea, by=by),
    "refuse": lambda idea, by: actions.refuse(idea, reason="No price.", by=by),
}


def make_the_box_ready(idea: Proposal, officer: User) -> None:
    Round.objects.update(box_ready_at=clock.now())
    record(by=officer, kind="box.ready", subject=idea.round, role="officer", round=idea.round_id)


@pytest.mark.parametrize("deed", list(CHECKING))
def test_a_neighbour_does_nothing_that_checkers_do(
    deed: str, submitted: Proposal, resident: User
) -> None:
    with pytest.raises(refusals.NotStaff):
        CHECKING[deed](submitted, resident)


@pytest.mark.parametrize("deed", list(CHECKING))
def test_no_check_goes_on_once_the_box_is_ready(
    deed: str, submitted: Proposal, officer: User
) -> None:
    make_the_box_ready(submitted, officer)
    with pytest.raises(refusals.BallotFixed):
        CHECKING[deed](submitted, officer)


def test_a_neighbour_takes_no_second_look(refused: Proposal, lead: User, resident: User) -> None:
    actions.ask_second_look(refused, because="There is a price.", by=lead)
    with pytest.raises(refusals.NotStaff):
        actions.review(refused, ready=True, reason="There is.", by=resident)


def test_nobody_asks_for_a_second_look_once_the_box_is_ready(
    refused: Proposal, lead: User, officer: User
) -> None:
    make_the_box_ready(refused, officer)
    with pytest.raises(refusals.BallotFixed):
        actions.ask_second_look(refused, because="There is a price.", by=lead)


def test_nobody_takes_a_second_look_once_the_box_is_ready(
    refused: Proposal, lead: User, officer: User, second_officer: User
) -> None:
    actions.ask_second_look(refused, because="There is a price.", by=lead)
    make_the_box_ready(refused, officer)
    with pytest.raises(refusals.BallotFixed):
        actions.review(refused, ready=False, reason="There is none.", by=second_officer)


def test_an_idea_keeps_words_for_each_question(idea: Proposal, lead: User) -> None:
    with pytest.raises(refusals.StillMissing):
        actions.change(idea, by=lead, why=" ")


def test_an_idea_is_not_changed_once_handing_in_is_over(checks_round: Round, lead: User) -> None:
    idea = factories.proposal(checks_round, lead=lead, status="idea")
    with pytest.raises(RoundClosed, match="Handing in closed at"):
        actions.change(idea, by=lead, why="Better words")


def test_what_was_sent_back_is_neither_changed_nor_handed_in_while_people_vote(
    area: Neighbourhood, lead: User
) -> None:
    back = factories.proposal(factories.round_in("voting", area), lead=lead, status="returned")
    with pytest.raises(RoundClosed, match="It is too late for this"):
        actions.change(back, by=lead, why="Better words")
    with pytest.raises(RoundClosed, match="It is too late for this"):
        actions.submit(back, by=lead)


def test_a_photo_that_is_gone_from_the_disk_is_not_found(idea: Proposal, lead: User) -> None:
    client = client_of(lead)
    client.post(url(idea, "edit"), FORM | {"photo": picture(), "photo_alt": "The alley"})
    assert client.get(url(idea, "photo")).status_code == 200
    Path(Upload.objects.get().file.path).unlink()
    assert client.get(url(idea, "photo")).status_code == 404


def test_a_draft_that_an_officer_writes_down_for_somebody_is_not_checked_yet(
    ideas_round: Round, officer: User
) -> None:
    draft = actions.start_idea(
        ideas_round,
        by=officer,
        entered_for="Edna Example",
        entered_from="paper",
        consent=True,
        **GREEN,
    )
    client = client_of(officer)
    assert client.get(url(draft, "edit")).status_code == 200
    assert client.get(url(draft, "check")).status_code == 404
