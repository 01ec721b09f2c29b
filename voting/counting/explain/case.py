"""What every sentence about a count needs to know of the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from voting.counting.explain.words import many, ordinal
from voting.counting.money import Money
from voting.counting.options import Rule, Score, Utility
from voting.counting.result import Outcome, Result
from voting.counting.shares import Run
from voting.counting.stages import Stage


@dataclass(frozen=True)
class Case:
    """A result, how its money is written, and whether so `few` voted that payments stay secret."""

    result: Result
    money: Money
    few: bool = False

    @cached_property
    def by_points(self) -> bool:
        """Whether projects are ranked by points that differ from the numbers of people."""
        ranked = self.result.rules.score is Score.POINTS
        return ranked and any(found.score != found.votes for found in self.result.outcomes)

    @property
    def by_use(self) -> bool:
        """Whether shares pay by the point."""
        return self.result.rules.utility is Utility.POINTS

    @cached_property
    def by_shares(self) -> bool:
        """Whether the result that stands is that of equal shares."""
        return any(run.shares for run in self.result.runs)

    @property
    def by_most_votes(self) -> bool:
        """Whether the result that stands is that of most votes, under whichever rule."""
        return self.result.rules.rule is Rule.GREEDY or not self.by_shares

    @cached_property
    def places(self) -> dict[str, int]:
        """The step in which each picked project was picked, counted from 1 over the whole count."""
        return {id: step for step, id in enumerate(self.result.funded, 1)}

    def place_of_step(self, number: int) -> int:
        """A purchase as a step of the whole count: what was picked by most votes counts too."""
        return next(
            self.places[found.project.id]
            for found in self.result.outcomes
            if found.step is not None and found.step.number == number
        )

    def run_of(self, outcome: Outcome) -> Run:
        """The stage that picked a project; of one not picked, the last."""
        runs = self.result.runs
        return next((run for run in runs if outcome.project.id in run.funded), runs[-1])

    def stage_of(self, outcome: Outcome) -> Stage | None:
        """The stage with money kept for a group that picked it; None for the whole pot."""
        return self.run_of(outcome).stage if self.result.runs else None

    def support(self, outcome: Outcome) -> str:
        """How many chose it, and how that compares."""
        place = "" if outcome.place == 1 else f"{ordinal(outcome.place)} "
        rank = f"the {'joint ' if outcome.level > 1 else ''}{place}most"
        people = many(outcome.votes, "person", "people")
        if self.by_points:
            return f"it got {many(outcome.score, 'point', 'points')}, {rank}, from {people}."
        return f"{people} chose it, {rank}."
