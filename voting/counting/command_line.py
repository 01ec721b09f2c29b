"""The options of the command line, and the rules that they make for one election."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from voting.counting.ballots import Ballots, Format
from voting.counting.options import (
    Completion,
    Misfit,
    Rule,
    Scope,
    Score,
    Start,
    TieKey,
    Utility,
)
from voting.counting.rules import Rules, RulesError, parse_points, parse_ties
from voting.counting.stages import Stage, StageError, parse_stages

_RULES = (
    *("rule", "stop", "min_votes", "ties", "lot_seed", "score", "points_table", "part_funding"),
    *("stages", "utility", "completion", "add1_step", "add1_start", "add1_exhaustive"),
    *("add1_scope", "endowment", "comparison"),
)


def parser() -> argparse.ArgumentParser:
    """All options, with their defaults in the help."""
    made = argparse.ArgumentParser(
        prog="python -m voting.counting",
        description="Count elections in the Pabulib format. Money in options is in whole units of "
        "the file's currency.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("files", metavar="FILE", nargs="+", help="a file such as vote.pb")
    _for_every_rule(made.add_argument_group("rules"))
    _for_shares(made.add_argument_group("equal shares only"))
    shown = made.add_argument_group("what is printed")
    shown.add_argument("--json", action="store_true", help="one line of JSON per file")
    shown.add_argument("--explain", action="store_true", help="say why, for every project")
    _for_checking(made.add_argument_group("checking"))
    made.add_argument(
        "--facts",
        metavar="FACTS",
        help="the file of facts (JSON) that was published beside FILE: the two are the whole vote,"
        " counted by the published rules unless rules are given",
    )
    return made


def gives_rules(options: argparse.Namespace) -> bool:
    """Whether any option about rules was given."""
    usual = parser().parse_args(["any"])
    return any(getattr(options, name) != getattr(usual, name) for name in _RULES)


def rules_for(options: argparse.Namespace, ballots: Ballots) -> Rules:
    """The rules that the options mean for this election: amounts become minor units, and what is
    ranked by follows the ballots, unless it was given.
    """
    unit = 10**ballots.minor_digits
    common = Rules(
        misfit=Misfit.STOP if options.stop else Misfit.SKIP,
        min_votes=max(1, options.min_votes),
        ties=options.ties,
        lot_seed=options.lot_seed,
        score=_score(options, ballots),
        points_table=options.points_table if ballots.format is Format.RANKINGS else (),
        part_funding=options.part_funding,
        stages=tuple(_in_minor_units(stage, unit) for stage in options.stages),
    )
    if options.rule == Rule.GREEDY:
        return common
    return _with_shares(common, options, unit)


def _with_shares(common: Rules, options: argparse.Namespace, unit: int) -> Rules:
    return replace(
        common,
        rule=Rule.EQUAL_SHARES,
        utility=Utility(options.utility),
        completion=Completion(options.completion),
        add1_step=options.add1_step * unit,
        add1_start=Start(options.add1_start),
        add1_exhaustive=options.add1_exhaustive,
        add1_scope=Scope(options.add1_scope),
        endowment=None if options.endowment is None else options.endowment * unit,
        comparison=options.comparison,
    )


def _score(options: argparse.Namespace, ballots: Ballots) -> Score:
    if options.score:
        return Score(options.score)
    by_people = options.rule == Rule.EQUAL_SHARES and options.utility != Utility.POINTS
    approval = ballots.format is Format.APPROVAL
    return Score.VOTES if by_people and not approval else Score.POINTS


def _in_minor_units(stage: Stage, unit: int) -> Stage:
    if stage.amount is None:
        return stage
    return Stage(stage.by, stage.name, amount=stage.amount * unit)


def _for_every_rule(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--rule", choices=_words(Rule), default=Rule.GREEDY.value)
    group.add_argument("--stop", action="store_true", help="end at the first that does not fit")
    group.add_argument(
        "--min-votes", type=_number, default=1, metavar="N", help="people that a winner needs"
    )
    group.add_argument(
        "--ties", type=_ties, default="cost,votes,id", metavar="KEYS", help="who goes first"
    )
    group.add_argument("--lot-seed", default="", metavar="TEXT", help="for ties by lot")
    group.add_argument(
        "--score", choices=_words(Score), help="what most votes ranks by, where not as usual"
    )
    group.add_argument(
        "--points-table", type=_points, default=(), metavar="3,2,1", help="points of each place"
    )
    group.add_argument(
        "--part-funding",
        type=_per_cent,
        default=0,
        metavar="P",
        help="part-fund the next project from P per cent of its cost",
    )
    group.add_argument(
        "--stages",
        type=_stages,
        default=(),
        metavar="STAGES",
        help="such as theme:Greener streets=30%%;area:North=50000",
    )


def _for_shares(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--utility", choices=_words(Utility), default=Utility.COST.value)
    group.add_argument("--completion", choices=_words(Completion), default=Completion.NONE.value)
    group.add_argument("--add1-step", type=_step, default=1, metavar="N", help="whole units")
    group.add_argument("--add1-start", choices=_words(Start), default=Start.EXACT.value)
    group.add_argument(
        "--add1-exhaustive",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="end when nothing more fits",
    )
    group.add_argument("--add1-scope", choices=_words(Scope), default=Scope.SUPPORTED.value)
    group.add_argument(
        "--endowment", type=_endowment, metavar="X", help="each voter's share, such as 313 or 12.5"
    )
    group.add_argument(
        "--comparison",
        action="store_true",
        help="take most votes where more people have more winners by it",
    )


def _for_checking(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--certify", action="store_true", help="check each result without the count that made it"
    )
    group.add_argument(
        "--check",
        metavar="RESULT",
        help="do not count: check this published result (JSON) against the ballots in FILE",
    )
    group.add_argument(
        "--digest", metavar="HEX", help="the published digest of the result that is checked"
    )


def _words(choices: Iterable[StrEnum]) -> list[str]:
    return [choice.value for choice in choices]


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        raise argparse.ArgumentTypeError("is a whole number, 0 or more")
    return int(text)


def _step(text: str) -> int:
    number = _number(text)
    if not number:
        raise argparse.ArgumentTypeError("is 1 or more")
    return number


def _per_cent(text: str) -> int:
    number = _number(text)
    if number > 99:
        raise argparse.ArgumentTypeError("is a per cent from 0 to 99")
    return number


def _endowment(text: str) -> Fraction:
    if not re.fullmatch(r"\d{1,15}(\.\d{1,15}|/[1-9]\d{0,14})?", text, re.ASCII):
        raise argparse.ArgumentTypeError("is an amount such as 313, 12.5 or 1000/7")
    return Fraction(text)


def _points(text: str) -> tuple[int, ...]:
    try:
        return Rules(points_table=parse_points(text)).points_table
    except RulesError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _stages(text: str) -> tuple[Stage, ...]:
    try:
        return Rules(stages=parse_stages(text)).stages
    except (RulesError, StageError) as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _ties(text: str) -> tuple[TieKey, ...]:
    try:
        ties = parse_ties(text)
        Rules(ties=ties, lot_seed="any" if TieKey.LOT in ties else "")
    except RulesError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return ties
