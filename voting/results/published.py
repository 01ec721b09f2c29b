"""The stored count as a file. Of few ballots it holds only what the votes of every idea give.

Under equal shares, who put in how much, and where shares went, says which ideas the same people
chose. Among few people that finds single ballots out, as whole ballots would.
"""

from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]


def published(facts: Told, *, whole: bool) -> dict[str, Any]:
    """The count as everybody may have it; `whole` says that whole ballots are public too."""
    if whole:
        return dict(facts)
    steps = {row["id"]: row["step"]["number"] for row in facts["outcomes"] if "step" in row}
    # How many got something they chose tells, of two ideas, how many chose both.
    facts = {key: value for key, value in facts.items() if key != "served"}
    coarse = {**facts, "outcomes": [_outcome(outcome, steps) for outcome in facts["outcomes"]]}
    if "runs" in facts:
        staged = len(facts["runs"]) > 1
        coarse["runs"] = [run | {"shares": _shares(run["shares"], staged)} for run in facts["runs"]]
        if staged:
            coarse["outcomes"] = [_without(outcome, "loss") for outcome in coarse["outcomes"]]
    if "comparison" in facts:
        kept = ("stands", "other")
        coarse["comparison"] = {key: facts["comparison"][key] for key in kept}
    return coarse


def _outcome(outcome: dict[str, Any], steps: Mapping[str, int]) -> dict[str, Any]:
    kept = {key: value for key, value in outcome.items() if key not in ("step", "loss")}
    # Equal prices follow from the votes only at the first step.
    own = steps.get(outcome["id"])
    kept["ties"] = [tie for tie in outcome["ties"] if (own or steps.get(tie["id"], 1)) == 1]
    if "step" in outcome:
        kept["step"] = {"number": outcome["step"]["number"]}
    if "loss" in outcome and not outcome["loss"]["after"]:
        kept["loss"] = outcome["loss"]
    return kept


def _shares(shares: dict[str, Any] | None, staged: bool) -> dict[str, Any] | None:
    """How big a share was. In a stage it says how many people chose one of its ideas, which the
    votes of every idea don't give: there nothing is told but why it ended.
    """
    if shares is None:
        return None
    return {"stop": shares["stop"]} if staged else _without(shares, "steps", "next_cost")


def _without(facts: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in keys}
