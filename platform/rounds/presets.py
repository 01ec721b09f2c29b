"""Presets: kinds of round as values. A preset fills the rules of a draft; no code asks for its
name.

The shape of the rules is final from the first release (`"v": 1`): whole numbers, strings, booleans
and null. `count` is what `voting.counting.Rules.from_manifest` reads; money is pence. A
draft gets a lot for ties that stay: `rounds.actions.drafting`.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import cast

from rounds.refusals import PresetUnknown
from rounds.rules import RoundRules

TWO_PEOPLE: dict[str, int] = {"needed": 2, "of": 2}
THREE_SHARES: dict[str, int] = {"needed": 2, "of": 3}


@dataclass(frozen=True)
class Preset:
    """A kind of round. `rules` is empty for one that is still to come; `weeks` are those from one
    date to the next: ideas, working out, checks, vote, challenge, until the panel meets.
    """

    key: str
    name: str
    good_for: str
    takes: str
    rules: RoundRules | None = None
    weeks: tuple[int, int, int, int, int, int] = (3, 1, 1, 2, 1, 1)

    @property
    def offered(self) -> bool:
        return self.rules is not None

    def draft_rules(self) -> RoundRules:
        """A copy of the rules, for a draft to change. Raises PresetUnknown for one to come."""
        if self.rules is None:
            raise PresetUnknown
        return deepcopy(self.rules)


def _rules(key: str, custody: str, **differing: object) -> RoundRules:
    base: dict[str, object] = {
        "v": 1,
        "preset": key,
        "vote": {"format": "approval", "max_choices": 5, "suggest_at_least": 3},
        "count": {
            "version": 1,
            "rule": "greedy",
            "misfit": "skip",
            "min_votes": 1,
            "ties": "cost,votes,number",
            "completion": "none",
            "zero_cost": "as-any-other",
            "blank": "left-out",
        },
        "custody": custody,
        "key_shares": dict(THREE_SHARES if custody == "keyholders" else TWO_PEOPLE),
        "whole_ballots_from": 50,
        "who": {"residency": "verified"},
        "panel": {"mode": "confirms", "together": True, "scoring": False},
        "award": {"instalments": 2, "answer_days": 21},
        "outcome": {"baseline_from_pence": 1_000_000, "output_only_allowed": True},
        "challenge": {"answer_days": 5},
        "proposals": {"max_asked_pence": 500_000, "max_on_ballot": 60},
    }
    return cast("RoundRules", base | differing)


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            "small",
            "Small round",
            "A pot under £20,000, with a vote.",
            "About nine weeks. Two people open the votes.",
            _rules("small", "two-people"),
        ),
        Preset(
            "full",
            "Full round",
            "Larger pots, with a vote and a meeting.",
            "About five months. Three people each keep a part of the ballot box's key.",
            _rules(
                "full",
                "keyholders",
                vote={"format": "approval", "max_choices": None, "suggest_at_least": 3},
                panel={"mode": "confirms", "together": True, "scoring": False},
                outcome={"baseline_from_pence": 1_000_000, "output_only_allowed": False},
                proposals={"max_asked_pence": None, "max_on_ballot": 200},
            ),
            (6, 5, 4, 2, 1, 2),
        ),
        Preset(
            "rolling",
            "Rolling small grants",
            "Up to £1,000 each, always open, without a vote.",
            "Two resident members who decide and report to the next meeting.",
        ),
        Preset(
            "decision-day",
            "Decision day",
            "Everyone in one hall scores every project.",
            "An evening, a hall, and two people who open the votes.",
        ),
        Preset(
            "commissioned",
            "Commissioned",
            "A worker, a building or a renewal that the panel asks for.",
            "The whole panel, with interests and reasons.",
        ),
    )
}
OFFERED = tuple(preset for preset in PRESETS.values() if preset.offered)
TO_COME = tuple(preset for preset in PRESETS.values() if not preset.offered)


def offered(key: str) -> Preset:
    """The preset with this key. Raises PresetUnknown when there is none, or it is still to come."""
    preset = PRESETS.get(key)
    if preset is None or not preset.offered:
        raise PresetUnknown
    return preset
