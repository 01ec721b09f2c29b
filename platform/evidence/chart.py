"""The dots of the learning page: what was reached, in per cent of what was hoped for, kind by
kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.models import THEMES
from evidence.track_record import Past, TrackRecord, shares

LEAST_TOP = 125
MOST_TOP = 200
BAND_FROM = 3

LEFT, RIGHT = 4, 94
"""Where 0 % and the last mark stand, in per cent of the drawing's width."""

TOP, ROW = 12, 86
"""Height above the first row and of each row, in pixels."""


@dataclass(frozen=True)
class Dot:
    """One project. `x` is in per cent of the width; `clipped` when it reached more than the chart
    shows."""

    past: Past
    x: float
    clipped: bool


@dataclass(frozen=True)
class ChartRow:
    """One kind of project. `y` is in pixels; the band goes from the lowest to the highest dot."""

    track: TrackRecord
    dots: tuple[Dot, ...]
    y: int

    @property
    def tone(self) -> str:
        return self.track.kind.theme

    @property
    def label(self) -> str:
        """ "Youth sessions (6)": short enough for a phone."""
        return f"{self.track.kind.name} ({len(self.track.projects)})"

    @property
    def waiting(self) -> str:
        """ "1 not measured yet", on a line of its own; empty where all are."""
        count = sum(past.value is None for past in self.track.projects)
        return f"{count} not measured yet" if count else ""

    @property
    def label_y(self) -> int:
        return self.y + 20

    @property
    def waiting_y(self) -> int:
        return self.y + 38

    @property
    def dot_y(self) -> int:
        return self.y + 56

    @property
    def band_y(self) -> int:
        return self.dot_y - 7

    @property
    def band(self) -> tuple[float, float] | None:
        """Its left edge and width in per cent, from three dots up."""
        if len(self.dots) < BAND_FROM:
            return None
        places = [dot.x for dot in self.dots]
        return min(places), round(max(places) - min(places), 2)


@dataclass(frozen=True)
class Mark:
    """A line on the scale."""

    percent: int
    x: float

    @property
    def is_target(self) -> bool:
        return self.percent == 100


@dataclass(frozen=True)
class Chart:
    """Everything that the drawing and its table need."""

    rows: tuple[ChartRow, ...]
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        return self.foot + 30

    @property
    def foot(self) -> int:
        """Where the marks end, in pixels."""
        return TOP + ROW * len(self.rows)

    @property
    def marks_y(self) -> int:
        return self.foot + 20

    @property
    def has_dots(self) -> bool:
        return any(row.dots for row in self.rows)

    @property
    def has_band(self) -> bool:
        return any(row.band for row in self.rows)

    @property
    def sentence(self) -> str:
        """The drawing in words."""
        said = [f"{row.track.kind.name}: {_said(row)}" for row in self.rows]
        return ". ".join(said) + "."


def reached(tracks: Sequence[TrackRecord]) -> Chart:
    """The chart of these track records, in their order, Safer streets before Greener streets."""
    themes = list(THEMES)
    ordered = sorted(tracks, key=lambda track: themes.index(track.kind.theme))
    percents = [past.percent or 0 for track in tracks for past in track.projects]
    top = _top(max(percents, default=0))
    rows = tuple(
        ChartRow(track, _dots(track, top), TOP + ROW * place) for place, track in enumerate(ordered)
    )
    marks = tuple(Mark(percent, _x(percent, top)) for percent in range(0, top + 1, 50))
    return Chart(rows, marks)


def _dots(track: TrackRecord, top: int) -> tuple[Dot, ...]:
    return tuple(
        Dot(past, _x(past.percent, top), past.percent > top)
        for past in track.projects
        if past.percent is not None
    )


def _top(most: int) -> int:
    """The end of the scale in per cent, a multiple of 25."""
    return min(MOST_TOP, max(LEAST_TOP, -(-most // 25) * 25))


def _x(percent: int, top: int) -> float:
    part = max(0, min(percent, top)) / top
    return round(LEFT + (RIGHT - LEFT) * part, 2)


def _said(row: ChartRow) -> str:
    if not row.dots:
        return "too soon to say"
    return shares([dot.past for dot in row.dots], "it" if len(row.dots) == 1 else "they")
