"""Under what name the tab of a browser keeps what is of one vote (static/js/ballot.js)."""

from rounds.models import Round


def vote_of(round: Round) -> str:
    """The vote's name: a vote that is held again is another one."""
    run = round.box.run if hasattr(round, "box") else 0
    return f"{round.pk}.{run}"
