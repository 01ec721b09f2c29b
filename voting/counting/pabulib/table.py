"""The header of a section, and the cells below it."""

from __future__ import annotations

from voting.counting.pabulib.refusals import shown
from voting.counting.pabulib.text import Row, Rows


class Header:
    """Column names of a section. Raises `BadFile` when needed ones are missing or repeated.

    A row may end before the cell of a needed column that is in `may_end_before`.
    """

    def __init__(
        self,
        rows: Rows,
        row: Row,
        *,
        section: str,
        needs: tuple[str, ...],
        may_end_before: tuple[str, ...] = (),
    ) -> None:
        line, names = row
        self._rows = rows
        self._section = section
        columns = [name.strip().lower() for name in names]
        while columns and not columns[-1]:
            columns.pop()
        for name in needs:
            if name not in columns:
                raise rows.refuse(line, f"the header of {section} has no column {name}")
        if len(set(columns)) < len(columns):
            raise rows.refuse(line, f"the header of {section} names a column twice")
        self._columns = columns
        always = (name for name in needs if name not in may_end_before)
        self._least = max(columns.index(name) for name in always) + 1
        self.width = len(columns)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._columns

    def position(self, name: str) -> int:
        """Where the column stands, from 0. Raises `ValueError` when it is not there."""
        return self._columns.index(name)

    def cell(self, cells: list[str], name: str) -> str:
        """The cell in this column, without space around it; empty when it is not there."""
        if name not in self._columns or (at := self._columns.index(name)) >= len(cells):
            return ""
        return cells[at].strip()

    def check(self, line: int, cells: list[str]) -> None:
        """Refuse a row with cells under no column, or too short for the needed ones."""
        if any(cells[self.width :]):
            extra = next(cell for cell in cells[self.width :] if cell)
            raise self._rows.refuse(
                line, f"a row of {self._section} has more fields than its header: {shown(extra)}"
            )
        if len(cells) < self._least:
            raise self._rows.refuse(line, f"a row of {self._section} is cut short")
