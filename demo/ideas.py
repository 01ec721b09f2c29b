"""The demonstration's proposals: our own words and sums, labelled as demonstration wherever they
show.

`pull` is how much neighbours like an idea (it steers the made-up ballots); `reached` is how far a
funded project later came from its baseline to its target, or None where it is too soon.
`indicator` is given where it is not the usual one of the kind, `counted` says where the baseline is
from, and `paper` (for whom) is given where an officer wrote it down from a paper slip.
"""

from typing import NamedTuple


class Idea(NamedTuple):
    """One proposal: its words, costs in pounds, hope and later measurement."""

    title: str
    kind: str
    what: str
    where: str
    why: str
    costs: tuple[tuple[str, int], ...]
    baseline: int | None
    target: int
    pull: int
    who: str = "us"
    reached: float | None = None
    differently: str = ""
    indicator: int | None = None
    counted: str = ""
    paper: str = ""

    @property
    def pounds(self) -> int:
        return sum(pounds for _, pounds in self.costs)
