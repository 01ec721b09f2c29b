"""The page an invitation's link leads to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.access import PANEL, audience
from kit.refusal import Refused
from people import access, actions, said
from people.actions import invitations
from people.middleware import PersonRequest
from people.models import ROLES_AS_ASKED, Invitation, User


@audience("public")
def accept(request: PersonRequest, code: str) -> HttpResponse:
    """Says what one is invited to, and takes the answer of the right person."""
    return _answer(request, _found(code))


@audience("signed-in")
def accept_mine(request: PersonRequest, invitation: UUID) -> HttpResponse:
    """The same, of an invitation that one finds on one's page, without the letter's code."""
    rows = Invitation.objects.select_related("neighbourhood", "invited_by")
    found = get_object_or_404(rows, pk=invitation)
    if not access.may_accept(request.user, found):
        raise Http404
    return _answer(request, found)


def _answer(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    if invitations.is_over(invitation):
        return _ended(request, invitation)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            role = actions.accept(invitation, by=request.user)
        except Refused as refusal:
            return _page(request, invitation, refused=refusal.reason, status=409)
        messages.success(request, said.accepted(role))
        return redirect("pages:me" if request.user.name else "people:details")
    return _page(request, invitation)


def _found(code: str) -> Invitation:
    rows = Invitation.objects.select_related("neighbourhood", "invited_by")
    invitation = rows.filter(code_sha256=invitations.digest(code)).first()
    if invitation is None:
        raise Http404
    return invitation


def _page(
    request: HttpRequest, invitation: Invitation, *, refused: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    context = {
        "invitation": invitation,
        "invited_as": invitations.invited_as(invitation),
        "role": ROLES_AS_ASKED[invitation.kind],
        "on_panel": invitation.kind in PANEL,
        "refused": refused,
        "verdict": access.may_accept(user, invitation) if isinstance(user, User) else None,
    }
    return render(request, "people/invitation.html", context, status=status)


def _ended(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    context = {"invitation": invitation, "used": invitation.accepted_at is not None}
    return render(request, "people/invitation_ended.html", context, status=410)
