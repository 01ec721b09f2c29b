"""Check a published result against the ballots, without running the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voting.counting.ballots import Ballots
from voting.counting.certificates.beside import BESIDE, check_beside
from voting.counting.certificates.case import Case, open_case
from voting.counting.certificates.claims import Fault, Record, plain, shown, value
from voting.counting.certificates.comparison import check_comparison, rule_that_stands
from voting.counting.certificates.conservation import check_picks, check_sums, part_of
from voting.counting.certificates.digest import result_digest
from voting.counting.certificates.outcomes import check_facts, check_outcomes, read_outcomes
from voting.counting.certificates.stages import Known, check_stages
from voting.counting.rules import Rules

_KEYS = ("rules", "budget", "funded", "spent", "outcomes")
_SOMETIMES = ("runs", "comparison")


def certify(
    ballots: Ballots,
    published: Mapping[str, object],
    *,
    rules: Rules | None = None,
    digest: str | None = None,
) -> list[str]:
    """What is wrong in a published result, one sentence each; an empty list says that it is
    proven.

    `published` is `Result.to_data()`, alone or as the website publishes it, with figures and
    words beside it, and may have been through JSON, forged or broken: there is never an
    exception. `rules` are those that were published before the vote, `digest` is what
    `result_digest` gave; both are compared where they are given. docs/counting.md says what is
    checked and which few claims can't be shown without counting again.
    """
    try:
        data = plain(published)
        return [*_pinned(ballots, data, rules, digest), *_faults(ballots, data)]
    except Fault as fault:
        return [str(fault)]
    except RecursionError:
        return ["The result is not plain JSON: it is nested too deeply."]


def _pinned(
    ballots: Ballots, data: Record, rules: Rules | None, digest: str | None
) -> Iterator[str]:
    if rules is not None and data.get("rules") != rules.to_manifest():
        yield "The rules in the result are not those that were published."
    if digest is not None:
        try:
            found = result_digest(ballots, data)
        except ValueError as error:
            raise Fault("The result holds text that can't be written down.") from error
        if found != digest:
            yield f"The digest of this result with these ballots is {found}, not {shown(digest)}."


def _faults(ballots: Ballots, data: Record) -> list[str]:
    faults = [f"The result: {shown(key)} is missing." for key in _KEYS if key not in data]
    odd = data.keys() - {*_KEYS, *_SOMETIMES, *BESIDE}
    faults += [f"The result: {shown(key)} does not belong there." for key in sorted(odd)]
    try:
        case = open_case(ballots, data)
        outcomes = read_outcomes(case, data)
        funded = value(data, "funded", "The result")
        picked = case.positions(funded, "The list of picked projects")
        part = part_of(case, picked)
        faults += check_sums(case, data, picked, part)
        faults += check_beside(case, data, picked)
        forbidden = [*check_picks(case, picked, "the list of picked projects")]
        if forbidden:
            return [*faults, *forbidden, *check_facts(case, outcomes, picked)]
        known = _stages(case, data, picked, faults)
        if known is None:
            return [*faults, *check_facts(case, outcomes, picked)]
        return [*faults, *known.faults, *check_outcomes(case, outcomes, known, part)]
    except Fault as fault:
        return [*faults, str(fault)]


def _stages(case: Case, data: Record, picked: list[int], faults: list[str]) -> Known | None:
    """What follows from the stages; None, and the fault is added, when they hold a lie."""
    try:
        rule = rule_that_stands(case, data, picked)
        faults += check_comparison(case, data, picked, rule)
        return check_stages(case, data, rule)
    except Fault as fault:
        faults.append(str(fault))
        return None
