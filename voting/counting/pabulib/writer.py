"""Writing an election in the Pabulib format, so that reading it again gives the same election."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from voting.counting.ballots import Ballots, BallotsError, Format
from voting.counting.pabulib.meta import FORMATS, ONE_CHOICE, currency, whole
from voting.counting.pabulib.outside import scores
from voting.counting.pabulib.text import SECTIONS, one_line

Marks = Iterable[Sequence[int]]
"""Pairs of a ballot number and its value: 1, points, a score, or a place in a ranking."""

_VOTE_TYPES = {
    Format.APPROVAL: "approval",
    Format.POINTS: "cumulative",
    Format.SCORES: "scoring",
    Format.RANKINGS: "ordinal",
}
_WITH_POINTS = (Format.POINTS, Format.SCORES)
_TO_QUOTE = frozenset(';"\r\n')


def write(
    ballots: Ballots,
    *,
    meta: Mapping[str, str],
    rows: Iterable[tuple[str, Marks]] | None = None,
    selected: Collection[str] | Mapping[str, int] | None = None,
) -> Iterator[str]:
    """The lines of the file, each with its line feed, as they are asked for.

    `rows` are voter ids with their marks, the very ballots of `ballots`; without them voters are
    numbered from 1. `selected` are the ids to mark as funded, or the mark of each id. The fields of
    `meta` keep their order; what the ballots settle (numbers, budget, vote type, longest ballot) is
    written from them, and a limit that a ballot does not keep, as one with a project named twice,
    is left out.

    Raises `BallotsError` for what the format can't say: incompatible pairs and withdrawn projects
    (`publish` puts those into a second file), and a ranking with a gap or a tie.
    """
    if ballots.withdrawn or ballots.incompatible:
        raise BallotsError("incompatible pairs and withdrawn projects can't be written")
    fields = {one_line(name).lower(): one_line(value) for name, value in meta.items()}
    slips = _Slips(ballots, fields)
    yield "META\n"
    yield _row(("key", "value"))
    for field in _meta(ballots, fields, slips).items():
        yield _row(field)
    yield "PROJECTS\n"
    yield from _projects(ballots, selected)
    yield "VOTES\n"
    yield _row(("voter_id", "vote", *(["points"] if slips.with_points else [])))
    for voter, marks in _numbered(ballots) if rows is None else rows:
        yield _row((voter, *slips.cells(marks)))


def units(minor: int, digits: int) -> str:
    """An amount of minor units as the format has it: whole units, with decimals if there are any.

    `digits` is how many decimal places a minor unit is.
    """
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)


class _Slips:
    """Marks as cells. A score that every unnamed project gets (`default_score`) is not written."""

    def __init__(self, ballots: Ballots, meta: Mapping[str, str]) -> None:
        self._format = ballots.format
        self._ids = {project.number: project.id for project in ballots.projects}
        self.with_points = ballots.format in _WITH_POINTS
        self.default = _default_score(ballots, meta)
        self._fit = _Fit(ballots, self.default)

    def cells(self, marks: Marks) -> tuple[str, ...]:
        """The cell `vote`, and `points` where the format has them."""
        pairs = [(number, value) for number, value in marks if number in self._ids]
        if self._format is Format.RANKINGS:
            pairs.sort(key=lambda pair: pair[1])
            if [place for _, place in pairs] != list(range(1, len(pairs) + 1)):
                raise BallotsError("a ranking with a gap or a tie can't be written")
        else:
            pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        if self.default:
            pairs = [pair for pair in pairs if pair[1] != self.default]
        vote = ",".join(self._ids[number] for number, _ in pairs)
        points = ",".join(str(value) for _, value in pairs)
        return (vote, points) if self.with_points else (vote,)

    def keep(self, name: str, value: str) -> bool:
        """Whether this field of META holds for every ballot as it is written."""
        if name == "default_score":
            return whole(value) in (0, self.default)
        return self._fit.keeps(name, value)


def _default_score(ballots: Ballots, meta: Mapping[str, str]) -> int:
    """What META gives to every project that a ballot leaves out, if ballots leave none out."""
    every = bool((np.diff(ballots.starts) == len(ballots.projects)).all())
    said = whole(meta.get("default_score", ""))
    return said or 0 if every and ballots.format is Format.SCORES else 0


class _Fit:
    """The least and the most that ballots hold, against the limits of META."""

    def __init__(self, ballots: Ballots, default: int) -> None:
        written = np.ones(len(ballots.choices), dtype=bool)
        if default:
            written = ballots.values != default
        owner, values = ballots.owners()[written], ballots.values[written].astype(np.int64)
        lengths = np.bincount(owner, minlength=ballots.distinct)
        sums = np.zeros(ballots.distinct, dtype=np.int64)
        np.add.at(sums, owner, values)
        given = values[values > 0]
        self._least = {"min_length": lengths}
        self._most = {"max_length": lengths}
        if ballots.format in _WITH_POINTS:
            self._least |= {"min_points": given, "min_sum_points": sums}
            self._most |= {"max_points": values, "max_sum_points": sums}

    def keeps(self, name: str, value: str) -> bool:
        """True for what is no limit, false for a limit that is no number."""
        if name not in self._least.keys() | self._most.keys():
            return True
        bound = whole(value)
        if bound is None:
            return False
        if name in self._least:
            return bool((self._least[name] >= bound).all())
        return bool((self._most[name] <= bound).all())


def _meta(ballots: Ballots, meta: Mapping[str, str], slips: _Slips) -> dict[str, str]:
    """META, in the order in which it is given; fields that it lacks come at the end."""
    found = {name: value for name, value in meta.items() if slips.keep(name, value)}
    found |= {
        "num_projects": str(len(ballots.projects)),
        "num_votes": str(ballots.voters),
        "budget": units(ballots.budget, ballots.minor_digits),
        "vote_type": _vote_type(ballots, meta),
        "rule": meta.get("rule") or "unknown",
    }
    if ballots.max_length is None:
        found.pop("max_length", None)
    elif found["vote_type"] != ONE_CHOICE:
        found["max_length"] = str(ballots.max_length)
    if currency(found) != ballots.currency:
        found["currency"] = ballots.currency
    return found


def _vote_type(ballots: Ballots, meta: Mapping[str, str]) -> str:
    said = meta.get("vote_type", "").lower()
    if FORMATS.get(said) is not ballots.format:
        return _VOTE_TYPES[ballots.format]
    return said if said != ONE_CHOICE or ballots.max_length == 1 else "approval"


def _projects(
    ballots: Ballots, selected: Collection[str] | Mapping[str, int] | None
) -> Iterator[str]:
    listed = ballots.projects
    votes = {p.id: str(n) for p, n in zip(listed, ballots.votes(), strict=True)}
    score = {p.id: str(n) for p, n in zip(listed, scores(ballots), strict=True)}
    columns = {
        "project_id": [p.id for p in listed],
        "cost": [units(p.cost, ballots.minor_digits) for p in listed],
        "votes": [votes[p.id] for p in listed],
    }
    if ballots.format is not Format.APPROVAL:
        columns["score"] = [score[p.id] for p in listed]
    columns["name"] = [one_line(p.name) for p in listed]
    if any(p.theme for p in listed):
        columns["category"] = [one_line(p.theme) for p in listed]
    if selected is not None:
        marks = selected if isinstance(selected, Mapping) else dict.fromkeys(selected, 1)
        columns["selected"] = [str(marks.get(p.id, 0)) for p in listed]
    if any(p.area for p in listed):
        columns["district"] = [one_line(p.area) for p in listed]
    yield _row(columns)
    for cells in zip(*columns.values(), strict=True):
        yield _row(cells)


def _numbered(ballots: Ballots) -> Iterator[tuple[str, Marks]]:
    """Every ballot as often as it was cast, by voters numbered from 1."""
    numbers = [project.number for project in ballots.projects]
    voter = 0
    for j, people in enumerate(ballots.weights.tolist()):
        held = slice(int(ballots.starts[j]), int(ballots.starts[j + 1]))
        named = [numbers[at] for at in ballots.choices[held].tolist()]
        marks = list(zip(named, ballots.values[held].tolist(), strict=True))
        for _ in range(people):
            voter += 1
            yield str(voter), marks


def _row(cells: Iterable[str]) -> str:
    """One line. What would read as the name of a section is quoted."""
    first, *rest = cells
    name = not any(rest) and first.strip().upper() in SECTIONS
    return ";".join((_cell(first, quote=name), *(_cell(cell) for cell in rest))) + "\n"


def _cell(text: str, *, quote: bool = False) -> str:
    if not quote and _TO_QUOTE.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
