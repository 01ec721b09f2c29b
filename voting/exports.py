"""Files with which anyone can count again.

Whole ballots leave only where there are enough of them, or to an auditor; otherwise a file holds T
alone. A cell that a spreadsheet might take for a formula is put behind an apostrophe.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from rounds.models import Round
from voting import terms
from voting.actions.counting import pack, projects, rows
from voting.counting import Format, Rule
from voting.counting.pabulib import write
from voting.results import Results

_VALUES = {Format.POINTS: "points", Format.SCORES: "scores", Format.RANKINGS: "places"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def totals(results: Results) -> Iterator[str]:
    """Every idea with its votes, its cost in minor units and what became of it, as CSV. Where
    ballots give points there is a column of those too, and where ideas can't both be done one with
    the numbers of those that can't be picked beside it.
    """
    paired = ["not_with"] if any(row.line.not_with for row in results.lines) else []
    scored = ["points"] if results.by_points else []
    yield _csv(["number", "idea", "cost_minor_units", "votes", *scored, "picked", *paired, "why"])
    for row in results.lines:
        name, why = plain_cell(row.line.name), plain_cell(row.sentence)
        score = [row.score] if results.by_points else []
        told = [row.line.number, name, row.line.pence, row.votes, *score, int(row.picked)]
        others = [" ".join(map(str, row.line.not_with))] if paired else []
        yield _csv([*told, *others, why])


def ballots_csv(round: Round, *, whole: bool) -> Iterator[str]:
    """Ballots sorted by T: T (hex) and the ballot numbers chosen, or T alone. A third column says
    the points, scores or places of these numbers, in the same order.
    """
    format = terms.ballot_format(round)
    valued = [_VALUES[format]] if format in _VALUES else []
    yield _csv(["receipt", "numbers", *valued] if whole else ["receipt"])
    for tracker, choices in rows(round):
        numbers = " ".join(str(number) for number, _ in choices)
        values = [" ".join(str(value) for _, value in choices)] if valued else []
        yield _csv([tracker, numbers, *values] if whole else [tracker])


def pabulib(results: Results, *, minor_digits: int) -> Iterator[str]:
    """The whole election in the Pabulib format; a voter's id is T, and a project's id its number on
    the ballot or, of an imported vote, the id in its file.
    """
    round = results.round
    lines = sorted((row.line for row in results.lines), key=lambda line: line.number)
    return write(
        pack(round, projects(lines), minor_digits=minor_digits),
        meta=_meta(results),
        rows=rows(round),
        selected=frozenset(results.data["funded"]),
    )


def _meta(results: Results) -> dict[str, str]:
    """Fields that the ballots do not settle, by Pabulib's names."""
    round = results.round
    told = {
        "description": round.title,
        "country": "" if round.origin == terms.IMPORTED else "United Kingdom",
        "unit": round.neighbourhood.full_name,
        "instance": str(round.number),
        "num_projects": "",
        "num_votes": "",
        "budget": "",
        "currency": round.currency,
        "vote_type": "",
        "rule": rule_name(results.count.rules),
        "date_begin": _day(round.voting_opens_at),
        "date_end": _day(round.voting_closes_at),
        **{name: str(limit) for name, limit in terms.ballot_limits(round).items()},
    }
    settled = ("num_projects", "num_votes", "budget", "vote_type")
    return {name: value for name, value in told.items() if value or name in settled}


def rule_name(rules: Mapping[str, object]) -> str:
    """Pabulib's name for the rule of these published rules."""
    if rules["rule"] == Rule.GREEDY:
        return "greedy"
    added = str(rules["completion"]).startswith("add1")
    return "equalshares/add1" if added else "equalshares"


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y") if moment else ""


def _csv(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
