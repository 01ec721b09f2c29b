"""The deeds of a proposal's life, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from audit.actions import record
from audit.models import Event, Words
from evidence.models import Expectation, Kind
from kit import clock
from kit.refusal import Refused
from people.models import Letter, User
from places.models import Neighbourhood
from proposals import actions, refusals
from proposals.actions.work import Cost
from proposals.models import TRANSITIONS, Proposal, Report
from rounds.models import Round
from rounds.refusals import RoundClosed, WrongPhase
from tests import factories
from tests.conftest import Clock
from tests.postgres import forge
from tests.proposals.conftest import GREEN, SAFER, answer_all, date_of

pytestmark = pytest.mark.django_db


def kinds(proposal: Proposal) -> list[str]:
    events = Event.objects.filter(subject_ref=proposal.pk).order_by("id")
    return [event.kind for event in events]


def words(proposal: Proposal) -> list[str]:
    events = Event.objects.filter(subject_ref=proposal.pk).values("event_uuid")
    return list(Words.objects.filter(event_uuid__in=events).values_list("text", flat=True))


# --- an idea ---------------------------------------------------------------------------------


def test_a_draft_leaves_no_entry_and_no_letter(draft: Proposal, lead: User) -> None:
    actions.save_draft(draft, by=lead, what="Something else")
    assert kinds(draft) == []
    assert not Letter.objects.exists()
    assert not Proposal.objects.public().exists()


def test_sharing_shows_an_idea_and_writes_one_entry_and_one_letter(
    idea: Proposal, lead: User
) -> None:
    assert idea.status == "idea"
    assert Proposal.objects.public().get() == idea
    assert kinds(idea) == ["idea.shared"]
    assert GREEN["title"] in words(idea)
    letter = Letter.objects.get()
    assert letter.to == lead.email
    assert GREEN["title"] in letter.subject


def test_numbers_of_a_round_have_no_gaps(ideas_round: Round, area: Neighbourhood) -> None:
    people = [factories.person() for _ in range(3)]
    made = [actions.start_idea(ideas_round, by=person, title="x") for person in people]
    assert [idea.number for idea in made] == [1, 2, 3]


def test_an_address_need_not_be_checked_to_have_an_idea(ideas_round: Round) -> None:
    stranger = factories.person()
    idea = actions.share(actions.start_idea(ideas_round, by=stranger, **GREEN), by=stranger)
    assert idea.is_public


@pytest.mark.parametrize("phase", ["develop", "checks", "voting", "panel", "published"])
def test_a_new_idea_is_refused_outside_its_phase(phase: str, area: Neighbourhood) -> None:
    round_ = factories.round_in(phase, area)
    with pytest.raises(WrongPhase):
        actions.start_idea(round_, by=factories.person(), **GREEN)


def test_a_draft_can_not_be_shared_after_ideas_closed(
    draft: Proposal, lead: User, clock: Clock
) -> None:
    clock.set(date_of(draft.round, "ideas_close_at"))
    with pytest.raises(RoundClosed):
        actions.share(draft, by=lead)


@pytest.mark.parametrize("gap", ["title", "what", "where", "why", "theme"])
def test_sharing_says_what_is_missing_at_its_question(
    gap: str, ideas_round: Round, lead: User
) -> None:
    draft = actions.start_idea(ideas_round, by=lead, **(GREEN | {gap: ""}))
    with pytest.raises(refusals.StillMissing) as refusal:
        actions.share(draft, by=lead)
    assert refusal.value.at == gap


@pytest.mark.parametrize(
    "title",
    [
        "Clear the alley behind Rutland Street",
        "clear the  ALLEY behind rutland street",
        "Clear the alley behind Rutland Stre\u200det",
        "Clear the аlley behind Rutlаnd Street",
    ],
)
def test_two_ideas_that_read_the_same_can_not_both_be_shown(
    title: str, idea: Proposal, ideas_round: Round
) -> None:
    copier = factories.person()
    draft = actions.start_idea(ideas_round, by=copier, **(GREEN | {"title": title}))
    with pytest.raises(refusals.TitleTaken):
        actions.share(draft, by=copier)


# --- ideas about crime -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        SAFER,
        GREEN | {"why": "They are dealing drugs there at night."},
        GREEN | {"title": "Stop the burglaries"},
    ],
)
def test_an_idea_about_crime_waits_to_be_looked_at(
    text: dict[str, Any], ideas_round: Round, lead: User
) -> None:
    idea = actions.share(actions.start_idea(ideas_round, by=lead, **text), by=lead)
    assert idea.needs_look
    assert not Proposal.objects.public().exists()
    assert words(idea) == []
    assert "We look at ideas about crime first, to keep you safe" in Letter.objects.get().text


def test_looking_shows_it_and_only_then_tells_its_words(
    crime_idea: Proposal, officer: User
) -> None:
    actions.look_at(crime_idea, show=True, by=officer)
    assert Proposal.objects.public().get() == crime_idea
    assert SAFER["title"] in words(crime_idea)
    assert Letter.objects.count() == 2


def test_keeping_it_back_needs_a_reason_that_everybody_can_read(
    crime_idea: Proposal, officer: User
) -> None:
    with pytest.raises(refusals.NoReason):
        actions.look_at(crime_idea, show=False, by=officer)
    actions.look_at(crime_idea, show=False, reason="It names a family.", by=officer)
    assert not Proposal.objects.public().exists()
    assert words(crime_idea) == ["It names a family."]


def test_its_proposer_can_not_look_at_it(area: Neighbourhood, ideas_round: Round) -> None:
    officer = factories.with_role("officer", area)
    idea = actions.share(actions.start_idea(ideas_round, by=officer, **SAFER), by=officer)
    with pytest.raises(refusals.NotStaff):
        actions.look_at(idea, show=True, by=officer)


def test_changing_its_words_takes_it_out_of_sight_again(
    crime_idea: Proposal, officer: User, lead: User
) -> None:
    actions.look_at(crime_idea, show=True, by=officer)
    actions.change(crime_idea, by=lead, what="Darren from the corner does it")
    assert not Proposal.objects.public().exists()
    assert "Darren from the corner does it" not in words(crime_idea)


def test_an_idea_that_turns_to_crime_is_looked_at_from_then_on(idea: Proposal, lead: User) -> None:
    crime_kind = Kind.objects.filter(about_crime=True).first()
    actions.develop(idea, by=lead, kind=crime_kind)
    assert not Proposal.objects.public().exists()
    assert Proposal.objects.to_look_at().get() == idea


# --- working it out --------------------------------------------------------------------------


def test_a_kind_brings_its_theme_and_its_indicator(
    idea: Proposal, lead: User, green_kind: Kind
) -> None:
    done = actions.develop(idea, by=lead, kind=green_kind)
    assert (done.theme, done.indicator) == ("greener", green_kind.indicator)


def test_costs_add_up_by_where_they_come_from(whole: Proposal) -> None:
    assert [whole.pence_from(source) for source in ("asked", "others", "kind")] == [
        120_000,
        30_000,
        0,
    ]


def test_each_change_after_sharing_is_told_with_its_words(idea: Proposal, lead: User) -> None:
    actions.change(idea, by=lead, what="Clear it and light it.")
    actions.change(idea, by=lead, what="Clear it and light it.")
    assert kinds(idea) == ["idea.shared", "proposal.changed"]
    assert "Clear it and light it." in words(idea)


def test_words_and_costs_are_frozen_once_handed_in(
    submitted: Proposal, lead: User, green_kind: Kind
) -> None:
    with pytest.raises(refusals.Frozen):
        actions.change(submitted, by=lead, what="Something else")
    with pytest.raises(refusals.Frozen):
        actions.develop(submitted, by=lead, costs=[Cost("More", 1)])


def test_an_officer_needs_consent_to_change_somebody_elses(idea: Proposal, officer: User) -> None:
    with pytest.raises(refusals.NeedsConsent):
        actions.develop(idea, by=officer, who_delivers="us")
    assert actions.develop(idea, by=officer, consent=True, who_delivers="us").who_delivers == "us"


@pytest.mark.parametrize("deed", ["change", "develop", "submit", "withdraw", "invite"])
def test_a_stranger_can_do_nothing_with_it(deed: str, whole: Proposal, resident: User) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "change": lambda: actions.change(whole, by=resident, what="x"),
        "develop": lambda: actions.develop(whole, by=resident, costs=[]),
        "submit": lambda: actions.submit(whole, by=resident),
        "withdraw": lambda: actions.withdraw(whole, reason="x", by=resident),
        "invite": lambda: actions.invite_helper(whole, email="a@example.org", by=resident),
    }
    with pytest.raises(refusals.NotYours):
        deeds[deed]()


# --- handing in ------------------------------------------------------------------------------


def test_handing_in_fixes_what_is_asked_for_and_states_the_outcome(submitted: Proposal) -> None:
    assert submitted.status == "submitted"
    assert submitted.asked_pence == 120_000
    hope = Expectation.objects.get(subject=submitted.pk)
    assert (hope.label, hope.target, hope.place) == (
        submitted.title,
        Decimal(12),
        submitted.round.neighbourhood,
    )
    assert kinds(submitted)[-1] == "proposal.submitted"


def test_what_is_missing_comes_back_as_things_to_do(idea: Proposal, lead: User) -> None:
    with pytest.raises(refusals.StillMissing) as refusal:
        actions.submit(idea, by=lead)
    for thing in ("choose the kind of project", "list what it costs", "say who does the work"):
        assert thing in refusal.value.reason
    idea.refresh_from_db()
    assert idea.status == "idea"


@pytest.mark.parametrize(("pence", "fits"), [(500_000, True), (500_001, False)])
def test_a_project_can_ask_for_what_the_round_allows(
    pence: int, fits: bool, whole: Proposal, lead: User
) -> None:
    actions.develop(whole, by=lead, costs=[Cost("All of it", pence)])
    if fits:
        assert actions.submit(whole, by=lead).asked_pence == pence
    else:
        with pytest.raises(refusals.StillMissing):
            actions.submit(whole, by=lead)


def test_nothing_can_be_handed_in_for_a_day_that_has_passed(whole: Proposal, lead: User) -> None:
    actions.develop(whole, by=lead, due=clock.today())
    with pytest.raises(refusals.StillMissing):
        actions.submit(whole, by=lead)


def test_handing_in_closes_with_the_time_for_working_out(
    whole: Proposal, lead: User, clock: Clock
) -> None:
    clock.set(date_of(whole.round, "develop_closes_at"))
    with pytest.raises(RoundClosed):
        actions.submit(whole, by=lead)


# --- checks ----------------------------------------------------------------------------------


def test_four_answers_with_yes_let_it_go_to_the_vote(submitted: Proposal, officer: User) -> None:
    answer_all(submitted, officer)
    assert actions.pass_to_vote(submitted, by=officer).status == "ready"
    assert kinds(submitted)[-1] == "proposal.ready"


def test_an_open_question_keeps_it_from_the_vote(submitted: Proposal, officer: User) -> None:
    actions.check(submitted, kind="cost", passed=True, reason="Fair.", by=officer)
    with pytest.raises(refusals.NotAllChecked):
        actions.pass_to_vote(submitted, by=officer)


def test_the_newest_answer_counts(submitted: Proposal, officer: User) -> None:
    answer_all(submitted, officer)
    actions.check(submitted, kind="cost", passed=False, reason="Too dear.", by=officer)
    with pytest.raises(refusals.NotAllChecked):
        actions.pass_to_vote(submitted, by=officer)


def test_an_answer_needs_a_reason(submitted: Proposal, officer: User) -> None:
    with pytest.raises(refusals.NoReason):
        actions.check(submitted, kind="cost", passed=True, reason=" \n", by=officer)


@pytest.mark.parametrize("part", ["lead", "helper"])
def test_nobody_checks_what_they_work_on(
    part: str, submitted: Proposal, officer: User, lead: User
) -> None:
    if part == "lead":
        forge(Proposal.objects.filter(pk=submitted.pk), lead=officer)
    else:
        submitted.helpers.add(officer)
    with pytest.raises(refusals.OwnProposal):
        actions.check(submitted, kind="cost", passed=True, reason="Fair.", by=officer)


def test_an_officer_of_another_place_checks_nothing(
    submitted: Proposal, other_area: Neighbourhood
) -> None:
    foreign = factories.with_role("officer", other_area)
    with pytest.raises(refusals.NotStaff):
        actions.check(submitted, kind="cost", passed=True, reason="Fair.", by=foreign)


def test_it_is_sent_back_once_and_can_be_handed_in_again(
    submitted: Proposal, officer: User, lead: User
) -> None:
    back = actions.return_for_change(submitted, reason="Add a second price.", by=officer)
    assert (back.status, back.status_because) == ("returned", "Add a second price.")
    actions.develop(back, by=lead, costs=[Cost("Skips", 90_000)])
    again = actions.submit(back, by=lead)
    assert again.asked_pence == 90_000
    with pytest.raises(refusals.SentBackAlready):
        actions.return_for_change(again, reason="And again.", by=officer)


def test_checks_are_over_when_the_ballot_is_fixed(submitted: Proposal, officer: User) -> None:
    Round.objects.update(box_ready_at=clock.now())
    round_ = submitted.round
    record(by=officer, kind="box.ready", subject=round_, role="officer", round=round_.pk)
    with pytest.raises(refusals.BallotFixed):
        actions.check(submitted, kind="cost", passed=True, reason="Fair.", by=officer)


def test_no_more_go_to_the_vote_than_the_round_allows(submitted: Proposal, officer: User) -> None:
    for _ in range(2):
        factories.proposal(submitted.round)
    answer_all(submitted, officer)
    with pytest.raises(refusals.BallotFull):
        actions.pass_to_vote(submitted, by=officer)


def test_not_this_time_comes_with_its_reason(refused: Proposal) -> None:
    assert (refused.status, refused.status_because) == (
        "refused",
        "There is no price for the skips yet.",
    )
    assert "There is no price for the skips yet." in words(refused)


# --- the second look -------------------------------------------------------------------------


def test_a_second_person_may_turn_not_this_time_into_yes(
    refused: Proposal, lead: User, second_officer: User
) -> None:
    actions.ask_second_look(refused, because="The price came.", by=lead)
    done = actions.review(refused, ready=True, reason="The price is here.", by=second_officer)
    assert done.status == "ready"
    assert list(done.checks.values_list("passed", flat=True)) == [False, True]


def test_the_first_checker_can_not_take_the_second_look(
    refused: Proposal, lead: User, officer: User
) -> None:
    actions.ask_second_look(refused, because="The price came.", by=lead)
    with pytest.raises(refusals.SamePerson):
        actions.review(refused, ready=True, reason="All right then.", by=officer)


def test_who_answered_only_one_question_can_not_take_it_either(
    submitted: Proposal, lead: User, officer: User, second_officer: User
) -> None:
    actions.check(submitted, kind="cost", passed=True, reason="Fair.", by=second_officer)
    actions.refuse(submitted, reason="It can't be done there.", by=officer)
    actions.ask_second_look(submitted, because="It can.", by=lead)
    with pytest.raises(refusals.SamePerson):
        actions.review(submitted, ready=True, reason="It can.", by=second_officer)


def test_the_answer_may_stand_and_is_told(
    refused: Proposal, lead: User, second_officer: User
) -> None:
    actions.ask_second_look(refused, because="The price came.", by=lead)
    done = actions.review(refused, ready=False, reason="It did not.", by=second_officer)
    assert done.status == "refused"
    assert kinds(refused)[-1] == "proposal.second_look"
    with pytest.raises(refusals.AskedAlready):
        actions.ask_second_look(refused, because="Once more.", by=lead)


def test_nobody_looks_again_unasked(refused: Proposal, second_officer: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.review(refused, ready=True, reason="I like it.", by=second_officer)


# --- withdrawing, helpers, for somebody ------------------------------------------------------


def test_its_lead_may_take_it_back_until_the_panel_decided(submitted: Proposal, lead: User) -> None:
    Round.objects.update(decided_at=clock.now())
    with pytest.raises(refusals.Decided):
        actions.withdraw(submitted, reason="We moved.", by=lead)
    Round.objects.update(decided_at=None)
    assert actions.withdraw(submitted, reason="We moved.", by=lead).status == "withdrawn"


def test_a_draft_that_was_thrown_away_is_never_public(draft: Proposal, lead: User) -> None:
    actions.withdraw(draft, reason="Not now.", by=lead)
    assert not Proposal.objects.public().exists()
    assert kinds(draft) == []


def test_a_helper_joins_by_any_address_that_is_theirs(
    idea: Proposal, lead: User, resident: User
) -> None:
    EmailAddress.objects.create(user=resident, email="fox@example.org", verified=True)
    actions.invite_helper(idea, email="Fox@example.org", by=lead)
    assert resident in actions.join(idea, by=resident).helpers.all()


def test_a_helper_joins_by_the_leads_invitation_alone(
    idea: Proposal, lead: User, resident: User
) -> None:
    with pytest.raises(refusals.NotInvited):
        actions.join(idea, by=resident)
    actions.invite_helper(idea, email=resident.email.upper(), by=lead)
    with pytest.raises(refusals.NotInvited):
        actions.join(idea, by=factories.person())
    actions.join(idea, by=resident)
    assert actions.change(idea, by=resident, why="Better words").why == "Better words"
    with pytest.raises(refusals.NotYours):
        actions.submit(idea, by=resident)


def test_a_helper_can_not_invite_others(idea: Proposal, lead: User, resident: User) -> None:
    actions.invite_helper(idea, email=resident.email, by=lead)
    actions.join(idea, by=resident)
    with pytest.raises(refusals.NotYours):
        actions.invite_helper(idea, email="a@example.org", by=resident)


def test_an_officer_writes_an_idea_down_with_consent(ideas_round: Round, officer: User) -> None:
    with pytest.raises(refusals.NeedsConsent):
        actions.start_idea(
            ideas_round, by=officer, entered_for="Joan", entered_from="paper", **GREEN
        )
    idea = actions.start_idea(
        ideas_round, by=officer, entered_for="Joan", entered_from="paper", consent=True, **GREEN
    )
    shown = actions.share(idea, by=officer)
    assert (shown.lead, shown.entered_by) == (None, officer)
    assert shown.proposer_shown == "somebody who is not named"
    assert "Joan" not in "".join(words(shown))


def test_a_resident_can_not_write_for_somebody_else(ideas_round: Round, resident: User) -> None:
    with pytest.raises(refusals.NotStaff):
        actions.start_idea(
            ideas_round,
            by=resident,
            entered_for="Joan",
            entered_from="paper",
            consent=True,
            **GREEN,
        )


# --- reports and hiding ----------------------------------------------------------------------


def test_a_report_goes_to_staff_and_is_answered_once(
    idea: Proposal, resident: User, officer: User
) -> None:
    facts = actions.report(idea, reason="It names me.", by=resident)
    with pytest.raises(refusals.ReportedAlready):
        actions.report(idea, reason="It names me.", by=resident)
    actions.answer_report(facts, answer="We took the name out.", by=officer)
    with pytest.raises(refusals.AnsweredAlready):
        actions.answer_report(facts, answer="Again.", by=officer)
    assert Letter.objects.filter(to=resident.email).count() == 1
    assert not Event.objects.public().filter(kind__in=["proposal.reported", "report.answered"])


def test_hiding_takes_it_from_sight_and_keeps_the_reason(idea: Proposal, officer: User) -> None:
    actions.hide(idea, reason="It names a neighbour.", by=officer)
    assert not Proposal.objects.public().exists()
    assert "It names a neighbour." in words(idea)
    actions.unhide(idea, reason="The name is out.", by=officer)
    assert Proposal.objects.public().get() == idea


def test_hiding_needs_staff_and_a_reason(idea: Proposal, resident: User, officer: User) -> None:
    with pytest.raises(refusals.NotStaff):
        actions.hide(idea, reason="I don't like it.", by=resident)
    with pytest.raises(refusals.NoReason):
        actions.hide(idea, reason="  ", by=officer)


def test_a_report_of_what_nobody_sees_is_refused(crime_idea: Proposal, resident: User) -> None:
    with pytest.raises(refusals.AtThisPoint):
        actions.report(crime_idea, reason="x", by=resident)
    assert not Report.objects.exists()


# --- the table -------------------------------------------------------------------------------

_DEEDS: dict[str, tuple[str, Callable[[Proposal, User, User], object]]] = {
    "share": ("idea", lambda p, lead, officer: actions.share(p, by=lead)),
    "submit": ("submitted", lambda p, lead, officer: actions.submit(p, by=lead)),
    "return": (
        "returned",
        lambda p, lead, officer: actions.return_for_change(p, reason="r", by=officer),
    ),
    "ready": ("ready", lambda p, lead, officer: actions.pass_to_vote(p, by=officer)),
    "refuse": ("refused", lambda p, lead, officer: actions.refuse(p, reason="r", by=officer)),
    "withdraw": ("withdrawn", lambda p, lead, officer: actions.withdraw(p, reason="r", by=lead)),
}


@pytest.mark.parametrize("status", list(TRANSITIONS))
@pytest.mark.parametrize("deed", list(_DEEDS))
def test_every_deed_keeps_to_the_table_of_states(
    deed: str, status: str, submitted: Proposal, lead: User, officer: User
) -> None:
    answer_all(submitted, officer)
    Proposal.objects.filter(pk=submitted.pk).update(status=status)
    target, do = _DEEDS[deed]
    allowed = target in TRANSITIONS[status]
    if (deed, status) in {("refuse", "ready"), ("ready", "refused")}:
        allowed = False  # off the ballot only by withdrawing, on it only by a second look
    if allowed:
        do(submitted, lead, officer)
        submitted.refresh_from_db()
        assert submitted.status == target
    else:
        with pytest.raises(Refused):
            do(submitted, lead, officer)
        submitted.refresh_from_db()
        assert submitted.status == status


def test_the_proposer_gets_one_letter_for_each_change_of_state(
    idea: Proposal, lead: User, officer: User, second_officer: User, green_kind: Kind
) -> None:
    def letters() -> int:
        return Letter.objects.filter(to=lead.email).count()

    assert letters() == 1
    actions.develop(
        idea,
        by=lead,
        kind=green_kind,
        who_delivers="us",
        target=Decimal(1),
        due=clock.today() + timedelta(days=9),
        costs=[Cost("Skips", 100)],
    )
    assert letters() == 1
    actions.submit(idea, by=lead)
    assert letters() == 2
    actions.return_for_change(idea, reason="One thing.", by=officer)
    assert letters() == 3
    actions.submit(idea, by=lead)
    assert letters() == 4
    actions.check(idea, kind="cost", passed=True, reason="Fair.", by=officer)
    assert letters() == 4
    actions.refuse(idea, reason="Not there.", by=officer)
    assert letters() == 5
    actions.ask_second_look(idea, because="It can be.", by=lead)
    assert letters() == 5
    actions.review(idea, ready=True, reason="It can.", by=second_officer)
    assert letters() == 6
    actions.withdraw(idea, reason="We moved.", by=lead)
    assert letters() == 7


def test_a_hidden_idea_is_not_looked_at_until_it_is_shown_again(
    crime_idea: Proposal, officer: User
) -> None:
    actions.hide(crime_idea, reason="It names a neighbour.", by=officer)
    with pytest.raises(refusals.AtThisPoint):
        actions.look_at(crime_idea, show=True, by=officer)
    assert not Letter.objects.filter(subject__icontains="everybody").exists()
    crime_idea.refresh_from_db()
    assert (crime_idea.looked_at, crime_idea.hidden_because) == (None, "It names a neighbour.")


def test_a_long_reason_for_hiding_is_kept_whole(idea: Proposal, officer: User) -> None:
    actions.hide(idea, reason="x" * 1000, by=officer)
    idea.refresh_from_db()
    assert idea.hidden_because == "x" * 1000


def test_the_same_words_by_the_same_person_are_one_idea(ideas_round: Round, lead: User) -> None:
    first = actions.start_idea(ideas_round, by=lead, **SAFER)
    assert actions.start_idea(ideas_round, by=lead, **SAFER) == first
    actions.share(first, by=lead)
    assert actions.start_idea(ideas_round, by=lead, **SAFER) == first


def test_one_may_have_the_same_idea_again_after_withdrawing_it(idea: Proposal, lead: User) -> None:
    actions.withdraw(idea, reason="Wrong street.", by=lead)
    again = actions.start_idea(idea.round, by=lead, **GREEN)
    assert actions.share(again, by=lead).number == idea.number + 1


def test_two_ideas_of_one_person_cannot_be_joined_by_the_record(
    idea: Proposal, crime_idea: Proposal, lead: User, officer: User
) -> None:
    actions.change(idea, what="Clear it and light it.", by=lead)
    actions.look_at(crime_idea, show=True, by=officer)
    refs = [
        set(Event.objects.filter(subject_ref=one.pk, role="resident").values_list("actor_ref"))
        for one in (idea, crime_idea)
    ]
    assert [len(found) for found in refs] == [1, 1]
    assert not refs[0] & refs[1]


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("checks", "Can go to the vote"),
        ("voting", "On the ballot"),
        ("panel", "Went to the vote"),
        ("delivering", "Went to the vote"),
    ],
)
def test_what_can_go_to_the_vote_says_so_only_before_it(
    area: Neighbourhood, phase: str, said: str
) -> None:
    assert factories.proposal(factories.round_in(phase, area)).status_name == said


def test_an_idea_is_on_the_ballot_no_longer_once_the_box_is_closed(area: Neighbourhood) -> None:
    round_ = factories.round_in("counting", area)
    assert factories.proposal(round_).status_name == "On the ballot"
    round_.vote_sealed_at = clock.now()
    assert factories.proposal(round_).status_name == "Went to the vote"
