"""Rounds whose dates have come while nobody did what was due: the worker does that every minute."""

from collections.abc import Iterator

from kit import dates
from pages.working.line import OFFICER, OPERATOR, WorkingLine, broken, look, works
from rounds import turns as round_turns
from rounds.models import PHASES
from voting.actions import closing


def turns() -> Iterator[WorkingLine]:
    """Votes that have ended and are not closed, and phases that nobody has written down."""
    found = [*_votes(), *_phases()]
    yield from found or [works("Rounds", "Every round is where its dates say.")]


def _votes() -> Iterator[WorkingLine]:
    for round in closing.late():
        ended = round.voting_closes_at
        yield broken(
            "Rounds",
            f"The vote of round {round.number} in {round.neighbourhood.name} ended"
            f" {f'at {dates.day_time(ended)} ' if ended else ''}and is not closed yet."
            " It takes no ballot any more, and nothing in it is lost.",
            "Read “Opening the votes” of that round: it says what is missing. If it says nothing,"
            " see that the worker runs.",
            f"{OFFICER}, and {OPERATOR.lower()}",
        )


def _phases() -> Iterator[WorkingLine]:
    for round, phase, since in round_turns.overdue():
        yield look(
            "Rounds",
            f"Round {round.number} in {round.neighbourhood.name} has been at “{PHASES[phase]}”"
            f" since {dates.day_time(since)}, and the public record does not say so yet."
            " Nothing in the round waits for that.",
            "See that the worker runs: it writes down what it missed.",
            OPERATOR,
        )
