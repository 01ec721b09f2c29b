"""What is missing before an irreversible step, as things to do.

`register` is one of the house's callbacks (the others are `people.checked`, `rounds.parts` and
`people.apart`): a higher package calls it in its `AppConfig.ready()` when a step of a round waits
for something that only that package knows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rounds.models import Round

STEPS = ("publish", "open-vote", "close-vote", "open-box", "decide", "close")


@dataclass(frozen=True)
class Missing:
    """One thing to do: a sentence, and the address where it is done (may be empty)."""

    text: str
    link: str = ""


Check = Callable[[Round], list[Missing]]

_checks: dict[str, list[Check]] = {step: [] for step in STEPS}


def register(step: str, check: Check) -> None:
    """Let `check` say what is missing before `step`. Registering twice changes nothing. Raises
    KeyError for an unknown step.
    """
    if check not in _checks[step]:
        _checks[step].append(check)


def registered(step: str) -> tuple[Check, ...]:
    """The checks of a step, in the order in which they were registered."""
    return tuple(_checks[step])


def missing(round: Round, step: str) -> list[Missing]:
    """Everything that is missing before `step`; empty when it can be taken."""
    return [each for check in _checks[step] for each in check(round)]
