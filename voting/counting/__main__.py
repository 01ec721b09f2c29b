"""Count Pabulib files from the command line: `python -m voting.counting FILE…`, or check a
published result: `python -m voting.counting --check RESULT.json FILE`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper

from voting.counting import (
    BallotsError,
    CannotCount,
    Result,
    RulesError,
    about,
    certify,
    count,
    sentences,
)
from voting.counting.checking import BAD_FILE, check, checked, read_either, tell_faults
from voting.counting.command_line import gives_rules, parser, rules_for
from voting.counting.money import Money, in_currency
from voting.counting.pabulib import BadFile, CannotRead, PabulibFile
from voting.counting.stages import StageError


@dataclass(frozen=True, slots=True)
class _Counted:
    """One file, its result, the seconds that each step took, and what is wrong in the result where
    that was looked for.
    """

    file: PabulibFile
    result: Result
    read_seconds: float
    count_seconds: float
    faults: list[str] | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Count each file in turn; 0, or 2 when one could not be counted. The others still are."""
    known = parser()
    options = known.parse_args(arguments)
    if options.digest and not options.check:
        known.error("--digest goes with --check")
    if options.facts and len(options.files) != 1:
        known.error("--facts goes with one file of ballots")
    if options.check:
        return check(options)
    failed = 0
    for path in options.files:
        try:
            counted = _count(path, options)
        except CannotRead as refusal:
            sys.stderr.write(f"{refusal}\n")
            failed = BAD_FILE
            continue
        write = _json if options.json else _report
        sys.stdout.write(write(counted, options) + "\n")
        sys.stdout.flush()
        if counted.faults:
            tell_faults(path, counted.faults)
            failed = BAD_FILE
    return failed


def _count(path: str, options: Namespace) -> _Counted:
    begun = time.perf_counter()
    file, published = read_either(path, options)
    was_read = time.perf_counter()
    try:
        rules = None if gives_rules(options) else published
        result = count(file.ballots, rules or rules_for(options, file.ballots))
    except (BallotsError, CannotCount, RulesError, StageError) as refusal:
        raise BadFile(path, 0, str(refusal)) from refusal
    counted = time.perf_counter() - was_read
    faults = certify(file.ballots, result.to_data()) if options.certify else None
    return _Counted(file, result, was_read - begun, counted, faults)


def _json(counted: _Counted, options: Namespace) -> str:
    result, digits = counted.result, counted.file.ballots.minor_digits
    line: dict[str, object] = {
        "file": counted.file.path,
        "rule": result.rules.to_manifest(),
        "funded": list(result.funded),
        "spent": _units(result.spent, digits),
        "seconds": {
            "read": round(counted.read_seconds, 6),
            "count": round(counted.count_seconds, 6),
        },
    }
    if part := result.part_funded:
        line["part"] = {"id": part.project.id, "amount": _units(part.part or 0, digits)}
    if options.explain:
        line["about"] = about(result, _money(counted))
        line["explained"] = sentences(result, _money(counted))
    if counted.faults is not None:
        line["certified"] = not counted.faults
    return json.dumps(line)


def _report(counted: _Counted, options: Namespace) -> str:
    result, ballots, money = counted.result, counted.file.ballots, _money(counted)
    lines = [
        f"{counted.file.path}: {ballots.voters:,} ballots, {len(ballots.projects):,} projects",
        f"{len(result.funded):,} picked for {money(result.spent)} of {money(result.budget)}; "
        f"{money(result.left)} left",
    ]
    for place, project_id in enumerate(result.funded, 1):
        outcome = result.outcome(project_id)
        points = "" if outcome.score == outcome.votes else f"{outcome.score:,} points, "
        lines.append(
            f"{place:>4}. {project_id}  {outcome.project.name}: {points}{outcome.votes:,} votes, "
            f"{money(outcome.project.cost)}"
        )
    if part := result.part_funded:
        lines.append(f"part. {part.project.id}  {part.project.name}: {money(part.part or 0)}")
    if counted.faults == []:
        lines.append(checked(ballots, result.to_data()))
    if options.explain:
        lines += about(result, money)
        lines += [f"{project}: {words}" for project, words in sentences(result, money).items()]
    return "\n".join(lines)


def _money(counted: _Counted) -> Money:
    ballots = counted.file.ballots
    return in_currency(ballots.currency, ballots.minor_digits)


def _units(amount: int, minor_digits: int) -> int | float:
    """Whole units of the currency, for show; a decimal number only when there are minor units."""
    whole, rest = divmod(amount, 10**minor_digits)
    return float(f"{whole}.{rest:0{minor_digits}d}") if rest else whole


def _from_a_shell() -> int:
    """`main`, into whatever standard output is: a screen of few letters, a pipe that closes."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return main()
    except BrokenPipeError:
        # What is not written yet must not fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(_from_a_shell())
