"""A grant holder's award: the offer, the bank account, the payments."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.models import Event
from grants import access, actions, apart, needed, story
from grants.actions.holding import open_invitation
from grants.forms import BankForm
from grants.refusals import NotInvited
from grants.views.lookups import asked_award, own_award
from kit import clock
from kit.access import audience
from kit.forms import act
from people.middleware import PersonRequest


@audience("signed-in")
def award(request: PersonRequest, award: UUID) -> HttpResponse:
    """The offer letter, and what is to do next."""
    row = own_award(request.user, award)
    round_ = row.proposal.round
    newest = Event.objects.filter(subject_ref=row.proposal_id, audience="public").newest_first()
    context = {
        "award": row,
        "area": round_.neighbourhood,
        "place_name": round_.neighbourhood.full_name,
        "round": round_,
        "decision": row.decision,
        "conditions": row.conditions.order_by("pk"),
        "details": access.details_of_holder(row),
        "may_take": access.may_take(row, request.user),
        "holds_up": needed.of(row).holds_up,
        "instalments": row.instalments.all(),
        "reports": row.reports.all(),
        "story": story.stage(row.proposal),
        "can_still_answer": row.status == "offered" and clock.today() <= row.answer_by,
        "newest": newest.first(),
    }
    return render(request, "grants/award.html", context)


@audience("signed-in")
def hold(request: PersonRequest, award: UUID) -> HttpResponse:
    """Say that one will hold an award: for the person who was invited. Anybody else reads why it is
    not for them, and who holds it already is led to it.
    """
    row = asked_award(award)
    if row.holder == request.user:
        return redirect("grants:award", award)
    if open_invitation(row, request.user) is None:
        raise NotInvited
    if request.method == "POST":
        actions.hold_award(row, by=request.user)
        return redirect("grants:award", award)
    area = row.proposal.round.neighbourhood
    context = {
        "award": row,
        "area": area,
        "place_name": area.full_name,
        "round": row.proposal.round,
        "needed": access.needs_holder(row),
        "barred": "" if apart.may_hold(request.user, area) else apart.NEITHER,
    }
    return render(request, "grants/award_hold.html", context)


@audience("signed-in")
@require_POST
def accept(request: PersonRequest, award: UUID) -> HttpResponse:
    """Take the offer."""
    actions.accept_offer(own_award(request.user, award), by=request.user)
    return redirect("grants:award", award)


@audience("signed-in")
def decline(request: PersonRequest, award: UUID) -> HttpResponse:
    """Turn the offer down, after being asked once more."""
    row = own_award(request.user, award)
    if request.method == "POST":
        actions.decline_offer(row, by=request.user)
        return redirect("grants:award", award)
    area = row.proposal.round.neighbourhood
    context = {"award": row, "area": area, "place_name": area.full_name}
    return render(request, "grants/award_decline.html", context)


@audience("signed-in")
def bank(request: PersonRequest, award: UUID) -> HttpResponse:
    """Say where to pay."""
    row = own_award(request.user, award)
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if act(form, lambda: actions.enter_bank_details(row, **given, by=request.user)):
            return redirect("grants:award", award)
    context = {
        "form": form,
        "award": row,
        "area": row.proposal.round.neighbourhood,
        "place_name": row.proposal.round.neighbourhood.full_name,
        "details": access.details_of_holder(row),
        "may_take": access.may_take(row, request.user),
    }
    return render(request, "grants/award_bank.html", context, status=422 if form.is_bound else 200)
