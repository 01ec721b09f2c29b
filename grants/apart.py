"""Who may hold money, and who may not: nobody who has an office in a place holds an award of it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from grants.models import Award, Member
from people.models import Role, User
from places.models import Neighbourhood
from proposals.models import Proposal
from rounds.models import Round

NEITHER = "Staff, auditors and members of the panel can't hold money of the place they do this for."


def has_office(person: User, area: Neighbourhood) -> bool:
    """Whether somebody has a role or a seat in a place, or a role in all of them."""
    return office_holders(area).filter(pk=person.pk).exists()


def office_holders(area: Neighbourhood) -> QuerySet[User]:
    """Everybody who has a role or a seat in a place, or a role in all of them."""
    here = Q(neighbourhood=area) | Q(neighbourhood=None)
    roles = Role.objects.filter(here, ended_at=None)
    seats = Member.objects.filter(panel__neighbourhood=area, left_at=None)
    return User.objects.filter(Q(pk__in=roles.values("person")) | Q(pk__in=seats.values("person")))


def may_hold(person: User | None, area: Neighbourhood) -> bool:
    """Whether there is somebody, and they may hold an award of this place."""
    return person is not None and not has_office(person, area)


def lock(person: User) -> User:
    """The person, held until the transaction ends: an office and an award are not taken at once."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def unfinished_award(person: User, area: Neighbourhood | None) -> str:
    """Why somebody can't take up an office in a place: they hold an award of it that isn't done."""
    awards = Award.objects.filter(holder=person, status__in=["offered", "accepted"])
    if area is not None:
        awards = awards.filter(proposal__round__neighbourhood=area)
    award = awards.select_related("proposal").first()
    if award is None:
        return ""
    return (
        f"This person holds money of this place for “{award.proposal.title}”. They can't have an "
        "office here before that is done, or somebody else holds it."
    )


def part_in_round(round: Round, person: User) -> str:
    """What part somebody had in a round beside their deeds: an idea, an award, a seat."""
    mine = Q(lead=person) | Q(entered_by=person) | Q(helpers=person)
    if Proposal.objects.filter(mine, round=round).exists():
        return "You took part in an idea of this round."
    held = Q(holder=person) | Q(offered_by=person)
    if Award.objects.filter(held, proposal__round=round).exists():
        return "You had a part in an award of this round."
    if _sat(round, person.pk):
        return "You were on the panel of this round."
    return ""


def _sat(round: Round, person: UUID) -> bool:
    if round.published_at is None:
        return False
    seats = Member.objects.filter(panel__neighbourhood=round.neighbourhood_id, person=person)
    if round.decided_at is not None:
        seats = seats.filter(joined_at__lte=round.decided_at)
    return seats.filter(Q(left_at=None) | Q(left_at__gt=round.published_at)).exists()
