"""A round keeps a part of its pot for a theme and ends ties by a lot, from draft to result."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from audit.models import Event
from evidence.models import THEMES, Kind
from people.models import User
from places.models import Neighbourhood
from rounds import actions as rounds
from rounds.count_words import count_sentences, kept_sentences
from rounds.models import Duty, Round
from tests import factories
from tests.rounds import conftest as round_scenes
from tests.voting.published import download
from tests.voting.scene import DAY, Scene
from tests.voting.test_trying import split_vote
from voting import actions, refusals
from voting.actions.rules import equal_shares, most_votes
from voting.counting import Group, Rules, Stage, certify
from voting.counting.__main__ import main
from voting.counting.pabulib import read_with_facts
from voting.forms.trying import TryForm
from voting.models import BallotLine, Count
from voting.results import Results, results_of
from voting.trying import another_rule

fund, draft, ready, without_panels = (
    round_scenes.fund,
    round_scenes.draft,
    round_scenes.ready,
    round_scenes.without_panels,
)
BOTH = "theme:Safer streets=30%;theme:Greener streets=20%"
GREENER = "theme:Greener streets=40%"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    caches["counts"].clear()


@pytest.fixture
def staff(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def text(page: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(plain).split()).replace(" .", ".")


def typed(page: Any, name: str) -> str:
    """What stands in a box of a page."""
    (box,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page.content.decode())
    return "".join(re.findall(r' value="([^"]*)"', box))


def at(round_: Round) -> str:
    return reverse("voting:rule", args=[round_.neighbourhood, round_.number])


def keeping(round_: Round) -> str:
    return reverse("voting:keep", args=[round_.neighbourhood, round_.number])


def keep(staff: Client, round_: Round, safer: str, greener: str) -> Any:
    given = {"keep_safer": safer, "keep_greener": greener}
    page = staff.post(keeping(round_), given, follow=True)
    round_.refresh_from_db()
    return page


def kept_of(round_: Round) -> str | None:
    kept: str | None = round_.rules["count"].get("stages")
    return kept


def test_an_officer_keeps_a_part_for_each_theme_and_takes_it_back(
    draft: Round, staff: Client
) -> None:
    assert "Keep at least this much of the pot for Safer streets" in text(staff.get(keeping(draft)))
    facts = text(keep(staff, draft, "30", " 20% "))
    assert kept_of(draft) == BOTH
    said = (
        "At least 30% of the pot is kept for Safer streets, and at least 20% for Greener streets:"
        " those ideas are counted first, each group with its own money. What they leave goes back."
    )
    assert said in facts
    assert "A part of the pot is kept for a theme." in facts
    assert said in text(staff.get(at(draft)))
    page = staff.get(keeping(draft))
    assert typed(page, "keep_safer") == "30"
    keep(staff, draft, "", "40")
    assert kept_of(draft) == GREENER
    assert "keeps nothing of the pot for a theme" in text(keep(staff, draft, "0", ""))
    assert kept_of(draft) is None
    written = Event.objects.filter(kind="round.rule_chosen", round_ref=draft.pk).order_by("id")
    after = [event.payload["after"]["rules"].get("stages") for event in written]  # type: ignore[index,call-overload,union-attr]
    assert after == [BOTH, GREENER, None]


@pytest.mark.parametrize(
    ("safer", "greener", "says"),
    [
        ("60", "41", "That is 101% in all. Keep at most 100%"),
        ("101", "", "Write a whole number from 0 to 100"),
        ("-1", "", "Write a whole number from 0 to 100"),
        ("", "12.5", "Write a whole number from 0 to 100"),
        ("most", "", "Write a whole number from 0 to 100"),
    ],
)
def test_what_cannot_be_kept_is_told_in_place(
    draft: Round, staff: Client, safer: str, greener: str, says: str
) -> None:
    page = keep(staff, draft, safer, greener)
    assert page.status_code == 422
    assert says in text(page)
    assert "There is a problem" in text(page)
    assert (typed(page, "keep_safer"), typed(page, "keep_greener")) == (safer, greener)
    assert kept_of(draft) is None
    assert not Event.objects.filter(kind="round.rule_chosen").exists()


def test_what_a_page_of_an_earlier_version_keeps_is_saved(draft: Round, staff: Client) -> None:
    staff.post(at(draft), {"do": "keep", "keep_safer": "", "keep_greener": "40"})
    draft.refresh_from_db()
    assert kept_of(draft) == GREENER


def test_the_whole_pot_can_be_kept(draft: Round, staff: Client) -> None:
    keep(staff, draft, "60", "40")
    assert kept_of(draft) == "theme:Safer streets=60%;theme:Greener streets=40%"


def test_lot_and_money_kept_stay_whichever_rule_is_chosen(
    draft: Round, area: Neighbourhood, officer: User, staff: Client
) -> None:
    before = split_vote(area).round
    keep(staff, draft, "30", "")
    seed = draft.rules["count"]["lot_seed"]
    staff.post(at(draft), {"do": "preview", "on": str(before.pk)})
    for rule in ("equal-shares", "greedy"):
        staff.post(at(draft), {"do": "choose", "rule": rule})
        draft.refresh_from_db()
        assert draft.rules["count"]["rule"] == rule
        assert kept_of(draft) == "theme:Safer streets=30%"
        assert draft.rules["count"]["lot_seed"] == seed
    keep(staff, draft, "", "")
    staff.post(at(draft), {"do": "choose", "rule": "equal-shares"})
    keep(staff, draft, "", "40")
    assert draft.rules["count"] == equal_shares(draft).to_manifest()
    assert kept_of(draft) == GREENER


@pytest.mark.parametrize(
    "stage",
    [Stage(Group.AREA, "North", percent=10), Stage(Group.THEME, "Safer streets", amount=500)],
    ids=str,
)
def test_nothing_else_than_a_per_cent_for_a_theme_is_kept(
    draft: Round, officer: User, stage: Stage
) -> None:
    from dataclasses import replace

    with pytest.raises(refusals.NotARuleHere):
        actions.choose_rule(draft, rules=replace(most_votes(draft), stages=(stage,)), by=officer)


def test_it_is_said_in_words() -> None:
    count = Rules(stages=(Stage(Group.THEME, "Safer streets", percent=30),)).to_manifest()
    assert kept_sentences(count) == (
        "At least 30% of the pot is kept for Safer streets: those ideas are counted first, with"
        " that money. What they leave goes back.",
    )
    assert kept_sentences(Rules().to_manifest()) == ()
    shares = count_sentences({**_shares(), "stages": GREENER})
    assert "Everybody who chose one of those ideas has the same share of that money." in shares
    north = Rules(stages=(Stage(Group.AREA, "North", amount=250_000),)).to_manifest()
    assert kept_sentences(north)[0].startswith("At least £2,500 of the pot is kept for North:")


def _shares() -> dict[str, Any]:
    from voting.counting import Rule

    return Rules(rule=Rule.EQUAL_SHARES).to_manifest()


IDEAS = (("safer", "Lamps"), ("safer", "Locks"), ("greener", "Swifts"), ("greener", "Trees"))


def published(ready: Round, officer: User, clock: Any, staff: Client, *, rule: str) -> Scene:
    """A round of £5,000 that keeps 40% for Greener streets, its vote open: four ideas of £2,000."""
    keep(staff, ready, "", "40")
    if rule == "equal-shares":
        before = split_vote(ready.neighbourhood).round
        actions.preview_rule(ready, on=before, rules=equal_shares(ready), by=officer)
        actions.choose_rule(ready, rules=equal_shares(ready), by=officer)
        ready.refresh_from_db()
    rules = {**ready.rules, "whole_ballots_from": 10}
    rounds.change(ready, by=officer, pot_pence=500_000, rules=rules)  # type: ignore[arg-type]
    round_ = rounds.publish(ready, by=officer)
    assert round_.voting_opens_at is not None
    clock.set(round_.voting_opens_at - DAY)
    for theme, title in IDEAS:
        kind = Kind.objects.filter(theme=theme).order_by("order")[0]
        factories.proposal(round_, title=title, pence=200_000, kind=kind, theme=theme)
    openers = [duty.person for duty in Duty.objects.filter(round=round_, kind="opener")]
    vote = Scene(round_, officer, openers)
    actions.fix_ballot(round_, by=officer)
    actions.draw_roll(round_, by=officer)
    actions.make_box(round_, by=officer)
    vote.round = actions.ready(round_, by=officer)
    clock.set(round_.voting_opens_at + DAY / 24)
    return vote


def counted(vote: Scene, clock: Any) -> Results:
    """Seven people want both safer ideas, three both greener ones."""
    number = {line.name: line.number for line in BallotLine.objects.filter(round=vote.round)}
    for _ in range(7):
        vote.vote(vote.voter(), number["Lamps"], number["Locks"])
    for _ in range(3):
        vote.vote(vote.voter(), number["Swifts"], number["Trees"])
    assert vote.round.voting_closes_at is not None
    clock.set(vote.round.voting_closes_at + DAY / 24)
    actions.close(vote.round, by=vote.officer, role="officer")
    vote.open()
    found = results_of(Round.objects.get(pk=vote.round.pk))
    assert found is not None
    return found


def drawn(vote: Scene, *titles: str) -> str:
    """The title that the published lot puts first, worked out here."""
    seed = vote.round.rules["count"]["lot_seed"]
    lines = {line.name: line.number for line in BallotLine.objects.filter(round=vote.round)}
    facts = {
        title: hashlib.sha256(f"pb-lot/v1\n{seed}\n{lines[title]}".encode()).hexdigest()
        for title in titles
    }
    return min(facts, key=lambda title: facts[title])


@pytest.mark.parametrize("rule", ["greedy", "equal-shares"])
def test_a_round_that_keeps_money_for_a_theme_runs_to_its_results(
    ready: Round,
    officer: User,
    clock: Any,
    without_panels: None,
    staff: Client,
    rule: str,
    tmp_path: Path,
) -> None:
    vote = published(ready, officer, clock, staff, rule=rule)
    found = counted(vote, clock)
    winners = {line.line.name for line in found.picked}
    assert winners == {drawn(vote, "Lamps", "Locks"), drawn(vote, "Swifts", "Trees")}
    count = Count.objects.get(round=vote.round)
    assert count.rules["stages"] == GREENER
    here = [vote.area, vote.round.number]
    page = text(Client().get(reverse("voting:results", args=here)))
    assert "£2,000 was kept first for Greener streets" in page
    assert "with the money kept for Greener streets" in page
    assert "lot" in page
    step = text(Client().get(reverse("voting:results", args=here), {"step": "1"}))
    assert "With the money kept for Greener streets." in step
    _rules_page(vote)
    _try_page(vote, found)
    data = json.loads(Client().get(reverse("voting:result-file", args=here)).content)
    files = download(vote.round, tmp_path)
    whole = read_with_facts(files["ballots.pb"], files["facts.json"])
    assert whole.rules == Rules.from_manifest(count.rules)
    assert certify(whole.file.ballots, data, rules=whole.rules) == []
    given = [str(files[name]) for name in ("result.json", "facts.json", "ballots.pb")]
    assert main(["--check", given[0], "--facts", *given[1:]]) == 0


def _rules_page(vote: Scene) -> None:
    page = text(Client().get(reverse("rounds:rules", args=[vote.area, vote.round.number])))
    assert "At least 40% of the pot is kept for Greener streets: those ideas are counted" in page
    assert f"The lot: {vote.round.rules['count']['lot_seed']}" in page
    assert page.count(vote.round.rules["count"]["lot_seed"]) == 1
    assert "the one that is drawn first goes first" in page


def _try_page(vote: Scene, found: Results) -> None:
    url = reverse("voting:try", args=[vote.area, vote.round.number])
    own = found.count.rules["rule"]
    same = text(Client().get(url, {"rule": own, "left": "add1+greedy"}))
    assert "The same ideas win" in same
    assert "At least 40% of the pot is kept for Greener streets" in same
    free = Client().get(url, {"rule": "greedy", "keep_greener": ""})
    assert "3 fewer people get something they chose" in text(free)
    assert "is kept for" not in text(free)
    assert '<details class="govuk-details" open>' in free.content.decode()
    wrong = Client().get(url, {"keep_safer": "70"})
    assert wrong.status_code == 422
    assert "That is 110% in all. Keep at most 100%" in text(wrong)
    assert typed(wrong, "keep_safer") == "70"


def test_a_try_keeps_what_the_round_keeps(
    ready: Round, officer: User, clock: Any, without_panels: None, staff: Client
) -> None:
    vote = published(ready, officer, clock, staff, rule="greedy")
    found = counted(vote, clock)
    own = another_rule.published_rules(found)
    form = TryForm({"rule": "greedy"}, found=found)
    assert form.is_valid()
    assert form.rules() == own
    form = TryForm({"rule": "greedy", "keep_safer": "10", "keep_greener": "0"}, found=found)
    assert form.is_valid()
    assert form.rules().stages == (Stage(Group.THEME, THEMES["safer"], percent=10),)


def test_a_try_on_a_vote_without_these_themes_is_not_asked_for_them(area: Neighbourhood) -> None:
    vote = split_vote(area)
    found = results_of(Round.objects.get(pk=vote.round.pk))
    assert found is not None
    form = TryForm({}, found=found)
    themes = {line.line.theme for line in found.lines}
    assert [THEMES[name.removeprefix("keep_")] for name in form.keeping] == sorted(
        themes, key=list(THEMES.values()).index
    )
    assert len(form.keeping) == 1
