"""The count a second time, as docs/counting.md says it, sentence by sentence.

The rest of this folder counts fast; this counts so that it can be read beside the document. It
takes nothing from there, so that a fault in one shows up as a difference from the other, and needs
nothing but Python, so that anybody can run it on published ballots. Money is whole minor units
(pence) or exact fractions of them, and no floating-point number appears.

    count(election, rules) -> result        all three of them plain data, as from JSON
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypedDict

Id = str


class CannotCount(ValueError):
    """These rules can't be applied to this election."""


class Project(TypedDict):
    """A project; `cost` in minor units."""

    id: Id
    cost: int
    number: int
    theme: str
    area: str


class Ballot(TypedDict):
    """One ballot that `people` cast alike: 1, the number given, or the place, by project id."""

    people: int
    marks: Mapping[Id, int]


class Election(TypedDict):
    """What goes in. `budget` in minor units; `max_length` is the most places a ballot may have."""

    budget: int
    projects: Sequence[Project]
    format: str
    ballots: Sequence[Ballot]
    max_length: int | None
    withdrawn: Collection[Id]
    incompatible: Sequence[Sequence[Id]]


Rules = Mapping[str, int | str | bool]
Said = dict[str, int | str]

# The words that a rule may be written in; the first is meant where the rules leave it out.
WORDS = {
    "rule": ("greedy", "equal-shares"),
    "misfit": ("skip", "stop"),
    "completion": ("none", "add1", "add1+greedy", "greedy"),
    "zero_cost": ("as-any-other", "never"),
    "blank": ("left-out", "counted"),
    "score": ("points", "votes"),
    "utility": ("cost", "cardinality", "points"),
    "add1_start": ("exact", "whole-steps"),
    "add1_scope": ("supported", "all"),
}
DEFAULTS: dict[str, int | str | bool] = {
    **{name: words[0] for name, words in WORDS.items()},
    "version": 1,
    "min_votes": 1,
    "ties": "cost,votes,id",
    "points_table": "",
    "lot_seed": "",
    "part_funding": 0,
    "stages": "",
    "add1_step": 100,
    "add1_exhaustive": True,
    "endowment": "budget/voters",
    "comparison": False,
}


class StageResult(TypedDict):
    """One stage, `stage` None for the whole. Fractions are text such as "1000/7", in minor units.

    `share` is what each person had; it began at `start` and was `raised` so many times. `prices`
    are what was bought from shares, in order, with its ρ.
    """

    stage: str | None
    budget: int
    funded: list[Id]
    spent: int
    share: str | None
    start: str | None
    raised: int | None
    prices: dict[Id, str]


class Result(TypedDict):
    """What comes out. `stages` are those of the result that stands; `part` names an amount."""

    funded: list[Id]
    spent: int
    part: Said | None
    stages: list[StageResult]
    comparison: Said | None


# ---- What goes in


@dataclass(frozen=True)
class Voters:
    """So many `people` whose marks that count are the same. `worth` is in points."""

    people: int
    marks: Mapping[Id, int]
    worth: Mapping[Id, int]


