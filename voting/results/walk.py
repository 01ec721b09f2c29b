"""Going through a count one step at a time."""

from dataclasses import dataclass

from voting.results.page import Results
from voting.results.picture import Picture, draw
from voting.results.sharing import SharingStep


@dataclass(frozen=True)
class Walk:
    """The bar, the chosen step or None for all of them, and the steps beside it."""

    picture: Picture
    step: SharingStep | None
    before: int | None
    after: int | None
    steps: int


def walk(results: Results, asked: str) -> Walk:
    """The count with the step that was asked for; all of it for anything else."""
    steps = results.steps
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    chosen = number if 1 <= number <= len(steps) else None
    picture = draw(steps, results.data["budget"], results.left_amount, chosen)
    return Walk(
        picture=picture,
        step=steps[chosen - 1] if chosen else None,
        before=chosen - 1 if chosen and chosen > 1 else None,
        after=(chosen or 0) + 1 if (chosen or 0) < len(steps) else None,
        steps=len(steps),
    )
