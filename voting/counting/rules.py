"""How a vote is counted: every choice that can change a winner is a named field here.

A round publishes these before voting opens and freezes them. Where a choice has only one value
today it is still written down, so that a published manifest says it. A later version may add
fields; it leaves a field out of the manifest while it holds the value that today's rules imply,
so that a manifest once published keeps its digest. docs/counting.md says exactly what each does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from voting.counting.options import (
    Blank,
    Completion,
    Misfit,
    Rule,
    Scope,
    Score,
    Start,
    TieKey,
    Utility,
    ZeroCost,
)
from voting.counting.stages import Stage, StageError, parse_stages, stages_text

MANIFEST_VERSION = 1

Manifest = Mapping[str, int | str | bool]


class RulesError(ValueError):
    """The rules are incomplete, unknown or contradict themselves."""


UNIQUE = frozenset({TieKey.ID, TieKey.NUMBER, TieKey.LOT})
_SEED = re.compile(r"[!-~]([ -~]{0,198}[!-~])?")
_ALWAYS = ("version", "rule", "misfit", "min_votes", "ties", "completion", "zero_cost", "blank")
_WITH_SHARES = (
    "score",
    "utility",
    "add1_step",
    "add1_start",
    "add1_exhaustive",
    "add1_scope",
    "endowment",
    "comparison",
)
_OWN_SHARE = "budget/voters"
_GREEDY_SHARES = (
    Completion.NONE,
    Utility.COST,
    100,
    Start.EXACT,
    True,
    Scope.SUPPORTED,
    None,
    False,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one count. Raises `RulesError` when they could leave a winner undecided.

    `min_votes` is the least number of people that a winner needs, at least 1: a project that
    nobody chose is never picked. `ties` are compared from the left and must hold a key that no two
    projects share. `points_table` are the points of place 1, 2, … in a ranking; empty means L, L-1,
    …, 1 for ballots of up to L places. `part_funding` is 0, or the least per cent of its cost with
    which the next project is part-funded. `add1_step` and `endowment` are minor units (pence).
    """

    rule: Rule = Rule.GREEDY
    misfit: Misfit = Misfit.SKIP
    min_votes: int = 1
    ties: tuple[TieKey, ...] = (TieKey.COST, TieKey.VOTES, TieKey.ID)
    completion: Completion = Completion.NONE
    zero_cost: ZeroCost = ZeroCost.AS_ANY_OTHER
    blank: Blank = Blank.LEFT_OUT
    score: Score = Score.POINTS
    points_table: tuple[int, ...] = ()
    lot_seed: str = ""
    part_funding: int = 0
    stages: tuple[Stage, ...] = ()
    utility: Utility = Utility.COST
    add1_step: int = 100
    add1_start: Start = Start.EXACT
    add1_exhaustive: bool = True
    add1_scope: Scope = Scope.SUPPORTED
    endowment: Fraction | None = None
    comparison: bool = False

    def __post_init__(self) -> None:
        for wrong, reason in self._faults():
            if wrong:
                raise RulesError(reason)

    def _faults(self) -> tuple[tuple[bool, str], ...]:
        lot = TieKey.LOT in self.ties
        table = self.points_table
        return (
            (
                self.min_votes < 1,
                "min_votes is 1 or more: a project that nobody chose is never picked",
            ),
            (len(set(self.ties)) < len(self.ties), "ties names the same key twice"),
            (
                not UNIQUE & set(self.ties),
                "ties must hold id, number or lot, or two projects could stay equal",
            ),
            (lot and not _SEED.fullmatch(self.lot_seed), "a lot needs a lot_seed of plain text"),
            (not lot and self.lot_seed != "", "lot_seed is given and ties hold no lot"),
            (
                any(points < 0 for points in table) or list(table) != sorted(table, reverse=True),
                "points_table falls from place to place and never below 0",
            ),
            (not 0 <= self.part_funding <= 99, "part_funding is a per cent from 0 to 99"),
            (len(set(self.stages)) < len(self.stages), "stages name the same group twice"),
            (self.add1_step < 1, "add1_step is 1 or more"),
            (
                self.endowment is not None and (self.endowment < 0 or self.stages != ()),
                "endowment is 0 or more, and there is none where a count has stages",
            ),
            (
                self.rule is Rule.GREEDY and self._shares() != _GREEDY_SHARES,
                "greedy has no utility, completion, endowment or comparison",
            ),
        )

    def _shares(self) -> tuple[object, ...]:
        return (
            self.completion,
            self.utility,
            self.add1_step,
            self.add1_start,
            self.add1_exhaustive,
            self.add1_scope,
            self.endowment,
            self.comparison,
        )

    def to_manifest(self) -> dict[str, int | str | bool]:
        """The rules as flat, publishable values."""
        every = self._every()
        plain = _plain()
        shares = self.rule is Rule.EQUAL_SHARES
        return {
            key: value
            for key, value in every.items()
            if key in _ALWAYS or (shares and key in _WITH_SHARES) or value != plain[key]
        }

    def _every(self) -> dict[str, int | str | bool]:
        return {
            "version": MANIFEST_VERSION,
            "rule": self.rule.value,
            "misfit": self.misfit.value,
            "min_votes": self.min_votes,
            "ties": ",".join(self.ties),
            "completion": self.completion.value,
            "zero_cost": self.zero_cost.value,
            "blank": self.blank.value,
            "score": self.score.value,
            "points_table": ",".join(str(points) for points in self.points_table),
            "lot_seed": self.lot_seed,
            "part_funding": self.part_funding,
            "stages": stages_text(self.stages),
            "utility": self.utility.value,
            "add1_step": self.add1_step,
            "add1_start": self.add1_start.value,
            "add1_exhaustive": self.add1_exhaustive,
            "add1_scope": self.add1_scope.value,
            "endowment": _OWN_SHARE if self.endowment is None else str(self.endowment),
            "comparison": self.comparison,
        }

    @classmethod
    def from_manifest(cls, manifest: Manifest) -> Rules:
        """The rules that `to_manifest` wrote. Raises `RulesError` for anything else."""
        _check_keys(manifest)
        full = {**_plain(), **manifest}
        try:
            rules = cls(
                rule=Rule(_text(full, "rule")),
                misfit=Misfit(_text(full, "misfit")),
                min_votes=_whole(full, "min_votes"),
                ties=parse_ties(_text(full, "ties")),
                completion=Completion(_text(full, "completion")),
                zero_cost=ZeroCost(_text(full, "zero_cost")),
                blank=Blank(_text(full, "blank")),
                score=Score(_text(full, "score")),
                points_table=parse_points(_text(full, "points_table")),
                lot_seed=_text(full, "lot_seed"),
                part_funding=_whole(full, "part_funding"),
                stages=parse_stages(_text(full, "stages")),
                utility=Utility(_text(full, "utility")),
                add1_step=_whole(full, "add1_step"),
                add1_start=Start(_text(full, "add1_start")),
                add1_exhaustive=_truth(full, "add1_exhaustive"),
                add1_scope=Scope(_text(full, "add1_scope")),
                endowment=_endowment(_text(full, "endowment")),
                comparison=_truth(full, "comparison"),
            )
        except (ValueError, StageError, ZeroDivisionError) as error:
            raise RulesError(str(error)) from error
        _check_form(rules.to_manifest(), manifest)
        return rules