class Vote:
    """An election under its rules: everything that the document's section "What goes in" names."""

    def __init__(self, election: Election, rules: Rules) -> None:
        check(election, rules)
        every = {**DEFAULTS, **rules}
        self.text = {name: value for name, value in every.items() if isinstance(value, str)}
        self.number = {name: value for name, value in every.items() if isinstance(value, int)}
        self.budget = election["budget"]
        self.projects = {project["id"]: project for project in election["projects"]}
        self.withdrawn = set(election["withdrawn"])
        self.incompatible = [set(pair) for pair in election["incompatible"]]
        self.voters = self.read_ballots(election)
        self.votes: Counter[Id] = Counter()
        self.points: Counter[Id] = Counter()
        for voters in self.voters:
            for p in voters.marks:
                self.votes[p] += voters.people
                self.points[p] += voters.people * voters.worth[p]
        self.tie_order = {p: at for at, p in enumerate(sorted(self.projects, key=self.tie_keys))}
        self.ranked = sorted(self.projects, key=lambda p: (-self.score(p), self.tie_order[p]))

    def read_ballots(self, election: Election) -> list[Voters]:
        """The marks that count, equal ballots together; blank ballots are kept as such."""
        alike: Counter[tuple[tuple[Id, int], ...]] = Counter()
        for ballot in election["ballots"]:
            marks = ballot["marks"].items()
            counting = [(p, value) for p, value in marks if p not in self.withdrawn and value > 0]
            alike[tuple(sorted(counting))] += ballot["people"]
        table = points_table(election, self.text["points_table"])
        return [
            Voters(people, dict(marks), {p: worth(v, election["format"], table) for p, v in marks})
            for marks, people in alike.items()
        ]

    def tie_keys(self, p: Id) -> tuple[int | str, ...]:
        """What `ties` compares from the left; the smallest goes first."""
        lot = "\n".join(("pb-lot/v1", self.text["lot_seed"], p))
        keys: dict[str, int | str] = {
            "cost": self.cost([p]),
            "votes": -self.votes[p],
            "id": p,
            "number": self.projects[p]["number"],
            "lot": hashlib.sha256(lot.encode()).hexdigest(),
        }
        return tuple(keys[name] for name in self.text["ties"].split(","))

    def cost(self, picked: Iterable[Id]) -> int:
        """What these cost together."""
        return sum(self.projects[p]["cost"] for p in picked)

    def score(self, p: Id) -> int:
        """What greedy ranks by."""
        return self.votes[p] if self.text["score"] == "votes" else self.points[p]

    def may_be_free(self, p: Id) -> bool:
        """Whether the rules let it win at the cost it has."""
        return self.text["zero_cost"] != "never" or self.cost([p]) > 0

    def in_the_running(self, p: Id) -> bool:
        """Whether it can be picked at all."""
        enough = self.votes[p] >= max(1, self.number["min_votes"])
        return p not in self.withdrawn and enough and self.may_be_free(p)

    def blocked(self, p: Id, picked: Iterable[Id]) -> bool:
        """Whether one that it is incompatible with is picked."""
        return any({p, other} in self.incompatible for other in picked)

    def use(self, voters: Voters, p: Id) -> int:
        """What these voters get from a project that they have a mark for, u_i(p)."""
        if self.text["utility"] == "points":
            return voters.worth[p]
        return self.cost([p]) if self.text["utility"] == "cost" else 1


def check(election: Election, rules: Rules) -> None:
    """Refuse what this program would not understand."""
    unknown = {name for name in rules if type(rules[name]) is not type(DEFAULTS.get(name))}
    unknown |= {name for name in WORDS if rules.get(name, WORDS[name][0]) not in WORDS[name]}
    if unknown or rules.get("version", 1) != 1:
        raise CannotCount(f"rules that this program does not know: {sorted(unknown)}")
    known = {project["id"] for project in election["projects"]}
    if any(not ballot["marks"].keys() <= known for ballot in election["ballots"]):
        raise CannotCount("a ballot names a project that is not in this vote")


def points_table(election: Election, text: str) -> list[int]:
    """The points of place 1, 2, …"""
    if text:
        return [int(points) for points in text.split(",")]
    longest = max((len(ballot["marks"]) for ballot in election["ballots"]), default=0)
    places = election["max_length"]
    return list(range(longest if places is None else places, 0, -1))


def worth(value: int, form: str, table: Sequence[int]) -> int:
    """What a mark that counts is worth in points."""
    if form == "approval":
        return 1
    if form in ("points", "scores"):
        return value
    return table[value - 1] if value <= len(table) else 0


# ---- Stages: what a rule sees


@dataclass(frozen=True)
class Stage:
    """The projects that can still be picked in it, its money, and what was picked before it."""

    name: str | None
    projects: set[Id]
    money: int
    before: list[Id]


def people(vote: Vote, stage: Stage) -> int:
    """The n of this stage."""
    counted = vote.text["blank"] == "counted"
    return sum(v.people for v in vote.voters if counted or v.marks.keys() & stage.projects)


# ---- Greedy: most votes that fit


def greedy(vote: Vote, stage: Stage, already: Sequence[Id] = ()) -> list[Id]:
    """Go down the ranked order with the money that those `already` picked leave."""
    picked = list(already)
    left = stage.money - vote.cost(picked)
    for p in vote.ranked:
        if p not in stage.projects or not vote.in_the_running(p) or p in already:
            continue
        if vote.score(p) < 1 or vote.blocked(p, stage.before + picked):
            continue
        if vote.cost([p]) <= left:
            picked.append(p)
            left -= vote.cost([p])
        elif vote.text["misfit"] == "stop":
            break
    return picked


# ---- Equal shares


