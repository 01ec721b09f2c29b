"""Staff choose equal shares only after they looked at it on an earlier vote; a round runs by it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from people.models import User
from places.models import Neighbourhood
from rounds import actions as rounds
from rounds.models import Duty, Round
from rounds.refusals import BadRules, RoundClosed, RoundPublished
from rounds.rules import checked
from rounds.words import sentences
from tests import factories
from tests.rounds import conftest as round_scenes
from tests.voting import scene as scenes
from tests.voting.scene import DAY, Scene
from tests.voting.test_trying import split_vote
from voting import actions, refusals
from voting.actions.rules import equal_shares, most_votes
from voting.counting import Completion, Group, Rule, Rules, Stage, Utility
from voting.models import BallotLine, Count, RulePreview
from voting.results import results_of
from voting.trying.earlier import earlier_votes
from voting.views.trying import as_offered

fund, draft, ready, without_panels = (
    round_scenes.fund,
    round_scenes.draft,
    round_scenes.ready,
    round_scenes.without_panels,
)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    caches["counts"].clear()


@pytest.fixture
def before(area: Neighbourhood) -> Round:
    """An earlier vote of the neighbourhood, its ballots public."""
    return split_vote(area).round


def text(page: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(plain).split())


def at(round_: Round) -> str:
    return reverse("voting:rule", args=[round_.neighbourhood, round_.number])


@pytest.fixture
def staff(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_every_round_begins_with_most_votes(draft: Round, staff: Client) -> None:
    assert draft.rules["count"]["rule"] == "greedy"
    setup = staff.get(reverse("rounds:setup", args=[draft.neighbourhood, draft.number]))
    assert "How votes are counted Most votes that fit." in text(setup)
    page = text(staff.get(at(draft)))
    assert "This round is counted by most votes that fit" in page
    assert "There is no earlier vote to look at" in page
    assert "Count this round by equal shares" not in page


def test_equal_shares_needs_a_preview(draft: Round, before: Round, officer: User) -> None:
    with pytest.raises(refusals.NotPreviewed):
        actions.choose_rule(draft, rules=equal_shares(draft), by=officer)
    actions.preview_rule(draft, on=before, rules=most_votes(draft), by=officer)
    with pytest.raises(refusals.NotPreviewed):
        actions.choose_rule(draft, rules=equal_shares(draft), by=officer)
    draft.refresh_from_db()
    assert draft.rules["count"]["rule"] == "greedy"


def test_a_preview_of_another_round_does_not_count(
    draft: Round, before: Round, officer: User, area: Neighbourhood
) -> None:
    other = rounds.draft(area, preset="small", title="Another", by=officer)
    actions.preview_rule(other, on=before, rules=equal_shares(other), by=officer)
    with pytest.raises(refusals.NotPreviewed):
        actions.choose_rule(draft, rules=equal_shares(draft), by=officer)


def test_an_officer_looks_chooses_and_changes_their_mind(
    draft: Round, before: Round, staff: Client
) -> None:
    page = staff.get(at(draft))
    assert "Count this round by equal shares" not in text(page)
    seen = staff.post(at(draft), {"do": "preview", "on": str(before.pk)}, follow=True)
    assert "4 more people get something they chose" in text(seen)
    assert "Count this round by equal shares" in text(seen)
    facts = staff.post(
        at(draft), {"do": "choose", "rule": "equal-shares", "comparison": "on"}, follow=True
    )
    assert "is counted by equal shares" in text(facts)
    draft.refresh_from_db()
    rules = Rules.from_manifest(draft.rules["count"])
    assert (rules.rule, rules.utility, rules.completion, rules.add1_step, rules.comparison) == (
        Rule.EQUAL_SHARES,
        Utility.COST,
        Completion.ADD1_GREEDY,
        100,
        True,
    )
    assert rules.add1_exhaustive
    back = staff.post(at(draft), {"do": "choose", "rule": "greedy"}, follow=True)
    assert "is counted by most votes that fit" in text(back)
    draft.refresh_from_db()
    assert draft.rules["count"] == most_votes(draft).to_manifest()
    kinds = list(
        Event.objects.filter(round_ref=draft.pk, kind__startswith="round.rule_")
        .order_by("id")
        .values_list("kind", "audience")
    )
    assert kinds == [
        ("round.rule_previewed", "staff"),
        ("round.rule_chosen", "staff"),
        ("round.rule_chosen", "staff"),
    ]


def test_choosing_what_holds_already_writes_nothing(draft: Round, officer: User) -> None:
    actions.choose_rule(draft, rules=most_votes(draft), by=officer)
    assert not Event.objects.filter(kind="round.rule_chosen").exists()


def test_fewest_votes_stay_whichever_rule_is_chosen(
    draft: Round, before: Round, officer: User
) -> None:
    rules = dict(draft.rules)
    rules["count"] = {**rules["count"], "min_votes": 7, "misfit": "stop"}
    rounds.change(draft, by=officer, rules=checked(rules))
    draft.refresh_from_db()
    actions.preview_rule(draft, on=before, rules=equal_shares(draft), by=officer)
    actions.choose_rule(draft, rules=equal_shares(draft), by=officer)
    draft.refresh_from_db()
    assert draft.rules["count"]["min_votes"] == 7
    assert draft.rules["count"]["misfit"] == "stop"


def test_the_page_of_rules_keeps_equal_shares(
    draft: Round, before: Round, officer: User, staff: Client
) -> None:
    actions.preview_rule(draft, on=before, rules=equal_shares(draft), by=officer)
    actions.choose_rule(draft, rules=equal_shares(draft), by=officer)
    from rounds.forms import ChoicesForm

    draft.refresh_from_db()
    given = {name: value for name, value in ChoicesForm.of(draft).items() if value is not None}
    given |= {"min_votes": 3, "baseline_from_pence": "10,000", "max_asked_pence": "5,000"}
    url = reverse("rounds:choices", args=[draft.neighbourhood, draft.number])
    assert staff.post(url, given).status_code == 302
    draft.refresh_from_db()
    assert draft.rules["count"]["rule"] == "equal-shares"
    assert draft.rules["count"]["min_votes"] == 3


@pytest.mark.parametrize(
    "differing",
    [
        {"utility": Utility.CARDINALITY},
        {"completion": Completion.NONE},
        {"add1_step": 1},
        {"part_funding": 50},
        {"add1_exhaustive": False},
    ],
    ids=str,
)
def test_no_round_is_counted_by_a_rule_that_is_not_offered(
    draft: Round, before: Round, officer: User, differing: dict[str, Any]
) -> None:
    from dataclasses import replace

    actions.preview_rule(draft, on=before, rules=equal_shares(draft), by=officer)
    with pytest.raises(refusals.NotARuleHere):
        actions.choose_rule(draft, rules=replace(equal_shares(draft), **differing), by=officer)


def test_a_published_round_keeps_its_rule(
    ready: Round, before: Round, officer: User, without_panels: None, staff: Client
) -> None:
    actions.preview_rule(ready, on=before, rules=equal_shares(ready), by=officer)
    rounds.publish(ready, by=officer)
    with pytest.raises(RoundPublished):
        actions.choose_rule(ready, rules=equal_shares(ready), by=officer)
    with pytest.raises(RoundPublished):
        actions.preview_rule(ready, on=before, rules=equal_shares(ready), by=officer)
    assert staff.get(at(ready)).status_code == 404


def test_a_dropped_draft_is_left_alone(draft: Round, before: Round, officer: User) -> None:
    rounds.cancel(draft, reason="Not this year.", by=officer)
    with pytest.raises(RoundClosed, match="This draft was dropped"):
        actions.preview_rule(draft, on=before, rules=equal_shares(draft), by=officer)
    with pytest.raises(RoundClosed):
        actions.choose_rule(draft, rules=most_votes(draft), by=officer)


def test_nothing_is_previewed_on_a_vote_whose_ballots_are_not_public(
    draft: Round, area: Neighbourhood, officer: User, staff: Client
) -> None:
    few = split_vote(area, whole_from=11).round
    with pytest.raises(refusals.CannotPreviewOn):
        actions.preview_rule(draft, on=few, rules=equal_shares(draft), by=officer)
    with pytest.raises(refusals.CannotPreviewOn):
        actions.preview_rule(draft, on=draft, rules=equal_shares(draft), by=officer)
    refused = staff.post(at(draft), {"do": "preview", "on": str(few.pk)})
    assert refused.status_code == 422
    assert "Choose one of these votes" in text(refused)
    assert not RulePreview.objects.exists()


def test_nothing_is_previewed_on_a_neighbours_vote(draft: Round, officer: User) -> None:
    grange = split_vote(factories.area(name="Grange", slug="grange")).round
    with pytest.raises(refusals.CannotPreviewOn):
        actions.preview_rule(draft, on=grange, rules=equal_shares(draft), by=officer)


def test_own_votes_come_first_then_those_brought_in(
    draft: Round, before: Round, tmp_path: Any
) -> None:
    from kit.actor import SYSTEM
    from voting.actions.importing import import_election

    file = tmp_path / "one.pb"
    file.write_text(
        "META\nkey;value\ndescription;One\nunit;Elsewhere\nnum_projects;1\nnum_votes;1\n"
        "budget;1000\nvote_type;approval\nrule;greedy\n"
        "PROJECTS\nproject_id;cost;name\n1;700;Park\nVOTES\nvoter_id;vote\na;1\n"
    )
    brought_in = import_election(file, by=SYSTEM)
    names = [vote.round for vote in earlier_votes(draft.neighbourhood)]
    assert names == [before, brought_in]


def test_a_preview_stays_written_down(draft: Round, before: Round, officer: User) -> None:
    row = actions.preview_rule(draft, on=before, rules=equal_shares(draft), by=officer)
    with pytest.raises(Exception, match="permission denied|only ever added"), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError, match="rule_preview_on_another_round"), transaction.atomic():
        RulePreview.objects.create(round=draft, on_round=draft, rules={"rule": "x"}, by=officer)
    with pytest.raises(IntegrityError, match="rule_preview_names_a_rule"), transaction.atomic():
        RulePreview.objects.create(round=draft, on_round=before, rules={}, by=officer)
    assert connection.connection is not None


@pytest.mark.parametrize("key", ["utility", "endowment", "comparison"])
def test_rules_of_equal_shares_that_lack_something_are_refused(draft: Round, key: str) -> None:
    count = equal_shares(draft).to_manifest()
    del count[key]
    with pytest.raises(BadRules):
        checked({**draft.rules, "count": count})
    with pytest.raises(BadRules):
        checked({**draft.rules, "count": {**draft.rules["count"], "comparison": True}})


def test_the_rules_page_says_equal_shares_in_plain_words(draft: Round) -> None:
    draft.rules["count"] = equal_shares(draft, comparison=True).to_manifest()
    facts = " ".join(sentences(draft))
    assert "Equal shares: everybody who votes has the same share of the pot" in facts
    assert "everybody’s share grows by £1 at a time" in facts
    assert "goes to the idea with most votes that fits" in facts
    assert "If more people get more of what they chose by most votes, that result stands." in facts
    assert "If two ideas come out exactly equal, the cheaper one goes first" in facts
    assert "the one that more people chose goes first" in facts
    assert "Most votes that fit: the idea" not in facts
    draft.rules["count"] = equal_shares(draft).to_manifest()
    assert "held against" not in " ".join(sentences(draft))
    draft.rules["count"] = most_votes(draft).to_manifest()
    assert (
        "If two ideas have the same number of votes, the cheaper one goes first; if that is equal"
        " too, the one that is drawn first goes first (the lot can be checked: it follows from a"
        " line that is published before the vote)."
    ) in sentences(draft)


def test_a_round_by_equal_shares_runs_from_setting_up_to_the_panel(
    ready: Round,
    before: Round,
    officer: User,
    without_panels: None,
    clock: Any,
    area: Neighbourhood,
) -> None:
    """Set up, publish, ideas, vote, open, count: all by the deeds that people do."""
    actions.preview_rule(ready, on=before, rules=equal_shares(ready), by=officer)
    actions.choose_rule(ready, rules=equal_shares(ready), by=officer)
    rounds.change(ready, by=officer, pot_pence=500_000, rules=_counted_openly(ready))
    round_ = rounds.publish(ready, by=officer)
    assert round_.voting_opens_at is not None
    clock.set(round_.voting_opens_at - DAY)
    for number in range(4):
        factories.proposal(round_, pence=100_000 + 50_000 * number)
    vote = _open(round_, officer, clock)
    cheap = {line.pence: line.number for line in BallotLine.objects.filter(round=round_)}
    for _ in range(6):
        vote.vote(vote.voter(), cheap[100_000], cheap[150_000], cheap[200_000])
    for _ in range(4):
        vote.vote(vote.voter(), cheap[250_000])
    assert round_.voting_closes_at is not None
    clock.set(round_.voting_closes_at + DAY / 24)
    actions.close(vote.round, by=officer, role="officer")
    vote.open()
    results = results_of(Round.objects.get(pk=round_.pk))
    assert results is not None
    by_hand = {str(cheap[pence]) for pence in (100_000, 150_000, 250_000)}
    assert set(results.data["funded"]) == by_hand
    assert Count.objects.get(round=round_).rules == equal_shares(round_).to_manifest()
    _pages_say_it(round_)


def _counted_openly(round_: Round) -> Any:
    round_.refresh_from_db()
    return {**round_.rules, "whole_ballots_from": 10}


def _open(round_: Round, officer: User, clock: Any) -> Scene:
    openers = [duty.person for duty in Duty.objects.filter(round=round_, kind="opener")]
    vote = Scene(round_, officer, openers)
    actions.fix_ballot(round_, by=officer)
    actions.draw_roll(round_, by=officer)
    actions.make_box(round_, by=officer)
    vote.round = actions.ready(round_, by=officer)
    assert round_.voting_opens_at is not None
    clock.set(round_.voting_opens_at + DAY / 24)
    return vote


def _pages_say_it(round_: Round) -> None:
    from grants import voted_lines

    here = [round_.neighbourhood, round_.number]
    page = text(Client().get(reverse("voting:results", args=here)))
    assert "The vote picked 3 of 4 ideas" in page
    assert "put in £625 each from their share" in page
    assert "The idea with most votes comes first, then the next" not in page
    rules = text(Client().get(reverse("rounds:rules", args=here)))
    assert "an idea is bought by the people who chose it" in rules
    lines = voted_lines.lines(Round.objects.get(pk=round_.pk))
    assert [line.picked for line in lines] == [True, True, True, False]
    tried = text(Client().get(reverse("voting:try", args=here)))
    assert "4 fewer people get something they chose" in tried
    assert scenes.rules()["count"]["rule"] == "greedy"


def test_a_preview_notes_the_rules_that_were_seen(
    draft: Round, before: Round, officer: User, staff: Client
) -> None:
    """An earlier vote keeps its own fewest votes and ties, and the record says so."""
    draft.rules["count"]["min_votes"] = 30
    draft.save(update_fields=["rules"])
    staff.post(at(draft), {"do": "preview", "on": str(before.pk)})
    noted = RulePreview.objects.get(round=draft).rules
    assert noted["rule"] == "equal-shares"
    assert noted["min_votes"] == before.rules["count"]["min_votes"] == 1
    found = results_of(before)
    assert found is not None
    assert noted == as_offered(found).to_manifest()


def test_two_officers_who_choose_at_once_do_not_undo_each_other(
    draft: Round, officer: User
) -> None:
    seen = Round.objects.get(pk=draft.pk)
    kept = (Stage(Group.THEME, "Safer streets", percent=30),)
    actions.choose_rule(draft, rules=replace(most_votes(draft), stages=kept), by=officer)
    with pytest.raises(refusals.RulesChanged):
        actions.choose_rule(seen, rules=replace(most_votes(seen), min_votes=2), by=officer)
    assert Round.objects.get(pk=draft.pk).rules["count"]["stages"] == "theme:Safer streets=30%"
