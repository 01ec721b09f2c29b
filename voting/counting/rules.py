"""How a vote is counted: every choice that can change a winner is a named field here.

A round publishes these before voting opens and freezes them. Where a choice has only one value
today it is still written down, so that a published manifest says it. A later version may add
fields; it leaves a field out of the manifest while it holds the value that today's rules imply,
so that a manifest once published keeps its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MANIFEST_VERSION = 1

Manifest = Mapping[str, int | str | bool]


class RulesError(ValueError):
    """The rules are incomplete, unknown or contradict themselves."""


class Rule(StrEnum):
    """Greedy: most votes first, as far as the money goes."""

    GREEDY = "greedy"


class Misfit(StrEnum):
    """What happens at a project that costs more than what is left: pass over it, or end there."""

    SKIP = "skip"
    STOP = "stop"


class TieKey(StrEnum):
    """What settles equal votes.

    Lower cost, more votes, smaller id as text (code point by code point, so "10" comes before
    "9"), or lower ballot number, goes first.
    """

    COST = "cost"
    VOTES = "votes"
    ID = "id"
    NUMBER = "number"


class Completion(StrEnum):
    """What is done with money that the rule leaves: nothing."""

    NONE = "none"


class ZeroCost(StrEnum):
    """A project that costs nothing takes its turn as any other and always fits."""

    AS_ANY_OTHER = "as-any-other"


class Blank(StrEnum):
    """Ballots that name no project are not among the voters that a rule divides by."""

    LEFT_OUT = "left-out"


UNIQUE = frozenset({TieKey.ID, TieKey.NUMBER})


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one count. Raises `RulesError` when they could leave a winner undecided.

    `min_votes` is the least number of people that a winner needs, at least 1: a project that
    nobody chose is never picked. `ties` are compared from the left and must hold a key that no two
    projects share.
    """

    rule: Rule = Rule.GREEDY
    misfit: Misfit = Misfit.SKIP
    min_votes: int = 1
    ties: tuple[TieKey, ...] = (TieKey.COST, TieKey.VOTES, TieKey.ID)
    completion: Completion = Completion.NONE
    zero_cost: ZeroCost = ZeroCost.AS_ANY_OTHER
    blank: Blank = Blank.LEFT_OUT

    def __post_init__(self) -> None:
        if self.min_votes < 1:
            raise RulesError("min_votes is 1 or more: a project that nobody chose is never picked")
        if len(set(self.ties)) < len(self.ties):
            raise RulesError("ties names the same key twice")
        if not UNIQUE & set(self.ties):
            raise RulesError("ties must hold id or number, or two projects could stay equal")

    def to_manifest(self) -> dict[str, int | str | bool]:
        """The rules as flat, publishable values."""
        return {
            "version": MANIFEST_VERSION,
            "rule": self.rule.value,
            "misfit": self.misfit.value,
            "min_votes": self.min_votes,
            "ties": ",".join(self.ties),
            "completion": self.completion.value,
            "zero_cost": self.zero_cost.value,
            "blank": self.blank.value,
        }

    @classmethod
    def from_manifest(cls, manifest: Manifest) -> Rules:
        """The rules that `to_manifest` wrote. Raises `RulesError` for anything else."""
        _check_keys(manifest)
        try:
            return cls(
                rule=Rule(_text(manifest, "rule")),
                misfit=Misfit(_text(manifest, "misfit")),
                min_votes=_whole(manifest, "min_votes"),
                ties=parse_ties(_text(manifest, "ties")),
                completion=Completion(_text(manifest, "completion")),
                zero_cost=ZeroCost(_text(manifest, "zero_cost")),
                blank=Blank(_text(manifest, "blank")),
            )
        except ValueError as error:
            raise RulesError(str(error)) from error


def parse_ties(text: str) -> tuple[TieKey, ...]:
    """Tie keys from text such as "cost,votes,id". Raises `RulesError` for an unknown one."""
    try:
        return tuple(TieKey(key.strip()) for key in text.split(","))
    except ValueError as error:
        raise RulesError(f"ties knows {', '.join(TieKey)}; not {text!r}") from error


def _check_keys(manifest: Manifest) -> None:
    known = Rules().to_manifest().keys()
    wrong = sorted(known ^ manifest.keys())
    if wrong:
        raise RulesError(f"missing or unknown in the rules: {', '.join(wrong)}")
    if _whole(manifest, "version") != MANIFEST_VERSION:
        raise RulesError(f"rules of version {manifest['version']} are not known")


def _text(manifest: Manifest, key: str) -> str:
    value = manifest[key]
    if not isinstance(value, str):
        raise RulesError(f"{key} is text in the rules")
    return value


def _whole(manifest: Manifest, key: str) -> int:
    value = manifest[key]
    if isinstance(value, bool) or not isinstance(value, int):
        raise RulesError(f"{key} is a whole number in the rules")
    return value
