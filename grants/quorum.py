"""Who may decide an item: quorum and resident majority, counted after everyone with an interest
left.

Pure: rows go in, a standing with its reason comes out. The secretary has no vote and is never
counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """One member as the rules see them, for one item."""

    votes: bool
    resident: bool
    present: bool
    interest: bool = False


@dataclass(frozen=True, slots=True)
class QuorumStanding:
    """How the panel stands for one item.

    `entitled` members can vote on it, `residents` of them live here, `left` were present but have
    an interest. `because` says it in a sentence or two.
    """

    entitled: int
    residents: int
    left: int
    quorate: bool
    resident_majority: bool
    because: str

    @property
    def can_decide(self) -> bool:
        """Whether a decision would be valid."""
        return self.quorate and self.resident_majority


def stand(seats: Iterable[Seat], *, quorum: int) -> QuorumStanding:
    """Count the members for one item: those present, with a vote and without an interest."""
    here = [seat for seat in seats if seat.votes and seat.present]
    entitled = [seat for seat in here if not seat.interest]
    residents = sum(seat.resident for seat in entitled)
    left = len(here) - len(entitled)
    quorate = len(entitled) >= quorum
    majority = residents * 2 > len(entitled)
    because = _because(len(entitled), residents, left, quorum)
    return QuorumStanding(len(entitled), residents, left, quorate, majority, because)


def _because(entitled: int, residents: int, left: int, quorum: int) -> str:
    gone = f" {_members(left)} left because of an interest." if left else ""
    if entitled < quorum:
        return f"{_members(entitled)} can vote on this. At least {quorum} are needed.{gone}"
    if residents * 2 <= entitled:
        return (
            f"{residents} of the {entitled} who can vote on this live here. It must be more than "
            f"half.{gone}"
        )
    return f"{_members(entitled)} can vote on this, and {residents} of them live here.{gone}"


def _members(number: int) -> str:
    if number == 1:
        return "1 member"
    return f"{number or 'No'} members"
