"""Results and files."""

from __future__ import annotations

import html
import json
from typing import Any

from django.test import Client
from django.urls import reverse

from places.models import Neighbourhood
from rounds.models import Duty
from tests import factories
from tests.voting import scene as scenes
from tests.voting.browser import Browser
from tests.voting.scene import DAY, Scene
from voting import actions
from voting.models import PublishedBallot


def test_a_loser_reads_exactly_why(vote: Scene, visitor: Browser) -> None:
    for numbers in ([1, 2, 3], [1, 2], [2, 3], [2]):
        vote.vote(vote.voter(), *numbers)
    vote.round.refresh_from_db()
    vote.end()
    vote.open()
    text = " ".join(html.unescape(visitor.get("results").content.decode()).split())
    assert "4 people voted. The vote picked 3 of 3 ideas" in text
    assert "Picked: 4 people chose it, the most." in text
    assert "Not final yet" in text


def test_few_ballots_give_totals_and_receipts_only(vote: Scene, visitor: Browser) -> None:
    vote.vote(vote.voter(), 1, 2)
    vote.end()
    vote.open()
    row = PublishedBallot.objects.get()
    file = visitor.get("ballots", "csv").getvalue().decode("utf-8-sig")
    assert file == f"receipt\n{bytes(row.tracker).hex()}\n"
    assert visitor.get("ballots", "pb").status_code == 404
    assert visitor.get("facts").status_code == 404
    assert "fewer than 50 ballots" in visitor.get("results").content.decode()
    assert "at least one idea they chose" not in visitor.get("results").content.decode()
    assert "served" not in json.loads(visitor.get("result-file").content)
    totals = visitor.get("totals").getvalue().decode("utf-8-sig")
    assert totals.startswith("number,idea,cost_minor_units,votes,picked,why\n")
    assert Browser(vote, vote.officer).get("ballots", "pb").status_code == 404
    assert Browser(vote, vote.officer).get("facts").status_code == 404
    scrutineer = Browser(vote, factories.with_role("auditor", vote.area))
    assert f"{bytes(row.tracker).hex()};1,2" in scrutineer.get("ballots", "pb").getvalue().decode()
    assert scrutineer.get("facts").status_code == 200


def test_the_published_file_counts_to_the_same_result(area: Neighbourhood, tmp_path: Any) -> None:
    from voting.counting import Rules, count, pabulib
    from voting.counting.options import TieKey

    rules = {**scenes.rules(), "whole_ballots_from": 3}
    vote = scenes.open_vote(area, rules=rules, ideas=6, pot_pence=400_050)
    for n in range(8):
        vote.vote(vote.voter(), 1 + n % 6, 1 + (n * 5) % 6)
    vote.end()
    vote.open()
    page = Browser(vote).get("results").content.decode()
    for name, at in (("ballots.pb", ("ballots", "pb")), ("facts.json", ("facts",))):
        (tmp_path / name).write_bytes(Browser(vote).get(*at).getvalue())
        assert f'/results/{name}"' in page
    read = pabulib.read_with_facts(tmp_path / "ballots.pb", tmp_path / "facts.json").file
    facts = Client().get(reverse("voting:api-result", args=[vote.round.pk])).json()
    assert facts["pabulib"].endswith("/results/ballots.pb")
    assert facts["facts"].endswith("/results/facts.json")
    recount = count(read.ballots, Rules(ties=(TieKey.COST, TieKey.VOTES, TieKey.NUMBER)))
    assert read.selected == frozenset(recount.funded)
    assert {row["number"] for row in facts["lines"] if row["picked"]} == {
        int(number) for number in recount.funded
    }
    assert {row["number"]: row["votes"] for row in facts["lines"]} == {
        outcome.project.number: outcome.votes for outcome in recount.outcomes
    }


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(area: Neighbourhood) -> None:
    round_ = factories.round_in("checks", area, rules=scenes.rules())
    scene = Scene(round_, factories.with_role("officer", area), [])
    factories.proposal(round_, title='=HYPERLINK("x")')
    for _ in range(2):
        opener = factories.with_role("finance", area)
        scene.openers.append(opener)
        Duty.objects.create(round=round_, kind="opener", person=opener)
    actions.fix_ballot(round_, by=scene.officer)
    actions.make_box(round_, by=scene.officer)
    actions.ready(round_, by=scene.officer)
    scenes.move_clock(12 * DAY)
    round_.refresh_from_db()
    scene.vote(scene.voter(), 1)
    scene.end()
    scene.open()
    totals = b"".join(Browser(scene).get("totals").streaming_content).decode()
    assert "\"'=HYPERLINK" in totals


def test_a_vote_in_which_nobody_chose_anything_has_no_files_for_other_programs(vote: Scene) -> None:
    vote.end()
    vote.open()
    scrutineer = Browser(vote, factories.with_role("auditor", vote.area))
    assert scrutineer.get("ballots", "csv").status_code == 200
    assert scrutineer.get("ballots", "pb").status_code == 404
    assert scrutineer.get("facts").status_code == 404
