"""Invitations to a role. One that has run out or was withdrawn never comes back to life."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from audit import actions as audit
from kit import clock
from kit.actor import System
from people import access, addresses, post
from people.actions.names import set_name, tidy
from people.actions.roles import doing, hold
from people.models import ROLE_NAMES, ROLES_AS_ASKED, Invitation, Role, User
from people.refusals import (
    AlreadyInvited,
    HasRole,
    InvitationEnded,
    NoName,
    NotAllowed,
    NotYourInvitation,
    UnknownRole,
)
from places.models import Neighbourhood

GOOD_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    email: str,
    *,
    kind: str,
    neighbourhood: Neighbourhood | None,
    by: User | System,
    name: str = "",
) -> Invitation:
    """Invite somebody by e-mail to a role. The letter holds a code; only a digest of it is kept."""
    if kind not in ROLE_NAMES:
        raise UnknownRole
    allowed = access.may_manage(by, neighbourhood)
    if not allowed:
        raise NotAllowed(allowed.because)
    address = addresses.normal(email)
    _make_way(address, kind, neighbourhood)
    code = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        neighbourhood=neighbourhood,
        email=address,
        name=tidy(name) if name.strip() else "",
        kind=kind,
        code_sha256=digest(code),
        invited_by=by if isinstance(by, User) else None,
        expires_at=clock.now() + GOOD_FOR,
    )
    _write(invitation, code)
    audit.record(
        by=by,
        kind="invitation.sent",
        subject=invitation,
        role=doing(by),
        place=invitation.neighbourhood_id,
        after={"kind": kind, "expires_at": invitation.expires_at},
    )
    return invitation


def digest(code: str) -> bytes:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).digest()


def _make_way(address: str, kind: str, neighbourhood: Neighbourhood | None) -> None:
    """Refuse a second invitation while one is open; one that has run out is put away for good."""
    held = Role.objects.filter(
        person__email__iexact=address, neighbourhood=neighbourhood, kind=kind, ended_at=None
    )
    if held.exists():
        raise HasRole(field="email")
    now = clock.now()
    earlier = Invitation.objects.select_for_update().filter(
        email__iexact=address,
        neighbourhood=neighbourhood,
        kind=kind,
        accepted_at=None,
        withdrawn_at=None,
    )
    if any(invitation.expires_at > now for invitation in earlier):
        raise AlreadyInvited
    earlier.update(withdrawn_at=now)


def _write(invitation: Invitation, code: str) -> None:
    place = invitation.neighbourhood
    post.write(
        to=invitation.email,
        template="email/people/invitation.txt",
        context={
            "invitation": invitation,
            "role": ROLES_AS_ASKED[invitation.kind],
            "place": place.full_name if place else "Allotment",
            "link": settings.SITE_URL + reverse("people:accept", args=[code]),
        },
        key=f"invitation {invitation.pk}",
    )


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Role:
    """Take up the role one was invited to. The address that was written to is one of
    theirs.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if is_over(invitation):
        raise InvitationEnded
    allowed = access.may_accept(by, invitation)
    if not allowed:
        raise NotYourInvitation(allowed.because)
    if invitation.kind == "auditor" and invitation.invited_by_id == by.pk:
        raise NotAllowed(access.NO_OWN_AUDITOR)
    role = hold(
        by,
        kind=invitation.kind,
        neighbourhood=invitation.neighbourhood,
        given_by=invitation.invited_by,
    )
    _keep_name(invitation, by)
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        by=by,
        kind="invitation.accepted",
        subject=role,
        role=invitation.kind,
        place=invitation.neighbourhood_id,
        after={"kind": invitation.kind, "invitation": invitation.pk},
    )
    return role


def _keep_name(invitation: Invitation, by: User) -> None:
    """Somebody who gave no name yet is called what they were invited as. They can change it."""
    name = invited_as(invitation)
    if name and not by.name:
        by.name = set_name(by, name=name, by=by).name


def invited_as(invitation: Invitation) -> str:
    """The name somebody was invited by; blank where it is none, as earlier versions took any."""
    try:
        return tidy(invitation.name)
    except NoName:
        return ""


def is_over(invitation: Invitation) -> bool:
    """Whether an invitation was used, withdrawn, or has run out."""
    used = invitation.accepted_at is not None or invitation.withdrawn_at is not None
    return used or invitation.expires_at <= clock.now()


def waiting_for(person: User) -> QuerySet[Invitation]:
    """The invitations that a person can take up now, whichever of their addresses they went to."""
    open = Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    mine = open.annotate(address=Lower("email")).filter(address__in=addresses.of(person))
    return mine.select_related("neighbourhood").order_by("expires_at")


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User | System) -> Invitation:
    """Take an invitation back before it is used."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    allowed = access.may_manage(by, invitation.neighbourhood)
    if not allowed:
        raise NotAllowed(allowed.because)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationEnded("This invitation has ended already.")
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(
        by=by,
        kind="invitation.withdrawn",
        subject=invitation,
        role=doing(by),
        place=invitation.neighbourhood_id,
    )
    return invitation