class Purses:
    """What everybody has left, as fractions with one denominator: `left` / `parts`."""

    def __init__(self, vote: Vote, share: Fraction) -> None:
        self.parts = share.denominator
        self.left = [share.numerator for _ in vote.voters]

    def pay(self, price: Fraction, supporters: Sequence[tuple[int, int, int]]) -> None:
        """Every supporter pays min(b_i, ρ·u_i)."""
        parts = lcm(self.parts, price.denominator)
        self.left = [parts // self.parts * money for money in self.left]
        self.parts = parts
        for at, _, use in supporters:
            self.left[at] -= min(self.left[at], parts // price.denominator * price.numerator * use)


class Market:
    """The projects of a stage that can be bought from shares, with their supporters.

    A supporter is (place in `vote.voters`, how many people, their use of the project).
    """

    def __init__(self, vote: Vote, stage: Stage) -> None:
        self.vote = vote
        self.stage = stage
        running = [p for p in vote.ranked if p in stage.projects and vote.in_the_running(p)]
        every = {p: [*self.support(p)] for p in running}
        self.supporters = {p: supporters for p, supporters in every.items() if supporters}

    def support(self, p: Id) -> Iterator[tuple[int, int, int]]:
        """Who has a use for p, or, where it costs nothing, a mark that counts."""
        for at, voters in enumerate(self.vote.voters):
            if p in voters.marks and (self.vote.use(voters, p) > 0 or self.vote.cost([p]) == 0):
                yield at, voters.people, self.vote.use(voters, p)

    def reached(self, p: Id, purses: Purses) -> bool:
        """Whether its supporters' money reaches: Σ b_i ≥ c(p)."""
        behind = sum(people * purses.left[at] for at, people, _ in self.supporters[p])
        return behind >= self.vote.cost([p]) * purses.parts

    def price(self, p: Id, purses: Purses) -> Fraction:
        """The smallest ρ with Σ min(b_i, ρ·u_i) = c(p), for a p that is reached.

        Say nobody falls short, and so ρ = cost / use. Whoever has less than ρ·u_i pays all they
        have, and the others need a higher ρ for what that leaves; until nobody else falls short.
        """
        missing = self.vote.cost([p]) * purses.parts
        if missing == 0:
            return Fraction(0)
        others = [(purses.left[at], people, use) for at, people, use in self.supporters[p]]
        while True:
            uses = sum(people * use for _, people, use in others)
            short = [(left, people) for left, people, use in others if left * uses < missing * use]
            if not short:
                return Fraction(missing, uses * purses.parts)
            others = [other for other in others if other[0] * uses >= missing * other[2]]
            missing -= sum(left * people for left, people in short)


def shares(market: Market, share: Fraction) -> dict[Id, Fraction]:
    """What is picked when everybody has this share, in order, with its ρ."""
    vote, purses = market.vote, Purses(market.vote, share)
    picked: dict[Id, Fraction] = {}
    rivals = list(market.supporters)
    while True:
        out = [*market.stage.before, *picked]
        rivals = [
            p
            for p in rivals
            if p not in picked and not vote.blocked(p, out) and market.reached(p, purses)
        ]
        if not rivals:
            return picked
        price = {p: market.price(p, purses) for p in rivals}
        best = min(rivals, key=lambda p: (price[p], vote.tie_order[p]))
        picked[best] = price[best]
        purses.pay(price[best], market.supporters[best])


@dataclass(frozen=True)
class Bought:
    """What was picked from shares, in order with ρ, and how the share came about."""

    picked: dict[Id, Fraction]
    start: Fraction
    share: Fraction
    raised: int


def first_share(vote: Vote, stage: Stage) -> Fraction:
    """The share that the rules give, or B/n, where Add1 may begin at whole steps."""
    if vote.text["endowment"] != DEFAULTS["endowment"]:
        return Fraction(vote.text["endowment"])
    n = people(vote, stage)
    share = Fraction(stage.money, n) if n else Fraction(0)
    if vote.text["add1_start"] == "whole-steps" and "add1" in vote.text["completion"]:
        step = vote.number["add1_step"]
        return Fraction(share // step * step)
    return share


def buy(vote: Vote, stage: Stage) -> Bought:
    """Equal shares, raised by Add1 where the rules say so."""
    market, start = Market(vote, stage), first_share(vote, stage)
    share, raised, picked = start, 0, shares(market, start)
    if vote.cost(picked) > stage.money:
        raise CannotCount("what is picked with this endowment costs more than the budget")
    while "add1" in vote.text["completion"] and not is_complete(market, picked):
        more = shares(market, share + vote.number["add1_step"])
        if vote.cost(more) > stage.money:
            break
        share, raised, picked = share + vote.number["add1_step"], raised + 1, more
    return Bought(picked, start, share, raised)


def is_complete(market: Market, picked: Collection[Id]) -> bool:
    """Whether Add1 ends here: everything is picked or blocked, or nothing fits any more."""
    vote, stage = market.vote, market.stage
    out = [*stage.before, *picked]
    if all(p in picked or vote.blocked(p, out) for p in market.supporters):
        return True
    if not vote.number["add1_exhaustive"]:
        return False
    scope = [p for p in stage.projects if p not in vote.withdrawn and vote.may_be_free(p)]
    if vote.text["add1_scope"] == "supported":
        scope = list(market.supporters)
    left = stage.money - vote.cost(picked)
    fits = {p for p in scope if vote.cost([p]) <= left and not vote.blocked(p, out)}
    return fits <= set(picked)


# ---- All stages, comparison, part-funding


def all_stages(vote: Vote, rule: str) -> list[StageResult]:
    """The stages in the order of the rules, and then the whole."""
    kept = [keep(vote, text) for text in vote.text["stages"].split(";") if text]
    if sum(money for _, _, money in kept) > vote.budget:
        raise CannotCount("the stages keep more than the budget")
    done: list[StageResult] = []
    for name, group, money in [*kept, (None, set(vote.projects), None)]:
        before = [p for stage in done for p in stage["funded"]]
        left = vote.budget - vote.cost(before) if money is None else money
        done.append(one_stage(vote, Stage(name, group - set(before), left, before), rule))
    return done


def keep(vote: Vote, text: str) -> tuple[str | None, set[Id], int]:
    """A stage's text, such as "theme:safer=30%" or "area:north=500000"; its group; its money."""
    group, much = text.split("=")
    by, name = group.split(":", 1)
    kept = vote.budget * int(much[:-1]) // 100 if much.endswith("%") else int(much)
    every = vote.projects.items()
    return text, {p for p, a in every if (a["theme"] if by == "theme" else a["area"]) == name}, kept


def one_stage(vote: Vote, stage: Stage, rule: str) -> StageResult:
    """One rule, with its completion, in one stage."""
    bought = buy(vote, stage) if rule == "equal-shares" else None
    funded = list(bought.picked) if bought else []
    if bought is None or "greedy" in vote.text["completion"]:
        funded = greedy(vote, stage, funded)
    return {
        "stage": stage.name,
        "budget": stage.money,
        "funded": funded,
        "spent": vote.cost(funded),
        "share": str(bought.share) if bought else None,
        "start": str(bought.start) if bought else None,
        "raised": bought.raised if bought else None,
        "prices": {p: str(r) for p, r in bought.picked.items()} if bought else {},
    }


def funded_in(stages: Iterable[StageResult]) -> list[Id]:
    """The picked ids in order of selection."""
    return [p for stage in stages for p in stage["funded"]]


def compare(vote: Vote, with_shares: Collection[Id], with_greedy: Collection[Id]) -> Said:
    """For every ballot, count the picked projects that it has a counting mark for."""
    for_shares = for_greedy = 0
    for voters in vote.voters:
        by_shares = sum(p in voters.marks for p in with_shares)
        by_greedy = sum(p in voters.marks for p in with_greedy)
        for_shares += voters.people if by_shares > by_greedy else 0
        for_greedy += voters.people if by_greedy > by_shares else 0
    return {
        "more_with_shares": for_shares,
        "more_with_greedy": for_greedy,
        "stands": "greedy" if for_greedy > for_shares else "equal-shares",
    }


def part_funded(vote: Vote, picked: Sequence[Id]) -> tuple[Id, int] | None:
    """The next project that costs more than what is left, if that is enough of its cost."""
    least, left = vote.number["part_funding"], vote.budget - vote.cost(picked)
    for p in vote.ranked if least else ():
        out = p in picked or not vote.in_the_running(p) or vote.blocked(p, picked)
        if not out and vote.score(p) >= 1 and vote.cost([p]) > left:
            return (p, left) if left > 0 and 100 * left >= least * vote.cost([p]) else None
    return None


def count(election: Election, rules: Rules) -> Result:
    """Count an election by its published rules. Money in minor units.

    Raises `CannotCount` where the picks of a given endowment, or what stages keep, exceed the
    budget, and for rules or ballots that this program does not know.
    """
    vote = Vote(election, rules)
    stages, comparison = all_stages(vote, vote.text["rule"]), None
    if vote.number["comparison"]:
        other = all_stages(vote, "greedy")
        comparison = compare(vote, funded_in(stages), funded_in(other))
        stages = other if comparison["stands"] == "greedy" else stages
    funded = funded_in(stages)
    part, amount = part_funded(vote, funded) or (None, 0)
    return {
        "funded": funded,
        "spent": vote.cost(funded) + amount,
        "part": {"id": part, "amount": amount} if part is not None else None,
        "stages": stages,
        "comparison": comparison,
    }
