"""Trying another rule on the ballots of a counted round: nothing stands, nothing leaks, nothing is
stored.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from audit.models import Event
from places.models import Neighbourhood
from rounds.models import PHASES, Round
from rounds.rules import checked
from tests import factories, postgres
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from voting import actions, counting
from voting.actions.counting import pack, projects
from voting.counting import Completion, Rule, Rules, Utility
from voting.models import BallotLine, Count, RulePreview
from voting.results import Results, results_of
from voting.trying import another_rule, turns

SHARES = {"rule": "equal-shares", "left": "add1+greedy"}


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    caches["counts"].clear()


def split_vote(area: Neighbourhood | None = None, whole_from: int = 3) -> Scene:
    """A counted vote with £5,000: six people want three ideas for £1,000, £1,500 and £2,000, four
    want the one for £2,500. The first three fit, the fourth lacks £2,000.
    """
    rules = {**scenes.rules(), "whole_ballots_from": whole_from}
    vote = scenes.open_vote(area, rules=rules, ideas=4, pot_pence=500_000)
    by_cost = sorted(BallotLine.objects.filter(round=vote.round), key=lambda line: line.pence)
    dear = by_cost[3].number
    cheap = [line.number for line in by_cost[:3]]
    for _ in range(6):
        vote.vote(vote.voter(), *cheap)
    for _ in range(4):
        vote.vote(vote.voter(), dear)
    vote.end()
    vote.open()
    return vote


@pytest.fixture
def counted(area: Neighbourhood) -> Scene:
    """The vote that shows why the rules differ, its ballots public."""
    return split_vote(area)


def found(vote: Scene) -> Results:
    results = results_of(Round.objects.get(pk=vote.round.pk))
    assert results is not None
    return results


def ask(vote: Scene, **given: str) -> Any:
    return Client().get(reverse("voting:try", args=[vote.area, vote.round.number]), given)


def text(page: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(plain).split())


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in ("cancelled",)])
def test_there_is_nothing_to_try_on_before_the_count(phase: str, area: Neighbourhood) -> None:
    stages = {"vote-delayed": "voting", "closed": "delivering"}
    round_ = factories.round_in(stages.get(phase, phase), area, counted_at=None)
    client = Client()
    client.force_login(factories.with_role("auditor", area))
    url = reverse("voting:try", args=[area, round_.number])
    assert client.get(url).status_code == 404


def test_nobody_can_try_while_ballots_lie_in_the_box(vote: Scene) -> None:
    vote.vote(vote.voter(), 1, 2)
    auditor = Browser(vote, factories.with_role("auditor", vote.area))
    assert auditor.get("try").status_code == 404
    vote.end()
    assert auditor.get("try").status_code == 404
    vote.open()
    assert auditor.get("try").status_code == 200


def test_a_visitor_sees_the_other_rule_beside_the_published_result(counted: Scene) -> None:
    page = text(ask(counted))
    assert "This is a try. The published result stands." in page
    assert "4 more people get something they chose" in page
    assert "Equal shares: everybody who votes has the same share of the pot" in page
    assert "Ideas picked" in page


RULES: tuple[dict[str, str], ...] = (
    {},
    {"rule": "greedy", "misfit": "stop"},
    {"rule": "greedy", "min_votes": "5"},
    {"rule": "equal-shares", "left": "none"},
    {"rule": "equal-shares", "left": "add1", "utility": "cardinality"},
    {"rule": "equal-shares", "left": "greedy", "min_votes": "5"},
    {"rule": "equal-shares", "left": "add1+greedy", "comparison": "on", "step": "7"},
    {"rule": "greedy", "part": "10"},
    {"budget": "£1,400"},
    {"rule": "greedy", "budget": "55.50"},
)


@pytest.mark.parametrize("given", RULES, ids=str)
def test_a_try_is_the_count_of_the_same_ballots(counted: Scene, given: dict[str, str]) -> None:
    from voting.forms.trying import TryForm

    results = found(counted)
    form = TryForm(given, found=results)
    assert form.is_valid(), form.errors
    tried = another_rule.compare(results, form.rules(), form.money)
    lines = [row.line for row in results.lines]
    ballots = replace(pack(counted.round, projects(lines)), budget=form.money)
    expected = counting.count(ballots, form.rules())
    assert tried.other.funded == expected.funded
    assert tried.other.spent == expected.spent
    assert tried.published.funded == tuple(results.data["funded"])
    assert tried.published.served == results.data["served"]


def test_every_choice_on_the_page_reaches_the_rules(counted: Scene) -> None:
    from voting.forms.trying import TryForm

    given = {
        "rule": "equal-shares", "left": "add1", "utility": "cardinality", "step": "7",
        "comparison": "on", "misfit": "stop", "min_votes": "4", "part": "30",
    }  # fmt: skip
    form = TryForm(given, found=found(counted))
    assert form.is_valid()
    own = Rules.from_manifest(found(counted).count.rules)
    assert form.rules() == replace(
        own,
        rule=Rule.EQUAL_SHARES,
        completion=Completion.ADD1,
        utility=Utility.CARDINALITY,
        score=counting.Score.VOTES,
        add1_step=700,
        comparison=True,
        misfit=counting.Misfit.STOP,
        min_votes=4,
        part_funding=30,
    )


def test_the_rounds_own_rule_changes_nothing(counted: Scene) -> None:
    page = text(ask(counted, rule="greedy"))
    assert "The same ideas win" in page
    assert "Everybody gets the same as in the published result." in page


def test_shares_give_the_smaller_group_something(counted: Scene) -> None:
    page = text(ask(counted, **SHARES))
    assert "4 more people get something they chose" in page
    assert "1 idea would win that lost, and 1 idea would lose that won." in page
    assert "Would win Idea 4 £2,500" in page
    assert "Would not win Idea 3 £2,000" in page
    assert "Spent £4,500 £5,000" in page
    assert "Left £500 £0" in page
    assert "6 (60%) 10 (100%)" in page
    assert "on average 1.80 1.60" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"rule": "dictator"}, "Choose one of these"),
        ({"left": "burn"}, "Choose one of these"),
        ({"utility": "points"}, "Choose one of these"),
        ({"step": "0"}, "Write a whole number from 1 to 10,000"),
        ({"step": "9" * 5000}, "Write a whole number from 1 to 10,000"),
        ({"step": "1.5"}, "Write a whole number from 1 to 10,000"),
        ({"min_votes": "0"}, "Write a whole number from 1 to 1,000,000"),
        ({"min_votes": "-3"}, "Write a whole number from 1 to 1,000,000"),
        ({"part": "100"}, "Write a whole number from 0 to 99"),
        ({"budget": "lots"}, "Write an amount, like £1,250"),
        ({"budget": "0"}, "Write an amount from £1 to £10,000"),
        ({"budget": "10000.01"}, "Write an amount from £1 to £10,000"),
        ({"budget": "1e9"}, "Write an amount, like £1,250"),
        ({"budget": "9" * 40}, "at most 30 characters"),
        ({"budget": "1\x00"}, "Null characters are not allowed"),
    ],
    ids=str,
)
def test_bad_choices_are_told_in_place_and_kept(
    counted: Scene, given: dict[str, str], says: str
) -> None:
    page = ask(counted, **given)
    assert page.status_code == 422
    assert says in text(page)
    assert "There is a problem" in text(page)
    assert "Published This try" not in text(page)
    (typed,) = given.values()
    if len(typed) < 20 and "\x00" not in typed and next(iter(given)) in ("step", "budget", "part"):
        assert f'value="{typed}"' in page.content.decode()


def test_what_an_address_adds_is_left_alone(counted: Scene) -> None:
    assert ask(counted, endowment="9" * 100, utm="x").status_code == 200


def test_htmx_gets_the_part_that_changes(counted: Scene) -> None:
    url = reverse("voting:try", args=[counted.area, counted.round.number])
    part = Client().get(url, SHARES, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="try">')
    wrong = Client().get(url, {"step": "0"}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert "There is a problem" in wrong.content.decode()


def test_with_few_ballots_only_those_who_check_the_count_may_try(area: Neighbourhood) -> None:
    vote = split_vote(area, whole_from=11)
    for person in (None, vote.officer, factories.with_role("finance", area), vote.voter()):
        page = Browser(vote, person).get("try")
        assert page.status_code == 200
        assert "could find out single ballots" in text(page)
        assert "See who would win" not in text(page)
        assert "This try" not in text(page)
        assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    checks = Browser(vote, factories.with_role("auditor", area)).get("try")
    assert "Ideas picked" in text(checks)
    url = reverse("voting:try", args=[area, vote.round.number])
    linked = Browser(vote, factories.with_role("auditor", area)).get("results").content.decode()
    assert f'href="{url}"' in linked
    assert f'href="{url}"' not in Browser(vote, vote.officer).get("results").content.decode()
    elsewhere = factories.area(name="Grange", slug="grange")
    page = Browser(vote, factories.with_role("auditor", elsewhere)).get("try")
    assert "Ideas picked" not in text(page)


def test_a_part_for_one_more_idea_is_told_as_a_change(counted: Scene) -> None:
    page = text(ask(counted, rule="greedy", part="1"))
    assert "gets a part of its cost, £500." in page
    assert "Everybody gets the same" not in page


def test_a_try_leaves_no_trace(counted: Scene) -> None:
    before = (Count.objects.count(), Event.objects.count(), RulePreview.objects.count())
    stands = found(counted).data
    assert ask(counted, **SHARES, budget="1500").status_code == 200
    assert (Count.objects.count(), Event.objects.count(), RulePreview.objects.count()) == before
    assert found(counted).data == stands


def test_the_same_try_is_counted_once(counted: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    real = counting.count

    def noted(*given: Any) -> counting.Result:
        counts.append(given)
        return real(*given)

    monkeypatch.setattr(counting, "count", noted)
    first = ask(counted, **SHARES)
    second = ask(counted, **SHARES)
    assert first.content == second.content
    assert len(counts) == 1
    ask(counted, **SHARES, budget="900")
    assert len(counts) == 2


def test_only_a_few_count_at_once(committed_db: str) -> None:
    counted = split_vote()
    assert ask(counted, **SHARES).status_code == 200
    with (
        postgres.app_connection(committed_db) as one,
        postgres.app_connection(committed_db) as other,
    ):
        for slot, held in enumerate((one, other)):
            held.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"voting.try {slot}"])
        assert turns.AT_ONCE == 2
        refused = ask(counted, **SHARES, budget="700")
        assert refused.status_code == 409
        assert "Other people are trying rules right now" in text(refused)
        assert 'value="700"' in refused.content.decode()
        assert ask(counted, **SHARES).status_code == 200, "what was counted before needs no turn"
    assert ask(counted, **SHARES, budget="700").status_code == 200


def test_themes_say_where_the_money_goes(area: Neighbourhood) -> None:
    vote = split_vote(area)
    results = found(vote)
    shown = text(ask(vote))
    themes = {another_rule.theme_of(row.line) for row in results.lines}
    assert themes <= {"Safer streets", "Greener streets"}
    for theme in themes:
        assert f"{theme} £" in shown


def test_points_are_offered_where_ballots_give_points(db: None, tmp_path: Any) -> None:
    from kit.actor import SYSTEM
    from voting.actions.importing import import_election

    file = tmp_path / "points.pb"
    file.write_text(
        "META\nkey;value\ndescription;Points\nunit;Elsewhere\nnum_projects;2\nnum_votes;2\n"
        "budget;1000\ncurrency;PLN\nvote_type;cumulative\nrule;greedy\nmax_sum_points;10\n"
        "PROJECTS\nproject_id;cost;name;votes;category\n1;700;Park;2;green\n2;400;Road;1;road\n"
        "VOTES\nvoter_id;vote;points\na;1,2;2,8\nb;1;5\n"
    )
    round_ = import_election(file, by=SYSTEM)
    url = reverse("voting:try", args=[round_.neighbourhood, round_.number])
    page = Client().get(url, {"utility": "points"})
    assert page.status_code == 200
    assert "PLN 1,000" in text(page)
    assert "for each point they gave" in text(page)


def test_a_round_by_equal_shares_is_tried_with_most_votes(area: Neighbourhood) -> None:
    rules = {**scenes.rules(), "whole_ballots_from": 1}
    shares = Rules(
        rule=Rule.EQUAL_SHARES,
        completion=Completion.ADD1_GREEDY,
        score=counting.Score.VOTES,
        ties=(counting.TieKey.COST, counting.TieKey.VOTES, counting.TieKey.NUMBER),
    )
    rules["count"] = shares.to_manifest()
    vote = scenes.open_vote(area, rules=checked(rules))
    vote.vote(vote.voter(), 1)
    scenes.move_clock(DAY)
    vote.end()
    vote.open()
    page = ask(vote)
    assert "Most votes that fit: the idea with most votes" in text(page)
    assert actions.count(vote.round, by=vote.officer).result == found(vote).data
