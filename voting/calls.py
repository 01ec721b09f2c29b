"""What pages around the ballot may ask of somebody while a vote is open: to vote, to vote again if
they like, or only to look.
"""

from dataclasses import dataclass

from people.models import User
from rounds import phases
from rounds.models import Round
from voting import access
from voting.actions.ballots import has_voted
from voting.keys import KeysMissing
from voting.voters import Voter


@dataclass(frozen=True)
class Call:
    """How somebody stands to an open vote. `may` holds for those who can vote, and for those of
    whom it isn't known yet: visitors, and people who are on their way to the list.
    """

    may: bool
    voted: bool = False


def call(person: User | None, round: Round) -> Call | None:
    """What to ask of somebody; None while no ballot can go in the box.

    It asks the box as the ballot's own page does: it reads one row by the voter's place, learns
    neither time nor choice, and writes nothing.
    """
    if not phases.accepts_votes(round):
        return None
    if person is None:
        return Call(may=True)
    right = access.right_to_vote(Voter(person), round)
    if not right:
        return Call(may=right.next == "")
    return Call(may=True, voted=_voted(round, right))


def _voted(round: Round, right: access.Right) -> bool:
    try:
        return has_voted(round, right.ref)
    except KeysMissing:  # a page beside the ballot is shown all the same
        return False
