"""CSV files that spreadsheets open as they are meant: pound signs whole, and no text run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# Without it Excel takes a file for one of its own country's old code page.
BOM = "\ufeff"
_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")

_LINE_END = "\r\n"

Cell = str | int


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file, as they are asked for. Numbers stay numbers, also below 0."""
    before = BOM
    for row in rows:
        out = io.StringIO()
        # The writer quotes the line breaks that end its lines, and no others.
        csv.writer(out, lineterminator=_LINE_END).writerow([_plain(cell) for cell in row])
        yield before + out.getvalue().removesuffix(_LINE_END) + "\n"
        before = ""


def _plain(cell: Cell) -> Cell:
    """Text that no spreadsheet runs: an apostrophe in front says that it is text."""
    if isinstance(cell, int):
        return cell
    return f"'{cell}" if cell.startswith(_RUN) or cell.lstrip().startswith(_RUN) else cell