def parse_ties(text: str) -> tuple[TieKey, ...]:
    """Tie keys from text such as "cost,votes,id". Raises `RulesError` for an unknown one."""
    try:
        return tuple(TieKey(key.strip()) for key in text.split(","))
    except ValueError as error:
        raise RulesError(f"ties knows {', '.join(TieKey)}; not {text!r}") from error


def parse_points(text: str) -> tuple[int, ...]:
    """A points table from text such as "3,2,1"; empty text is no table."""
    if not re.fullmatch(r"(\d{1,6}(,\d{1,6})*)?", text, re.ASCII):
        raise RulesError(f"points_table is numbers with commas between them, not {text!r}")
    return tuple(int(points) for points in text.split(",")) if text else ()


@cache
def _plain() -> dict[str, int | str | bool]:
    """What a field means where the manifest leaves it out."""
    return Rules()._every()


def _check_keys(manifest: Manifest) -> None:
    unknown = manifest.keys() - _plain().keys()
    shares = manifest.get("rule") == Rule.EQUAL_SHARES
    missing = {*_ALWAYS, *(_WITH_SHARES if shares else ())} - manifest.keys()
    if unknown or missing:
        wrong = ", ".join(sorted(unknown | missing))
        raise RulesError(f"missing or unknown in the rules: {wrong}")
    if _whole(manifest, "version") != MANIFEST_VERSION:
        raise RulesError(f"rules of version {manifest['version']} are not known")


def _check_form(written: Manifest, given: Manifest) -> None:
    """One set of rules has one manifest, so that it has one digest."""
    differing = {
        key for key in {*written, *given} if written.get(key, None) != given.get(key, None)
    }
    if differing:
        raise RulesError(f"not in the one form that rules have: {', '.join(sorted(differing))}")


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


def _truth(manifest: Manifest, key: str) -> bool:
    value = manifest[key]
    if not isinstance(value, bool):
        raise RulesError(f"{key} is true or false in the rules")
    return value


def _endowment(text: str) -> Fraction | None:
    if text == _OWN_SHARE:
        return None
    if not re.fullmatch(r"\d{1,30}(/\d{1,30})?", text, re.ASCII):
        raise RulesError(f"endowment is {_OWN_SHARE} or a fraction, not {text!r}")
    return Fraction(text)
