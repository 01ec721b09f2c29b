"""What a request's person may be in each neighbourhood."""

from functools import cached_property
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from kit.access import Place
from people.models import Residency, Role, User


class Standing:
    """A person's roles and residency, read once per request.

    A role without a neighbourhood (of the installation) counts in all of them.
    """

    def __init__(self, user: User | AnonymousUser) -> None:
        self.person = user if isinstance(user, User) else None
        self.signed_in = self.person is not None

    @cached_property
    def roles(self) -> dict[UUID | None, frozenset[str]]:
        """Kinds of role by neighbourhood; None holds those of the whole installation."""
        found: dict[UUID | None, set[str]] = {}
        if self.person is not None:
            rows = Role.objects.filter(person=self.person, ended_at=None)
            for place, kind in rows.values_list("neighbourhood_id", "kind"):
                found.setdefault(place, set()).add(kind)
        return {place: frozenset(kinds) for place, kinds in found.items()}

    @cached_property
    def homes(self) -> frozenset[UUID]:
        """Neighbourhoods where the person lives, verified."""
        if self.person is None:
            return frozenset()
        rows = Residency.objects.filter(
            person=self.person, ended_at=None, verified_at__isnull=False
        )
        return frozenset(rows.values_list("neighbourhood_id", flat=True))

    def kinds_in(self, area: Place | None) -> frozenset[str]:
        """Every kind of standing in `area`, or anywhere when it is None."""
        if area is None:
            kinds = frozenset().union(*self.roles.values()) if self.roles else frozenset[str]()
            return kinds | {"resident"} if self.homes else kinds
        here = self.roles.get(None, frozenset()) | self.roles.get(area.pk, frozenset())
        return here | {"resident"} if area.pk in self.homes else here

    def holds(self, kinds: frozenset[str], area: Place | None) -> bool:
        """Whether the person has one of `kinds` in `area` (None: anywhere)."""
        return bool(kinds & self.kinds_in(area))

    def everywhere(self, kind: str) -> bool:
        """Whether the person has this role for the whole installation."""
        return kind in self.roles.get(None, frozenset())

    def known_in(self, area: Place | None) -> bool:
        """Whether the person has any standing in `area` (None: anywhere)."""
        return bool(self.kinds_in(area))

    def is_staff(self, area: Place | None) -> bool:
        """Officer or finance officer."""
        return self.holds(frozenset({"officer", "finance"}), area)

    def can(self, kind: str, area: Place | None) -> bool:
        """Whether the person has this one kind of standing in `area`."""
        return kind in self.kinds_in(area)
