"""The shape of a round's rules, and the check that a draft's keep to it.

What is not of this shape is refused whole, so that a published manifest never holds a key nobody
reads.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NotRequired, TypedDict, cast

from evidence.models import THEMES
from rounds.models import Round
from rounds.refusals import BadRules


class VoteRules(TypedDict):
    format: Literal["approval"]
    max_choices: int | None
    suggest_at_least: int


class CountRules(TypedDict):
    """What `voting.counting.Rules.from_manifest` reads; the second part only by equal shares.

    `lot_seed` is what a lot between equal ideas is drawn from: 32 hexadecimal digits. `stages` says
    how many per cent of the pot are kept for a theme, "theme:Safer streets=30%;theme:…".
    """

    version: int
    rule: str
    misfit: str
    min_votes: int
    ties: str
    completion: str
    zero_cost: str
    blank: str
    lot_seed: NotRequired[str]
    stages: NotRequired[str]

    score: NotRequired[str]
    utility: NotRequired[str]
    add1_step: NotRequired[int]
    add1_start: NotRequired[str]
    add1_exhaustive: NotRequired[bool]
    add1_scope: NotRequired[str]
    endowment: NotRequired[str]
    comparison: NotRequired[bool]


class KeyShares(TypedDict):
    needed: int
    of: int


class WhoRules(TypedDict):
    residency: Literal["verified"]


class PanelRules(TypedDict):
    mode: Literal["confirms"]
    together: bool
    scoring: bool


class AwardRules(TypedDict):
    instalments: int
    answer_days: int


class OutcomeRules(TypedDict):
    baseline_from_pence: int
    output_only_allowed: bool


class ChallengeRules(TypedDict):
    answer_days: int


class ProposalRules(TypedDict):
    max_asked_pence: int | None
    max_on_ballot: int


class RoundRules(TypedDict):
    """Every rule of a round. None means no limit."""

    v: int
    preset: str
    vote: VoteRules
    count: CountRules
    custody: Literal["two-people", "keyholders"]
    key_shares: KeyShares
    whole_ballots_from: int
    who: WhoRules
    panel: PanelRules
    award: AwardRules
    outcome: OutcomeRules
    challenge: ChallengeRules
    proposals: ProposalRules


Test = Callable[[object], bool]
Shape = Mapping[str, "Test | Shape"]

VERSION = 1
MOST_ON_BALLOT = 400
MOST_PENCE = 10**12


def _whole(least: int, most: int) -> Test:
    return lambda value: type(value) is int and least <= value <= most


def _maybe(test: Test) -> Test:
    return lambda value: value is None or test(value)


def _one_of(*values: object) -> Test:
    return lambda value: any(type(value) is type(known) and value == known for known in values)


_SEED = re.compile(r"[0-9a-f]{32}", re.ASCII)
_KEPT = re.compile(r"theme:(?P<name>[^;=%]+)=(?P<percent>[1-9][0-9]?|100)%", re.ASCII)


def _seed(value: object) -> bool:
    return isinstance(value, str) and _SEED.fullmatch(value) is not None


def _kept_for_themes(value: object) -> bool:
    """Whether this keeps at most the whole pot for themes, in the order of the catalogue."""
    if not isinstance(value, str):
        return False
    kept = [_KEPT.fullmatch(part) for part in value.split(";")]
    names = [each["name"] for each in kept if each]
    percent = sum(int(each["percent"]) for each in kept if each)
    in_order = names == [name for name in THEMES.values() if name in names]
    return all(kept) and in_order and percent <= 100


_EITHER_COUNT: Shape = {
    "version": _one_of(1),
    "misfit": _one_of("skip", "stop"),
    "min_votes": _whole(1, 10**6),
    "zero_cost": _one_of("as-any-other"),
    "blank": _one_of("left-out"),
}
_BY_NUMBER: Shape = {"ties": _one_of("cost,votes,number")}
_BY_LOT: Shape = {"ties": _one_of("cost,votes,lot"), "lot_seed": _seed}
_MOST_VOTES: Shape = {
    **_EITHER_COUNT,
    "rule": _one_of("greedy"),
    "completion": _one_of("none"),
}
_EQUAL_SHARES: Shape = {
    **_EITHER_COUNT,
    "rule": _one_of("equal-shares"),
    "completion": _one_of("add1+greedy"),
    "score": _one_of("votes"),
    "utility": _one_of("cost"),
    "add1_step": _one_of(100),
    "add1_start": _one_of("exact"),
    "add1_exhaustive": _one_of(True),
    "add1_scope": _one_of("supported"),
    "endowment": _one_of("budget/voters"),
    "comparison": _one_of(True, False),
}
_SHAPE: Shape = {
    "v": _one_of(VERSION),
    "preset": lambda value: isinstance(value, str) and value.isascii() and 0 < len(value) <= 20,
    "vote": {
        "format": _one_of("approval"),
        "max_choices": _maybe(_whole(1, MOST_ON_BALLOT)),
        "suggest_at_least": _whole(1, MOST_ON_BALLOT),
    },
    "count": {**_MOST_VOTES, **_BY_NUMBER},
    "custody": _one_of("two-people", "keyholders"),
    "key_shares": {"needed": _one_of(2), "of": _one_of(2, 3)},
    "whole_ballots_from": _whole(1, 10**6),
    "who": {"residency": _one_of("verified")},
    "panel": {
        "mode": _one_of("confirms"),
        "together": _one_of(True, False),
        "scoring": _one_of(False),
    },
    "award": {"instalments": _whole(1, 2), "answer_days": _whole(7, 90)},
    "outcome": {
        "baseline_from_pence": _whole(0, MOST_PENCE),
        "output_only_allowed": _one_of(True, False),
    },
    "challenge": {"answer_days": _whole(1, 28)},
    "proposals": {
        "max_asked_pence": _maybe(_whole(1, MOST_PENCE)),
        "max_on_ballot": _whole(1, MOST_ON_BALLOT),
    },
}


def checked(rules: Mapping[str, object]) -> RoundRules:
    """The same rules, when they are of the shape that a round can run by. Raises BadRules."""
    wrong = _wrong(rules, _shape(rules), "")
    if wrong:
        raise BadRules(f"These rules can't run a round: {', '.join(wrong)}.")
    right = cast("RoundRules", rules)
    if right["key_shares"]["of"] != (3 if right["custody"] == "keyholders" else 2):
        raise BadRules("Two people open the votes together, or two of three who keep a key.")
    most = right["vote"]["max_choices"]
    if most is not None and right["vote"]["suggest_at_least"] > most:
        raise BadRules("The ballot can't suggest more ideas than people may pick.")
    return right


def _shape(rules: Mapping[str, object]) -> Shape:
    """With the keys that these rules need: those of their rule, of a lot, and of money kept."""
    count = rules.get("count")
    if not isinstance(count, Mapping):
        return _SHAPE
    rule = _EQUAL_SHARES if count.get("rule") == "equal-shares" else _MOST_VOTES
    ties = _BY_LOT if "lot_seed" in count else _BY_NUMBER
    kept: Shape = {"stages": _kept_for_themes} if "stages" in count else {}
    return {**_SHAPE, "count": {**rule, **ties, **kept}}


def _wrong(value: object, shape: Shape, path: str) -> list[str]:
    """The paths at which `value` differs from `shape`."""
    if not isinstance(value, Mapping):
        return [path or "rules"]
    differing = [f"{path}{key}" for key in sorted(value.keys() ^ shape.keys())]
    for key in shape.keys() & value.keys():
        test = shape[key]
        if isinstance(test, Mapping):
            differing += _wrong(value[key], test, f"{path}{key}.")
        elif not test(value[key]):
            differing.append(f"{path}{key}")
    return sorted(differing)


def of(round: Round) -> RoundRules:
    """The rules of a round: a draft's as they stand, a published round's as they were fixed."""
    return cast("RoundRules", round.rules)
