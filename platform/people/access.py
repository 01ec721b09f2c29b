"""Who may do what about people, with the reason when they may not."""

from uuid import UUID

from kit.access import YES, Place, Verdict, no
from kit.actor import System
from people import addresses
from people.models import Invitation, Residency, Role, Upload, User
from people.standing import Standing

STAFF_WHO_SEE_FILES = frozenset({"officer", "finance", "auditor"})
NOT_YOURS = "Only a programme officer of this neighbourhood can do this."


def may_manage(by: User | System, area: Place | None) -> Verdict:
    """Whether `by` looks after the people of `area`; None is the whole installation."""
    if isinstance(by, System):
        return YES
    standing = Standing(by)
    held = standing.can("officer", area) if area else standing.everywhere("officer")
    return YES if held else no(NOT_YOURS)


NO_OWN_AUDITOR = "Somebody else must make you an auditor."


def may_give(by: User | System, person: User, kind: str, area: Place | None) -> Verdict:
    """Whether `by` may give `person` the role `kind`."""
    if kind == "auditor" and by == person:
        return no(NO_OWN_AUDITOR)
    return may_manage(by, area)


def may_verify(by: User, residency: Residency) -> Verdict:
    """Whether `by` may say that this person lives here."""
    if residency.person_id == by.pk:
        return no("Somebody else must check where you live.")
    return may_manage(by, residency.neighbourhood)


def may_end(by: User | System, residency: Residency) -> Verdict:
    """Whether `by` may say that this person lives here no longer."""
    if isinstance(by, User) and residency.person_id == by.pk:
        return YES
    return may_manage(by, residency.neighbourhood)


def may_accept(by: User, invitation: Invitation) -> Verdict:
    """Whether an invitation is for the one who holds its code."""
    if invitation.email.lower() in addresses.of(by):
        return YES
    return no("This invitation is for another e-mail address. Sign in with that one.")


def may_see(standing: Standing, upload: Upload) -> Verdict:
    """Whether a file is for this person: its owner, staff of a place where the owner is known, or
    anybody.
    """
    person = standing.person
    if upload.public or (person is not None and upload.owner_id == person.pk):
        return YES
    if person is not None and any(
        STAFF_WHO_SEE_FILES & kinds and (place is None or place in _places_of(upload.owner_id))
        for place, kinds in standing.roles.items()
    ):
        return YES
    return no("This file isn't yours.")


def _places_of(person: UUID) -> set[UUID | None]:
    """Where a person lives or lived, or has or had a role."""
    homes = Residency.objects.filter(person_id=person).values_list("neighbourhood_id", flat=True)
    roles = Role.objects.filter(person_id=person).values_list("neighbourhood_id", flat=True)
    return {*homes, *roles}
