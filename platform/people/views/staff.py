"""The people of a neighbourhood, for its officers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit import clock
from kit.access import audience
from kit.forms import act
from people import access, actions, said
from people.actions import residency as homes
from people.forms import EndForm, InviteForm, RoleForm, SearchForm, VerifyForm
from people.middleware import PersonRequest
from people.models import Invitation, Residency, Role, User
from places.models import Neighbourhood


@audience("officer")
def index(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Who waits for a check, who does what, who is invited; and a search."""
    return _index(request, area, InviteForm())


@audience("officer")
def invite(request: PersonRequest, area: Neighbourhood) -> HttpResponse:
    """Invite somebody to a role."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        invitation = act(
            form,
            lambda: actions.invite(
                facts["email"],
                kind=facts["kind"],
                name=facts["name"],
                neighbourhood=area,
                by=request.user,
            ),
        )
        if invitation is not None:
            messages.success(request, said.invited(invitation))
            return redirect("people:staff-people", area=area)
    return _index(request, area, form)


def _index(request: PersonRequest, area: Neighbourhood, form: InviteForm) -> HttpResponse:
    search = SearchForm(request.GET or None)
    asked = search.cleaned_data["q"].strip() if search.is_valid() else ""
    found = people_of(area).filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    context = {
        "form": form,
        "search": search,
        "asked": asked,
        "page": Paginator(found.order_by("name", "email"), 25).get_page(request.GET.get("page")),
        "waiting": _waiting(area),
        "roles": _roles(area),
        "invitations": _open_invitations(area),
    }
    return render(request, "people/staff_people.html", context, status=422 if form.errors else 200)


def people_of(area: Neighbourhood) -> QuerySet[User]:
    """People who live in a neighbourhood, say so, or have a role there."""
    lives = Q(pk__in=Residency.objects.filter(neighbourhood=area, ended_at=None).values("person"))
    works = Q(pk__in=Role.objects.filter(neighbourhood=area, ended_at=None).values("person"))
    return User.objects.filter(lives | works)


def _waiting(area: Neighbourhood) -> QuerySet[Residency]:
    rows = Residency.objects.filter(neighbourhood=area, ended_at=None, verified_at=None)
    return rows.select_related("person").order_by(
        F("check_asked_at").asc(nulls_last=True), "stated_at"
    )


def _roles(area: Neighbourhood) -> QuerySet[Role]:
    rows = Role.objects.filter(Q(neighbourhood=area) | Q(neighbourhood=None), ended_at=None)
    return rows.select_related("person").order_by("kind", "given_at")


def _open_invitations(area: Neighbourhood) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(neighbourhood=area, accepted_at=None, withdrawn_at=None)
    return rows.filter(expires_at__gt=clock.now()).order_by("invited_at")


@audience("officer")
def verify(request: PersonRequest, area: Neighbourhood, residency: UUID) -> HttpResponse:
    """Say how one knows that somebody lives here."""
    row = get_object_or_404(_waiting(area).select_related("person", "neighbourhood"), pk=residency)
    clear = homes.is_clear(row)
    form = VerifyForm(request.POST or None, clear=clear)
    if request.method == "POST" and form.is_valid():
        how, reason = form.cleaned_data["how"], form.cleaned_data.get("reason", "")
        if act(
            form,
            lambda: actions.verify_residency(row, how=how, reason=reason, by=request.user),
        ):
            messages.success(request, said.home_checked(row))
            return redirect("people:staff-people", area=area)
    context = {
        "form": form,
        "residency": row,
        "clear": clear,
        "verdict": access.may_verify(request.user, row),
    }
    return render(request, "people/verify.html", context, status=422 if form.errors else 200)


@audience("officer")
def person(request: PersonRequest, area: Neighbourhood, person: UUID) -> HttpResponse:
    """What is known of somebody here, and a role for them."""
    row = get_object_or_404(people_of(area), pk=person)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        role = act(
            form, lambda: actions.give_role(row, kind=kind, neighbourhood=area, by=request.user)
        )
        if role is not None:
            messages.success(request, said.role_given(role))
            return redirect("people:person", area=area, person=row.pk)
    context = {
        "person": row,
        "form": form,
        "home": homes.current_home(row, area).select_related("verified_by").first(),
        "roles": row.roles.filter(Q(neighbourhood=area) | Q(neighbourhood=None), ended_at=None),
    }
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


@audience("officer")
def end_home(request: PersonRequest, area: Neighbourhood, residency: UUID) -> HttpResponse:
    """Take somebody off the list of those who live here, with a reason."""
    row = get_object_or_404(Residency, pk=residency, neighbourhood=area, ended_at=None)
    form = EndForm(request.POST if request.method == "POST" else None, prefix="end")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if act(form, lambda: actions.end_residency(row, reason=reason, by=request.user)):
            messages.success(request, said.home_ended(row))
            return redirect("people:staff-people", area=area)
    context = {"form": form, "residency": row}
    return render(request, "people/end_home.html", context, status=422 if form.errors else 200)


@audience("officer")
@require_POST
def end_role(request: PersonRequest, area: Neighbourhood, role: UUID) -> HttpResponse:
    """End a role in this neighbourhood."""
    row = get_object_or_404(Role, pk=role, neighbourhood=area, ended_at=None)
    actions.end_role(row, by=request.user)
    messages.success(request, said.role_ended(row))
    return redirect("people:staff-people", area=area)


@audience("officer")
@require_POST
def withdraw(request: PersonRequest, area: Neighbourhood, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    row = Invitation.objects.filter(pk=invitation, neighbourhood=area).first()
    if row is None:
        raise Http404
    actions.withdraw_invitation(row, by=request.user)
    messages.success(request, said.invitation_withdrawn(row))
    return redirect("people:staff-people", area=area)
