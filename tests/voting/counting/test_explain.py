from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.counting import Ballots, Builder, Misfit, Project, Rules, count, sentences
from voting.counting.explain import ordinal
from voting.counting.money import in_currency, pounds

Vote = Callable[..., Ballots]


def test_a_winner_reads_what_was_left_before_and_after(vote: Vote) -> None:
    words = sentences(count(vote({"a": 600_00}, ["a", "a"], 1_000_00), Rules()))
    assert words["a"] == (
        "Picked: 2 people chose it, the most. "
        "£1,000 was left when its turn came and it costs £600; £400 was left after it."
    )


def test_a_loser_reads_how_much_it_lacked(vote: Vote) -> None:
    election = vote({"a": 600_00, "b": 500_50}, ["a", "ab"], 1_000_00)
    assert sentences(count(election, Rules()))["b"] == (
        "Not picked: 1 person chose it, the 2nd most. "
        "£400 was left when its turn came and it costs £500.50: it lacked £100.50."
    )


def test_nothing_left_is_said_in_words(vote: Vote) -> None:
    words = sentences(count(vote({"a": 600_00, "b": 50_00}, ["a", "ab"], 600_00), Rules()))
    assert words["a"].endswith("it costs £600; nothing was left after it.")
    assert "Nothing was left when its turn came and it costs £50: it lacked £50." in words["b"]


def test_a_project_nobody_chose_reads_so(vote: Vote) -> None:
    words = sentences(count(vote({"a": 600_00, "b": 0}, ["a"], 600_00), Rules()))
    assert words["b"] == (
        "Not picked: nobody chose it, and only ideas that somebody chose can be picked."
    )


def test_a_project_below_the_minimum_reads_what_it_needed(vote: Vote) -> None:
    election = vote({"a": 600_00, "b": 1}, ["a", "ab"], 900_00)
    assert sentences(count(election, Rules(min_votes=2)))["b"] == (
        "Not picked: 1 person chose it, the 2nd most. "
        "At least 2 people had to choose an idea for it to be picked."
    )


def test_a_project_after_the_stop_reads_where_the_count_ended(vote: Vote) -> None:
    election = vote({"a": 600_00, "b": 500_00, "c": 1}, ["a", "ab", "abc"], 900_00)
    assert sentences(count(election, Rules(misfit=Misfit.STOP)))["c"] == (
        "Not picked: 1 person chose it, the 3rd most. "
        "The count had ended at Project b, the first that cost more than what was left."
    )


def test_both_sides_of_a_tie_read_which_went_first(vote: Vote) -> None:
    words = sentences(count(vote({"a": 600_00, "b": 500_00}, ["ab"], 900_00), Rules()))
    assert words["b"].startswith("Picked: 1 person chose it, the joint most.")
    assert words["b"].endswith(
        "It had as many votes as Project a; "
        "the published tie order puts the lower cost first, so it went first."
    )
    assert words["a"].endswith("puts the lower cost first, so Project b went first.")


def test_a_tie_of_many_reads_its_place_among_them(vote: Vote) -> None:
    costs = dict.fromkeys("abcd", 100) | {"e": 50, "f": 200}
    words = sentences(count(vote(costs, ["abcdef"], 900_00), Rules()))
    assert words["b"].endswith(
        "It had as many votes as Project e, Project a, Project c and 2 others; the published tie "
        "order puts the lower cost first, then the earlier code, so it came 3rd of the 6."
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th")]
    + [(21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (113, "113th")],
)
def test_ordinals_read_as_people_say_them(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_money_reads_as_its_currency() -> None:
    assert pounds(12_300_05) == "£12,300.05"
    assert in_currency("PLN")(12_300_00) == "PLN 12,300"
    assert in_currency("JPY", 0)(12_300) == "JPY 12,300"


def figures(words: str) -> list[int]:
    """The money in a sentence, in pence, in order; "nothing" is 0."""
    found = re.findall(r"£([\d,]+)(?:\.(\d\d))?|\b[Nn]othing\b", words)
    return [int(whole.replace(",", "") or 0) * 100 + int(pence or 0) for whole, pence in found]


@given(
    st.lists(st.integers(0, 300_000), min_size=1, max_size=6),
    st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=9),
    st.integers(0, 600_000),
)
def test_the_figures_in_every_sentence_add_up(
    costs: list[int], choices: list[list[int]], budget: int
) -> None:
    projects = [Project(f"p{n}", f"P{n}", cost, n + 1) for n, cost in enumerate(costs)]
    builder = Builder(projects, budget=budget)
    for ballot in choices:
        builder.add(choice for choice in ballot if choice < len(costs))
    result = count(builder.build(), Rules())
    words = sentences(result)
    for outcome in result.outcomes:
        money = figures(words[outcome.project.id])
        if outcome.turn is None:
            assert money == []
            continue
        before, cost, last = money
        assert cost == outcome.project.cost
        assert last == (before - cost if outcome.funded else cost - before)
