"""Files with which anyone can count again.

Whole ballots leave only where there are enough of them, or to an auditor; otherwise a file holds T
alone. A cell that a spreadsheet might take for a formula is put behind an apostrophe.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from rounds.models import Round
from voting.actions.counting import rows
from voting.models import BallotLine
from voting.results import Results

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def totals(results: Results) -> Iterator[str]:
    """Every idea with its votes, its cost in minor units and what became of it, as CSV."""
    yield _csv(["number", "idea", "cost_minor_units", "votes", "picked", "why"])
    for row in results.lines:
        name, why = plain_cell(row.line.name), plain_cell(row.sentence)
        yield _csv([row.line.number, name, row.line.pence, row.votes, int(row.picked), why])


def ballots_csv(round: Round, *, whole: bool) -> Iterator[str]:
    """Ballots sorted by T: T (hex) and the ballot numbers chosen, or T alone."""
    yield _csv(["receipt", "numbers"] if whole else ["receipt"])
    for tracker, choices in rows(round):
        numbers = " ".join(str(number) for number, _ in choices)
        yield _csv([tracker, numbers] if whole else [tracker])


def pabulib(results: Results, *, minor_digits: int) -> Iterator[str]:
    """The whole election in the Pabulib format; a voter's id is T."""
    round = results.round
    yield "META\n"
    for key, value in _meta(results, minor_digits):
        yield _row([key, value])
    yield "PROJECTS\nproject_id;cost;votes;name;selected\n"
    for row in sorted(results.lines, key=lambda row: row.line.number):
        cost = _units(row.line.pence, minor_digits)
        yield _row([project_id(row.line), cost, row.votes, row.line.name, int(row.picked)])
    yield "VOTES\nvoter_id;vote\n"
    ids = {row.line.number: project_id(row.line) for row in results.lines}
    for tracker, choices in rows(round):
        yield _row([tracker, ",".join(ids[number] for number, _ in choices if number in ids)])


def project_id(line: BallotLine) -> str:
    """What the file calls a line: the imported file's own id, or the ballot number."""
    return line.outside_id or str(line.number)


def _meta(results: Results, minor_digits: int) -> list[tuple[str, object]]:
    round = results.round
    return [
        ("key", "value"),
        ("description", round.title),
        ("unit", round.neighbourhood.full_name),
        ("instance", round.number),
        ("num_projects", len(results.lines)),
        ("num_votes", results.count.ballots),
        ("budget", _units(results.data["budget"], minor_digits)),
        ("currency", round.currency),
        ("vote_type", "approval"),
        ("rule", "greedy"),
    ]


def _units(minor: int, digits: int) -> str:
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)


def _row(cells: Sequence[object]) -> str:
    return _csv([" ".join(str(cell).split()) for cell in cells], delimiter=";")


def _csv(cells: Sequence[object], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()
