"""Count Pabulib files from the command line: `python -m voting.counting FILE…`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from voting.counting import Misfit, Result, Rule, Rules, RulesError, TieKey, count, sentences
from voting.counting.money import in_currency
from voting.counting.pabulib import CannotRead, PabulibFile, read
from voting.counting.rules import parse_ties

BAD_FILE = 2


@dataclass(frozen=True, slots=True)
class _Counted:
    """One file, its result, and the seconds that each step took."""

    file: PabulibFile
    result: Result
    read_seconds: float
    count_seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Count each file in turn; 0, or 2 when one could not be read. The others still count."""
    options = _parser().parse_args(arguments)
    rules = Rules(
        rule=Rule(options.rule),
        misfit=Misfit.STOP if options.stop else Misfit.SKIP,
        min_votes=max(1, options.min_votes),
        ties=options.ties,
    )
    failed = 0
    for path in options.files:
        try:
            counted = _count(path, rules)
        except CannotRead as refusal:
            sys.stderr.write(f"{refusal}\n")
            failed = BAD_FILE
            continue
        write = _json if options.json else _report
        sys.stdout.write(write(counted, explain=options.explain) + "\n")
        sys.stdout.flush()
    return failed


def _count(path: str, rules: Rules) -> _Counted:
    begun = time.perf_counter()
    file = read(path)
    was_read = time.perf_counter()
    result = count(file.ballots, rules)
    return _Counted(file, result, was_read - begun, time.perf_counter() - was_read)


def _json(counted: _Counted, *, explain: bool) -> str:
    result = counted.result
    line: dict[str, object] = {
        "file": counted.file.path,
        "rule": result.rules.to_manifest(),
        "funded": list(result.funded),
        "spent": _units(result.spent, counted.file.ballots.minor_digits),
        "seconds": {
            "read": round(counted.read_seconds, 6),
            "count": round(counted.count_seconds, 6),
        },
    }
    if explain:
        line["explained"] = _explained(counted)
    return json.dumps(line)


def _report(counted: _Counted, *, explain: bool) -> str:
    result, ballots = counted.result, counted.file.ballots
    money = in_currency(ballots.currency, ballots.minor_digits)
    lines = [
        f"{counted.file.path}: {ballots.voters:,} ballots, {len(ballots.projects):,} projects",
        f"{len(result.funded):,} picked for {money(result.spent)} of {money(result.budget)}; "
        f"{money(result.left)} left",
    ]
    for place, outcome in enumerate((o for o in result.outcomes if o.funded), 1):
        project = outcome.project
        lines.append(
            f"{place:>4}. {project.id}  {project.name}: {outcome.votes:,} votes, "
            f"{money(project.cost)}"
        )
    if explain:
        lines += [f"{project}: {words}" for project, words in _explained(counted).items()]
    return "\n".join(lines)


def _explained(counted: _Counted) -> dict[str, str]:
    ballots = counted.file.ballots
    return sentences(counted.result, in_currency(ballots.currency, ballots.minor_digits))


def _units(amount: int, minor_digits: int) -> int | float:
    """Whole units of the currency, for show; a decimal number only when there are minor units."""
    whole, rest = divmod(amount, 10**minor_digits)
    return float(f"{whole}.{rest:0{minor_digits}d}") if rest else whole


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m voting.counting",
        description="Count elections in the Pabulib format.",
        allow_abbrev=False,
    )
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument("--rule", choices=[rule.value for rule in Rule], default="greedy")
    parser.add_argument("--stop", action="store_true", help="end at the first that does not fit")
    parser.add_argument("--min-votes", type=_number, default=1, metavar="N")
    parser.add_argument(
        "--ties", type=_ties, default=Rules().ties, metavar="KEYS", help="such as cost,votes,id"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON per file")
    parser.add_argument("--explain", action="store_true", help="say why, for every project")
    return parser


def _number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("is 0 or more")
    return number


def _ties(text: str) -> tuple[TieKey, ...]:
    try:
        ties = parse_ties(text)
        Rules(ties=ties)
    except RulesError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return ties


if __name__ == "__main__":
    sys.exit(main())
