"""Where a round stands, for every phase, and that it never goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.models import Neighbourhood
from rounds import phases
from rounds.models import PHASES
from rounds.phases import DATE_NAMES, Dates, Facts, phase
from rounds.refusals import NotPublished, RoundClosed, WrongPhase
from rounds.strip import strip
from tests import factories
from tests.conftest import Clock

START = datetime(2027, 3, 1, 18, tzinfo=UTC)
WEEK = timedelta(weeks=1)
DATES = Dates(*(START + number * WEEK for number in range(7)))
PUBLISHED = Facts(published_at=START - WEEK)
BOXED = replace(PUBLISHED, box_ready_at=START)
COUNTED = replace(BOXED, vote_sealed_at=START, opened_at=START, counted_at=START)
DECIDED = replace(COUNTED, decided_at=START)
SECOND = timedelta(seconds=1)

TABLE = [
    (Facts(), START, "draft"),
    (Facts(cancelled_at=START), START, "cancelled"),
    (PUBLISHED, START - SECOND, "published"),
    (PUBLISHED, START, "ideas"),
    (PUBLISHED, START + WEEK - SECOND, "ideas"),
    (PUBLISHED, START + WEEK, "develop"),
    (PUBLISHED, START + 2 * WEEK, "checks"),
    (BOXED, START + 3 * WEEK - SECOND, "checks"),
    (PUBLISHED, START + 3 * WEEK, "vote-delayed"),
    (PUBLISHED, START + 40 * WEEK, "vote-delayed"),
    (BOXED, START + 3 * WEEK, "voting"),
    (BOXED, START + 4 * WEEK - SECOND, "voting"),
    (BOXED, START + 4 * WEEK, "counting"),
    (BOXED, START + 40 * WEEK, "counting"),
    (COUNTED, START + 4 * WEEK, "challenge"),
    (COUNTED, START + 5 * WEEK - SECOND, "challenge"),
    (COUNTED, START + 5 * WEEK, "panel"),
    (COUNTED, START + 40 * WEEK, "panel"),
    (DECIDED, START + 5 * WEEK, "delivering"),
    (replace(DECIDED, signed_off_at=START), START + 9 * WEEK, "closed"),
    (replace(BOXED, cancelled_at=START), START + 3 * WEEK, "cancelled"),
]


@pytest.mark.parametrize(("facts", "now", "wanted"), TABLE)
def test_facts_dates_and_the_clock_decide_the_phase(
    facts: Facts, now: datetime, wanted: str
) -> None:
    assert phase(facts, DATES, now) == wanted


def test_every_phase_stands_in_the_table() -> None:
    assert {wanted for _, _, wanted in TABLE} == set(PHASES)


FACTS = st.builds(
    Facts, **{name: st.sampled_from([None, START]) for name in Facts.__dataclass_fields__}
)
ORDERED = st.lists(
    st.integers(min_value=0, max_value=10_000), min_size=7, max_size=7, unique=True
).map(lambda hours: Dates(*(START + timedelta(hours=hour) for hour in sorted(hours))))


@given(FACTS, ORDERED, st.integers(-50, 11_000), st.integers(0, 11_000))
def test_time_alone_never_takes_a_round_back(
    facts: Facts, dates: Dates, hour: int, later: int
) -> None:
    first = phase(facts, dates, START + timedelta(hours=hour))
    second = phase(facts, dates, START + timedelta(hours=hour + later))
    assert phases.ORDER.index(first) <= phases.ORDER.index(second)


@given(FACTS, ORDERED, st.integers(0, 11_000))
def test_no_vote_is_taken_after_its_closing_date_whatever_happened(
    facts: Facts, dates: Dates, later: int
) -> None:
    assert dates.voting_closes_at is not None
    assert phase(facts, dates, dates.voting_closes_at + timedelta(hours=later)) != "voting"


@given(FACTS, st.sets(st.sampled_from(DATE_NAMES)), st.integers(-50, 11_000))
def test_a_round_without_some_dates_still_stands_somewhere(
    facts: Facts, unset: set[str], hour: int
) -> None:
    dates = replace(DATES, **dict.fromkeys(unset))
    assert phase(facts, dates, START + timedelta(hours=hour)) in PHASES


@pytest.mark.parametrize(
    ("phase_name", "open_to"),
    [
        ("draft", set()),
        ("published", set()),
        ("ideas", {"ideas", "work", "checks"}),
        ("develop", {"work", "checks"}),
        ("checks", {"checks"}),
        ("voting", {"votes"}),
        ("counting", set()),
        ("challenge", {"challenges"}),
        ("panel", {"decisions"}),
        ("delivering", set()),
    ],
)
def test_one_question_decides_what_is_open(
    area: Neighbourhood, phase_name: str, open_to: set[str]
) -> None:
    round_ = factories.round_in(phase_name, area)
    questions = {
        "ideas": phases.accepts_ideas,
        "work": phases.accepts_work,
        "checks": phases.accepts_checks,
        "votes": phases.accepts_votes,
        "challenges": phases.accepts_challenges,
        "decisions": phases.accepts_decisions,
    }
    assert phases.current(round_) == phase_name
    assert {name for name, accepts in questions.items() if accepts(round_)} == open_to


def test_a_sealed_box_takes_no_vote_before_its_date(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("voting", area, vote_sealed_at=clock.now())
    assert not phases.accepts_votes(round_)


def test_the_clock_alone_closes_the_vote(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("voting", area)
    assert round_.voting_closes_at is not None
    clock.set(round_.voting_closes_at)
    assert not phases.accepts_votes(round_)


def test_too_early_says_when_it_opens(area: Neighbourhood) -> None:
    round_ = factories.round_in("ideas", area)
    round_.voting_opens_at = datetime(2040, 6, 4, 17, tzinfo=UTC)
    with pytest.raises(WrongPhase, match="Voting opens at 6 pm, 4 June 2040") as refused:
        phases.require(round_, "voting")
    assert not isinstance(refused.value, RoundClosed)


def test_too_late_says_when_it_closed(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("voting", area)
    round_.voting_closes_at = datetime(2040, 1, 5, 18, tzinfo=UTC)
    clock.set(round_.voting_closes_at)
    with pytest.raises(RoundClosed, match="Voting closed at 6 pm, 5 January 2040"):
        phases.require(round_, "voting")


def test_a_draft_and_a_cancelled_round_refuse_everything(area: Neighbourhood, clock: Clock) -> None:
    with pytest.raises(NotPublished):
        phases.require(factories.round_in("draft", area), "ideas")
    with pytest.raises(RoundClosed, match="cancelled"):
        phases.require(factories.round_in("ideas", area, cancelled_at=clock.now()), "ideas")


def test_a_delayed_vote_says_so(area: Neighbourhood) -> None:
    round_ = factories.round_in("voting", area, box_ready_at=None)
    with pytest.raises(WrongPhase, match="delayed"):
        phases.require(round_, "voting")


def test_a_phase_that_fits_is_given_back(area: Neighbourhood) -> None:
    assert phases.require(factories.round_in("develop", area), "ideas", "develop") == "develop"


@pytest.mark.parametrize(
    ("phase_name", "states"),
    [
        ("published", "next next next next next next"),
        ("ideas", "now next next next next next"),
        ("develop", "now next next next next next"),
        ("checks", "done now next next next next"),
        ("voting", "done done now next next next"),
        ("counting", "done done now next next next"),
        ("challenge", "done done now next next next"),
        ("panel", "done done done now next next"),
        ("delivering", "done done done done now next"),
    ],
)
def test_the_strip_shows_six_phases(area: Neighbourhood, phase_name: str, states: str) -> None:
    steps = strip(factories.round_in(phase_name, area))
    assert " ".join(step.state for step in steps) == states
    assert [step.name for step in steps] == [
        "Ideas",
        "Checks",
        "Vote",
        "Panel",
        "Awards",
        "Outcomes",
    ]


def test_a_cancelled_round_stopped_where_it_was(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("voting", area, cancelled_at=clock.now())
    assert [step.state for step in strip(round_)] == ["done", "done", "stopped", *["next"] * 3]


def test_a_signed_off_round_has_nothing_to_come(area: Neighbourhood, clock: Clock) -> None:
    round_ = factories.round_in("delivering", area, signed_off_at=clock.now())
    assert {step.state for step in strip(round_)} == {"done"}


def test_the_strip_says_how_long_the_vote_is_open_and_what_it_is_told(area: Neighbourhood) -> None:
    steps = strip(factories.round_in("voting", area), notes={"ideas": "41 sent in"})
    assert "5 days left" in steps[2].note
    assert steps[0].note.endswith("· 41 sent in")
