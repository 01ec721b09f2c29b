"""Staff's steps by which money moves: each is for a person who did not do the one before."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from grants import actions
from grants.access import newest_details
from grants.forms import BackForm, HolderForm, PayeeForm, SentForm
from grants.models import Award, BankDetails
from grants.views.find import award_in, payment_of
from grants.views.staff import page
from kit.access import STAFF, audience
from kit.forms import act
from people.middleware import PersonRequest
from places.models import Neighbourhood


@audience(*STAFF)
@require_POST
def holder(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Ask somebody to hold an award that waits."""
    row = award_in(area, award)
    form = HolderForm(request.POST, auto_id="holder_%s")
    return _try(
        request,
        row,
        form,
        lambda: actions.invite_holder(row, email=form.cleaned_data["email"], by=request.user),
    )


@audience(*STAFF)
@require_POST
def account(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Show the whole account once; that it was looked at is written down."""
    row = award_in(area, award)
    return page(request, row, account=actions.show_bank_details(_details(row), by=request.user))


@audience(*STAFF)
@require_POST
def payee(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Confirm that the account is the holder's."""
    row = award_in(area, award)
    details = _details(row)
    form = PayeeForm(request.POST, auto_id="payee_%s")
    return _try(
        request,
        row,
        form,
        lambda: actions.confirm_payee(details, how=form.cleaned_data["how"], by=request.user),
    )


@audience(*STAFF)
@require_POST
def approve(request: PersonRequest, area: Neighbourhood, award: UUID, payment: int) -> HttpResponse:
    """The first of two people lets a payment go."""
    row = payment_of(award_in(area, award), payment)
    actions.approve_payment(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
@require_POST
def authorise(
    request: PersonRequest, area: Neighbourhood, award: UUID, payment: int
) -> HttpResponse:
    """The second of two people lets a payment go."""
    row = payment_of(award_in(area, award), payment)
    actions.authorise_payment(row, by=request.user)
    return redirect("grants:staff-award", area, award)


@audience(*STAFF)
@require_POST
def sent(request: PersonRequest, area: Neighbourhood, award: UUID, payment: int) -> HttpResponse:
    """The bank has sent it."""
    row = award_in(area, award)
    instalment = payment_of(row, payment)
    form = SentForm(request.POST, auto_id="sent_%s")
    return _try(
        request,
        row,
        form,
        lambda: actions.mark_sent(instalment, **form.cleaned_data, by=request.user),
    )


@audience(*STAFF)
@require_POST
def back(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """Money that was not spent came back."""
    row = award_in(area, award)
    form = BackForm(request.POST, auto_id="back_%s")
    return _try(
        request,
        row,
        form,
        lambda: actions.give_back(row, **form.cleaned_data, by=request.user),
    )


@audience(*STAFF)
@require_POST
def release(request: PersonRequest, area: Neighbourhood, award: UUID) -> HttpResponse:
    """What is promised and not needed goes back to the pot."""
    actions.release_rest(award_in(area, award), by=request.user)
    return redirect("grants:staff-award", area, award)


def _details(row: Award) -> BankDetails:
    newest = newest_details(row)
    return get_object_or_404(BankDetails, pk=newest.pk if newest else None)


def _try(
    request: PersonRequest,
    row: Award,
    form: HolderForm | PayeeForm | SentForm | BackForm,
    deed: Callable[[], object],
) -> HttpResponse:
    done = act(form, deed) if form.is_valid() else None
    if done:
        return redirect("grants:staff-award", row.proposal.round.neighbourhood, row.pk)
    return page(request, row, form=form)
