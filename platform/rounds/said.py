"""What is said once something was done with a round, from how it stands then."""

from rounds.duties import KINDS
from rounds.models import Duty, Plan, Round


def published(round: Round) -> str:
    """Its rules are fixed from now on."""
    return (
        f"Round {round.number} is published. Its rules are fixed. The vote does not open by itself:"
        " people make its ballot box ready before its date."
    )


def draft_saved(round: Round) -> str:
    """Something of a draft was changed."""
    return f"Saved. Only staff and auditors see round {round.number} before it is published."


def duty_given(duty: Duty) -> str:
    """Somebody has a duty in a round."""
    return f"{duty.person} {KINDS[duty.kind].does} in round {duty.round.number}."


def duty_taken(duty: Duty) -> str:
    """Somebody has it no longer."""
    return f"Taken away: {duty.person} no longer {KINDS[duty.kind].does}."


def moved(round: Round) -> str:
    """Dates were moved later."""
    return "The dates have moved. The public record says why."


def cancelled(round: Round) -> str:
    """It was cancelled, or its draft dropped."""
    if round.published_at is None:
        return f"The draft of round {round.number} is dropped."
    return f"Round {round.number} is cancelled."


def signed_off(round: Round) -> str:
    """An auditor closed it."""
    return f"Round {round.number} is signed off."


def plan_agreed(plan: Plan) -> str:
    """The plan of a year."""
    return "The plan is agreed and on its page."


def not_done(error: object) -> str:
    """Why a deed without a form of its own was refused."""
    return str(error)
