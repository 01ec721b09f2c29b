"""Setting a round up, publishing it, moving its dates, and ending it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.canonical import instant
from audit.models import Event, Words
from kit import clock as kit_clock
from ledger import books
from ledger.models import Fund
from people.models import Role, User
from places.models import Neighbourhood
from rounds import actions, duties, manifest, phases, publishing, readiness, tasks, turns
from rounds.models import Duty, PhaseTurn, Plan, Round
from rounds.refusals import (
    BadRules,
    DatesCollide,
    DutyNeeded,
    HasDuty,
    LacksRole,
    NoReason,
    NotAuditor,
    NotDelivering,
    NotReady,
    OnlyLater,
    OnThePanel,
    OwnRound,
    PresetUnknown,
    RoundClosed,
    RoundDecided,
    RoundPublished,
)
from rounds.rules import of
from tests import factories
from tests.at_once import at_once
from tests.conftest import Clock
from tests.postgres import as_owner, forge

DAY = timedelta(days=1)


def kinds(round_: Round) -> list[str]:
    rows = Event.objects.filter(round_ref=round_.pk).order_by("id")
    return list(rows.values_list("kind", flat=True))


# Drafts


def test_a_draft_starts_from_its_preset_with_dates(draft: Round) -> None:
    assert of(draft)["vote"]["max_choices"] == 5
    assert publishing.dates_missing(draft) == []
    assert draft.outcomes_due_on is not None


def test_rounds_of_a_neighbourhood_are_numbered(
    draft: Round, officer: User, other_area: Neighbourhood
) -> None:
    second = actions.draft(draft.neighbourhood, preset="full", title="Next", by=officer)
    elsewhere = actions.draft(other_area, preset="full", title="Other", by=officer)
    assert (second.number, elsewhere.number) == (2, 1)


def test_a_preset_to_come_starts_no_round(area: Neighbourhood, officer: User) -> None:
    with pytest.raises(PresetUnknown):
        actions.draft(area, preset="decision-day", title="Hall", by=officer)


def test_a_changed_draft_is_on_the_staffs_record(draft: Round, officer: User) -> None:
    actions.change(draft, title="Cleaner streets", pot_pence=900_000, by=officer)
    entry = Event.objects.get(kind="round.changed")
    assert entry.audience == "staff"
    assert entry.payload["before"] == {"pot_pence": 1_200_000}
    assert "Cleaner streets" not in bytes(entry.body).decode()
    assert Words.objects.get(event_uuid=entry.event_uuid, name="title").text == "Cleaner streets"


def test_changing_nothing_writes_nothing(draft: Round, officer: User) -> None:
    actions.change(draft, title=draft.title, by=officer)
    assert not Event.objects.filter(kind="round.changed").exists()


def test_rules_of_another_shape_cannot_be_saved(draft: Round, officer: User) -> None:
    rules = of(draft)
    rules["vote"]["max_choices"] = 0
    with pytest.raises(BadRules):
        actions.change(draft, rules=rules, by=officer)


@pytest.mark.parametrize(
    ("earlier", "later", "apart"),
    [
        ("ideas_open_at", "ideas_close_at", 0),
        ("ideas_close_at", "develop_closes_at", -1),
        ("develop_closes_at", "voting_opens_at", -1),
        ("voting_opens_at", "voting_closes_at", 0),
        ("voting_closes_at", "challenge_closes_at", 2),
        ("challenge_closes_at", "panel_meets_at", -1),
    ],
)
def test_dates_that_collide_are_refused(
    draft: Round, officer: User, earlier: str, later: str, apart: int
) -> None:
    moved = getattr(draft, earlier) + timedelta(days=apart)
    with pytest.raises(DatesCollide) as refused:
        actions.change(draft, by=officer, **{later: moved})
    assert refused.value.at == later


# Can you run this?


def test_a_small_round_needs_three_different_people(
    draft: Round, officer: User, finance: User, secretary: User
) -> None:
    for kind in ("opener", "approver"):
        actions.give_duty(draft, kind=kind, person=officer, by=officer)
    for kind in ("opener", "authoriser", "answerer"):
        actions.give_duty(draft, kind=kind, person=finance, by=officer)
    assert duties.gaps(draft, of(draft)) == [
        "These duties need 3 different people; you have 2.",
        "Name somebody who runs the panel's meeting.",
    ]
    actions.give_duty(draft, kind="secretary", person=secretary, by=officer)
    assert duties.gaps(draft, of(draft)) == []


def test_a_full_round_needs_three_who_keep_the_key(area: Neighbourhood, officer: User) -> None:
    full = actions.draft(area, preset="full", title="Big", by=officer)
    assert duties.kinds(of(full))["keyholder"] == 3
    assert duties.least_people(of(full)) == 3
    assert "Name 3 people who keep a part of the key; nobody is named yet." in duties.gaps(
        full, of(full)
    )


def test_one_person_cannot_approve_and_authorise(
    draft: Round, officer: User, finance: User, secretary: User, vetted_person: User
) -> None:
    for kind, person in [
        ("opener", officer), ("opener", finance), ("secretary", secretary),
        ("approver", vetted_person), ("authoriser", vetted_person), ("answerer", officer),
    ]:  # fmt: skip
        actions.give_duty(draft, kind=kind, person=person, by=officer)
    assert duties.gaps(draft, of(draft)) == [
        "Femi Adeyemi approves payments and authorises payments: that takes two people."
    ]


def test_people_named_for_much_are_shared_out_so_that_it_works(
    draft: Round, officer: User, finance: User, secretary: User
) -> None:
    """Whoever comes first for a duty may have to leave it to another."""
    for person in (officer, finance):
        for kind in ("opener", "approver", "answerer"):
            actions.give_duty(draft, kind=kind, person=person, by=officer)
    actions.give_duty(
        draft, kind="authoriser", person=min(officer, finance, key=lambda p: p.pk), by=officer
    )
    actions.give_duty(draft, kind="secretary", person=secretary, by=officer)
    assert duties.gaps(draft, of(draft)) == []


def test_a_duty_needs_a_role(draft: Round, officer: User, resident: User) -> None:
    with pytest.raises(LacksRole):
        actions.give_duty(draft, kind="approver", person=resident, by=officer)


def test_who_sits_on_the_panel_answers_no_challenge(
    draft: Round, officer: User, area: Neighbourhood
) -> None:
    Role.objects.create(person=officer, neighbourhood=area, kind="panel")
    with pytest.raises(OnThePanel):
        actions.give_duty(draft, kind="answerer", person=officer, by=officer)


def test_a_duty_is_given_once(draft: Round, officer: User) -> None:
    actions.give_duty(draft, kind="opener", person=officer, by=officer)
    with pytest.raises(HasDuty):
        actions.give_duty(draft, kind="opener", person=officer, by=officer)


def test_a_role_that_ended_is_noticed(ready: Round, secretary: User) -> None:
    Role.objects.filter(person=secretary).update(ended_at=kit_clock.now())
    assert any("has no role here any more" in gap for gap in duties.gaps(ready, of(ready)))


def test_a_running_round_keeps_the_people_it_needs(
    published: Round, officer: User, finance: User, vetted_person: User
) -> None:
    duty = Duty.objects.get(round=published, kind="authoriser")
    with pytest.raises(DutyNeeded):
        actions.take_duty(duty, by=officer)
    actions.give_duty(published, kind="authoriser", person=vetted_person, by=officer)
    actions.take_duty(duty, by=officer)
    assert Duty.objects.get(round=published, kind="authoriser").person == vetted_person


# Publishing


def test_publishing_fixes_the_rules_and_fills_the_pot(
    ready: Round, fund: Fund, officer: User, without_panels: None
) -> None:
    round_ = actions.publish(ready, by=officer)
    assert round_.pot is not None
    assert round_.pot.total == 1_200_000
    assert books.balance(fund, "fund") == 1_800_000
    assert manifest.is_intact(round_)
    assert bytes(round_.manifest or b"") == manifest.encode(round_)
    assert phases.current(round_) == "published"


def test_publishing_writes_one_entry_with_the_digest(published: Round) -> None:
    assert kinds(published).count("round.published") == 1
    assert "money.allocated" not in kinds(published)
    facts = Event.objects.get(kind="round.published").payload
    after = facts["after"]
    assert isinstance(after, dict)
    assert after["manifest_sha256"] == published.manifest_sha256
    assert after["pot_pence"] == 1_200_000


def test_what_is_missing_is_listed_and_nothing_is_published(
    draft: Round, officer: User, without_panels: None
) -> None:
    actions.change(draft, pot_pence=9_000_000, by=officer)
    with pytest.raises(NotReady) as refused:
        actions.publish(draft, by=officer)
    assert "“Ten-year fund” has only £30,000 left" in refused.value.reason
    assert "These duties need 3 different people; nobody is named yet." in refused.value.reason
    draft.refresh_from_db()
    assert draft.published_at is None
    assert draft.pot is None


def test_dates_in_the_past_are_missing(ready: Round, clock: Clock, without_panels: None) -> None:
    clock.move(100 * DAY)
    facts = [each.text for each in readiness.missing(ready, "publish")]
    assert len(facts) == 1
    assert facts[0].startswith("“Ideas close” is in the past")


def test_a_place_without_postcodes_is_missing(ready: Round, without_panels: None) -> None:
    as_owner("DELETE FROM places_boundarycode")
    as_owner("DELETE FROM places_boundary")
    facts = readiness.missing(ready, "publish")
    assert [each.text for each in facts] == ["Say which postcodes belong to the neighbourhood."]
    assert facts[0].link


def test_a_round_is_published_once(published: Round, officer: User) -> None:
    with pytest.raises(RoundPublished):
        actions.publish(published, by=officer)


def test_rules_do_not_change_after_publishing(published: Round, officer: User) -> None:
    rules = of(published)
    rules["vote"]["max_choices"] = 9
    with pytest.raises(RoundPublished):
        actions.change(published, rules=rules, by=officer)


@pytest.mark.parametrize(
    "change",
    [
        {"rules": {}},
        {"pot_pence": 1},
        {"preset": "full"},
        {"title": "Another"},
        {"manifest": b"{}"},
        {"manifest_sha256": "1" * 64},
        {"published_at": None},
        {"number": 7},
    ],
)
def test_the_database_keeps_what_publishing_fixed(
    published: Round, change: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError, match="rules are fixed"), transaction.atomic():
        forge(Round.objects.filter(pk=published.pk), **change)


def test_the_database_keeps_a_published_round(published: Round) -> None:
    with pytest.raises(DatabaseError, match="deleting"), transaction.atomic():
        as_owner("DELETE FROM rounds_round WHERE id = %s", [published.pk])


def test_facts_of_a_published_round_can_still_be_written(published: Round) -> None:
    Round.objects.filter(pk=published.pk).update(decided_at=kit_clock.now())


def test_no_published_round_has_dates_out_of_order(published: Round) -> None:
    with pytest.raises(IntegrityError, match="round_dates_in_order"), transaction.atomic():
        Round.objects.filter(pk=published.pk).update(voting_closes_at=published.voting_opens_at)


# Postponing


def test_a_date_moves_later_with_its_reason_on_the_record(published: Round, officer: User) -> None:
    assert published.panel_meets_at is not None
    later = published.panel_meets_at + 7 * DAY
    actions.postpone(published, reason="The hall is flooded.", panel_meets_at=later, by=officer)
    published.refresh_from_db()
    assert published.panel_meets_at == later
    entry = Event.objects.get(kind="round.postponed")
    assert entry.audience == "public"
    assert Words.objects.get(event_uuid=entry.event_uuid).text == "The hall is flooded."


def test_a_date_does_not_move_earlier(published: Round, officer: User) -> None:
    assert published.panel_meets_at is not None
    with pytest.raises(OnlyLater):
        actions.postpone(
            published, reason="Holiday", panel_meets_at=published.panel_meets_at - DAY, by=officer
        )


def test_postponing_needs_a_reason_and_an_order(published: Round, officer: User) -> None:
    assert published.voting_closes_at is not None
    later = published.voting_closes_at + 60 * DAY
    with pytest.raises(NoReason):
        actions.postpone(published, reason=" ", voting_closes_at=later, by=officer)
    with pytest.raises(DatesCollide):
        actions.postpone(published, reason="Snow", voting_closes_at=later, by=officer)


def test_a_vote_that_has_closed_is_not_opened_again(
    area: Neighbourhood, officer: User, clock: Clock
) -> None:
    round_ = factories.round_in("counting", area, vote_sealed_at=None)
    later = clock.now() + 2 * DAY
    with pytest.raises(OnlyLater):
        actions.postpone(round_, reason="Few came", voting_closes_at=later, by=officer)


def test_a_vote_that_waits_for_its_box_gets_new_dates(
    area: Neighbourhood, officer: User, clock: Clock
) -> None:
    round_ = factories.round_in("counting", area, box_ready_at=None, vote_sealed_at=None)
    now = clock.now()
    actions.postpone(
        round_, reason="Two parts of the key were lost.", by=officer, voting_opens_at=now + DAY,
        voting_closes_at=now + 9 * DAY, challenge_closes_at=now + 16 * DAY,
        panel_meets_at=now + 20 * DAY,
    )  # fmt: skip
    round_.refresh_from_db()
    assert phases.current(round_) == "checks"


# Ending


def test_a_cancelled_round_gives_its_money_back(
    published: Round, fund: Fund, officer: User
) -> None:
    round_ = actions.cancel(published, reason="The hall burnt down.", by=officer)
    assert books.balance(fund, "fund") == 3_000_000
    assert phases.current(round_) == "cancelled"
    after = Event.objects.get(kind="round.cancelled").payload["after"]
    assert isinstance(after, dict)
    assert after["back_in_fund_pence"] == 1_200_000


def test_dropping_a_draft_is_not_public(draft: Round, officer: User) -> None:
    actions.cancel(draft, reason="Started twice.", by=officer)
    assert Event.objects.get(kind="round.dropped").audience == "staff"
    assert "round.cancelled" not in kinds(draft)


def test_a_dropped_draft_is_not_published(
    ready: Round, officer: User, without_panels: None
) -> None:
    actions.cancel(ready, reason="Started twice.", by=officer)
    with pytest.raises(RoundClosed, match="This round was cancelled"):
        actions.publish(ready, by=officer)


def test_cancelling_needs_a_reason(published: Round, officer: User) -> None:
    with pytest.raises(NoReason):
        actions.cancel(published, reason="", by=officer)


def test_a_decided_round_is_not_cancelled(area: Neighbourhood, officer: User) -> None:
    with pytest.raises(RoundDecided):
        actions.cancel(factories.round_in("delivering", area), reason="No", by=officer)


def test_an_auditor_signs_off_and_the_rest_goes_back(
    published: Round, fund: Fund, auditor: User, clock: Clock, without_panels: None
) -> None:
    Round.objects.filter(pk=published.pk).update(decided_at=clock.now())
    round_ = actions.sign_off(published, by=auditor)
    assert phases.current(round_) == "closed"
    assert books.balance(fund, "fund") == 3_000_000


def test_signing_off_waits_for_the_panel(published: Round, auditor: User) -> None:
    with pytest.raises(NotDelivering):
        actions.sign_off(published, by=auditor)


def test_only_an_auditor_who_did_not_set_it_up_signs_off(
    area: Neighbourhood, officer: User, auditor: User
) -> None:
    with pytest.raises(NotAuditor):
        actions.sign_off(factories.round_in("delivering", area), by=officer)
    own = factories.round_in("delivering", area, set_up_by=auditor)
    with pytest.raises(OwnRound):
        actions.sign_off(own, by=auditor)


def test_signing_off_waits_for_what_others_miss(
    area: Neighbourhood, auditor: User, without_panels: None
) -> None:
    readiness.register("close", lambda round_: [readiness.Missing("A report is late.")])
    with pytest.raises(NotReady, match="A report is late"):
        actions.sign_off(factories.round_in("delivering", area), by=auditor)


# Plan


def test_a_plan_is_agreed_once_a_year_and_can_be_agreed_anew(fund: Fund, officer: User) -> None:
    first = actions.agree_plan(
        fund, year=2027, vision="Clean", priorities=["Alleys", " ", "Youth"], share_percent=10,
        by=officer,
    )  # fmt: skip
    second = actions.agree_plan(
        fund, year=2027, vision="Cleaner", priorities=["Alleys"], share_percent=12, by=officer
    )
    assert first.priorities == ["Alleys", "Youth"]
    assert (first.pk, Plan.objects.get().share_percent) == (second.pk, 12)
    assert Event.objects.filter(kind="plan.agreed").count() == 2


# Turns


def test_a_turn_is_written_once(area: Neighbourhood) -> None:
    round_ = factories.round_in("voting", area)
    assert [turns.notice(round_), turns.notice(round_)] == ["voting", "voting"]
    reached = PhaseTurn.objects.filter(round=round_).order_by("pk").values_list("phase", flat=True)
    assert list(reached) == ["ideas", "develop", "checks", "voting"]
    assert kinds(round_) == ["round.turned"] * 4
    assert PhaseTurn.objects.filter(round=round_).count() == 4


def test_turns_that_no_worker_saw_are_written_with_since_when(
    area: Neighbourhood, clock: Clock
) -> None:
    round_ = factories.round_in("ideas", area)
    clock.move(20 * DAY)
    turns.notice_all()
    entry = Event.objects.filter(round_ref=round_.pk).order_by("id")[1]
    assert round_.ideas_close_at is not None
    assert entry.payload["after"] == {"phase": "develop", "since": instant(round_.ideas_close_at)}


@pytest.mark.parametrize("phase", [name for name in phases.ORDER if name not in turns.OWN_DEEDS])
def test_the_last_phase_that_was_reached_is_the_present_one(
    area: Neighbourhood, phase: str
) -> None:
    if phase == "vote-delayed":
        round_ = factories.round_in("voting", area, box_ready_at=None)
    else:
        round_ = factories.round_in(phase, area)
    assert phases.reached(round_)[-1][0] == phases.current(round_) == phase


def test_each_phase_is_written_as_the_clock_passes(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("ideas", area)
    for _ in range(4):
        turns.notice_all()
        clock.move(10 * DAY)
    reached = PhaseTurn.objects.filter(round=round_).order_by("at").values_list("phase", flat=True)
    assert list(reached) == ["ideas", "develop", "checks", "vote-delayed"]


def test_the_worker_writes_turns_of_running_rounds(
    area: Neighbourhood, draft: Round, clock: Clock
) -> None:
    running = factories.round_in("voting", area)
    ended = factories.round_in("voting", area, cancelled_at=clock.now())
    tasks.notice_turns(timestamp=0)
    assert kinds(running) == ["round.turned"] * 4
    assert "round.turned" not in kinds(draft) + kinds(ended)


def test_what_is_a_deed_of_its_own_is_not_told_twice(published: Round) -> None:
    turns.notice(published)
    assert "round.turned" not in kinds(published)


def test_eight_at_once_write_one_turn(committed_db: str) -> None:
    round_ = factories.round_in("voting", factories.area())
    assert at_once([lambda: turns.notice(round_)] * 8) == ["voting"] * 8
    assert kinds(round_) == ["round.turned"] * 4


def test_a_round_is_not_cancelled_once_money_has_been_offered(
    published: Round, officer: User
) -> None:
    assert published.pot is not None
    books.commit(uuid4(), published.pot, 100_000, uuid4(), request={})
    with pytest.raises(RoundDecided, match="has offered money already"):
        actions.cancel(published, reason="Nobody came.", by=officer)
    published.refresh_from_db()
    assert published.cancelled_at is None


def test_the_time_to_say_that_something_looks_wrong_does_not_open_again(
    area: Neighbourhood, officer: User
) -> None:
    round_ = factories.round_in("panel", area)
    later = kit_clock.now() + timedelta(days=1)
    with pytest.raises(OnlyLater):
        actions.postpone(round_, reason="Late letters", challenge_closes_at=later, by=officer)
    later = kit_clock.now() + timedelta(days=20)
    actions.postpone(round_, reason="Too few members came", panel_meets_at=later, by=officer)


def test_a_round_takes_no_money_from_another_neighbourhood(
    draft: Round, other_area: Neighbourhood, officer: User
) -> None:
    elsewhere = factories.fund(other_area)
    with pytest.raises(IntegrityError, match="its own neighbourhood"), transaction.atomic():
        actions.change(draft, fund=elsewhere, by=officer)


def test_a_phase_that_was_written_down_stays(area: Neighbourhood) -> None:
    turns.notice(factories.round_in("ideas", area))
    with pytest.raises(DatabaseError), transaction.atomic():
        PhaseTurn.objects.all().delete()
