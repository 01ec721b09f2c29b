"""Who may vote in a round, and what somebody who may not yet can do about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit.access import PANEL
from people.models import Residency, Role, User
from places.models import Neighbourhood
from rounds.models import Round
from voting.models import KeyHolder
from voting.voters import Voter


@dataclass(frozen=True)
class Right:
    """Whether somebody may vote, and the reference of their entry; if not, why, and what to do next
    ("sign-in", "address", "check" or "contact"). `asked_at` is when they asked for a check.
    """

    allowed: bool
    because: str = ""
    next: str = ""
    ref: UUID | None = None
    asked_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.allowed


def right_to_vote(voter: Voter | None, round: Round) -> Right:
    """Whether somebody is on the list of voters, and with which entry, or why not."""
    area = round.neighbourhood
    if voter is None:
        return Right(False, f"Sign in to vote. Everybody who lives in {area.name} can.", "sign-in")
    entry = voter.entry(round)
    if entry is not None and entry.void_at is None:
        return Right(True, ref=entry.voter_ref)
    if entry is not None:
        return Right(
            False, f"You were taken off the list of voters: {entry.void_because}", "contact"
        )
    if voter.person is None:
        return Right(False, "This is not on the list of voters.", "contact")
    return _not_listed(voter.person, area)


def _not_listed(person: User, area: Neighbourhood) -> Right:
    stated = Residency.objects.filter(person=person, neighbourhood=area, ended_at=None)
    if stated.filter(verified_at__isnull=False).exists():
        return Right(False, "You will be on the list of voters in a few minutes.", "")
    if home := stated.first():
        because = "Your address hasn't been checked yet."
        return Right(False, because, "check", asked_at=home.check_asked_at)
    return Right(
        False, f"You can vote here if you live in {area.name}. Tell us your postcode.", "address"
    )


def is_holder(person: User | None, round: Round) -> bool:
    """Whether this person is one of those who open the votes."""
    return person is not None and KeyHolder.objects.filter(round=round, person=person).exists()


def on_panel(person: User, area: Neighbourhood) -> bool:
    """Whether this person chairs or sits on the panel, or runs its meetings."""
    roles = Role.objects.filter(person=person, ended_at=None, kind__in=PANEL)
    return roles.filter(neighbourhood=area).exists() or roles.filter(neighbourhood=None).exists()
