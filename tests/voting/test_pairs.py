"""Ideas that can't both be done, and ideas taken back, from the checks to the result."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from evidence.models import THEMES
from places.models import Neighbourhood
from proposals import actions as proposals
from proposals import refusals
from proposals.models import IncompatiblePair, Proposal
from rounds.models import Duty
from tests import factories
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from voting import actions, pairs
from voting.actions.counting import pack, projects
from voting.counting import count, pabulib
from voting.models import BallotLine, Count

WHY = "Both want the whole of the plot."
PLOT = ("A garden on the plot", "A pitch on the plot")


def checks(area: Neighbourhood, *titles: str, **rest: Any) -> Scene:
    """A round in its checks, with one idea for each title, ready for the ballot."""
    round_ = factories.round_in("checks", area, **{"rules": scenes.rules(), **rest})
    openers = [factories.with_role("finance", area) for _ in range(2)]
    for opener in openers:
        Duty.objects.create(round=round_, kind="opener", person=opener)
    for title in titles:
        factories.proposal(round_, title=title, pence=100_000)
    return Scene(round_, factories.with_role("officer", area), openers)


def open_box(scene: Scene) -> None:
    """Fix the ballot, make the box, and let voting open."""
    actions.fix_ballot(scene.round, by=scene.officer)
    actions.make_box(scene.round, by=scene.officer)
    actions.draw_roll(scene.round, by=scene.officer)
    actions.ready(scene.round, by=scene.officer)
    scenes.move_clock(12 * DAY)
    scene.round.refresh_from_db()


def number_of(scene: Scene, title: str) -> int:
    return scene.round.ballot_lines.get(name=title).number


def vote_for(scene: Scene, *ballots: tuple[str, ...]) -> None:
    for titles in ballots:
        scene.vote(scene.voter(), *(number_of(scene, title) for title in titles))


@pytest.fixture
def plot(area: Neighbourhood) -> Scene:
    """Two uses of one plot and a third idea, not on the ballot yet; the pot pays for all three."""
    scene = checks(area, *PLOT, "Swifts")
    one, other = Proposal.objects.filter(round=scene.round, title__in=PLOT)
    proposals.declare_incompatible(one, other=other, because=WHY, by=scene.officer)
    return scene


def test_only_the_first_of_two_is_picked_and_the_other_reads_why(plot: Scene) -> None:
    open_box(plot)
    vote_for(plot, PLOT, PLOT, (*PLOT, "Swifts"), ("A pitch on the plot",))
    plot.end()
    plot.open()
    result = Count.objects.get().result
    names = {str(line.number): line.name for line in plot.round.ballot_lines.all()}
    assert [names[number] for number in result["funded"]] == ["A pitch on the plot", "Swifts"]
    page = html.unescape(Browser(plot).get("results").content.decode())
    assert "A pitch on the plot was picked, and only one of the two can be." in page


def test_one_that_was_taken_back_blocks_nobody(plot: Scene) -> None:
    open_box(plot)
    vote_for(plot, PLOT, ("A pitch on the plot",))
    pitch = Proposal.objects.get(title="A pitch on the plot")
    assert pitch.lead is not None
    proposals.withdraw(pitch, reason="We found another place.", by=pitch.lead)
    plot.end()
    plot.open()
    payload = {row["number"]: row for row in Count.objects.get().result["outcomes"]}
    assert payload[number_of(plot, "A garden on the plot")]["verdict"] == "picked"
    assert payload[number_of(plot, "A pitch on the plot")]["verdict"] == "withdrawn"
    page = html.unescape(Browser(plot).get("results").content.decode())
    assert page.count("Withdrawn") == 1
    assert page.count("A pitch on the plot") == 1


def test_the_record_of_the_ballot_holds_the_pairs(plot: Scene) -> None:
    actions.fix_ballot(plot.round, by=plot.officer)
    expected = sorted(number_of(plot, title) for title in PLOT)
    after = Event.objects.get(kind="ballot.fixed").payload["after"]
    assert isinstance(after, dict)
    assert after["incompatible"] == [expected]
    assert pairs.numbers(plot.round) == [tuple(expected)]


def test_a_ballot_without_pairs_is_recorded_as_before(area: Neighbourhood) -> None:
    scene = checks(area, "Swifts")
    actions.fix_ballot(scene.round, by=scene.officer)
    after = Event.objects.get(kind="ballot.fixed").payload["after"]
    assert isinstance(after, dict)
    assert set(after) == {"lines", "format", "plaintext_length", "sealed_length", "ideas"}


def test_with_the_ballot_the_pairs_are_fixed(plot: Scene) -> None:
    actions.fix_ballot(plot.round, by=plot.officer)
    pair = IncompatiblePair.objects.get()
    third = Proposal.objects.get(title="Swifts")
    with pytest.raises(refusals.BallotFixed):
        proposals.withdraw_incompatible(pair, by=plot.officer)
    with pytest.raises(refusals.BallotFixed):
        proposals.declare_incompatible(pair.one, other=third, because=WHY, by=plot.officer)
    here = reverse("proposals:checks", args=[plot.area, plot.round.number])
    client = Client()
    client.force_login(plot.officer)
    page = client.get(here).content.decode()
    assert WHY in page
    assert "this stays as it is" in page
    assert "Say of two" not in page
    alone = client.get(reverse("proposals:pair", args=[plot.area, plot.round.number]))
    assert "The ballot is fixed or checks are over." in alone.content.decode()
    assert 'name="other"' not in alone.content.decode()
    form = {"one": pair.one.number, "other": third.number, "reason": WHY}
    assert client.post(here, form).status_code == 422


def test_the_database_holds_the_pairs_to_the_ballot(plot: Scene) -> None:
    actions.fix_ballot(plot.round, by=plot.officer)
    pair = IncompatiblePair.objects.get()
    third = Proposal.objects.get(title="Swifts")
    with pytest.raises(DatabaseError, match="the ballot is fixed"), transaction.atomic():
        IncompatiblePair.objects.create(
            one=pair.one, other=third, because=WHY, declared_by=plot.officer
        )
    with pytest.raises(DatabaseError, match="the ballot is fixed"), transaction.atomic():
        IncompatiblePair.objects.update(withdrawn_at=pair.declared_at, withdrawn_by=plot.officer)


def test_each_line_of_the_ballot_says_what_it_stands_against(plot: Scene) -> None:
    open_box(plot)
    for browser in (Browser(plot, plot.voter()), Browser(plot)):
        page = html.unescape(browser.get("ballot").content.decode())
        for title in PLOT:
            assert page.count(f"At most one of this and “{title}” can be picked.") == 1
        assert "“Swifts”" not in page
    officer = Browser(plot, plot.officer).get("box").content.decode()
    assert "At most one of each of these pairs" in officer


def test_a_line_that_is_gone_stands_against_nothing(plot: Scene) -> None:
    open_box(plot)
    Proposal.objects.filter(title="A pitch on the plot").update(status="withdrawn")
    assert "At most one of this and" not in Browser(plot).get("ballot").content.decode()


def test_one_idea_against_two_says_both(plot: Scene) -> None:
    pitch = Proposal.objects.get(title="A pitch on the plot")
    third = Proposal.objects.get(title="Swifts")
    proposals.declare_incompatible(pitch, other=third, because=WHY, by=plot.officer)
    open_box(plot)
    payload = pairs.sentences(plot.round, list(plot.round.ballot_lines.all()))
    assert payload[number_of(plot, "A pitch on the plot")].count("at most one of this and") == 1
    assert payload[number_of(plot, "A pitch on the plot")].endswith("You may tick them all.")
    assert payload[number_of(plot, "Swifts")].endswith("You may tick both.")


def test_files_and_programs_say_the_pairs(plot: Scene, tmp_path: Path) -> None:
    open_box(plot)
    vote_for(plot, PLOT, ("Swifts",))
    plot.end()
    plot.open()
    one, other = sorted(number_of(plot, title) for title in PLOT)
    payload = Client().get(reverse("voting:api-result", args=[plot.round.pk])).json()
    not_with = {row["number"]: row["not_with"] for row in payload["lines"]}
    assert not_with[one] == [other]
    assert not_with[other] == [one]
    assert not_with[number_of(plot, "Swifts")] == []
    pb, facts = tmp_path / "ballots.pb", tmp_path / "facts.json"
    auditor = Browser(plot, factories.with_role("auditor", plot.area))
    pb.write_bytes(auditor.get("ballots", "pb").getvalue())
    facts.write_bytes(auditor.get("facts").getvalue())
    assert "not_with" not in pb.read_text()
    whole = pabulib.read_with_facts(pb, facts)
    assert whole.file.ballots.incompatible == ((str(one), str(other)),)
    assert [project.theme for project in whole.file.projects] == [
        line.theme for line in plot.round.ballot_lines.order_by("number")
    ]
    assert whole.file.selected is not None
    recount = count(whole.file.ballots, whole.rules)
    assert sorted(recount.funded) == sorted(whole.file.selected)
    totals = Browser(plot).get("totals").getvalue().decode("utf-8-sig")
    assert totals.startswith("number,idea,cost_minor_units,votes,picked,not_with,why\n")
    assert f",1,{other}," in totals or f",1,{one}," in totals


def test_an_idea_that_never_came_on_the_ballot_is_in_no_pair(plot: Scene) -> None:
    pitch = Proposal.objects.get(title="A pitch on the plot")
    assert pitch.lead is not None
    proposals.withdraw(pitch, reason="We moved.", by=pitch.lead)
    actions.fix_ballot(plot.round, by=plot.officer)
    assert pairs.numbers(plot.round) == []


def test_a_line_carries_the_theme_of_its_kind_to_the_count(area: Neighbourhood) -> None:
    scene = checks(area, "Swifts")
    actions.fix_ballot(scene.round, by=scene.officer)
    line = BallotLine.objects.get()
    assert line.proposal is not None
    assert line.proposal.kind is not None
    assert (line.theme, line.area) == (THEMES[line.proposal.kind.theme], "")
    packed = pack(scene.round, projects([line]))
    assert [project.theme for project in packed.projects] == [line.theme]


def test_a_stage_keeps_money_for_a_theme_of_the_ballot(area: Neighbourhood) -> None:
    from evidence.models import Kind

    kinds = {theme: Kind.objects.filter(theme=theme).order_by("order")[0] for theme in THEMES}
    rules = scenes.rules()
    rules["count"] = {**rules["count"], "stages": f"theme:{THEMES['greener']}=50%"}
    scene = checks(area, rules=rules, pot_pence=200_000)
    for theme, title in (("safer", "Lamps"), ("safer", "Locks"), ("greener", "Swifts")):
        factories.proposal(scene.round, title=title, pence=100_000, kind=kinds[theme], theme=theme)
    open_box(scene)
    vote_for(scene, ("Lamps", "Locks"), ("Lamps", "Locks"), ("Lamps", "Swifts"))
    scene.end()
    scene.open()
    funded = Count.objects.get().result["funded"]
    assert {int(number) for number in funded} == {
        number_of(scene, "Lamps"),
        number_of(scene, "Swifts"),
    }
