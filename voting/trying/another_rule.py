"""The same ballots under another rule: what would change. Nothing is stored and nothing stands.

What was published comes from the stored count; the try counts the published ballots again. Whole
ballots are public only from a number that the round's rules say. Below it only those who check
the count may try: whoever could count few ballots under any rule could find single ones out.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.cache import BaseCache, caches

from evidence.models import THEMES
from people.standing import Standing
from voting import counting, terms
from voting.actions.counting import pack, projects
from voting.counting import Ballots, Result, Rules
from voting.models import BallotLine
from voting.results import Results
from voting.trying import turns

_DAY = 24 * 60 * 60
MOST_TIMES_POT = 2
"""The largest pot to try with, in pots of the round: far above it a count takes minutes."""


@dataclass(frozen=True)
class Side:
    """What one result gives. `spent` is minor units (pence); `served` are people with at least one
    picked idea that they chose, `gained` how many picked ideas all people chose together.
    """

    funded: tuple[str, ...]
    spent: int
    budget: int
    served: int
    gained: int

    @property
    def left(self) -> int:
        """Minor units that stay."""
        return self.budget - self.spent


@dataclass(frozen=True)
class Tried:
    """A try beside what was published, by the ids that the count knows ideas by.

    `why` has a sentence for each idea on which they differ; `part` is the id of a part-funded idea
    with its minor units; `compared` counts people with more under equal shares, and under most
    votes, where the rules hold both against each other.
    """

    published: Side
    other: Side
    why: dict[str, str]
    part: tuple[str, int] | None
    compared: tuple[int, int] | None


def may_try(found: Results, standing: Standing) -> bool:
    """Whether this person may count these ballots by any rule: those who may read them all."""
    return found.whole_ballots or standing.can("auditor", found.round.neighbourhood)


def published_rules(found: Results) -> Rules:
    """What the round was counted by."""
    return Rules.from_manifest(found.count.rules)


def most_budget(found: Results) -> int:
    """The largest pot that may be tried, in minor units."""
    return int(found.data["budget"]) * MOST_TIMES_POT


def compare(found: Results, rules: Rules, budget: int) -> Tried:
    """Count the round's ballots by `rules` with `budget` minor units, beside what was published.

    Raises turns.Busy, counting.CannotCount and counting.BallotsError.
    """
    key = f"try:{found.count.pk}:{_digest(rules, budget)}"
    known: Tried | None = _cache().get(key)
    if known is None:
        with turns.turn():
            known = _compared(found, rules, budget)
        _cache().set(key, known, _DAY)
    return known


def theme_of(line: BallotLine) -> str:
    """The theme of an idea in words; empty where none is known."""
    theme = line.proposal.theme if line.proposal else line.theme
    return THEMES.get(theme, theme)


def ids_of(found: Results) -> dict[str, BallotLine]:
    """Lines of the ballot by the ids that the count knows them by, in the published order."""
    lines = [row.line for row in found.lines]
    return {project.id: line for project, line in zip(projects(lines), lines, strict=True)}


def _compared(found: Results, rules: Rules, budget: int) -> Tried:
    ballots = _ballots(found)
    result = counting.count(replace(ballots, budget=budget), rules)
    published = tuple(found.data["funded"])
    changed = set(published) ^ set(result.funded)
    part = result.part_funded
    compared = result.comparison
    return Tried(
        published=_side(ballots, published, found.data["spent"], found.data["budget"]),
        other=_side(ballots, result.funded, result.spent, budget),
        why=_why(found, result, changed),
        part=(part.project.id, part.part or 0) if part else None,
        compared=(compared.more_with_shares, compared.more_with_greedy) if compared else None,
    )


def _why(found: Results, result: Result, changed: set[str]) -> dict[str, str]:
    facts = counting.sentences(result, found.money)
    return {identity: facts[identity] for identity in changed if identity in facts}


def _side(ballots: Ballots, funded: Iterable[str], spent: int, budget: int) -> Side:
    picked = tuple(funded)
    ids = frozenset(picked)
    voted = zip(ballots.projects, ballots.votes(), strict=True)
    gained = sum(votes for project, votes in voted if project.id in ids)
    return Side(picked, spent, budget, ballots.served(ids), gained)


def _ballots(found: Results) -> Ballots:
    key = f"ballots:{found.count.pk}"
    known: Ballots | None = _cache().get(key)
    if known is None:
        lines = sorted((row.line for row in found.lines), key=lambda line: line.number)
        known = pack(found.round, projects(lines))
        _cache().set(key, known, _DAY)
    return known


def _digest(rules: Rules, budget: int) -> str:
    facts = json.dumps([rules.to_manifest(), budget], sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def _cache() -> BaseCache:
    return caches["counts"]


def by_points(found: Results) -> bool:
    """Whether ballots of this vote give points."""
    return terms.ballot_format(found.round) is not counting.Format.APPROVAL
