"""Every figure in every sentence is added up or held against the count it tells of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil
from random import Random

import pytest

from tests.voting.counting.elections import packed
from tests.voting.counting.generated import small_election, some_rules
from voting.counting import (
    Builder,
    CannotCount,
    Completion,
    Format,
    Outcome,
    Project,
    Result,
    Rule,
    Rules,
    Utility,
    about,
    count,
    sentences,
)

SUM = r"(£[\d,]+(?:\.\d\d)?|less than £0\.01|[Nn]othing|none|all)"
NAMES = ("Amber", "Birch", "Cedar", "Daisy", "Elder", "Ferns", "Grass", "Hazel")
Check = Callable[[Result, Outcome, list[str]], None]


def pence(words: str) -> int:
    """A sum in pence."""
    if not words.startswith("£"):
        return 0
    whole, _, rest = words[1:].replace(",", "").partition(".")
    return int(whole) * 100 + int(rest or 0)


def number(words: str | None) -> int:
    return int((words or "0").replace(",", ""))


def close(shown: int, exact: Fraction) -> bool:
    return abs(shown - exact) < 1


def support(result: Result, outcome: Outcome, facts: list[str]) -> None:
    people, given, place = facts
    assert number(people) == outcome.votes
    assert not given or number(given) == outcome.score
    assert number(place or "1") == outcome.place


def points(result: Result, outcome: Outcome, facts: list[str]) -> None:
    support(result, outcome, [facts[3], facts[1], facts[2]])


def step(result: Result, outcome: Outcome, facts: list[str]) -> None:
    place, cost = facts
    assert outcome.project.id == result.funded[number(place) - 1]
    assert pence(cost) == (outcome.project.cost if outcome.step else 0)


def paid(result: Result, outcome: Outcome, facts: list[str]) -> None:
    full, votes, about_, each, per, given, total, short, rest, empty = facts
    bought = outcome.step
    assert bought is not None
    assert (number(full), number(short)) == (bought.full, bought.short)
    sums = [pence(total), pence(rest)] if total else [outcome.project.cost]
    if full == "1" and not per:
        sums = [pence(each), pence(rest)]
    else:
        units = number(given) if per else bought.full
        assert units * bought.each == bought.full_paid
        rough = about_ or each.startswith("less")
        assert abs(pence(each) - bought.each) <= (Fraction(1, 2) if rough else 0)
    assert sum(sums) == outcome.project.cost
    assert close(sums[0], bought.full_paid)
    assert not votes or number(votes) == outcome.votes
    assert not empty or number(empty) == outcome.votes - bought.full - bought.short


def lacked(result: Result, outcome: Outcome, facts: list[str]) -> None:
    people, had, left, at, cost, lack, went = facts
    loss = outcome.loss
    assert loss is not None
    gone = re.findall(rf"(\w+) \({SUM}\)", went)
    sums = [pence(each) for _, each in gone]
    assert number(people) == loss.supporters
    assert pence(had) == pence(left) + sum(sums)
    assert pence(cost) == outcome.project.cost == pence(left) + pence(lack)
    assert close(pence(had), loss.began)
    assert close(pence(left), loss.left)
    assert pence(lack) > 0
    true = {project.name: each for project, each in loss.went_to}
    named = [(name, each) for name, each in gone if name in true]
    assert all(close(pence(each), true[name]) for name, each in named)
    assert len(gone) - len(named) <= 1
    spender = result.outcome(result.funded[number(at) - 1]).step
    assert spender is not None
    assert spender.number == loss.after


def from_the_start(result: Result, outcome: Outcome, facts: list[str]) -> None:
    people, had, percent, cost, other, lack = facts
    loss = outcome.loss
    assert loss is not None
    assert number(people) == loss.supporters
    assert pence(cost or other) == outcome.project.cost == pence(had) + pence(lack)
    assert close(pence(had), loss.began)
    assert loss.after == 0
    assert not percent or number(percent) == ceil(100 * loss.began / outcome.project.cost)


def turn(result: Result, outcome: Outcome, facts: list[str]) -> None:
    before, cost, lack, after = facts
    assert outcome.turn is not None
    assert pence(before) == outcome.turn.before
    assert pence(cost) == outcome.project.cost
    if lack:
        assert pence(before) + pence(lack) == pence(cost)
    else:
        assert pence(cost) + pence(after) == pence(before)


def afterwards(result: Result, outcome: Outcome, facts: list[str]) -> None:
    left, lack = facts
    assert outcome.turn is not None
    assert pence(left) == outcome.turn.before
    assert pence(left) + pence(lack) == outcome.project.cost


def part(result: Result, outcome: Outcome, facts: list[str]) -> None:
    gets, percent, cost, lack = facts
    assert pence(gets) == outcome.part
    assert number(percent) == result.rules.part_funding <= 100 * pence(gets) / pence(cost)
    assert pence(gets) + pence(lack) == pence(cost) == outcome.project.cost


def tied(result: Result, outcome: Outcome, facts: list[str]) -> None:
    others, place, of = facts
    assert number(others) == max(0, len(outcome.ties) - 3)
    assert number(of or "2") == (2 if outcome.step else len(outcome.ties) + 1)
    assert not place or number(place) == 1 + sum(not tie.ahead for tie in outcome.ties)


def least(result: Result, outcome: Outcome, facts: list[str]) -> None:
    assert number(facts[0]) == result.rules.min_votes > outcome.votes


def places(result: Result, outcome: Outcome, facts: list[str]) -> None:
    assert number(facts[0]) == outcome.votes


PEOPLE = r"([\d,]+) (?:person|people)"
RANK = r"the (?:joint )?(?:([\d,]+)(?:st|nd|rd|th) )?most"
CHOSE = r"(?:person|people) who \w+ it(?: points)?"
HAD = rf"the ([\d,]+) {CHOSE} had {SUM} of shares(?: in the rest of the pot)?"
PAID = (
    rf"(?:All |The )?([\d,]+)(?: of the ([\d,]+))? {CHOSE} put in (about )?{SUM}(?: each)? "
    r"from their share( for each point)?(?: \(([\d,]+) points\b,? ?|\(| )?"
    rf"\(?(?:{SUM} in all)?\)?"
    rf"(?:; ([\d,]+) had less left and put in all they had, {SUM}(?: together)?)?"
    r"(?:; ([\d,]+) had nothing left)?\."
)
LACKED = (
    rf"{HAD}\. {SUM} of that was left after step (\d+), and it costs {SUM}: it lacked {SUM}\."
    r"((?: The rest had gone to [^.]*(?:\.\d\d[^.]*)*\.)?)"
)
FROM_THE_START = (
    rf"{HAD}, (?:never more than (\d+)% of the {SUM} that it|and it) costs(?: {SUM})?: "
    rf"it lacked {SUM}\."
)
TURN = (
    rf"{SUM}(?: of that money)? was left when its turn came and it costs {SUM}"
    rf"(?:: it lacked {SUM}|; {SUM} was left after it)\."
)
AFTERWARDS = (
    rf"Afterwards the rest went by most \w+: {SUM} was left at its turn, {SUM} too little\."
)
PART = (
    rf"{SUM} was left at the end, and the rules give that to the next idea when it is at "
    rf"least (\d+)% of its cost\. It costs {SUM}, so it still lacks {SUM}\."
)
TIED = (
    r"(?:It had as many \w+ as )?\w+(?:, \w+)*(?: and (?:(\d+) others?|\w+))?"
    r"(?: (?:would have been|was|were) just as good a buy)?; the published tie order puts [^.]*?, "
    r"so (?:it|\w+) (?:went first|came (\d+)\w\w of the (\d+))\."
)
PIECES: list[tuple[str, Check]] = [
    (rf"()it got ([\d,]+) points?, {RANK}, from {PEOPLE}\.", points),
    (rf"{PEOPLE} chose it()(?:, {RANK}\.)", support),
    (rf"{PEOPLE} chose it in places that give no points\.", places),
    (rf"Picked in step (\d+)(?:, for {SUM})?", step),
    (PAID, paid),
    (LACKED, lacked),
    (FROM_THE_START, from_the_start),
    (TURN, turn),
    (AFTERWARDS, afterwards),
    (PART, part),
    (TIED, tied),
    (r"At least ([\d,]+) people had to choose an idea for it to be picked\.", least),
]


def explained(result: Result, outcome: Outcome, words: str) -> str:
    """What is left of a sentence once every piece that has figures was checked."""
    for pattern, check in PIECES:
        while match := re.search(pattern, words):
            facts = [found or "" for found in match.groups()]
            try:
                check(result, outcome, facts)
            except AssertionError as wrong:
                raise AssertionError(f"{match[0]!r} of {words!r}: {facts} {wrong}") from wrong
            words = words[: match.start()] + "•" + words[match.end() :]
    return words


def whole(result: Result, words: list[str]) -> None:
    """The sentences about the whole count add up."""
    text = " ".join(words)
    spent, budget, left = map(
        pence, re.findall(rf"In all {SUM} of {SUM} was shared out, and {SUM} was left\.", text)[0]
    )
    assert (spent, spent + left) == (result.spent, budget)
    for kept, took, back in re.findall(
        rf"{SUM} was kept first for \w+: \d+ projects? took {SUM}, and {SUM} went back\.", text
    ):
        assert pence(kept) == pence(took) + pence(back)
    runs = [run for run in result.runs if run.shares and run.shares.voters]
    pots = re.findall(rf"{SUM} between {PEOPLE} is a share of (about )?{SUM} each\.", text, re.I)
    for pot, people, about_, share in pots:
        exact = Fraction(pence(pot), number(people))
        rough = about_ or share.startswith("less")
        assert abs(pence(share) - exact) <= (Fraction(1, 2) if rough else 0)
        assert any(
            (r.budget, r.shares.voters) == (pence(pot), number(people)) for r in runs if r.shares
        )
    raised = re.findall(rf"raised (once|[\d,]+ times) by {SUM}, to (?:about )?{SUM}\.", text)
    moved = [run.shares for run in runs if run.shares and run.shares.raised]
    for (times, by, to), shares in zip(raised, moved, strict=True):
        assert (1 if times == "once" else number(times[:-6])) == shares.raised
        assert shares.start + shares.raised * pence(by) == shares.share
        assert close(pence(to), shares.share)
    took = {(run.budget, run.spent) for run in runs}
    filled = (
        rf"Shares paid {SUM}\. The {SUM} that was left went by most \w+: {SUM} of it was used\."
    )
    for shares_paid, rest, used in re.findall(filled, text):
        budget = pence(shares_paid) + pence(rest)
        assert (budget, pence(shares_paid) + pence(used)) in took
    too_much = re.findall(rf"picked ideas for {SUM}, more than the {SUM} there is", text)
    ended = {(run.shares.next_cost, run.budget) for run in runs if run.shares}
    assert {(pence(cost), pence(there)) for cost, there in too_much} <= ended
    assert all(pence(cost) > pence(there) for cost, there in too_much)


@pytest.mark.parametrize("block", range(10))
def test_every_figure_of_every_sentence_holds(block: int) -> None:
    """Over every rule and option; what is left of a sentence in the end has no figure in it."""
    for seed in range(block * 250, block * 250 + 250):
        random = Random(f"explain {seed}")
        election = small_election(random)
        rules = some_rules(random, election)
        ballots = packed(election)
        named = tuple(
            replace(project, name=name)
            for project, name in zip(ballots.projects, NAMES, strict=False)
        )
        try:
            result = count(replace(ballots, projects=named), rules)
        except CannotCount:
            continue
        for id, words in sentences(result).items():
            rest = explained(result, result.outcome(id), words)
            assert not re.search(r"\d|£", rest), (seed, words, rest)
        whole(result, about(result))


def neighbourhood(choose: float, seed: int, *, points: bool) -> Result:
    """An election as large as a neighbourhood's, where hardly any share is a whole penny."""
    random = Random(seed)
    costs = [random.randint(2_000_00, 60_000_00) for _ in NAMES]
    projects = [Project(str(n), NAMES[n], cost, n + 1) for n, cost in enumerate(costs)]
    format = Format.POINTS if points else Format.APPROVAL
    builder = Builder(projects, budget=100_000_00, format=format)
    for _ in range(997):
        named = [n for n in range(8) if random.random() < choose]
        builder.add(named, [random.randint(0, 5) for _ in named] if points else None)
    rules = Rules(
        rule=Rule.EQUAL_SHARES,
        utility=Utility.POINTS if points else Utility.COST,
        completion=Completion.ADD1_GREEDY,
        add1_step=1_00,
    )
    return count(builder.build(), rules)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("points", [False, True])
def test_figures_hold_where_shares_are_no_whole_pennies(seed: int, points: bool) -> None:
    result = neighbourhood(0.2 + seed / 10, seed, points=points)
    steps = [outcome.step for outcome in result.outcomes if outcome.step]
    assert any(step.each.denominator > 1 for step in steps)
    for id, words in sentences(result).items():
        assert not re.search(r"\d|£", explained(result, result.outcome(id), words)), words
    whole(result, about(result))


def test_the_elections_have_every_kind_of_sentence() -> None:
    """The drill above would hold for sentences that are never said."""
    said = " ".join(
        " ".join(sentences(neighbourhood(0.3, seed, points=points)).values())
        for seed in range(4)
        for points in (False, True)
    )
    for words in ("put in all they had", "had nothing left", "for each point", "had gone to"):
        assert words in said
