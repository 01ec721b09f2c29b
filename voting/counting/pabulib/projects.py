"""The PROJECTS section."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from voting.counting.ballots import Project
from voting.counting.pabulib.meta import Meta, amount
from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.table import Header
from voting.counting.pabulib.text import Rows, one_line

_KEPT = ("selected", "votes", "score", "not_with", "withdrawn")
# Selected, also by a rule of the place (2) or from the reserve (3): funded all the same.
_FUNDED = frozenset("123")
# What stands for the cost of a project that was taken back after the vote.
_TAKEN_BACK = Decimal(999_999_999)
_LEAST_DIGITS = 2
_LONGEST_ID = 60
_LARGEST = 2**53 - 1
_THEMES = ("category", "categories")
_AREAS = ("district", "neighborhood", "neighbourhood", "subunit")
_TOTAL = re.compile(r"(\d{1,15})(\.0+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects, with money in minor units that are `minor_digits` decimal places.

    `selected` holds the ids that the file marks with 1, 2 or 3, or is None without such a column.
    `votes` and `score` are the totals that the file states by id, or None without such a column. Of
    two `incompatible` ids (the column not_with) at most one can be picked, of `withdrawn` ids none.
    """

    projects: tuple[Project, ...]
    budget: int
    minor_digits: int
    selected: frozenset[str] | None
    votes: Mapping[str, int] | None
    score: Mapping[str, int] | None
    incompatible: tuple[tuple[str, str], ...] = ()
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Listed:
    id: str
    name: str
    cost: Decimal
    theme: str
    area: str
    cells: Mapping[str, str]
    line: int

    @property
    def chosen(self) -> bool:
        """Whether the file marks it as funded."""
        return self.cells["selected"] in _FUNDED


def read_projects(rows: Rows, meta: Meta) -> Projects:
    """Take PROJECTS and the name of VOTES from the rows. Ballot numbers are the file's order."""
    header, listed = _listed(rows)
    if not listed:
        raise rows.refuse(rows.line, "there are no projects")
    if meta.num_projects not in (None, len(listed)):
        line = meta.lines["num_projects"]
        says = f"num_projects says {meta.num_projects}"
        raise rows.refuse(line, f"{says}, the file holds {len(listed)}")
    digits = _minor_digits([meta.budget, *(project.cost for project in listed)])
    budget = _minor(rows, meta.lines["budget"], "budget", meta.budget, digits)
    selected = frozenset(each.id for each in listed if each.chosen)
    return Projects(
        projects=tuple(
            Project(
                id=each.id,
                name=each.name,
                cost=_minor(rows, each.line, "cost", each.cost, digits),
                number=number,
                theme=each.theme,
                area=each.area,
            )
            for number, each in enumerate(listed, 1)
        ),
        budget=budget,
        minor_digits=digits,
        selected=selected if header.has("selected") else None,
        votes=_totals(listed, "votes") if header.has("votes") else None,
        score=_totals(listed, "score") if header.has("score") else None,
        incompatible=_pairs(rows, listed),
        withdrawn=_withdrawn(rows, listed),
    )


def _pairs(rows: Rows, listed: Sequence[_Listed]) -> tuple[tuple[str, str], ...]:
    """Each pair once, in the order of the file, whichever of the two names the other."""
    place = {each.id: at for at, each in enumerate(listed)}
    found: set[tuple[int, int]] = set()
    for each in listed:
        for other in filter(None, map(str.strip, each.cells["not_with"].split(","))):
            if other == each.id or other not in place:
                reason = f"not_with names {shown(other)}, which is no other project of this vote"
                raise rows.refuse(each.line, reason)
            one, two = sorted((place[each.id], place[other]))
            found.add((one, two))
    return tuple((listed[one].id, listed[two].id) for one, two in sorted(found))


def _withdrawn(rows: Rows, listed: Sequence[_Listed]) -> frozenset[str]:
    """Those that the file marks with 1, or whose cost is the sign for it; an empty cell or 0 marks
    none.
    """
    for each in listed:
        if each.cells["withdrawn"] not in ("", "0", "1"):
            reason = f"withdrawn says {shown(each.cells['withdrawn'])}, and neither 0 nor 1"
            raise rows.refuse(each.line, reason)
    return frozenset(
        each.id
        for each in listed
        if each.cells["withdrawn"] == "1" or each.cost == _TAKEN_BACK and not each.chosen
    )


def _totals(listed: Sequence[_Listed], column: str) -> dict[str, int]:
    """What the file states; a cell that holds no whole number states nothing."""
    found = ((each.id, _TOTAL.fullmatch(each.cells[column])) for each in listed)
    return {project_id: int(match[1]) for project_id, match in found if match}


def _listed(rows: Rows) -> tuple[Header, list[_Listed]]:
    taken = rows.section("PROJECTS", ends_at="VOTES")
    first = next(taken, None)
    if first is None:
        raise rows.refuse(rows.line, "PROJECTS is empty")
    header = Header(rows, first, section="PROJECTS", needs=("project_id", "cost"))
    listed: dict[str, _Listed] = {}
    for line, cells in taken:
        header.check(line, cells)
        project = _project(rows, line, header, cells)
        if project.id in listed:
            raise rows.refuse(line, f"project_id {shown(project.id)} comes twice")
        listed[project.id] = project
    return header, list(listed.values())


def _project(rows: Rows, line: int, header: Header, cells: list[str]) -> _Listed:
    project_id = header.cell(cells, "project_id")
    if not project_id or "," in project_id or len(project_id.splitlines()) > 1:
        raise rows.refuse(line, f"project_id {shown(project_id)} can't stand on a ballot")
    if len(project_id) > _LONGEST_ID:
        reason = f"is too long: at most {_LONGEST_ID} characters"
        raise rows.refuse(line, f"project_id {shown(project_id)} {reason}")
    return _Listed(
        id=project_id,
        name=" ".join(header.cell(cells, "name").split()) or project_id,
        cost=amount(rows, line, "cost", header.cell(cells, "cost")),
        theme=_first(header, cells, _THEMES),
        area=_first(header, cells, _AREAS),
        cells={name: header.cell(cells, name) for name in _KEPT},
        line=line,
    )


def _first(header: Header, cells: list[str], names: Sequence[str]) -> str:
    """The first of these columns that says something."""
    return next((said for name in names if (said := one_line(header.cell(cells, name)))), "")


def _minor_digits(amounts: Sequence[Decimal]) -> int:
    """Decimal places that hold every amount exactly, and never fewer than pence need."""
    written = (format(amount, "f").partition(".")[2].rstrip("0") for amount in amounts)
    return max(_LEAST_DIGITS, *(len(decimals) for decimals in written))


def _minor(rows: Rows, line: int, name: str, amount: Decimal, digits: int) -> int:
    """Minor units; more than every program holds exactly is refused."""
    whole, _, decimals = format(amount, "f").partition(".")
    minor = int(whole + decimals[:digits].ljust(digits, "0"))
    if minor > _LARGEST:
        raise rows.refuse(line, f"the {name} {shown(str(amount))} is too large")
    return minor
