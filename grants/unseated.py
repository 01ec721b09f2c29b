"""Who said yes to a role on the panel and has no seat yet. Only a seat counts for a decision."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from grants.models import Member
from kit.access import STAFF
from people.models import Residency, Role, User
from places.models import Neighbourhood

_SEATS = {
    "chair": "the chair’s seat",
    "panel": "a member’s seat",
    "secretary": "the secretary’s seat",
}


@dataclass(frozen=True)
class Unseated:
    """A person, the seat that fits their role, and whether their address here was checked."""

    person: User
    position: str
    lives_here: bool

    @property
    def seat(self) -> str:
        """The seat as a button names it."""
        return _SEATS[self.position]


def of(area: Neighbourhood) -> list[Unseated]:
    """Everybody whose seat can be given: no office of the trust stands against it, and the chair's
    and the secretary's are free.
    """
    sitting = Member.objects.filter(panel__neighbourhood=area, left_at=None)
    taken = set(sitting.exclude(position="panel").values_list("position", flat=True))
    here = Role.objects.filter(neighbourhood=area, ended_at=None)
    homes = Residency.objects.filter(neighbourhood=area, ended_at=None, verified_at__isnull=False)
    works = Role.objects.filter(
        Q(neighbourhood=area) | Q(neighbourhood=None), kind__in=STAFF, ended_at=None
    )
    rows = (
        here.filter(kind__in=set(_SEATS) - taken, person__is_active=True)
        .exclude(person__in=sitting.values("person"))
        .annotate(
            lives_here=Exists(homes.filter(person=OuterRef("person"))),
            works_here=Exists(works.filter(person=OuterRef("person"))),
        )
        .select_related("person")
        .order_by("kind", "person__name", "pk")
    )
    return [
        Unseated(row.person, row.kind, row.lives_here)
        for row in rows
        if row.kind == "secretary" or not row.works_here
    ]
