"""What was in a closed box, in the words of the pages: four figures that add up."""

from dataclasses import dataclass

from rounds.models import Round
from voting.models import Closing, LiveTag, SetAside

# Of several ballots; `SetAside.WHY` says it of one.
SEVERAL = {
    "void": "their voters were taken off the list before the close",
    "of-nobody": "they belonged to nobody on the list",
    "does-not-open": "they did not open as they were cast",
}


@dataclass(frozen=True)
class Figures:
    """How many could vote, whose ballots are in the box, how many were left out and why, and how
    many belong to nobody and are still in it. `on_list` and `of_nobody` are None for a box that an
    earlier version closed without holding it against the list.
    """

    on_list: int | None
    in_box: int
    left_out: dict[str, int]
    of_nobody: int | None
    replaced: int

    @property
    def aside(self) -> int:
        return sum(self.left_out.values())

    @property
    def reasons(self) -> str:
        """Why ballots were left out: "2 because they …, 1 because it …"; of one reason without the
        number.
        """
        if len(self.left_out) == 1:
            ((why, many),) = self.left_out.items()
            return SetAside.WHY[why] if many == 1 else SEVERAL[why]
        return ", ".join(
            f"{many} because {SetAside.WHY[why] if many == 1 else SEVERAL[why]}"
            for why, many in self.left_out.items()
        )


def figures_of(round: Round) -> Figures | None:
    """The figures of a round's closed box, or None before the close and for imported votes."""
    if round.vote_sealed_at is None or not hasattr(round, "box"):
        return None
    run = round.box.run
    closing = Closing.objects.filter(round=round, run=run).first()
    left_out = dict.fromkeys(SetAside.WHY, 0)
    for why in SetAside.objects.filter(round=round, run=run).values_list("why", flat=True):
        left_out[why] += 1
    facts = LiveTag.objects.filter(round=round, run=run)
    there = facts.filter(counts=True).count() - sum(left_out.values())
    nobody = closing.of_nobody - left_out["of-nobody"] if closing else None
    return Figures(
        on_list=closing.on_list if closing else None,
        in_box=there - (nobody or 0),
        left_out={why: many for why, many in left_out.items() if many},
        of_nobody=nobody,
        replaced=facts.filter(counts=False).count(),
    )
