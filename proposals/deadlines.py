"""Until when something can be done with a proposal, in a sentence for those who work on it."""

from kit import clock
from kit.dates import day_time
from rounds.models import Round


def again_until(round: Round) -> str:
    """Until when an idea that was sent back can be handed in again, in a sentence."""
    opens = round.voting_opens_at
    if opens is None or opens <= clock.now():
        return "You can do so until the ballot is fixed, which can be any day now."
    return (
        "You can do so until the ballot is fixed. That is before the vote opens at "
        f"{day_time(opens)}."
    )
