"""What became of the ballots of one fault."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

HEADER = (
    f"{'fault':<16} times  acknowledged  present  lost  unclear  settled  refused  twice"
    "  longest pause"
)


@dataclass(frozen=True)
class Line:
    """One fault, tried so many `times`. `lost` receipts are not as they should be; of `unclear`
    ballots nobody knew at first, and `settled` ones of these were acknowledged in the end; `twice`
    counts ballots that were counted too often, or taken after the close, and second presses that
    gave another receipt. `pause` is the longest time in seconds without a ballot. `faults` say what
    else the site did wrong, `notes` what happened besides.
    """

    fault: str
    times: int
    acknowledged: int
    lost: int
    unclear: int
    settled: int
    refused: int
    twice: int
    pause: float
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the site kept its word."""
        return not (self.lost or self.twice or self.faults)

    def __str__(self) -> str:
        line = (
            f"{self.fault:<16} {self.times:5}  {self.acknowledged:12,}"
            f"  {self.acknowledged - self.lost:7,}  {self.lost:4}  {self.unclear:7}"
            f"  {self.settled:7}  {self.refused:7}  {self.twice:5}  {self.pause:11.1f} s"
        )
        more = [*(f"FAULT: {fault}" for fault in self.faults), *self.notes]
        return "\n".join([line, *(f"    {each}" for each in more)])


def tracebacks(words: str) -> list[str]:
    """The last lines of tracebacks in what a site said, each with how often it is there."""
    _, *facts = words.split("Traceback (most recent call last)")
    counts = Counter(_last_line(each) for each in facts)
    return [f"{count} tracebacks: {line}" for line, count in counts.items()]


def _last_line(facts: str) -> str:
    """The line that ends a traceback: the first that is not indented."""
    return next((line for line in facts.splitlines()[1:] if line and line[0] != " "), "")
