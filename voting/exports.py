"""Files with which anyone can count again.

Whole ballots leave only where there are enough of them, or to an auditor; otherwise a file holds T
alone.
"""

from collections.abc import Iterator

from kit.spreadsheets import Cell, csv_lines
from rounds.models import Round
from voting import terms
from voting.actions.counting import rows
from voting.counting import Format
from voting.results import Results

_VALUES = {Format.POINTS: "points", Format.SCORES: "scores", Format.RANKINGS: "places"}


def totals(results: Results) -> Iterator[str]:
    """Every idea with its votes, its cost in minor units and what became of it, as CSV. Where
    ballots give points there is a column of those too, and where ideas can't both be done one with
    the numbers of those that can't be picked beside it.
    """
    return csv_lines(_totals(results))


def _totals(results: Results) -> Iterator[list[Cell]]:
    paired = ["not_with"] if any(row.line.not_with for row in results.lines) else []
    scored = ["points"] if results.by_points else []
    yield ["number", "idea", "cost_minor_units", "votes", *scored, "picked", *paired, "why"]
    for row in results.lines:
        score = [row.score] if results.by_points else []
        facts: list[Cell] = [row.line.number, row.line.name, row.line.pence, row.votes, *score]
        others = [" ".join(map(str, row.line.not_with))] if paired else []
        yield [*facts, int(row.picked), *others, row.sentence]


def ballots_csv(round: Round, *, whole: bool) -> Iterator[str]:
    """Ballots sorted by T: T (hex) and the ballot numbers chosen, or T alone. A third column says
    the points, scores or places of these numbers, in the same order.
    """
    return csv_lines(_ballots(round, whole=whole))


def _ballots(round: Round, *, whole: bool) -> Iterator[list[Cell]]:
    format = terms.ballot_format(round)
    valued = [_VALUES[format]] if format in _VALUES else []
    yield ["receipt", "numbers", *valued] if whole else ["receipt"]
    for tracker, choices in rows(round):
        numbers = " ".join(str(number) for number, _ in choices)
        values = [" ".join(str(value) for _, value in choices)] if valued else []
        yield [tracker, numbers, *values] if whole else [tracker]
