"""A count by equal shares on the results page, and what is kept back when few voted."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from places.models import Neighbourhood
from rounds.models import Round
from tests import factories
from tests.voting.browser import Browser
from tests.voting.scene import Scene
from tests.voting.shares import SHARES, by_shares
from voting.counting import Builder, Group, Project, Rule, Rules, Stage, count
from voting.counting.money import pounds
from voting.models import Count
from voting.results import Results, published, results_of, walk
from voting.results.picture import draw
from voting.results.sharing import SharingStep

SECRET = (
    "each from their share",
    "had less left",
    "had gone to",
    "was left after step",
    "What people put in",
    "Put in all they had",
)


@pytest.fixture
def counted(area: Neighbourhood) -> tuple[Scene, Round]:
    return by_shares(area)


@pytest.fixture
def few(area: Neighbourhood) -> tuple[Scene, Round]:
    """The same round, where twelve ballots are too few to be public."""
    return by_shares(area, whole_from=50)


def page(vote: Scene, query: str = "", **headers: str) -> str:
    answer = Browser(vote).client.get(Browser(vote).url("results") + query, headers=headers)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def results(round: Round) -> Results:
    found = results_of(round)
    assert found is not None
    return found


def test_every_step_can_be_chosen_by_its_address(counted: tuple[Scene, Round]) -> None:
    vote, round = counted
    steps = results(round).steps
    assert len(steps) > 2
    for step in steps:
        text = page(vote, f"?step={step.number}")
        assert f"Step {step.number} of {len(steps)}: {step.name}," in text
        assert step.price in text


@pytest.mark.parametrize("nonsense", ["0", "99", "-1", "x", "1e3", "²", "9" * 400])
def test_a_step_that_is_not_there_shows_all_of_them(
    counted: tuple[Scene, Round], nonsense: str
) -> None:
    assert "Go through it step by step" in page(counted[0], f"?step={nonsense}")


def test_the_fragment_is_only_the_step(counted: tuple[Scene, Round]) -> None:
    text = page(counted[0], "?step=1", **{"HX-Request": "true"})
    assert "Step 1 of" in text
    assert "<html" not in text
    assert "Every idea, and why" not in text


def test_what_people_put_in_is_the_cost_of_each_step(counted: tuple[Scene, Round]) -> None:
    for step in results(counted[1]).steps:
        if step.payments:
            assert step.payments.full_paid + step.payments.short_paid == step.cost
        assert step.before - step.cost == step.after


def test_the_pot_falls_by_the_cost_of_every_step(counted: tuple[Scene, Round]) -> None:
    found = results(counted[1])
    left = found.data["budget"]
    for step in found.steps:
        left -= step.cost
        assert step.pot_after == left
    assert left == found.left_amount


def test_a_loser_has_a_bar_of_what_was_behind_it(counted: tuple[Scene, Round]) -> None:
    vote, round = counted
    lost = [line for line in results(round).lines if line.behind]
    assert lost
    text = page(vote)
    for line in lost:
        assert line.behind is not None
        assert f"{line.behind.had}, {line.behind.lacked}" in text
        assert 0 <= line.behind.there < line.behind.cost == line.line.pence


def test_the_result_leaves_with_every_payment(counted: tuple[Scene, Round]) -> None:
    vote, round = counted
    answer = Browser(vote).get("result-file")
    assert answer["Content-Disposition"] == 'attachment; filename="result.json"'
    data = json.loads(answer.content)
    assert data == Count.objects.get(round=round).result
    steps = [outcome["step"] for outcome in data["outcomes"] if "step" in outcome]
    assert steps
    for step in steps:
        cost = next(row["cost"] for row in data["outcomes"] if row["id"] == step["id"])
        assert Fraction(step["full_paid"]) + Fraction(step["short_paid"]) == cost
    assert "The result with every payment (JSON)" in page(vote)


def test_of_few_ballots_nobody_learns_who_put_in_what(few: tuple[Scene, Round]) -> None:
    vote, round = few
    file = Browser(vote).get("result-file").content.decode()
    for words in ('_paid"', '"price"', 'went_to": [[', 'before": "', "next_cost", "more_with"):
        assert words not in file
    facts = Client().get(reverse("voting:api-result", args=[round.pk])).content.decode()
    rows = b"".join(Browser(vote).get("totals").streaming_content).decode()
    pages = [page(vote), *(page(vote, f"?step={n}") for n in range(1, 6)), facts, rows, file]
    for text in pages:
        for words in SECRET:
            assert words not in text
    assert "paid for it from their shares" in pages[0]
    scrutineer = Browser(vote, factories.with_role("auditor", vote.area))
    assert scrutineer.get("result-file").json() == Count.objects.get(round=round).result


def test_of_few_ballots_a_stage_does_not_say_how_many_people_chose_its_ideas(
    area: Neighbourhood,
) -> None:
    """How big a share is in a stage says that, and the votes of every idea don't."""
    kept = (Stage(Group.THEME, "Safer streets", percent=30),)
    vote, round = by_shares(area, whole_from=50, count=replace(SHARES, stages=kept))
    whole = Count.objects.get(round=round).result
    assert [run["stage"] for run in whole["runs"]] == ["theme:Safer streets=30%", None]
    facts = Browser(vote).get("result-file").json()
    assert all(set(run["shares"]) == {"stop"} for run in facts["runs"])
    assert not any("loss" in row for row in facts["outcomes"])
    pages = (page(vote), page(vote, "?step=1"), page(vote, "?step=3"))
    assert "was kept first for Safer streets" in pages[0]
    for text in pages:
        for words in (" of shares", "is a share of", "shares together", "of shares behind it"):
            assert words not in text


