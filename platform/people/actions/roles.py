"""Giving and ending roles."""

from django.db import connection, transaction
from django.db.models import Q

from audit import actions as audit
from kit import clock
from kit.actor import System
from people import access, addresses, apart
from people.actions.names import tidy
from people.models import ROLE_NAMES, Role, User
from people.refusals import (
    HasRole,
    LastOfficer,
    MoneyAndVote,
    NotAllowed,
    OfficerExists,
    RoleEnded,
    UnknownRole,
)
from places.models import Neighbourhood

_MONEY, _VOTES = ("officer", "finance"), ("chair", "panel")
_FIRST_OFFICER = 0x616C6C6F  # a lock of the whole installation, of this deed alone


@transaction.atomic
def make_first_officer(*, email: str, name: str) -> User:
    """Make the first officer of an empty site, once and never again, of the whole installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_OFFICER])
    if Role.objects.filter(kind="officer").exists():
        raise OfficerExists
    address = addresses.normal(email)
    person = User.objects.filter(email__iexact=address).first()
    person = person or User.objects.create_user(address)
    person.name = tidy(name)
    person.save(update_fields=["name"])
    role = Role.objects.create(person=person, kind="officer", neighbourhood=None)
    audit.record(by=person, kind="officer.first", subject=role, role="officer")
    return person


@transaction.atomic
def give_role(
    person: User, *, kind: str, neighbourhood: Neighbourhood | None, by: User | System
) -> Role:
    """Give a person a role in a neighbourhood, or in all of them (None)."""
    if kind not in ROLE_NAMES:
        raise UnknownRole
    allowed = access.may_give(by, person, kind, neighbourhood)
    if not allowed:
        raise NotAllowed(allowed.because)
    role = hold(person, kind=kind, neighbourhood=neighbourhood, given_by=by)
    audit.record(
        by=by,
        kind="role.given",
        subject=role,
        role=doing(by),
        place=role.neighbourhood_id,
        after={"kind": kind},
    )
    return role


def hold(
    person: User, *, kind: str, neighbourhood: Neighbourhood | None, given_by: User | System | None
) -> Role:
    """The row of a new role; the deed that asks for it writes the record.

    Raises HasRole, MoneyAndVote and OfficeBarred.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    held = Role.objects.filter(person=person, neighbourhood=neighbourhood, kind=kind, ended_at=None)
    if held.exists():
        raise HasRole
    if _money_and_vote(person, kind, neighbourhood):
        raise MoneyAndVote
    apart.require(person, neighbourhood)
    return Role.objects.create(
        person=person,
        neighbourhood=neighbourhood,
        kind=kind,
        given_by=given_by if isinstance(given_by, User) else None,
    )


def _money_and_vote(person: User, kind: str, neighbourhood: Neighbourhood | None) -> bool:
    """Whether with this role somebody would hold the money and vote on how it is shared out."""
    apart = {"officer": _VOTES, "finance": _VOTES, "chair": _MONEY, "panel": _MONEY}
    others = Role.objects.filter(person=person, ended_at=None, kind__in=apart.get(kind, ()))
    if neighbourhood is not None:
        others = others.filter(Q(neighbourhood=neighbourhood) | Q(neighbourhood=None))
    return others.exists()


@transaction.atomic
def end_role(role: Role, *, by: User | System) -> Role:
    """End a role, one's own included. The last who could give roles stays."""
    # Locked together: two officers can't end each other's role at once and leave nobody.
    officers = list(
        Role.objects.select_for_update().filter(kind="officer", ended_at=None).order_by("pk")
    )
    role = Role.objects.select_for_update().get(pk=role.pk)
    allowed = access.may_manage(by, role.neighbourhood)
    if not allowed and by != role.person:
        raise NotAllowed(allowed.because)
    if role.ended_at is not None:
        raise RoleEnded
    if role.kind == "officer" and not _somebody_stays(role, officers):
        raise LastOfficer
    role.ended_at = clock.now()
    role.save(update_fields=["ended_at"])
    audit.record(
        by=by,
        kind="role.ended",
        subject=role,
        role=doing(by),
        place=role.neighbourhood_id,
        after={"kind": role.kind},
    )
    return role


def _somebody_stays(role: Role, officers: list[Role]) -> bool:
    """Whether another officer covers what this one does."""
    others = [other for other in officers if other.pk != role.pk]
    return any(other.neighbourhood_id in (None, role.neighbourhood_id) for other in others)


def doing(by: User | System) -> str:
    """What an officer's deed is recorded as."""
    return "system" if isinstance(by, System) else "officer"
