"""The pot as one bar with a piece for every step, drawn by the server.

Places are per cent, so that letters keep their size on any screen; a label is there only where it
fits, and whatever it says stands in the table too.
"""

from dataclasses import dataclass

from voting.results.sharing import SharingStep

_WIDE, _PHONE = 1000, 270
_LETTER, _MARGIN = 8.2, 8
_LEAST = 0.5
_TONES = ("green", "safer")


@dataclass(frozen=True)
class Piece:
    """A step on the bar. `x` and `width` are per cent. `label` is its number, with `name` where it
    fits on a wide screen; `on_phone` says whether the number fits on a phone.
    """

    step: SharingStep
    x: str
    width: str
    middle: str
    tone: str
    label: str
    name: str
    on_phone: bool
    spent: bool
    chosen: bool


@dataclass(frozen=True)
class Picture:
    """All pieces, and where the rest begins; `rest` is None when nothing is left."""

    pieces: list[Piece]
    rest_x: str
    rest_width: str | None


def draw(steps: list[SharingStep], budget: int, left: int, chosen: int | None) -> Picture:
    """The bar of a pot; amounts in minor units. Steps after a chosen one are not spent yet."""
    whole = max(budget, 1)
    widths = [100 * step.cost / whole for step in steps]
    widths = [max(width, _LEAST) if width else 0.0 for width in widths]
    rest = max(100 * left / whole, _LEAST) if left else 0.0
    scale = 100 / max(100.0, sum(widths) + rest)
    pieces, x = [], 0.0
    for step, width in zip(steps, widths, strict=True):
        pieces.append(_piece(step, x, width * scale, chosen))
        x += width * scale
    return Picture(pieces, _per_cent(x), _per_cent(max(100 - x, 0)) if left else None)


def _piece(step: SharingStep, x: float, width: float, chosen: int | None) -> Piece:
    label = str(step.number)
    named = f"{label} {step.name}"
    return Piece(
        step=step,
        x=_per_cent(x),
        width=_per_cent(width),
        middle=_per_cent(x + width / 2),
        tone=_TONES[step.number % 2 - 1],
        label=label if _fits(label, width, _WIDE) else "",
        name=step.name if _fits(named, width, _WIDE) else "",
        on_phone=_fits(label, width, _PHONE),
        spent=chosen is None or step.number <= chosen,
        chosen=step.number == chosen,
    )


def _fits(label: str, width: float, screen: int) -> bool:
    return len(label) * _LETTER + _MARGIN <= width * screen / 100


def _per_cent(number: float) -> str:
    return f"{number:.3f}%"