def test_the_file_of_few_ballots_says_what_was_picked_when(few: tuple[Scene, Round]) -> None:
    vote, round = few
    whole, facts = Count.objects.get(round=round).result, Browser(vote).get("result-file").json()
    assert facts["funded"] == whole["funded"]
    assert facts["runs"][-1]["shares"]["share"] == whole["runs"][-1]["shares"]["share"]
    numbers = [row["step"]["number"] for row in facts["outcomes"] if "step" in row]
    assert numbers == list(range(1, len(numbers) + 1))
    from_the_start = [row["loss"]["after"] for row in facts["outcomes"] if "loss" in row]
    assert set(from_the_start) <= {0}


def test_of_few_ballots_what_the_votes_give_is_still_said(few: tuple[Scene, Round]) -> None:
    vote, round = few
    share = Fraction(Count.objects.get(round=round).result["runs"][-1]["shares"]["share"])
    for line in results(round).lines:
        had = re.search(r"had £([\d,.]+) of shares", line.sentence)
        if had:
            pence = int(Fraction(had[1].replace(",", "")) * 100)
            assert pence == int(line.votes * share)
    assert "shares were raised" in page(vote) or "Shares were not raised" in page(vote)


def test_programs_read_in_which_step_an_idea_was_picked(counted: tuple[Scene, Round]) -> None:
    facts: Any = Client().get(reverse("voting:api-result", args=[counted[1].pk])).json()
    picked = [row for row in facts["lines"] if row["picked"]]
    assert sorted(row["step"] for row in picked) == list(range(1, len(picked) + 1))
    assert {row["verdict"] for row in facts["lines"] if row["step"] is None} <= {
        "not-reached",
        "did-not-fit",
    }
    assert facts["about"][0].startswith("Everybody had the same share of the money.")


def test_a_count_that_was_kept_without_its_account_is_shown(vote: Scene) -> None:
    """As counts were kept at first."""
    vote.vote(vote.voter(), 1, 2)
    vote.end()
    round = vote.open()
    count = Count.objects.get(round=round)
    del count.result["about"]
    found = Results(round, count, 1, results(round).lines)
    assert found.about == []
    assert [step.number for step in found.steps] == list(range(1, len(found.picked) + 1))


def steps(costs: list[int]) -> list[SharingStep]:
    """Steps of these costs, as a bar needs them."""
    return [
        SharingStep(
            number=at,
            name=f"Idea {at}",
            line_number=at,
            cost=cost,
            before=cost,
            after=0,
            pot_after=0,
            from_shares=False,
            kept_for="",
            payments=None,
            money=pounds,
        )
        for at, cost in enumerate(costs, 1)
    ]


def test_sixty_steps_fill_the_bar_and_no_more() -> None:
    bar = draw(steps([1] * 58 + [1_000_000, 0]), 1_100_000, 99_942, None)
    widths = [float(piece.width.rstrip("%")) for piece in bar.pieces]
    assert all(width > 0.3 for width in widths[:59])
    assert widths[59] == 0
    assert bar.rest_width is not None
    assert sum(widths) + float(bar.rest_width.rstrip("%")) == pytest.approx(100, abs=0.1)


def test_a_label_is_there_only_where_it_fits() -> None:
    bar = draw(steps([500_000, 60_000, 30_000, 5_000]), 600_000, 5_000, None)
    assert [(piece.label, piece.name) for piece in bar.pieces] == [
        ("1", "Idea 1"),
        ("2", "Idea 2"),
        ("3", ""),
        ("", ""),
    ]
    assert [piece.on_phone for piece in bar.pieces] == [True, True, False, False]


def test_with_a_step_chosen_the_later_ones_are_not_spent(counted: tuple[Scene, Round]) -> None:
    going = walk(results(counted[1]), "2")
    assert [piece.spent for piece in going.picture.pieces][:3] == [True, True, False]
    assert [piece.chosen for piece in going.picture.pieces][:3] == [False, True, False]
    assert (going.before, going.after) == (1, 3)


def test_the_file_of_few_ballots_names_equal_prices_only_at_the_first_step() -> None:
    """Later it depends on what the same people had paid before."""
    ballots = Builder([Project(id, id, 30_00, at) for at, id in enumerate("abc", 1)], budget=80_00)
    for _ in range(4):
        ballots.add([0, 1, 2])
    facts = count(ballots.build(), Rules(rule=Rule.EQUAL_SHARES)).to_data()
    coarse = {row["id"]: row for row in published(facts, whole=False)["outcomes"]}
    equals = {id: [tie["id"] for tie in row["ties"]] for id, row in coarse.items()}
    assert equals == {"a": ["b", "c"], "b": [], "c": ["a"]}
    assert published(facts, whole=True) == facts
