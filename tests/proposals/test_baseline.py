"""A large project measures how things are before it starts: the round's own rule, and it holds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from audit.models import Event, Words
from evidence.models import Expectation, Indicator
from evidence.refusals import MoreThanAll, NotYetMeasured
from kit import clock
from people.models import User
from places.models import Neighbourhood
from proposals import actions, refusals
from proposals.actions.work import Cost
from proposals.models import Proposal
from rounds import words
from rounds.models import Round
from rounds.presets import PRESETS
from tests import factories
from tests.postgres import forge
from tests.proposals.conftest import client_of, url
from tests.proposals.test_views import lines, text_of

ABOVE = 1_000_000
RULE = "A project above £10,000 measures how things are before it starts."
STILL = "This round asks a project above £10,000 to measure how things are before it starts."


@pytest.fixture
def above() -> int:
    """Above how many pence a round asks for a baseline: as in every preset."""
    return PRESETS["small"].draft_rules()["outcome"]["baseline_from_pence"]


@pytest.fixture
def ideas_round(area: Neighbourhood, above: int) -> Round:
    """A round of that rule, with room for a project above it."""
    rules = PRESETS["small"].draft_rules()
    rules["outcome"]["baseline_from_pence"] = above
    rules["proposals"] = {"max_asked_pence": None, "max_on_ballot": 60}
    return factories.round_in("ideas", area, rules=rules)


@pytest.fixture
def large(whole: Proposal, lead: User) -> Proposal:
    """An idea that asks for a penny more than needs no baseline."""
    return actions.develop(whole, by=lead, costs=[Cost("Gates", ABOVE + 1)])


@pytest.fixture
def taken(submitted: Proposal) -> Proposal:
    """A large idea that an earlier version took without its baseline."""
    forge(Proposal.objects.filter(pk=submitted.pk), asked_pence=ABOVE + 1)
    submitted.refresh_from_db()
    return submitted


def stated(**other: Any) -> dict[str, Any]:
    """How things were a week ago."""
    measured = clock.today() - timedelta(days=7)
    given = {"baseline": Decimal(46), "baseline_source": "Counted twice", "baseline_on": measured}
    return {**given, **other}


def typed(day: date, **other: str) -> dict[str, str]:
    given = {"baseline": "46", "baseline_source": "Counted twice", **boxes("baseline_on", day)}
    return {**given, **other}


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_the_rule_stands_among_the_rules_of_the_round(ideas_round: Round) -> None:
    assert RULE in words.sentences(ideas_round)


def test_a_large_project_is_not_handed_in_without_its_baseline(large: Proposal, lead: User) -> None:
    with pytest.raises(refusals.StillMissing, match=r"^Still to do: say how it is now\.$"):
        actions.submit(large, by=lead)
    assert not Expectation.objects.filter(subject=large.pk).exists()


@pytest.mark.parametrize(
    "missing", [{"baseline": None}, {"baseline_source": " "}, {"baseline_on": None}]
)
def test_the_baseline_is_a_figure_its_source_and_its_day(
    missing: dict[str, Any], large: Proposal, lead: User
) -> None:
    actions.develop(large, by=lead, **stated(**missing))
    with pytest.raises(refusals.StillMissing, match="say how it is now"):
        actions.submit(large, by=lead)


def test_the_project_is_measured_against_its_baseline(large: Proposal, lead: User) -> None:
    actions.develop(large, by=lead, **stated())
    actions.submit(large, by=lead)
    hope = Expectation.objects.get(subject=large.pk)
    assert hope.baseline == Decimal(46)
    assert hope.baseline_source == "Counted twice"
    assert hope.baseline_on == clock.today() - timedelta(days=7)


def test_nothing_is_measured_that_happened_at_once(large: Proposal, lead: User) -> None:
    actions.develop(large, by=lead, **stated(baseline=Decimal(0), baseline_on=clock.today()))
    assert actions.submit(large, by=lead).status == "submitted"


@pytest.mark.parametrize(("above", "needed"), [(0, True), (ABOVE + 1, False), (ABOVE, True)])
def test_the_threshold_is_the_rounds_own(
    above: int, needed: bool, large: Proposal, lead: User
) -> None:
    if needed:
        with pytest.raises(refusals.StillMissing):
            actions.submit(large, by=lead)
    else:
        assert actions.submit(large, by=lead).status == "submitted"


def test_a_small_project_may_leave_it_open(whole: Proposal, lead: User) -> None:
    actions.develop(whole, by=lead, costs=[Cost("Gates", ABOVE), Cost("Van", ABOVE, "others")])
    assert actions.submit(whole, by=lead).status == "submitted"


def test_nobody_measures_on_a_day_to_come(large: Proposal, lead: User) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(NotYetMeasured, match="today or earlier") as refused:
        actions.develop(large, by=lead, **stated(baseline_on=tomorrow))
    assert refused.value.at == "baseline_on"
    answer = client_of(lead).post(url(large, "develop"), lines(**typed(tomorrow)))
    assert answer.status_code == 422
    assert 'href="#id_baseline_on' in text_of(answer)
    assert 'value="Counted twice"' in text_of(answer)
    large.refresh_from_db()
    assert large.baseline is None


def test_the_page_says_what_is_to_do_and_the_form_takes_it(large: Proposal, lead: User) -> None:
    client = client_of(lead)
    page = " ".join(text_of(client.get(url(large, "submit"))).split())
    assert f"Say how it is now</a>. {STILL}" in page
    assert "Hand it in" not in page
    form = text_of(client.get(url(large, "develop")))
    assert "A project that asks for more than £10,000 has to say this" in form
    costs = lines(("Gates", "10000.01", "asked"))
    work = {"who_delivers": "us", "kind": large.kind_id or "", "target": "12"}
    due = boxes("due", clock.today() + timedelta(days=400))
    saved = client.post(
        url(large, "develop"), {**costs, **work, **due, **typed(clock.today())}, follow=True
    )
    assert "Counted twice" in text_of(saved)
    assert "Hand it in" in text_of(client.get(url(large, "submit")))


def test_everybody_reads_where_the_figure_is_from(large: Proposal, lead: User) -> None:
    actions.develop(large, by=lead, **stated())
    page = text_of(client_of(None).get(url(large)))
    assert "Counted twice" in page
    entry = Event.objects.filter(subject_ref=large.pk).newest_first()[0]
    facts = Words.objects.get(event_uuid=entry.event_uuid)
    assert (facts.name, facts.text) == ("baseline_source", "Counted twice")
    row = client_of(None).get(f"/api/v1/proposals/{large.pk}/").json()
    assert (row["baseline"], row["baseline_source"]) == ("46.00", "Counted twice")
    assert row["baseline_on"] == str(clock.today() - timedelta(days=7))


# --- handed in before the rule was read --------------------------------------------------------


def test_an_idea_that_was_taken_without_one_stands_and_says_so(taken: Proposal, lead: User) -> None:
    assert taken.status == "submitted"
    assert f"Still to come. {STILL}" in text_of(client_of(None).get(url(taken)))
    page = text_of(client_of(lead).get(url(taken)))
    assert url(taken, "baseline") in page
    assert url(taken, "baseline") not in text_of(client_of(None).get(url(taken)))


def test_its_proposer_says_it_afterwards_once(taken: Proposal, lead: User) -> None:
    client = client_of(lead)
    assert "Still to come." in text_of(client.get(url(taken, "baseline")))
    assert client.post(url(taken, "baseline"), typed(clock.today())).status_code == 302
    hope = Expectation.objects.get(subject=taken.pk)
    assert (hope.baseline, hope.baseline_source) == (Decimal(46), "Counted twice")
    entry = Event.objects.filter(subject_ref=taken.pk).newest_first()[0]
    assert (entry.kind, entry.audience) == ("proposal.changed", "public")
    assert "Still to come" not in text_of(client.get(url(taken)))
    assert client.get(url(taken, "baseline")).status_code == 404
    with pytest.raises(refusals.NoBaselineToCome, match="Nothing more has to be said"):
        say(taken, lead, baseline=Decimal(1))


def test_a_baseline_of_an_idea_that_waits_is_not_said_to_be_seen(
    taken: Proposal, lead: User
) -> None:
    forge(Proposal.objects.filter(pk=taken.pk), needs_look=True)
    saved = client_of(lead).post(url(taken, "baseline"), typed(clock.today()), follow=True)
    assert "Saved. It speaks of crime, so only those who work on it" in text_of(saved)
    assert "Everybody can see it" not in text_of(saved)


def test_half_a_baseline_is_said_beside_its_box_and_kept(taken: Proposal, lead: User) -> None:
    answer = client_of(lead).post(url(taken, "baseline"), {"baseline": "46"})
    assert answer.status_code == 422
    assert 'value="46"' in text_of(answer)
    with pytest.raises(refusals.StillMissing, match="Say where the figure is from") as refused:
        say(taken, lead, source=" ")
    assert refused.value.at == "baseline_source"
    with pytest.raises(NotYetMeasured):
        say(taken, lead, on=clock.today() + timedelta(days=1))


def test_only_those_who_work_on_it_say_it(taken: Proposal, resident: User) -> None:
    with pytest.raises(refusals.NotYours):
        say(taken, resident)
    assert client_of(resident).get(url(taken, "baseline")).status_code == 404


def test_it_is_too_late_once_the_panel_has_decided(taken: Proposal, lead: User) -> None:
    forge(Round.objects.filter(pk=taken.round_id), decided_at=clock.now())
    taken.round.refresh_from_db()
    with pytest.raises(refusals.AtThisPoint, match="as it stands now"):
        say(taken, lead)
    assert f"Not said. {STILL}" in text_of(client_of(None).get(url(taken)))
    assert client_of(lead).get(url(taken, "baseline")).status_code == 404


def test_sent_back_it_is_handed_in_again_with_its_baseline(
    taken: Proposal, lead: User, officer: User
) -> None:
    actions.return_for_change(taken, reason="One question.", by=officer)
    actions.develop(taken, by=lead, costs=[Cost("Gates", ABOVE + 1)])
    with pytest.raises(refusals.StillMissing, match="say how it is now"):
        actions.submit(taken, by=lead)
    actions.develop(taken, by=lead, **stated())
    assert actions.submit(taken, by=lead).status == "submitted"


def test_a_late_baseline_that_is_more_than_all_of_something_is_refused(
    taken: Proposal, lead: User
) -> None:
    trees = Indicator.objects.get(unit="% of trees planted")
    forge(Proposal.objects.filter(pk=taken.pk), indicator=trees)
    with pytest.raises(MoreThanAll, match="it can be 100 at most"):
        say(taken, lead, baseline=Decimal(101))


def say(proposal: Proposal, by: User, **other: Any) -> Proposal:
    given = {"baseline": Decimal(46), "source": "Counted twice", "on": clock.today(), **other}
    return actions.state_baseline(proposal, by=by, **given)
