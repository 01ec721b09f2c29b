"""Small elections full of ties and boundaries, and rules over every option."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

from tests.voting.counting.elections import plain
from voting.counting import Format, Misfit, Rule, Rules, TieKey, reference
from voting.counting.options import (
    Blank,
    Completion,
    Scope,
    Score,
    Start,
    Utility,
    ZeroCost,
)
from voting.counting.stages import Group, Stage

RAISING = (Completion.ADD1, Completion.ADD1_GREEDY)
IDS = ("10", "9", "a", "B", "b", "é", "2", "a1")
COSTS = (
    (2, 3, 6),
    (10, 20, 30),
    (0, 1, 7),
    (5, 5, 12),
    (0, 6, 15),
    (60, 61, 97),
    (4, 4, 4),
    (10**16, 10**16 + 1, 10**16 + 2),
    (2**53, 2**53 + 1, 2**52 - 1),
)


def small_election(random: Random) -> reference.Election:
    """A few projects at a few prices, a budget that some of them cost exactly, and few ballots."""
    ids = random.sample(IDS, random.randint(1, 6))
    prices = random.choice(COSTS)
    costs = {id: random.choice(prices) for id in ids}
    form = random.choice(list(Format))
    twins = random.sample(ids, 2) if len(ids) > 1 and random.random() < 0.4 else []
    named = [id for id in ids if id in twins or random.random() < 0.85]
    ballots = [
        (random.choice((1, 1, 1, 2, 3, 7, 61)), _marks(random, form, named, twins))
        for _ in range(random.choice((random.randint(0, 3), 4, 5, 6, 8, 9)))
    ]
    people = sum(number for number, _ in ballots)
    rare = random.random() < 0.4
    return plain(
        costs,
        ballots,
        _budget(random, list(costs.values()), people),
        format=form,
        places=random.choice((None, None, 1, 2, 3, len(ids))),
        withdrawn=[id for id in ids if rare and random.random() < 0.3],
        incompatible=[pair for pair in combinations(ids, 2) if random.random() < (0.25 * rare)],
        themes={id: random.choice(("", "green", "safe")) for id in ids},
        areas={id: random.choice(("north", "south")) for id in ids},
    )


def middling_election(random: Random) -> reference.Election:
    """Up to 16 projects and 120 different ballots: many purchases, and shares raised often."""
    ids = [str(number) for number in range(random.randint(5, 16))]
    most = random.choice((30, 1000, 10**7))
    prices = [random.randint(1, most) for _ in range(random.choice((2, len(ids))))]
    costs = {id: random.choice(prices) for id in ids}
    form = random.choice(list(Format))
    ballots = [
        (random.choice((1, 1, 1, 2, 5, 30)), _marks(random, form, random.sample(ids, 5), []))
        for _ in range(random.randint(10, 120))
    ]
    return plain(
        costs,
        ballots,
        sum(costs.values()) * random.choice((2, 4, 6)) // 10,
        format=form,
        withdrawn=[id for id in ids if random.random() < 0.05],
        incompatible=[pair for pair in zip(ids, ids[3:], strict=False) if random.random() < 0.1],
        themes={id: random.choice(("", "green", "safe")) for id in ids},
        areas={id: random.choice(("north", "south")) for id in ids},
    )


def long_raise(random: Random) -> tuple[reference.Election, Rules]:
    """Few people, dear projects and single steps: shares are raised hundreds of times."""
    ids = list(IDS[: random.randint(2, 8)])
    form = random.choice(list(Format))
    ballots = [
        (random.choice((1, 1, 2, 3)), _marks(random, form, ids, []))
        for _ in range(random.randint(2, 9))
    ]
    costs = {id: random.choice((random.randint(1, 2000), 100, 300, 1000)) for id in ids}
    some = sum(cost for cost in costs.values() if random.random() < 0.6)
    election = plain(costs, ballots, some, format=form)
    return election, Rules(
        rule=Rule.EQUAL_SHARES,
        utility=random.choice(list(Utility)),
        completion=random.choice(RAISING),
        add1_step=random.choice((1, 1, 2, 7)),
        add1_start=random.choice(list(Start)),
        add1_exhaustive=random.random() < 0.5,
        add1_scope=random.choice(list(Scope)),
    )


def _budget(random: Random, costs: list[int], people: int) -> int:
    some = sum(cost for cost in costs if random.random() < 0.7)
    sums = (some, some, some + 1, some - 1, sum(costs), max(costs), people * min(costs))
    return max(0, random.choice(sums))


def _marks(random: Random, form: Format, ids: list[str], twins: list[str]) -> dict[str, int]:
    chance = random.choice((0, 0.3, 0.6, 0.6, 0.9, 0.9))
    named = [id for id in ids if random.random() < chance]
    if set(named) & set(twins):
        named += [id for id in twins if id not in named]
    if form is Format.APPROVAL:
        return dict.fromkeys(named, 1)
    if form is Format.RANKINGS:
        random.shuffle(named)
        first = random.choice((1, 1, 1, 1, 1, 2))
        return {id: place for place, id in enumerate(named, first)}
    given = {id: random.choice((0, 1, 1, 2, 3, 6)) for id in named}
    return given | {id: given[twins[0]] for id in twins if twins[0] in given}


def some_rules(random: Random, election: reference.Election) -> Rules:
    """Rules over every option."""
    shares = random.random() < 0.75
    stages = _stages(random, election["budget"]) if random.random() < 0.3 else ()
    ties = _ties(random)
    return Rules(
        rule=Rule.EQUAL_SHARES if shares else Rule.GREEDY,
        misfit=random.choice(list(Misfit)),
        min_votes=random.choice((1, 1, 1, 1, 2, 5)),
        ties=ties,
        lot_seed=f"seed {random.randint(0, 9)}" if TieKey.LOT in ties else "",
        zero_cost=random.choice(list(ZeroCost)),
        blank=random.choice(list(Blank)),
        score=random.choice(list(Score)),
        points_table=random.choice(((), (), (3, 2, 1), (1,), (5, 5, 0, 0), (1, 1, 1, 1, 1, 1))),
        part_funding=random.choice((0, 1, 50, 99)),
        stages=stages,
        completion=random.choice((*Completion, *RAISING)) if shares else Completion.NONE,
        utility=random.choice(list(Utility)) if shares else Utility.COST,
        add1_step=_step(random, election) if shares else 100,
        add1_start=random.choice(list(Start)) if shares else Start.EXACT,
        add1_exhaustive=not shares or random.random() < 0.5,
        add1_scope=random.choice(list(Scope)) if shares else Scope.SUPPORTED,
        endowment=_endowment(random, election) if shares and not stages else None,
        comparison=shares and random.random() < 0.5,
    )


def _step(random: Random, election: reference.Election) -> int:
    """Small against the costs, but never so small that the drill takes all day."""
    most = max(project["cost"] for project in election["projects"])
    return random.choice((1, 2, 3, 7)) if most < 200 else most // random.choice((7, 30, 41))


def _ties(random: Random) -> tuple[TieKey, ...]:
    unique = random.choice((TieKey.ID, TieKey.NUMBER, TieKey.LOT))
    before = random.sample((TieKey.COST, TieKey.VOTES), random.randint(0, 2))
    return (*before, unique)


def _stages(random: Random, budget: int) -> tuple[Stage, ...]:
    groups = [(Group.THEME, "green"), (Group.THEME, "safe"), (Group.AREA, "north")]
    return tuple(
        Stage(by, name, percent=random.choice((10, 33, 50)))
        if random.random() < 0.5
        else Stage(by, name, amount=min(10**15 - 1, budget // random.choice((2, 3, 1000))))
        for by, name in random.sample(groups, random.randint(1, 3))
    )


def _endowment(random: Random, election: reference.Election) -> Fraction | None:
    people = sum(ballot["people"] for ballot in election["ballots"])
    own = Fraction(election["budget"], people or 1)
    return random.choice((None, None, None, own, own / 2, own + 1, Fraction(7, 3)))
