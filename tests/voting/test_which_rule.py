"""Which rule? The page for panels counts a small vote by both rules and tells real figures."""

from __future__ import annotations

import html
import importlib.util
import re
import time
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from places import actions as places
from places.models import Neighbourhood
from places.refusals import SlugTaken
from tests import factories
from voting.trying import printed
from voting.trying.example import COSTS, MOST, PEOPLE, POT, TICKS, Example

ROOT = Path(__file__).resolve().parents[2]


def text(page: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(plain).split())


def ask(*ticks: str, **given: str) -> Any:
    usual = {f"cost{n}": str(cost // 100) for n, cost in enumerate(COSTS, 1)}
    fields = {**usual, "pot": str(POT // 100), **given, "tick": list(ticks)}
    return Client().get(reverse("voting:which-rule"), fields)


def test_the_example_can_be_checked_in_the_head(db: None) -> None:
    """£1,000 and ten people: £100 each. Six pay £50 each for the gate, £50 each for the lamps; four
    pay £100 each for the trees.
    """
    greedy, shares = Example().rules
    assert [idea.name for idea in greedy.ideas if idea.picked] == ["Gate", "Lamps", "Bins"]
    assert greedy.result.spent == 3 * 30_000
    assert (greedy.served, shares.served) == (6, 10)
    assert [idea.name for idea in shares.ideas if idea.picked] == ["Gate", "Lamps", "Trees"]
    assert shares.result.spent == POT == 10 * 10_000
    why = {idea.name: idea.why for idea in shares.ideas}
    assert "All 6 people who chose it put in £50 each" in why["Gate"]
    assert "All 4 people who chose it put in £100 each" in why["Trees"]
    assert Example().share == "£1,000 shared by 10 people is £100 each."


def test_the_page_begins_with_the_difference(db: None) -> None:
    page = text(Client().get("/which-rule/"))
    assert "Most votes that fit: 6 of 10 people get something they chose." in page
    assert "Equal shares: 10 of 10 people get something they chose." in page


def test_a_changed_vote_is_counted(db: None) -> None:
    page = text(ask("1-1", "2-1", "3-4", pot="700"))
    assert "Most votes that fit: 3 of 10 people get something they chose." in page
    assert "£700 shared by 3 people is about £233.33 each." in page


def test_one_person_who_chose_has_all_of_it(db: None) -> None:
    page = text(ask("1-1", pot="700"))
    assert "One person alone has the whole £700." in page
    assert "1 people" not in page


def test_a_vote_without_ticks_is_counted_too(db: None) -> None:
    page = ask()
    assert page.status_code == 200
    assert "0 of 10 people get something they chose." in text(page)


@pytest.mark.parametrize(
    ("ticks", "given", "says"),
    [
        ((), {"pot": "none"}, "write the amount in pounds"),
        ((), {"pot": "0"}, "enter £1 or more"),
        ((), {"cost1": "100,000.01"}, "enter £100,000 or less"),
        ((), {"cost2": ""}, "enter an amount in pounds"),
        (("11-1",), {}, "There is no such person or idea here"),
        (("1-5",), {}, "There is no such person or idea here"),
        (("x" * 500,), {}, "There is no such person or idea here"),
    ],
    ids=str,
)
def test_a_vote_that_cannot_be_is_told(
    db: None, ticks: tuple[str, ...], given: dict[str, str], says: str
) -> None:
    page = ask(*ticks, **given)
    assert page.status_code == 422
    assert says in text(page)
    assert "There is a problem" in text(page)
    for typed in given.values():
        assert f'value="{typed}"' in page.content.decode() or not typed


def test_htmx_gets_the_vote_alone(db: None) -> None:
    url = reverse("voting:which-rule")
    part = Client().get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="example">')
    assert "Our advice" not in part


def test_every_vote_that_can_be_made_is_counted_at_once() -> None:
    chance = Random(3)
    begun = time.process_time()
    for _ in range(60):
        ticks = frozenset(
            (person, idea)
            for person in range(1, PEOPLE + 1)
            for idea in range(1, 5)
            if chance.random() < 0.5
        )
        costs = [chance.choice([100, 101, MOST, chance.randint(100, MOST)]) for _ in COSTS]
        _ = Example(costs, chance.choice([100, MOST]), ticks).rules
    assert time.process_time() - begun < 6
    assert len(TICKS) == 22


def test_no_neighbourhood_can_take_the_pages_address(area: Neighbourhood) -> None:
    with pytest.raises(SlugTaken):
        places.create(by=factories.with_role("officer", None), slug="which-rule", name="W", town="")


def test_the_figures_say_how_few_they_are(db: None) -> None:
    page = text(Client().get("/which-rule/"))
    for line in printed.FIGURES:
        assert f"{line.served[0]} → {line.served[1]}" in page
    assert sum(line.elections for line in printed.FIGURES) == printed.ELECTIONS
    assert "from 6 to 15 in a group" in page
    least = min(line.elections for line in printed.FIGURES)
    most = max(line.elections for line in printed.FIGURES)
    assert (least, most) == (6, 15)


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_rules", ROOT / "bench" / "rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.drill
def test_the_figures_on_the_page_are_those_that_the_bench_prints(shared_data: Path) -> None:
    bench = _bench()
    files = sorted((shared_data / "pabulib").glob("*.pb"))
    if len(files) != printed.ELECTIONS:
        pytest.skip("other files than those of the page")
    lines = bench.lines([bench.election(file) for file in files])
    by_bench = [
        printed.Printed(
            line.group,
            line.elections,
            tuple(map(bench.percent, line.served)),
            tuple(map(bench.percent, line.spent)),
            tuple(map(bench.tenths, line.winners)),
            line.more,
            line.fewer,
        )
        for line in lines[:-1]
    ]
    assert tuple(by_bench) == printed.FIGURES


def test_means_are_told_with_halves_up() -> None:
    from fractions import Fraction

    bench = _bench()
    assert bench.percent(Fraction(9034, 10000)) == "90.3%"
    assert bench.percent(Fraction(90350, 100000)) == "90.4%"
    assert bench.tenths(Fraction(5, 2)) == "2.5"
    assert bench.tenths(Fraction(249, 100)) == "2.5"
